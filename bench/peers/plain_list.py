"""The peer of bench/site.py: the same list by Django's own ListView, on the same tables, without walls and audit.

It reads as the owner of the database, whom row-level security lets pass, through the middleware that
`django-admin startproject` writes; pages are counted and skipped by Django's own paginator.
"""

# ruff: noqa: E402 - Django is set up first
from __future__ import annotations

from pathlib import Path

from django.conf import settings

from crosswalk_platform.config import database
from crosswalk_platform.config import settings as site

_STOCK = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # whose apps ask for it
)
database.start()
settings.configure(
    **{name: getattr(site, name) for name in dir(site) if name.isupper()}
    | {"MIDDLEWARE": _STOCK, "ROOT_URLCONF": __name__}
    | {"TEMPLATES": [site.TEMPLATES[0] | {"DIRS": [Path(__file__).parent]}]}
)

import django

django.setup()

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.handlers.wsgi import WSGIHandler
from django.db.models import QuerySet
from django.urls import path
from django.views.generic import ListView

from crosswalk_platform.config import urls
from crosswalk_platform.organisations.models import Membership
from crosswalk_platform.people.models import Person


class People(LoginRequiredMixin, ListView[Person]):
    """People of the organisations in which somebody sits."""

    template_name = "plain_list.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Person]:
        """The rows, the last changed first."""
        seats = Membership.objects.filter(user=self.request.user, ended_at=None)
        return Person.objects.filter(organisation__in=seats.values("organisation"))


urlpatterns = [path("people/", People.as_view()), *urls.urlpatterns]
application = WSGIHandler()
