"""Links text in many languages to occupations and skills: ranked, with a probability and the words that carried it."""

from crosswalk.taxonomy.linking.linker import Link, Linker

__all__ = ["Link", "Linker"]
