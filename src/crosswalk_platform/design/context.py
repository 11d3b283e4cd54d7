"""What every page is given."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from crosswalk_platform.authorization import NOBODY, Permission

__all__ = ["site"]


def site(request: HttpRequest) -> dict[str, Any]:
    """The viewer, and what the menu shows to them."""
    viewer = getattr(request, "viewer", NOBODY)
    return {
        "viewer": viewer,
        "sees_people": viewer.may(Permission.SEE_PEOPLE),
        "decides_duplicates": viewer.may(Permission.DECIDE_DUPLICATES),
        "sees_audit": viewer.may(Permission.SEE_AUDIT),
        "keeps_records": viewer.may(Permission.HOLD_RECORDS),
    }
