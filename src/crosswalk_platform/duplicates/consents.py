"""What becomes of consents when two records of one person become one: what the person said last holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from crosswalk_platform.consent.models import Consent
from crosswalk_platform.people.models import Person

__all__ = ["give_back", "take_over"]


def take_over(kept: Person, gone: Person) -> dict[str, list[str]]:
    """Move the consents of the other record to the kept one; of each purpose only the last word stands.

    Returns:
        Which moved, and which were ended because the person said something else later.
    """
    both = list(Consent.objects.filter(person__in=[kept, gone]).select_for_update(of=("self",)))
    ended = [each.pk for each in both if each.withdrawn_at is None and _said_otherwise_later(each, both)]
    moved = [each.pk for each in both if each.person_id == gone.pk]
    Consent.objects.filter(pk__in=ended).update(withdrawn_at=timezone.now())
    Consent.objects.filter(pk__in=moved).update(person=kept)
    return {"moved": list(map(str, moved)), "ended": list(map(str, ended))}


def give_back(kept: Person, gone: Person, consents: dict[str, Any]) -> None:
    """Undo it; a consent that was ended holds again only where nothing was said about its purpose since."""
    ended = [UUID(number) for number in consents.get("ended", [])]
    moved = [UUID(number) for number in consents.get("moved", [])]
    for each in Consent.objects.filter(pk__in=ended):
        since = Consent.objects.filter(
            person=kept, organisation=each.organisation_id, purpose=each.purpose, given_at__gte=each.withdrawn_at
        ) | Consent.objects.filter(
            person=kept, organisation=each.organisation_id, purpose=each.purpose, withdrawn_at__gt=each.withdrawn_at
        )
        if since.exists():
            ended.remove(each.pk)
    Consent.objects.filter(pk__in=moved, person=kept).update(person=gone)
    Consent.objects.filter(pk__in=ended).update(withdrawn_at=None)


def _said_otherwise_later(consent: Consent, both: list[Consent]) -> bool:
    """Whether on the other record the same was agreed to later, or withdrawn later."""
    there = [
        each
        for each in both
        if each.person_id != consent.person_id
        and (each.organisation_id, each.purpose) == (consent.organisation_id, consent.purpose)
    ]
    if holding := next((each for each in there if each.withdrawn_at is None), None):
        return (holding.given_at, holding.pk) > (consent.given_at, consent.pk)
    return any(each.withdrawn_at and each.withdrawn_at > consent.given_at for each in there)
