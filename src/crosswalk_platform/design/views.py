"""The first page, the page that a monitor asks for, and the page to which somebody leaves in a hurry."""

from __future__ import annotations

from calendar import Calendar

from django.contrib.auth import logout
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from crosswalk_platform.authorization import page, viewer_in
from crosswalk_platform.organisations.queries import own_organisations

__all__ = ["health", "home", "leave"]


@page("everybody")
def home(request: HttpRequest) -> HttpResponse:
    """The first page: what the site is for, and where the viewer left off."""
    viewer = viewer_in(request)
    return render(request, "design/home.html", {"seats": own_organisations(viewer)})


@page("everybody")
def health(request: HttpRequest) -> HttpResponse:
    """200 where the site and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@page("everybody")
def leave(request: HttpRequest) -> HttpResponse:
    """A calendar that says nothing of this site: for somebody who must not be seen here. It also signs out.

    The way out has to be a plain link; so that no other site signs anybody out, it is asked where the link stood.
    """
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
    if request.user.is_authenticated and from_here:
        logout(request)
    today = timezone.localdate()
    weeks = Calendar().monthdatescalendar(today.year, today.month)
    return render(request, "design/left.html", {"month": today, "weeks": weeks, "weekdays": weeks[0]})
