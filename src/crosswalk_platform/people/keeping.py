"""How parts of a record are checked before they stand: by the engine's reader, and without claims nobody has tested."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crosswalk.records import Person as Record
from crosswalk.records.strict import checked, sparse
from crosswalk.types import REFUGEE
from crosswalk_platform.people.entries import entry_key
from crosswalk_platform.people.fields import RECORD
from crosswalk_platform.people.models import Person

__all__ = ["KINSHIPS", "checked_family", "checked_record"]

KINSHIPS = ("partner", "child", "parent", "sibling", "other")
_MOST_RELATIVES = 30


def checked_record(before: dict[str, Any], parts: dict[str, Any], person: Person, *, trusted: bool) -> dict[str, Any]:
    """The record with these parts, as the engine's reader lets it stand.

    Args:
        before: The record until now.
        parts: Parts that change; None takes one out.
        person: Whose it is.
        trusted: Whether who changes it may say that a fact is known otherwise than by the person's word.

    Raises:
        ValidationError: A part is unknown, or not as the standard asks; as a dict from the path of what is wrong.
    """
    if unknown := set(parts) - set(RECORD) | ({"person_id"} & set(parts)):
        raise ValidationError(_("A record has no part %(part)s.") % {"part": min(unknown)})
    if REFUGEE in json.dumps([parts.get("nationalities"), parts.get("residence")]):
        raise ValidationError(
            {"nationalities": _("A refugee's travel document is confided on the page of protection.")}
        )
    merged = {name: value for name, value in {**before, **parts}.items() if value is not None}
    if not (trusted and "evidence" in parts):
        merged = _without_stale_evidence(before, merged)
    found, problems = checked(Record, {"person_id": str(person.pk)} | merged)
    if problems or found is None:
        raise ValidationError({each.field or "": f"{each.message} {each.remedy}" for each in problems})
    plain: dict[str, Any] = json.loads(json.dumps(sparse(found), default=str))
    del plain["person_id"]
    if not trusted:
        _refuse_claims(before, plain)
    return plain


def _without_stale_evidence(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What was verified is verified no more once it, or the document on which it rests, was changed or taken out."""
    gone = _documents_gone(before, after)
    fresh = {name: [_fallen_back(each, gone) for each in value] if isinstance(value, list) and gone else value
             for name, value in after.items() if name != "evidence"}  # fmt: skip
    if not after.get("evidence"):
        return fresh
    kept = [
        each
        for each in after["evidence"]
        if before.get(each["field"]) == after.get(each["field"]) and each["evidence"].get("source") not in gone
    ]
    return fresh | {"evidence": kept}


def _documents_gone(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """Names of documents that say something else now, or stand in the record no more."""
    stay = {entry_key(each) for each in after.get("credentials") or []}
    return {each["name"] for each in before.get("credentials") or [] if entry_key(each) not in stay}


def _fallen_back(entry: Any, gone: set[str]) -> Any:
    """An entry as the person's own word where it rests on a document that is gone."""
    if (
        not isinstance(entry, dict)
        or _assurance(entry) == "self_declared"
        or entry["evidence"].get("source") not in gone
    ):
        return entry
    return entry | {"evidence": {"assurance": "self_declared"}}


def _refuse_claims(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Nobody says of themselves that a fact was attested, tested or verified by others."""
    for part, value in after.items():
        if isinstance(value, list):
            known = before.get(part) or []
            for item in value:
                if isinstance(item, dict) and _assurance(item) != "self_declared" and item not in known:
                    raise ValidationError({part: _("Others say that a fact was attested, tested or verified.")})


def _assurance(item: dict[str, Any]) -> str:
    return str((item.get("evidence") or {}).get("assurance", "self_declared"))


def checked_family(family: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Relatives without names: kinship, year of birth, and whether they would move.

    Raises:
        ValidationError: Something else.
    """
    if family is None:
        return None
    years = range(1900, timezone.localdate().year + 1)
    for each in family[:_MOST_RELATIVES]:
        good = set(each) <= {"kinship", "birth_year", "moves"} and each.get("kinship") in KINSHIPS
        good = good and (each.get("birth_year") is None or each["birth_year"] in years)
        if not good or each.get("moves") not in {True, False, None}:
            raise ValidationError(_("Of relatives only kinship, year of birth and whether they move are kept."))
    if len(family) > _MOST_RELATIVES:
        raise ValidationError(_("More than 30 relatives cannot be kept."))
    return [{name: value for name, value in each.items() if value is not None} for each in family]
