"""Addresses about consent."""

from __future__ import annotations

from django.urls import path

from crosswalk_platform.consent import views

urlpatterns = [
    path("me/consents", views.consents, name="consents"),
    path("me/consents/new", views.choose, name="choose_partner"),
    path("me/consents/new/<uuid:partner>", views.agree, name="agree"),
    path("me/consents/<uuid:consent>/withdraw", views.withdraw, name="withdraw"),
    path("people/<uuid:pk>/consents/new", views.take, name="take_consent"),
    path("people/<uuid:pk>/consents/<uuid:consent>/withdraw", views.withdraw, name="withdraw"),
]
