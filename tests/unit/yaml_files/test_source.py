"""Files of the catalogue are read as plain data: tricks of YAML are refused, and every value knows its line."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crosswalk.errors import FileError
from crosswalk.yaml_files.source import LARGEST_FILE, parse_yaml, read_yaml

HERE = Path("zzz/pathway.yaml")


def read(text: str) -> object:
    return parse_yaml(text, HERE).data


def test_numbers_are_exact_and_days_are_days() -> None:
    text = 'pay: 45934.20\ncount: -3\nday: 2026-11-22\ncode: "21"\nyes: true\nno: false\nnothing: null\nempty:\n'
    assert read(text) == {
        "pay": Decimal("45934.20"), "count": -3, "day": date(2026, 11, 22), "code": "21",
        "yes": True, "no": False, "nothing": None, "empty": None,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["yes", "no", "on", "off", "0o17", "1_000", "12:30", "1e3", ".5", ".inf", "١٢"])
def test_words_that_yaml_would_guess_at_stay_text(text: str) -> None:
    assert read(f"value: {text}") == {"value": text}


def test_a_quoted_number_is_text() -> None:
    assert read("a: '12'\nb: \"2024-01-01\"\nc: >-\n  12\n") == {"a": "12", "b": "2024-01-01", "c": "12"}


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "Tags"),
        ("a: !!str 1\n", 1, "Tags"),
        ("a: &x 1\nb: *x\n", 1, "Anchors"),
        ("a: *x\n", 1, "Anchors"),
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("a: 2026-02-30\n", 1, "calendar"),
        ("? [a, b]\n: 1\n", 1, "plain word"),
        ("a: 1\n---\nb: 2\n", 2, "not valid YAML"),
        ("a: [1, 2\nb: 3\n", 2, "not valid YAML"),
        ("a: 1\n\tb: 2\n", 2, "not valid YAML"),
        ("a: " + "[" * 100_000, 1, "nested too deeply"),
        ("a: " + "{x: " * 500 + "1" + "}" * 500, 1, "nested too deeply"),
    ],
)
def test_what_is_no_plain_data_is_refused_with_its_line(text: str, line: int, word: str) -> None:
    with pytest.raises(FileError, match=word) as caught:
        read(text)
    assert caught.value.place == f"zzz/pathway.yaml, line {line}"
    assert caught.value.remedy


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    levels = "\n".join(f"b{level}: &b{level} [{', '.join([f'*b{level - 1}'] * 9)}]" for level in range(1, 10))
    with pytest.raises(FileError, match="Anchors"):
        read(f"b0: &b0 lol\n{levels}\n")


def test_a_number_of_five_thousand_digits_stays_text() -> None:
    assert read("a: " + "9" * 5_000) == {"a": "9" * 5_000}


def test_ten_megabytes_are_refused_without_being_parsed(tmp_path: Path) -> None:
    (tmp_path / "pathway.yaml").write_bytes(b"a: [" + b"1, " * 3_500_000 + b"1]")
    with pytest.raises(FileError, match=f"{LARGEST_FILE:,} bytes"):
        read_yaml(tmp_path / "pathway.yaml")


@pytest.mark.parametrize("raw", [b"a: caf\xe9", b"\xff\xfea\x00:\x00", b"a: \x00"])
def test_what_is_no_text_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "pathway.yaml").write_bytes(raw)
    with pytest.raises(FileError, match="UTF-8|not YAML"):
        read_yaml(tmp_path / "pathway.yaml")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read") as caught:
        read_yaml(tmp_path / "cases.yaml")
    assert caught.value.place.endswith("cases.yaml")


def test_every_value_knows_its_line() -> None:
    document = parse_yaml("a:\n  - b: 1\n    c: 2\n  - d\n", HERE)
    assert document.place("a", 0, "c") == "zzz/pathway.yaml, line 3"
    assert document.place("a", 1) == "zzz/pathway.yaml, line 4"
    assert document.place("a", 1, "not there") == "zzz/pathway.yaml, line 4"
    assert document.place() == "zzz/pathway.yaml, line 1"
