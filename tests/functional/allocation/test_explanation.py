"""The worked example of the certificate computes what the page says."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs/explanation/allocation.md"


def test_the_example_of_the_certificate_is_true() -> None:
    done = doctest.testfile(str(PAGE), module_relative=False)
    assert done.attempted >= 8 and done.failed == 0
