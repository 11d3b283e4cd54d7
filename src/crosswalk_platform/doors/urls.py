"""Addresses of my doors; none of them ever holds what somebody told."""

from __future__ import annotations

from django.urls import path

from crosswalk_platform.doors import views

urlpatterns = [
    path("", views.overview, name="doors"),
    path("wishes", views.wishes, name="doors_wishes"),
    path("question", views.question, name="doors_question"),
    path("forget", views.forget, name="doors_forget"),
    path("<str:name>/", views.door, name="door"),
]
