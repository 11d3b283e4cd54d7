"""Which parts of a person's record a viewer sees: by whose record it is, whose caseload, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crosswalk_platform.authorization import Permission, Viewer
from crosswalk_platform.authorization.fields import Audience
from crosswalk_platform.people.fields import RECORD, SEES
from crosswalk_platform.people.models import Person
from crosswalk_platform.people.words import PRIVATE_DOCUMENTS

__all__ = ["Sight", "evidence_for", "shown", "sight"]


#: What of the evidence of a fact everybody reads who reads the fact.
_OPEN_EVIDENCE = frozenset({"assurance", "on", "until"})
#: Whoever offers work does not read when a document runs out that may be a permit to stay.
_OFFERS_EVIDENCE = _OPEN_EVIDENCE - {"until"}


@dataclass(frozen=True, slots=True)
class Sight:
    """Why a viewer sees a person, and from which seat.

    Attributes:
        reason: self, caseload, advice, offers or protection.
        organisation: The viewer's seat; None for oneself.
    """

    reason: str
    organisation: UUID | None = None

    @property
    def audiences(self) -> frozenset[Audience]:
        """Classes of fields that are seen for this reason."""
        return SEES[self.reason]

    @property
    def changes(self) -> bool:
        """Whether the record may be changed for this reason."""
        return self.reason in {"self", "caseload", "advice"}


def sight(by: Viewer, person: Person, agreed: Iterable[tuple[UUID, str]]) -> Sight | None:
    """Why the viewer sees this person; None where there is no reason.

    Args:
        by: Who asks.
        person: About whom.
        agreed: Organisation and purpose of the consents that hold now.
    """
    if by.user is not None and person.account_id == by.user:
        return Sight("self")
    if person.organisation_id and by.may(Permission.REGISTER_PERSON, person.organisation_id):
        return Sight("caseload", person.organisation_id)
    places = set(agreed)
    for purpose, permission in (("advice", Permission.EDIT_PERSON), ("offers", Permission.SEE_PEOPLE)):
        for place in by.organisations(permission):
            if (place, purpose) in places:
                return Sight(purpose, place)
    return None


def shown(person: Person, seen: Sight, place: str = "") -> dict[str, Any]:
    """The parts of the record that are seen, with `family` for advisers; a part without a class is never shown.

    Whoever offers work sees no documents that tell who somebody is, and of evidence how and when alone. Who confirmed a
    fact, and on which document, is for the person and for the organisation that did: the name of an adviser can tell as
    much as a status.

    Args:
        person: Whose record it is.
        seen: Why it is seen.
        place: Name of the viewer's organisation.
    """
    parts = {
        name: value
        for name, value in person.record.items()
        if name in RECORD and RECORD[name].audience in seen.audiences
    }
    if Audience.CASELOAD in seen.audiences:
        parts |= {} if person.family is None else {"family": person.family}
        return parts if seen.reason == "self" else evidence_for(parts, place)
    return {name: _for_offers(name, value) for name, value in parts.items()}


def _for_offers(name: str, value: Any) -> Any:
    if not isinstance(value, list) or not value or not isinstance(value[0], dict):
        return value
    entries = [each for each in value if name != "credentials" or each.get("kind") not in PRIVATE_DOCUMENTS]
    return [_known_by(each, _OFFERS_EVIDENCE) for each in entries]


def evidence_for(parts: dict[str, Any], place: str) -> dict[str, Any]:
    """Parts of a record as an organisation reads them: of facts that others confirmed only how and when."""
    return {
        name: [_without_names(each, place) if isinstance(each, dict) else each for each in value]
        if isinstance(value, list)
        else value
        for name, value in parts.items()
    }


def _without_names(entry: dict[str, Any], place: str) -> dict[str, Any]:
    known = entry.get("evidence")
    if known is None or (place and known.get("by") == place):
        return entry
    return _known_by(entry, _OPEN_EVIDENCE)


def _known_by(entry: dict[str, Any], told: frozenset[str]) -> dict[str, Any]:
    """The entry with these parts of its evidence alone."""
    known = entry.get("evidence")
    return entry if known is None else entry | {"evidence": {name: known[name] for name in known if name in told}}
