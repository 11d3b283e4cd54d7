"""Addresses about organisations."""

from __future__ import annotations

from django.urls import path

from crosswalk_platform.organisations import views

urlpatterns = [
    path("", views.directory, name="organisations"),
    path("new", views.register, name="register_organisation"),
    path("join/<str:token>", views.join, name="join"),
    path("<uuid:pk>/", views.organisation, name="organisation"),
    path("<uuid:pk>/access", views.access, name="organisation_access"),
    path("<uuid:pk>/edit", views.edit, name="edit_organisation"),
    path("<uuid:pk>/approve", views.approve, name="approve_organisation"),
    path("<uuid:pk>/suspend", views.suspend, name="suspend_organisation"),
    path("<uuid:pk>/invite", views.invite, name="invite_member"),
    path("<uuid:pk>/invitations/<uuid:invitation>/withdraw", views.withdraw, name="withdraw_invitation"),
    path("<uuid:pk>/members/<uuid:membership>", views.member, name="member"),
    path("<uuid:pk>/agreements/new", views.propose, name="propose_agreement"),
    path("<uuid:pk>/agreements/<uuid:agreement>/sign", views.sign, name="sign_agreement"),
    path("<uuid:pk>/agreements/<uuid:agreement>/end", views.end, name="end_agreement"),
]
