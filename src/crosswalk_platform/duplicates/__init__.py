"""Duplicates: records of one caseload that may be of one person, proposed with reasons and decided by a human."""
