"""The served site with one of everything in it, for tests that visit every page."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class FilledSite:
    """The served site with one of everything in it.

    Attributes:
        url: Where it answers.
        pages: Every page, as route, address and who visits it (None: without an account).
        no_pages: Routes that are no page: they only take a form, or lead elsewhere.
        sessions: The session of each login.
        ids: Numbers by name of an organisation, or `person`, and kind.
    """

    url: str
    pages: list[tuple[str, str, str | None]]
    no_pages: list[str]
    sessions: dict[str, str]
    ids: dict[str, dict[str, str]]


@pytest.fixture(scope="session")
def filled_site(served_site: Any) -> FilledSite:
    """The served site, filled by a process of its own: this one has no Django, for browsers stand in its way."""
    tests = Path(__file__).parents[2]
    command = [sys.executable, "-W", "ignore", str(tests / "filled_site.py"), str(served_site.folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    pages = [tuple(each) for each in told.pop("pages")]
    return FilledSite(url=served_site.url, pages=pages, **told)
