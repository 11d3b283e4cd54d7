"""People: their record, what they confided for their protection behind a wall of its own, and who sees which part."""
