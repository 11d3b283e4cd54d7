"""The log as its auditors read it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from crosswalk_platform.audit.queries import events_of, events_read, lines
from crosswalk_platform.authorization import Permission, page, viewer_in
from crosswalk_platform.design.paging import page_after

__all__ = ["log"]


@page(Permission.SEE_AUDIT)
def log(request: HttpRequest) -> HttpResponse:
    """What an auditor reads, the newest first; `of` narrows it down to one record, thing or account."""
    viewer, number = viewer_in(request), request.GET.get("of", "")
    events = events_of(events_read(viewer), number) if number else events_read(viewer)
    shown, following = page_after(request.GET.get("after", ""), 50, events)
    told = {"lines": lines(viewer, shown), "following": following, "number": number}
    return render(request, "audit/log.html", told)
