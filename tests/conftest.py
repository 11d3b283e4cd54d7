"""What every test may use: the folder of public data, where it is at hand, and the site on a database of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of public data for tests; the test is skipped where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the shared public data (../shared/data) are not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def site_folder() -> Iterator[Path]:
    """The data folder of the example site, migrated and filled as by `crosswalk serve --example`.

    It does not lie among pytest's own folders: those are cleared by later runs, under a server that still works.
    """
    folder = Path(tempfile.mkdtemp(prefix="crosswalk-site-"))
    (folder / "static").mkdir()
    command = [sys.executable, "-W", "ignore", "-m", "crosswalk", "migrate", "--example", "--data", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    yield folder
    _stop_server(folder / "database" / "postmaster.pid")
    shutil.rmtree(folder, ignore_errors=True)


def _stop_server(noted: Path) -> None:
    """End the embedded server: pytest-xdist ends its processes without what they would do at their exit."""
    if noted.exists():
        os.kill(int(noted.read_text(encoding="utf-8").split()[0]), signal.SIGINT)
    for _ in range(100):
        if not noted.exists():
            break
        time.sleep(0.1)


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Path:
    """Django over the example site, in this process, as the role that serves."""
    from crosswalk_platform.cli.django import start

    os.environ["CROSSWALK_PACED"] = "false"  # tests ask faster than people; test_asvs_pace.py turns it on
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the embedded server's own helpers warn of a missing runtime folder
        start(site_folder)
    from django.conf import settings
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    os.environ.pop("CROSSWALK_PACED")
    return site_folder


@pytest.fixture
def database(site: Path) -> Iterator[None]:
    """The site's database; whatever a test writes is taken back."""
    with taken_back():
        yield


@contextmanager
def taken_back() -> Iterator[None]:
    """A transaction that is rolled back at its end."""
    from django.conf import settings
    from django.db import transaction
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        yield
        transaction.set_rollback(True)
