"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

from crosswalk_platform.accounts.activity import open_sessions
from crosswalk_platform.accounts.views import account
from crosswalk_platform.audit.views import log
from crosswalk_platform.design.views import health, home, leave

urlpatterns = [
    path("", home, name="home"),
    path("health", health, name="health"),
    path("leave", leave, name="leave"),
    path("doors/", include("crosswalk_platform.doors.urls")),
    path("language", include("django.conf.urls.i18n")),
    path("account", account, name="account"),
    path("account/sessions/", open_sessions, name="usersessions_list"),
    path("account/", include("allauth.urls")),
    path("", include("crosswalk_platform.retention.urls")),
    path("", include("crosswalk_platform.people.urls")),
    path("", include("crosswalk_platform.consent.urls")),
    path("duplicates/", include("crosswalk_platform.duplicates.urls")),
    path("organisations/", include("crosswalk_platform.organisations.urls")),
    path("log", log, name="audit"),
]
