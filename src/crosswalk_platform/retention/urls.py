"""Addresses about keeping and erasing."""

from __future__ import annotations

from django.urls import path

from crosswalk_platform.retention import views

urlpatterns = [
    path("me/export", views.export, name="export"),
    path("me/erase", views.erase, name="erase"),
    path("proof/", views.proof, name="proof"),
    path("records/", views.records, name="records"),
    path("records/<uuid:pk>/", views.kept_record, name="record"),
    path("records/<uuid:pk>/hold", views.hold, name="hold_record"),
    path("records/<uuid:pk>/release", views.release, name="release_record"),
    path("records/<uuid:pk>/erase", views.erase_record, name="erase_record"),
]
