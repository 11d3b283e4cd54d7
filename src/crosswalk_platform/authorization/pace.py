"""How often one account, or one address without an account, may ask the site; beyond it nothing is done."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import HttpRequest

from crosswalk_platform.config.installation import installation

__all__ = ["LIMITS", "Limit", "too_often"]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in so many seconds."""

    most: int
    seconds: int


#: What is counted, and how much of it is let through. Many people may share one address: a camp, a school, a network
#: of telephones. docs/explanation/security.md tells these numbers; a test compares.
LIMITS: dict[str, tuple[Limit, ...]] = {
    "visitor": (Limit(600, 60),),
    "page": (Limit(600, 60),),
    "form": (Limit(20, 10), Limit(300, 600)),
    "people": (Limit(120, 60), Limit(1_000, 3_600)),
    "take_out": (Limit(10, 3_600),),
    "send_cv": (Limit(60, 3_600),),
    "invite": (Limit(50, 3_600),),
}
#: Forms that cost more than others, by the name of their address.
_COSTLY = {"export": "take_out", "cv": "send_cv", "invite_member": "invite"}


def too_often(request: HttpRequest) -> bool:
    """Count this request, and say whether it is one too many of its kind."""
    if not installation().paced:
        return False
    who = str(request.user.pk) if request.user.is_authenticated else _address(request)
    return any(_is_over(kind, who, limit) for kind in _kinds(request) for limit in LIMITS[kind])


def _kinds(request: HttpRequest) -> Iterator[str]:
    """What a request counts as."""
    if not request.user.is_authenticated:
        yield "visitor"
        return
    yield "page"
    match = request.resolver_match
    if match is not None and match.route.startswith("people/"):
        yield "people"
    if request.method == "POST":
        yield "form"
        if match is not None and match.url_name in _COSTLY:
            yield _COSTLY[match.url_name]


def _is_over(kind: str, who: str, limit: Limit) -> bool:
    key = f"pace:{kind}:{limit.seconds}:{int(time.time() // limit.seconds)}:{who}"
    cache = caches["process"]
    cache.add(key, 0, limit.seconds)
    try:
        return int(cache.incr(key)) > limit.most
    except ValueError:  # its time was up between the two lines
        return False


def _address(request: HttpRequest) -> str:
    """Where a visitor comes from; of IPv6 the network, for each device has as many addresses as it likes."""
    address = get_adapter().get_client_ip(request)
    return str(ip_network((address, 64), strict=False)) if ":" in address else address
