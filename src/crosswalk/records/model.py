"""Person and vacancy: frozen records whose names follow the TalentLift exchange schema and Europass.

Every value may be absent. Absent (None) means unknown; an empty tuple means "none, we asked".
Codes: countries ISO 3166-1 alpha-3 (XXA stateless, XXB refugee), languages ISO 639, money in minor units.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crosswalk.types import Assurance, Cefr, Isced, Sex, SkillLevel

__all__ = [
    "Credential",
    "Education",
    "Evidence",
    "Experience",
    "FactEvidence",
    "LanguageNeed",
    "LanguageSkill",
    "Person",
    "PersonSkill",
    "SkillNeed",
    "Vacancy",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How a fact is known: how surely, by whom, when, until when, and where it was read."""

    assurance: Assurance = Assurance.SELF_DECLARED
    by: str | None = None
    on: date | None = None
    until: date | None = None
    source: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEvidence:
    """Evidence for one plain field of a person, such as birth_date or nationalities."""

    field: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSkill:
    """A skill that a person has: the words used, the taxonomy's URI once linked, level and evidence.

    `implied_by` is the URI of the occupation from whose work the skill was inferred; nobody stated it.
    """

    text: str
    uri: str | None = None
    level: SkillLevel | None = None
    implied_by: str | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """A job or other work, paid or not. Dates have the precision of a month (first day of it)."""

    title: str
    occupation: str | None = None
    isco: str | None = None
    employer: str | None = None
    country: str | None = None
    start: date | None = None
    end: date | None = None
    ongoing: bool | None = None
    months: int | None = None
    paid: bool | None = None
    description: str | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Education:
    """A course of education; `level` is ISCED 2011."""

    title: str | None = None
    level: Isced | None = None
    field: str | None = None
    institution: str | None = None
    country: str | None = None
    start: date | None = None
    end: date | None = None
    completed: bool | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSkill:
    """A language with its CEFR level, overall and by skill where known."""

    language: str
    level: Cefr | None = None
    native: bool | None = None
    listening: Cefr | None = None
    reading: Cefr | None = None
    spoken_interaction: Cefr | None = None
    spoken_production: Cefr | None = None
    writing: Cefr | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A licence, certificate, registration or document. `held` is False where a person says they lack it."""

    name: str
    kind: str | None = None
    held: bool = True
    issuer: str | None = None
    country: str | None = None
    issued: date | None = None
    until: date | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who wants to move for work. Name, sex, age, nationality, status never enter a fit."""

    person_id: str
    given_names: str | None = None
    family_name: str | None = None
    email: str | None = None
    phone: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    nationalities: tuple[str, ...] | None = None
    residence: str | None = None
    legal_status: str | None = None
    occupation: str | None = None
    headline: str | None = None
    summary: str | None = None
    experience: tuple[Experience, ...] | None = None
    education: tuple[Education, ...] | None = None
    languages: tuple[LanguageSkill, ...] | None = None
    skills: tuple[PersonSkill, ...] | None = None
    credentials: tuple[Credential, ...] | None = None
    destinations: tuple[str, ...] | None = None
    destinations_excluded: tuple[str, ...] | None = None
    employers_excluded: tuple[str, ...] | None = None
    available_from: date | None = None
    consent_matching: bool | None = None
    evidence: tuple[FactEvidence, ...] | None = None
    not_understood: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillNeed:
    """A skill that a vacancy asks for; `essential` False means welcome but not needed."""

    text: str
    uri: str | None = None
    essential: bool = True
    level: SkillLevel | None = None
    implied_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageNeed:
    """A language that a vacancy asks for, at least at a CEFR level."""

    language: str
    level: Cefr | None = None
    essential: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """A job that an employer offers. Salary bounds are in minor units of `currency` per `salary_period`."""

    vacancy_id: str
    title: str | None = None
    employer: str | None = None
    country: str | None = None
    region: str | None = None
    places: int | None = None
    description: str | None = None
    language_of_text: str | None = None
    occupation: str | None = None
    isco: str | None = None
    skills: tuple[SkillNeed, ...] | None = None
    languages: tuple[LanguageNeed, ...] | None = None
    education_min: Isced | None = None
    experience_min_months: int | None = None
    licences: tuple[str, ...] | None = None
    starts_on: date | None = None
    salary_min: int | None = None
    salary_max: int | None = None
    currency: str | None = None
    salary_period: str | None = None
    persons_excluded: tuple[str, ...] | None = None
    not_understood: tuple[str, ...] | None = None
