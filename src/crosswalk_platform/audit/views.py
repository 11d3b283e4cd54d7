"""The log as its auditors read it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from crosswalk_platform.audit.models import Event
from crosswalk_platform.authorization import Permission, page, viewer_in
from crosswalk_platform.design.paging import page_after

__all__ = ["log"]


@page(Permission.SEE_AUDIT)
def log(request: HttpRequest) -> HttpResponse:
    """Events of the organisations in which the viewer is an auditor, the newest first."""
    viewer = viewer_in(request)
    events = Event.objects.filter(organisation__in=viewer.organisations(Permission.SEE_AUDIT))
    shown, following = page_after(request.GET.get("after", ""), 50, events)
    return render(request, "audit/log.html", {"events": shown, "following": following})
