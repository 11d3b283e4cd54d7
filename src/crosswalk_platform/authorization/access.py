"""The two doors of the site: a page says who may open it, an action says what it takes and leaves its trace."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from crosswalk_platform.audit.record import traces
from crosswalk_platform.authorization.pace import too_often
from crosswalk_platform.authorization.permissions import Permission
from crosswalk_platform.authorization.viewer import Viewer

__all__ = ["Access", "action", "page"]

P = ParamSpec("P")
R = TypeVar("R")

#: Who may open a page: everybody, everybody with an account, or those whom a role permits it somewhere.
Access = Literal["everybody", "signed_in"] | Permission


def page(
    access: Access,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Mark a view with who may open it. A view without the mark fails the tests, and is refused when asked for.

    Whoever asks more often than authorization.pace lets anybody ask gets status 429, and nothing is done.
    """

    def mark(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            from crosswalk_platform.accounts.second_factor import ask_for_it  # noqa: PLC0415 - its models need the apps

            viewer: Viewer = request.viewer  # type: ignore[attr-defined]
            if too_often(request):
                return render(request, "429.html", status=429)
            if access != "everybody" and viewer.user is None:
                return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
            if access != "everybody" and getattr(request, "second_factor_missing", False):
                return ask_for_it(request)
            if isinstance(access, Permission) and not viewer.may(access):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]
        return guarded

    return mark


def action(
    permission: Permission | Literal["own", "everybody"], *, savepoint: bool = True
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a write: keyword-only, `by` a viewer, permission first, in one transaction, with at least one audit event.

    `own` is for what people do to their own things: the function itself checks whose they are. `everybody` is for
    what needs no account. An `organisation` among the arguments is the one in which the permission must be held.
    Without a savepoint a refusal undoes the whole page: for what leaves a trace and changes nothing else.

    Raises:
        PermissionDenied: The viewer may not do it.
    """

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs["by"]
            if isinstance(permission, Permission):
                by.require(permission, getattr(kwargs.get("organisation"), "pk", None))
            elif permission == "own" and by.user is None:
                raise PermissionDenied
            with transaction.atomic(savepoint=savepoint):
                before = traces()
                result = function(*args, **kwargs)
                if traces() == before:
                    raise AssertionError(f"{function.__qualname__} left no trace in the audit log.")
            return result

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return mark
