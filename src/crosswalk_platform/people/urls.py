"""Addresses of one's own profile, and the same pages of people whom one advises."""

from __future__ import annotations

from django.urls import path

from crosswalk_platform.documents.views import cv, review
from crosswalk_platform.people.views import caseload, known, own, profile

_OF_A_RECORD = (
    ("profile/<slug:name>", profile.step, "step"),
    ("profile/<slug:name>/right", profile.right, "right"),
    ("profile/<slug:name>/nothing", profile.nothing, "nothing"),
    ("profile/<slug:name>/<slug:key>", profile.entry, "entry"),
    ("unpaid", profile.unpaid, "unpaid"),
    ("protection", own.protection, "protection"),
    ("cv", cv, "cv"),
    ("cv/check", review, "review_cv"),
)

urlpatterns = [
    path("me/", profile.me, name="me"),
    path("me/begin", profile.begin, name="begin"),
    path("me/looked", own.looked, name="looked"),
    path("people/", caseload.people, name="people"),
    path("people/new", caseload.register, name="register_person"),
    path("people/confided", caseload.confided, name="people_confided"),
    path("people/<uuid:pk>/", caseload.person, name="person"),
    path("people/<uuid:pk>/known/<slug:name>/<slug:fact>", known.known, name="known"),
    *(path(f"me/{where}", view, name=name) for where, view, name in _OF_A_RECORD),
    *(path(f"people/<uuid:pk>/{where}", view, name=name) for where, view, name in _OF_A_RECORD),
]
