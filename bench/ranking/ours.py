"""Crosswalk's ranking by its public path: text is read, linked to the taxonomy, and matched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from crosswalk.matching import match
from crosswalk.records import Person, Vacancy, to_frame
from crosswalk.records.documents import read_cv_text, read_job_ad_text
from crosswalk.synthetic import AS_OF
from crosswalk.taxonomy import Taxonomy
from crosswalk.taxonomy.linking.linker import Linker
from crosswalk.taxonomy.linking.records import link_people, link_vacancies
from ranking.cases import Advertisement
from ranking.documents import Curriculum

__all__ = ["ranked", "read_ads", "read_people"]


def read_people(
    sheets: Mapping[str, Curriculum], linker: Linker, taxonomy: Taxonomy, *, imply: bool = True, on: date = AS_OF
) -> pl.DataFrame:
    """People read from the text of their CVs, linked; `imply` adds the skills that their occupations imply."""
    found = []
    for person_id, sheet in sheets.items():
        reading = read_cv_text(sheet.text(taxonomy), person_id=person_id, on=on)
        found.append(reading.person)
    return link_people(to_frame(found, Person), linker, taxonomy, imply=imply)


def read_ads(ads: list[Advertisement], linker: Linker, taxonomy: Taxonomy) -> pl.DataFrame:
    """Vacancies read from the text of their advertisements, linked."""
    found = [replace(read_job_ad_text(ad.text, vacancy_id=ad.vacancy_id).vacancy, title=ad.title) for ad in ads]
    return link_vacancies(to_frame(found, Vacancy), linker, taxonomy)


def ranked(people: pl.DataFrame, vacancies: pl.DataFrame, taxonomy: Taxonomy, top: int) -> pl.DataFrame:
    """The match, everybody ranked: person_id, vacancy_id, rank_for_vacancy, fit."""
    found = match(people, vacancies, taxonomy, top=min(top, people.height), per_person=1, as_of=AS_OF).frame()
    return found.filter(pl.col("rank_for_vacancy").is_not_null())


def rankings(found: pl.DataFrame) -> dict[str, list[str]]:
    """Person ids of each vacancy, best first."""
    lists = found.sort("vacancy_id", "rank_for_vacancy").group_by("vacancy_id", maintain_order=True).agg("person_id")
    return dict(lists.iter_rows())
