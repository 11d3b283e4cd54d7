"""Addresses about duplicates."""

from __future__ import annotations

from django.urls import path

from crosswalk_platform.duplicates import views

urlpatterns = [
    path("", views.proposals, name="duplicates"),
    path("look/<uuid:pk>", views.look, name="look_for_duplicates"),
    path("<uuid:pk>/", views.compare, name="duplicate"),
    path("<uuid:pk>/different", views.different, name="duplicate_different"),
    path("<uuid:pk>/undo", views.undo, name="duplicate_undo"),
]
