"""The page of one's own account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from crosswalk_platform.authorization import page
from crosswalk_platform.config.installation import installation

__all__ = ["account"]


@page("signed_in")
def account(request: HttpRequest) -> HttpResponse:
    """How one signs in, on which devices one is signed in, and the ways to change both."""
    return render(request, "accounts/account.html", {"providers": installation().openid})
