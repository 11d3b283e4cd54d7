"""What a viewer may read of duplicates: proposals and people of their own caseload, never of another's."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from crosswalk_platform.authorization import Permission, Viewer
from crosswalk_platform.duplicates.models import Merge, Proposal
from crosswalk_platform.organisations.models import Organisation
from crosswalk_platform.people.models import Person

__all__ = ["merge_of", "organisations_deciding", "people_compared", "proposals_seen"]


def organisations_deciding(by: Viewer) -> QuerySet[Organisation]:
    """Organisations for which the viewer decides."""
    return Organisation.objects.filter(pk__in=by.organisations(Permission.DECIDE_DUPLICATES))


def proposals_seen(by: Viewer) -> QuerySet[Proposal]:
    """Proposals of those organisations."""
    return Proposal.objects.filter(organisation__in=by.organisations(Permission.DECIDE_DUPLICATES))


def people_compared(proposals: Iterable[Proposal]) -> dict[UUID, Person]:
    """The people of these proposals who are still in the caseload of the organisation that compares them."""
    listed = list(proposals)
    numbers = {number for each in listed for number in (each.first, each.second)}
    places = {each.organisation_id for each in listed}
    return Person.objects.filter(organisation__in=places).in_bulk(numbers)


def merge_of(proposal: Proposal) -> Merge | None:
    """The merge that came of a proposal and was not undone."""
    return Merge.objects.filter(proposal=proposal, undone_at=None).first()
