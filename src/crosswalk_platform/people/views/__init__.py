"""Pages about people: one's own profile, the same pages for advisers, the caseload, and who looked."""
