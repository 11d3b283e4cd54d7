"""Crosswalk: skills-based, regular labour migration. Rooms follow the journey."""

__version__ = "0.1.0"
