"""An append-only, hash-chained log: each write, and each look at a person's record from outside their caseload."""
