"""Organisations, who sits in them with which roles, and what they agreed with each other."""
