"""How facts of a record are known: where the evidence of each stands, and what somebody who attests one says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crosswalk.types import Assurance
from crosswalk_platform.people.entries import entry_key, find_entry
from crosswalk_platform.people.steps import STEPS, Step

__all__ = [
    "Attestation",
    "attested_by",
    "attested_facts",
    "evidence_of",
    "fact_entry",
    "fact_part",
    "says_more",
    "with_evidence",
]

#: Plain parts of which documents tell; wishes and own words are known from the person alone.
_PLAIN = frozenset({"given_names", "family_name", "birth_date", "nationalities", "residence"})
_LISTS = frozenset(step.parts[0] for step in STEPS if step.many) - {"family"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """How somebody knows a fact.

    Attributes:
        assurance: attested, tested or verified, as crosswalk.types.Assurance names them.
        on: The day on which they came to know it.
        document: Key of the entry among certificates and documents that it rests on; empty for none.
    """

    assurance: str
    on: date
    document: str = ""

    def evidence(self, place: str, record: dict[str, Any], fact: dict[str, Any]) -> dict[str, Any]:
        """The engine's Evidence: by this organisation, until the first of the documents it rests on runs out.

        Raises:
            ValidationError: The kind is none that others can say, or the document is gone or ran out.
        """
        if self.assurance not in {each.name.lower() for each in Assurance if each > Assurance.SELF_DECLARED}:
            raise ValidationError({"assurance": _("Say how you know it.")})
        evidence: dict[str, Any] = {"assurance": self.assurance, "by": place, "on": self.on.isoformat()}
        rests_on = [fact]
        if self.document:
            documents = record.get("credentials") or []
            found = find_entry(documents, self.document)
            if found is None:
                raise ValidationError({"document": _("This document is no longer in the record.")})
            rests_on.append(documents[found])
            evidence["source"] = documents[found]["name"]
        ends = min((each["until"] for each in rests_on if each.get("until")), default=None)
        if ends is None:
            return evidence
        if ends < timezone.localdate().isoformat():
            raise ValidationError({"document": _("The document has run out. Choose another one, or test the person.")})
        return evidence | {"until": ends}


def fact_part(step: Step, key: str) -> str | None:
    """The part of the record in which a fact of a step stands, if others can say how it is known."""
    part = step.parts[0] if step.many else key
    return part if part in step.parts and part in _LISTS | _PLAIN else None


def evidence_of(record: dict[str, Any], part: str, key: str) -> dict[str, Any] | None:
    """The evidence of a fact, empty where nothing is said of it; None where the fact is gone or says something else."""
    if part in _LISTS:
        entry = fact_entry(record, part, key)
        return (entry.get("evidence") or {}) if entry else None
    if record.get(part) in (None, "", []):
        return None
    return next((each["evidence"] for each in record.get("evidence") or [] if each["field"] == part), {})


def fact_entry(record: dict[str, Any], part: str, key: str) -> dict[str, Any]:
    """The entry of a list that a fact is; empty for a plain part, and where it is gone."""
    entries: list[dict[str, Any]] = (record.get(part) or []) if part in _LISTS else []
    place = find_entry(entries, key)
    return {} if place is None else entries[place]


def with_evidence(record: dict[str, Any], part: str, key: str, evidence: dict[str, Any]) -> dict[str, Any]:
    """The part of the record that changes when a fact has this evidence."""
    if part in _LISTS:
        entries = record[part]
        return {part: [each | {"evidence": evidence} if entry_key(each) == key else each for each in entries]}
    others = [each for each in record.get("evidence") or [] if each["field"] != part]
    return {"evidence": [*others, {"field": part, "evidence": evidence}]}


def attested_by(evidence: dict[str, Any], place: str) -> bool:
    """Whether this organisation said how the fact is known."""
    return _rank(evidence) > Assurance.SELF_DECLARED and evidence.get("by") == place


def says_more(former: dict[str, Any], evidence: dict[str, Any]) -> bool:
    """Whether a fact is better known than it would be by this evidence, from somebody else and still in force."""
    in_force = (former.get("until") or "9999") >= timezone.localdate().isoformat()
    return in_force and former.get("by") != evidence["by"] and _rank(former) > _rank(evidence)


def attested_facts(record: dict[str, Any], step: Step, key: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Part and evidence of what others confirmed: of one entry of a list, or of the plain parts of a step.

    It is lost for an entry, or a part, that is changed; with a document for whatever rests on it.
    """
    known = [(each["field"], each["evidence"]) for each in record.get("evidence") or []]
    if step.many:
        entry = fact_entry(record, step.parts[0], key)
        rests = _resting_on(record, known, entry) if step.parts[0] == "credentials" and entry else []
        known = [(step.parts[0], entry.get("evidence") or {}), *rests]
    else:
        known = [pair for pair in known if pair[0] in step.parts]
    return [pair for pair in known if _rank(pair[1]) > Assurance.SELF_DECLARED]


def _resting_on(
    record: dict[str, Any], plain: list[tuple[str, dict[str, Any]]], document: dict[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    """Part and evidence of other facts that name this document as what they rest on."""
    entries = [(part, each) for part in sorted(_LISTS) for each in record.get(part) or [] if each is not document]
    known = [*plain, *((part, each.get("evidence") or {}) for part, each in entries)]
    return [pair for pair in known if pair[1].get("source") == document["name"]]


def _rank(evidence: dict[str, Any]) -> Assurance:
    return Assurance[str(evidence.get("assurance", "self_declared")).upper()]
