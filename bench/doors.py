"""My doors on the server: one person against the whole catalogue, as the pages ask for it.

    python bench/doors.py > bench/results/doors.json

Milliseconds of one processor (median, 95th percentile, worst) of people with few, some and many facts told, drawn from the cases of the
catalogue: every verdict with its criteria, the next question, the cheapest way to open one more, days on which open
doors close, and the whole page as Django answers it, without a network. The aim is 150 ms for the whole page.
"""

# ruff: noqa: PLC0415 - Django is set up first; people are drawn, not secrets
from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from crosswalk.pathways import CATALOGUE, pathway_folders
from crosswalk.pathways.loading import load_cases

SEED, PEOPLE = 20261122, 30
DAY = date(2026, 11, 22)
AIM = 150


def answers(share: float) -> Iterator[dict[str, Any]]:
    """Facts of invented people out of the cases: a share of what the base of some pathways tells."""
    draw = random.Random(SEED)
    bases = [load_cases(folder)[0].base for folder in pathway_folders(CATALOGUE)]
    for _ in range(PEOPLE):
        told: dict[str, Any] = {}
        for base in draw.sample(bases, 6):
            told |= {name: value for name, value in base.items() if value is not None}
        kept = sorted(name for name in told if draw.random() < share)
        yield {name: json.loads(json.dumps(told[name], default=str)) for name in kept}


def summary(taken: list[float]) -> dict[str, float]:
    """Median, 95th percentile and worst of some times in seconds, in milliseconds."""
    ordered = sorted(1000 * each for each in taken)
    at = min(len(ordered) - 1, int(0.95 * len(ordered)))
    return {
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[at], 1),
        "worst": round(ordered[-1], 1),
    }


def timed(calls: list[Callable[[], object]]) -> dict[str, float]:
    """Time of each call."""
    taken = []
    for call in calls:
        begin = time.process_time()
        call()
        taken.append(time.process_time() - begin)
    return summary(taken)


def measure(share: float) -> dict[str, Any]:
    """The parts of the page and the page itself, for people who told a share of their facts."""
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    from crosswalk_platform.authorization import NOBODY
    from crosswalk_platform.doors import doors
    from crosswalk_platform.doors.given import given_from
    from crosswalk_platform.doors.in_page import held
    from crosswalk_platform.doors.views import overview

    people = [given_from({"answers": each}) for each in answers(share)]
    facts = [each.facts() for each in people]
    found = [doors.doors_of(given, told, DAY) for given, told in zip(people, facts, strict=True)]
    rows = list(zip(people, facts, found, strict=True))

    def page(given: Any) -> object:
        request = RequestFactory().post("/doors/", {"held": held(given)})
        request.viewer = NOBODY
        request.user = AnonymousUser()
        response = overview(request)
        assert response.status_code == 200
        return response

    return {
        "facts_told": round(statistics.mean(len(each) for each in facts), 1),
        "verdicts": timed([lambda g=g, f=f: doors.doors_of(g, f, DAY) for g, f, _ in rows]),
        "next_question": timed([lambda g=g, f=f, d=d: doors.next_question(d, f, g) for g, f, d in rows]),
        "cheapest_way": timed([lambda f=f, d=d: doors.cheapest_way(d, f, DAY) for _, f, d in rows]),
        "closing_days": timed([lambda f=f, d=d: doors.closing_days(d, f, DAY) for _, f, d in rows]),
        "page": timed([lambda g=g: page(g) for g in people]),
        "page_bytes": max(len(page(given).content) for given in people[:5]),  # type: ignore[attr-defined]
    }


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "CROSSWALK_DATA": folder,
            "CROSSWALK_PACED": "false",
            "DJANGO_SETTINGS_MODULE": "crosswalk_platform.config.settings",
        }
        import django
        from django.conf import settings

        django.setup()
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        from crosswalk_platform.doors.catalogue import every_pathway, warm

        begin = time.perf_counter()
        warm(DAY)
        result = {
            "bench": "doors",
            "pathways": len(every_pathway()),
            "people": PEOPLE,
            "aim_ms": AIM,
            "read_and_bind_once_ms": round(1000 * (time.perf_counter() - begin)),
            "told": {name: measure(share) for name, share in {"few": 0.05, "some": 0.3, "many": 0.8}.items()},
        }
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
