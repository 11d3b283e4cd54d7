"""Looks for duplicates beside the site, as whoever asked for it."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from crosswalk_platform.accounts.models import User
from crosswalk_platform.authorization import Permission, Viewer
from crosswalk_platform.authorization.viewer import behind_the_wall, viewer_of
from crosswalk_platform.duplicates.actions import propose_duplicates
from crosswalk_platform.duplicates.comparing import parts_of
from crosswalk_platform.duplicates.names import forget
from crosswalk_platform.organisations.models import Organisation

__all__ = ["look_for_duplicates", "look_later"]


def look_later(organisation: Organisation, by: Viewer) -> None:
    """Have the worker compare the people of this organisation, unless that waits to be done already."""
    asked = DBTaskResult.objects.filter(task_path=look_for_duplicates.module_path, status="READY")
    if not asked.filter(args_kwargs__args__0=str(organisation.pk)).exists():
        look_for_duplicates.enqueue(str(organisation.pk), str(by.user))


@task(priority=-50)
def look_for_duplicates(organisation: str, by: str, part: int = 0, parts: int = 0) -> None:
    """Compare one part of them with what the asker sees now; nothing is done where they may no longer decide.

    The next part is in the queue before this one begins: what others wait for goes between them, and one part that
    fails stops none.
    """
    user = User.objects.filter(pk=UUID(by), is_active=True).first()
    if user is None:
        return
    with behind_the_wall(user.pk):
        viewer, place = viewer_of(user), UUID(organisation)
        if viewer.may(Permission.DECIDE_DUPLICATES, place):
            here = Organisation.objects.get(pk=place)
            parts = parts or parts_of(here)
            if part + 1 < parts:
                look_for_duplicates.enqueue(organisation, by, part + 1, parts)
            propose_duplicates(by=viewer, organisation=here, part=part, parts=parts)
            forget()
