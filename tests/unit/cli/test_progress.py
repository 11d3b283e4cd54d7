"""Long work shows signs of life, also where stderr is a log and not a terminal."""

from __future__ import annotations

import pytest

from crosswalk.cli import output


def test_a_log_gets_plain_lines_that_say_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "SECONDS_BETWEEN_LINES", 0.0)
    with output.progress("Reading labels") as show:
        show(4096, 90_000)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.strip() == "Reading labels: 4,096 of 90,000"


def test_short_work_leaves_no_line_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    with output.progress("Reading labels") as show:
        show(1, 2)
        show(2, 2)
    assert capsys.readouterr().err == ""
