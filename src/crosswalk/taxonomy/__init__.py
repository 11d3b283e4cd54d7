"""What people can do: occupations and skills of ESCO, ISCO-08 and national lists, and text linked to them."""

from crosswalk.taxonomy.nearness import Nearness
from crosswalk.taxonomy.store import Taxonomy, load_taxonomy

__all__ = ["Nearness", "Taxonomy", "load_taxonomy"]
