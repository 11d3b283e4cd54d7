"""Looks for duplicates beside the site, as whoever asked for it."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from crosswalk_platform.accounts.models import User
from crosswalk_platform.authorization import Permission, Viewer
from crosswalk_platform.authorization.viewer import behind_the_wall, viewer_of
from crosswalk_platform.duplicates.actions import propose_duplicates
from crosswalk_platform.duplicates.names import forget
from crosswalk_platform.organisations.models import Organisation

__all__ = ["look_for_duplicates", "look_later"]


def look_later(organisation: Organisation, by: Viewer) -> None:
    """Have the worker compare the people of this organisation."""
    look_for_duplicates.enqueue(str(organisation.pk), str(by.user))


@task()
def look_for_duplicates(organisation: str, by: str) -> None:
    """Compare them with what the asker sees now; nothing is done where they may no longer decide."""
    user = User.objects.filter(pk=UUID(by), is_active=True).first()
    if user is None:
        return
    with behind_the_wall(user.pk):
        viewer, place = viewer_of(user), UUID(organisation)
        if viewer.may(Permission.DECIDE_DUPLICATES, place):
            propose_duplicates(by=viewer, organisation=Organisation.objects.get(pk=place))
            forget()
