"""The data behind the safeguards: the list of WHO, days on which things begin, sources, evidence from tables."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from crosswalk.errors import FileError, InputError
from crosswalk.partnerships.safeguards import load_rules, read_evidence, rulebook
from crosswalk.partnerships.safeguards.check import RULES
from crosswalk.partnerships.safeguards.rulebook import readiness_lists
from crosswalk.types import country_code

BOOK = rulebook()
RULES_FILE = Path(__file__).resolve().parents[3] / "src/crosswalk/partnerships/safeguards/rules.yaml"


def test_the_55_countries_are_those_of_the_shared_list(shared: Path) -> None:
    with (shared / "data/who_safeguards_list_2023/ssl_2023.csv").open(encoding="utf-8") as stream:
        listed = [row["iso3"] for row in csv.DictReader(stream)]
    edition = BOOK.edition(date(2026, 11, 22))
    assert edition is not None
    assert sorted(edition.countries) == sorted(listed) and len(listed) == 55


def test_every_country_is_a_country_and_stands_once() -> None:
    for edition in BOOK.file.editions:
        assert all(country_code(code) == code for code in edition.countries)
        assert len(set(edition.countries)) == len(edition.countries) == 55


def test_a_list_holds_from_its_first_day_and_no_earlier() -> None:
    first = BOOK.file.editions[0].from_
    assert BOOK.edition(first - timedelta(days=1)) is None
    assert BOOK.edition(first) is BOOK.file.editions[0]


def test_a_newer_list_is_one_more_entry(tmp_path: Path) -> None:
    newer = "\neditions:\n  - {from: 2027-03-01, title: A later list, source: who_list_2023, countries: [GHA]}\n"
    path = tmp_path / "rules.yaml"
    path.write_text(RULES_FILE.read_text(encoding="utf-8").replace("\neditions:\n", newer), encoding="utf-8")
    later = load_rules(path)
    before, after = later.edition(date(2027, 2, 28)), later.edition(date(2027, 3, 1))
    assert before is not None and after is not None
    assert "MLI" in before.countries and after.countries == ("GHA",)


def test_care_workers_are_in_scope_from_the_day_of_the_amended_code() -> None:
    day = date(2026, 5, 29)
    assert BOOK.protected("5321", day - timedelta(days=1)) == "none"
    assert BOOK.protected("5321", day) == BOOK.protected("5322", day) == "care"
    assert BOOK.protected("2221", date(2010, 5, 21)) == "health"
    assert BOOK.protected("2221", date(2010, 5, 20)) == "none"


@pytest.mark.parametrize(("isco", "kind"), [("53", None), ("5", None), ("2", None), ("7126", "none"), ("22", "health")])
def test_a_code_too_short_to_tell_is_unknown(isco: str, kind: str | None) -> None:
    assert BOOK.protected(isco, date(2026, 11, 22)) == kind


@pytest.mark.parametrize(
    ("isco", "levels"),
    [("2221", (8, 8)), ("3221", (5, 5)), ("5321", (4, 4)), ("9112", (1, 1)), ("0", (1, 8)), ("14", (5, 5))],
)
def test_education_follows_the_skill_level_of_the_occupation(isco: str, levels: tuple[int, int]) -> None:
    assert BOOK.education(isco) == levels


def test_a_bar_is_unknown_before_its_first_day() -> None:
    assert BOOK.bar("health_worker_density", date(2023, 3, 13)) is None
    assert BOOK.bar("health_worker_density", date(2023, 3, 14)) == 49
    assert BOOK.bar("service_coverage_index", date(2023, 3, 14)) == 55


def test_every_name_in_the_data_leads_somewhere() -> None:
    file = BOOK.file
    assert set(file.safeguards) == set(RULES)
    named = [name for entry in file.safeguards.values() for name in entry.sources]
    named += [edition.source for edition in file.editions] + [entry.source for entry in file.scope]
    named += [value.source for bar in file.bars.values() for value in bar.values if value.source]
    assert set(named) == set(file.sources)
    questions = [question for entry in file.safeguards.values() for question in entry.questions]
    assert len(set(questions)) == len(questions)
    assert all(value.source or (value.assumed and value.reason) for bar in file.bars.values() for value in bar.values)


def test_a_source_that_was_not_read_in_full_says_what_is_to_be_verified() -> None:
    for source in (*BOOK.file.sources.values(), *readiness_lists()[0].values()):
        assert source.read_on <= date(2026, 11, 22)
        assert source.needs_verification or source.tier in ("A", "B"), source.title
        assert not (source.needs_verification and source.tier == "A"), source.title


def test_a_list_with_a_country_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES_FILE.read_text(encoding="utf-8").replace("[AFG,", "[Afghanistan,"), encoding="utf-8")
    with pytest.raises(FileError, match="editions"):
        load_rules(path)


HEAD = "indicator,country,isco,on,value,source\n"


def test_evidence_is_read_exactly(tmp_path: Path) -> None:
    path = tmp_path / "evidence.csv"
    path.write_text(HEAD + "health_worker_density,gha,,2022-12-31,41.9,WHO\nshortage,GHA,532,2026-01-01,1,List\n")
    density, shortage = read_evidence(path)
    assert density.value == Fraction(419, 10) and density.country == "GHA" and density.isco == ""
    assert shortage.isco == "532" and shortage.value == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("indicator,country\n", "lacks isco, on, value, source"),
        (HEAD + "beds,GHA,,2022-12-31,1,WHO\n", "row 2: 'beds' is no indicator"),
        (HEAD + "shortage,GHA,,2022,1,WHO\n", "row 2: The day or the value"),
        (HEAD + "shortage,GHA,,2022-01-01,maybe,WHO\n", "row 2: The day or the value"),
        (HEAD + "shortage,GHA,,2022-01-01,0.5,WHO\n", "row 2: shortage cannot be 0.5"),
        (HEAD + "health_worker_density,GHA,,2022-01-01,-1,WHO\n", "cannot be -1"),
        (HEAD + "shortage,GHA,,2022-01-01,1,\n", "row 2: The row has no source"),
    ],
)
def test_a_bad_row_of_evidence_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "evidence.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        read_evidence(path)
