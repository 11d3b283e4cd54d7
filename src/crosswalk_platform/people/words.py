"""How parts, levels and ways of knowing are called on pages."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

__all__ = [
    "ASSURANCE", "CAN_DO", "DOCUMENT_KINDS", "KIN", "PARTS", "PRIVATE_DOCUMENTS", "SCHOOLING", "SEXES", "SKILL_LEVELS",
    "how_known", "month_of",
]  # fmt: skip

Words = dict[str, str | Promise]

#: Parts of a record.
PARTS: Words = {
    "given_names": _("Given names"),
    "family_name": _("Family name"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "birth_date": _("Date of birth"),
    "sex": _("Sex"),
    "nationalities": _("Nationalities"),
    "residence": _("Country of residence"),
    "headline": _("Occupation"),
    "summary": _("In a few sentences"),
    "experience": _("Work"),
    "skills": _("Skills"),
    "education": _("School and training"),
    "languages": _("Languages"),
    "credentials": _("Certificates and documents"),
    "family": _("Family"),
    "destinations": _("Countries where they would work"),
    "destinations_excluded": _("Countries where they would not work"),
    "employers_excluded": _("Employers who must not see the record"),
    "available_from": _("Can start on"),
}

#: How a fact is known, weakest first.
ASSURANCE: Words = {
    "self_declared": _("said by the person"),
    "attested": _("confirmed by somebody who knows"),
    "tested": _("tested"),
    "verified": _("checked at the source"),
}

SEXES: Words = {"female": _("Woman"), "male": _("Man"), "other": _("Other")}

#: The six levels of the Common European Framework, as what one can do; in our own words.
CAN_DO: Words = {
    "A1": _("A1 – I say hello, give my name and address, and understand when people speak slowly"),
    "A2": _("A2 – I shop, ask the way and talk about my family and my work in simple words"),
    "B1": _("B1 – I manage at work and on journeys, tell what happened and say what I think"),
    "B2": _("B2 – I talk with native speakers without strain and read long texts about my work"),
    "C1": _("C1 – I say nearly everything without looking for words, and write clear reports"),
    "C2": _("C2 – I understand and say everything with ease, down to fine shades"),
}

SKILL_LEVELS: Words = {
    "foundation": _("With help"),
    "intermediate": _("On my own"),
    "advanced": _("Well; I show others how"),
    "specialised": _("Very well; others come to me with hard cases"),
}

#: ISCED 2011.
SCHOOLING: Words = {
    "primary": _("Primary school"),
    "lower_secondary": _("Lower secondary school"),
    "upper_secondary": _("Upper secondary school, or an apprenticeship"),
    "post_secondary": _("Training after secondary school"),
    "short_tertiary": _("Short course at a college or university"),
    "bachelor": _("Bachelor or the like"),
    "master": _("Master or the like"),
    "doctoral": _("Doctorate"),
}

DOCUMENT_KINDS: Words = {
    "certificate": _("Certificate of a course or a test"),
    "driving_licence": _("Driving licence"),
    "licence": _("Licence to practise an occupation"),
    "registration": _("Entry in a register of an occupation"),
    "travel_document": _("Passport or other travel document"),
    "identity_document": _("Identity card, or permit to stay"),
    "other": _("Something else"),
}

#: Documents that tell who somebody is; no employer sees them before an application.
PRIVATE_DOCUMENTS = frozenset({"travel_document", "identity_document", "other"})

KIN: Words = {
    "partner": _("Husband, wife or partner"),
    "child": _("Child"),
    "parent": _("Father or mother"),
    "sibling": _("Brother or sister"),
    "other": _("Somebody else who lives from my income"),
}


def how_known(evidence: dict[str, Any] | None) -> str:
    """How a fact is known, by whom and when, in words.

    Args:
        evidence: The engine's Evidence as plain data; a fact without one is the person's own word.
    """
    told = evidence or {}
    words = str(ASSURANCE[told.get("assurance", "self_declared")])
    if told.get("by"):
        words += " " + say("by %(name)s") % {"name": told["by"]}
    if on := parse_date(told["on"]) if told.get("on") else None:
        words += ", " + date_format(on)
    if told.get("assurance", "self_declared") != "self_declared":
        words += f" · {told['source']}" if told.get("source") else ""
        until = parse_date(told["until"]) if told.get("until") else None
        words += " · " + say("until %(day)s") % {"day": date_format(until)} if until else ""
    return words


def month_of(day: str | None) -> str:
    """Month and year of a day."""
    found = parse_date(day) if day else None
    return date_format(found, "YEAR_MONTH_FORMAT") if found else ""
