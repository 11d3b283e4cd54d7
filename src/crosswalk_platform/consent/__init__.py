"""Consent: for one purpose and one partner, in words that are kept, and withdrawn at once."""
