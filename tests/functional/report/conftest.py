"""The corridor that all tests of the report share."""

from __future__ import annotations

import pytest

from report_pages import Corridor, make_corridor


@pytest.fixture(scope="session")
def corridor() -> Corridor:
    """60 people and 15 vacancies of four occupations in two countries."""
    return make_corridor()
