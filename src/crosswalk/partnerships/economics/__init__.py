"""What flows between the parties, what it is worth to each, and how sure that is."""
