"""Addresses of sign-in through OpenID Connect."""

from __future__ import annotations

from django.urls import path

from crosswalk_platform.accounts.openid import views

urlpatterns = [
    path("oidc/<str:provider_id>/login/", views.login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
