"""What every test may use: the folder of public data, where it is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of public data for tests; the test is skipped where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the shared public data (../shared/data) are not on this machine")
    return SHARED
