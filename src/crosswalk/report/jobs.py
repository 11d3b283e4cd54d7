"""A vacancy as the report shows it: what is offered and what is asked for, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.records import Vacancy
from crosswalk.report.words import Words
from crosswalk.taxonomy import Taxonomy

__all__ = ["Job", "describe_job", "languages_asked", "short_titles"]


@dataclass(frozen=True, slots=True)
class Job:
    """What a vacancy offers and asks for, in words; `not_compared` are needs that link to no skill."""

    vacancy_id: str
    title: str
    employer: str | None
    country: str | None
    places: int | None
    facts: tuple[tuple[str, str], ...]
    essential: tuple[str, ...]
    welcome: tuple[str, ...]
    not_compared: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Employer and country, as far as stated."""
        return " · ".join(part for part in (self.employer, self.country) if part)


def describe_job(vacancy: Vacancy, taxonomy: Taxonomy, words: Words) -> Job:
    """A vacancy in the words of a language; skills and occupation under the taxonomy's labels."""
    label = taxonomy.label(vacancy.occupation, words.language) if vacancy.occupation else None
    country = words.country(vacancy.country) if vacancy.country else None
    return Job(
        vacancy_id=vacancy.vacancy_id,
        title=vacancy.title or label or words("vacancy.untitled"),
        employer=vacancy.employer,
        country=country,
        places=vacancy.places,
        facts=tuple((words(f"vacancy.{name}"), value) for name, value in _facts(vacancy, words).items() if value),
        essential=tuple(_needs(vacancy, taxonomy, words, essential=True)),
        welcome=tuple(_needs(vacancy, taxonomy, words, essential=False)),
        not_compared=tuple(_not_compared(vacancy, taxonomy)),
    )


def _facts(vacancy: Vacancy, words: Words) -> dict[str, str | None]:
    place = [words.country(vacancy.country)] if vacancy.country else []
    floor = vacancy.education_min
    return {
        "employer": vacancy.employer,
        "country": ", ".join([vacancy.region, *place] if vacancy.region else place),
        "places": words.number(vacancy.places) if vacancy.places is not None else None,
        "starts": words.day(vacancy.starts_on) if vacancy.starts_on else None,
        "pay": words.money(vacancy.salary_min, vacancy.salary_max, vacancy.currency, vacancy.salary_period),
        "languages": languages_asked(vacancy, words),
        "education": words("vacancy.education_least", level=words(f"level.education.{floor.name.lower()}"))
        if floor
        else None,
        "experience": words.counted("vacancy.months", vacancy.experience_min_months)
        if vacancy.experience_min_months
        else None,
        "licences": words.together(vacancy.licences or ()),
    }


def languages_asked(vacancy: Vacancy, words: Words) -> str:
    """The essential languages with their levels, in words."""
    needs = [need for need in vacancy.languages or () if need.essential]
    return words.together([f"{words.spoken(n.language)} {n.level.name if n.level else ''}".strip() for n in needs])


def _needs(vacancy: Vacancy, taxonomy: Taxonomy, words: Words, *, essential: bool) -> list[str]:
    """Labels of the skills asked for that can be compared, each once, with the level where one is stated."""
    named: dict[str, str] = {}
    for need in vacancy.skills or ():
        if need.essential is essential and need.uri and taxonomy.has(need.uri):
            label = taxonomy.label(need.uri, words.language)
            level = f" ({words(f'level.skill.{need.level.name.lower()}')})" if need.level else ""
            named.setdefault(label, f"{label}{level}")
    return list(named.values())


def _not_compared(vacancy: Vacancy, taxonomy: Taxonomy) -> list[str]:
    """Needs in words for which the taxonomy has no skill: nobody's skills can be set beside them."""
    loose = [need.text for need in vacancy.skills or () if not (need.uri and taxonomy.has(need.uri))]
    return list(dict.fromkeys(loose))


def short_titles(jobs: Sequence[Job]) -> list[str]:
    """Title and country of each job, and as much more as it takes to tell it from the others."""
    told = [(job.title, job.country, job.employer, job.vacancy_id) for job in jobs]
    titles = [""] * len(jobs)
    for parts in (2, 3, 4):
        seen = Counter(titles)
        titles = [
            " · ".join(part for part in job[:parts] if part) if seen[title] > 1 or not title else title
            for job, title in zip(told, titles, strict=True)
        ]
    return titles
