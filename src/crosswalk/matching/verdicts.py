"""What a filter says of a pair, in one sentence of a language."""

from __future__ import annotations

from collections.abc import Callable

from crosswalk.matching.reference import Reference
from crosswalk.records import Person, Vacancy
from crosswalk.types import Cefr, Isced
from crosswalk.wording import Wording

__all__ = ["VERDICTS", "verdict_in_words"]

#: Names of NO, UNKNOWN and YES.
VERDICTS = ("no", "unknown", "yes")

Sentence = Callable[[Reference, Person, Vacancy, int, Wording], str]


def verdict_in_words(
    name: str, rules: Reference, person: Person, vacancy: Vacancy, verdict: int, words: Wording
) -> str:
    """Why a filter gives its verdict (NO, UNKNOWN, YES), naming what was asked and what is known."""
    return _SENTENCES[name](rules, person, vacancy, verdict, words)


def _destination(rules: Reference, person: Person, vacancy: Vacancy, verdict: int, words: Wording) -> str:
    if vacancy.country is None:
        return words("filter.destination.silent")
    return words(f"filter.destination.{VERDICTS[verdict]}", country=words.country(vacancy.country))


def _language(rules: Reference, person: Person, vacancy: Vacancy, verdict: int, words: Wording) -> str:
    held = rules.languages(person)
    told = []
    for language, level in rules.language_needs(vacancy).items():
        name = words.spoken(language)
        asked = f"{name} {Cefr(level).name}" if level else name
        if held is None:
            how, stated = "silent", ""
        elif language not in held:
            how, stated = "absent", ""
        elif held[language]:
            how, stated = "stated", Cefr(held[language]).name
        else:
            how, stated = "no_level" if level else "held", ""
        told.append(words(f"filter.language.{how}", asked=asked, level=stated))
    return " ".join(told) or words("filter.language.none")


def _education(rules: Reference, person: Person, vacancy: Vacancy, verdict: int, words: Wording) -> str:
    if vacancy.education_min is None:
        return words("filter.education.none")
    level = words(f"level.education.{Isced(vacancy.education_min).name.lower()}")
    return words(f"filter.education.{VERDICTS[verdict]}", level=level)


def _licence(rules: Reference, person: Person, vacancy: Vacancy, verdict: int, words: Wording) -> str:
    if not vacancy.licences:
        return words("filter.licence.none")
    return words(f"filter.licence.{VERDICTS[verdict]}", licences=", ".join(vacancy.licences))


def _availability(rules: Reference, person: Person, vacancy: Vacancy, verdict: int, words: Wording) -> str:
    if vacancy.starts_on is None:
        return words("filter.availability.none")
    start = words.day(vacancy.starts_on)
    if person.available_from is None:
        return words("filter.availability.silent", start=start)
    return words("filter.availability.stated", start=start, day=words.day(person.available_from))


def _exclusions(rules: Reference, person: Person, vacancy: Vacancy, verdict: int, words: Wording) -> str:
    return words(f"filter.exclusions.{VERDICTS[verdict]}")


def _consent(rules: Reference, person: Person, vacancy: Vacancy, verdict: int, words: Wording) -> str:
    return words(f"filter.consent.{VERDICTS[verdict]}")


_SENTENCES: dict[str, Sentence] = {
    "destination": _destination,
    "language": _language,
    "education": _education,
    "licence": _licence,
    "availability": _availability,
    "exclusions": _exclusions,
    "consent": _consent,
}
