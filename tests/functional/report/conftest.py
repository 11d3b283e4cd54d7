"""The corridor that all tests of the report share, and a real browser to read it in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from report_pages import Corridor, make_corridor


@pytest.fixture(scope="session")
def corridor() -> Corridor:
    """60 people and 15 vacancies of four occupations in two countries."""
    return make_corridor()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Where there is none the test is skipped, but fails where CI is set: there it is a must."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = "Chromium is not on this machine (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        # the sandbox needs rights that containers do not give; the only pages opened are our own
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()
