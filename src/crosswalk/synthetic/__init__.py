"""Fictitious people and vacancies of any number, seeded; and planted ones of whom we know how well they fit."""

from crosswalk.synthetic.facts import facts, write_facts
from crosswalk.synthetic.files import write_people, write_vacancies
from crosswalk.synthetic.people import AS_OF, people, people_in_batches
from crosswalk.synthetic.planted import GRADES, Planted, Planter
from crosswalk.synthetic.vacancies import vacancies, vacancies_in_batches

__all__ = [
    "AS_OF",
    "GRADES",
    "Planted",
    "Planter",
    "facts",
    "people",
    "people_in_batches",
    "vacancies",
    "vacancies_in_batches",
    "write_facts",
    "write_people",
    "write_vacancies",
]
