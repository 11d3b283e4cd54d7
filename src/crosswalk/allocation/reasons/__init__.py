"""Why somebody was placed or not, and what would have changed it."""
