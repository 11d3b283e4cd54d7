"""A real browser for every test that needs one, and the whole site as a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Where there is none the test is skipped, but fails where CI is set: there it is a must.

    It ends with its module: while it runs, an event loop stands in this thread, which Django's database refuses.
    """
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


@dataclass(frozen=True, slots=True)
class ServedSite:
    """The example site while it is served.

    Attributes:
        url: Where it answers, without a slash at the end.
        folder: Its data folder; mail lies in `mail`.
        passwords: Password of each login, as the site showed it once.
    """

    url: str
    folder: Path
    passwords: dict[str, str]


@pytest.fixture(scope="session")
def served_site() -> Iterator[ServedSite]:
    """The site as `crosswalk serve --example` starts it, on a free port and a data folder of its own."""
    with serving() as served:
        yield served


@pytest.fixture(scope="session")
def serve_with() -> Callable[..., AbstractContextManager[ServedSite]]:
    """Serves one more example site, with settings of its own in its environment."""
    return serving


@contextmanager
def serving(**settings: str) -> Iterator[ServedSite]:
    """The example site, served until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="crosswalk-served-"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "crosswalk", "serve", "--example", "--port", str(port)]
    log = (folder / "serve.log").open("wb")
    served = subprocess.Popen(
        [*command, "--data", str(folder)], stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **settings}
    )
    try:
        _wait_for(f"http://localhost:{port}/health", served, folder / "serve.log")
        told = (folder / "serve.log").read_text(encoding="utf-8").splitlines()
        words = [line.split() for line in told if "@example.org  " in line]
        passwords = {login.partition("@")[0]: password for login, password, *_ in words}
        yield ServedSite(f"http://localhost:{port}", folder, passwords)
    finally:
        served.terminate()
        try:
            served.wait(20)
        except subprocess.TimeoutExpired:
            served.kill()
            served.wait()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url: str, served: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            assert served.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(0.5)
    pytest.fail("the site did not answer: " + log.read_text(encoding="utf-8")[-2000:])
