"""From a constraints file and records to a problem."""
