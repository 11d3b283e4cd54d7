"""The picture of doors by country: bars that compare, and the same in numbers."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from site_world import client_of

pytestmark = pytest.mark.usefixtures("database")


def door(land: str, group: str) -> Any:
    return SimpleNamespace(group=group, pathway=SimpleNamespace(file=SimpleNamespace(destination=land)))


def test_rows_are_the_countries_with_the_most_open_doors_first() -> None:
    from crosswalk_platform.doors.templatetags.bars import doors_by_country

    doors = [door("DEU", "closed"), door("CAN", "open"), *[door("DEU", "undecided")] * 2, door("ITA", "later")]
    rows = doors_by_country(doors)["rows"]
    assert [(row["country"], row["counts"]) for row in rows] == [("Canada", [1, 0, 0]), ("Germany", [0, 2, 1])]


def test_bars_are_as_long_as_their_doors_and_have_no_holes() -> None:
    from crosswalk_platform.doors.templatetags.bars import doors_by_country

    doors = [*[door("DEU", "undecided")] * 5, *[door("DEU", "closed")] * 2, *[door("CAN", "open")] * 3]
    germany = next(row for row in doors_by_country(doors)["rows"] if row["country"] == "Germany")
    assert germany["bar"] == [("undecided", 0, 71), ("closed", 71, 29)]
    canada = next(row for row in doors_by_country(doors)["rows"] if row["country"] == "Canada")
    assert canada["bar"] == [("open", 0, 42)]


def test_the_page_says_in_the_table_what_the_bars_show() -> None:
    from django.urls import reverse

    page = client_of(None).post(reverse("doors_wishes"), {"wishes": "1"}).content.decode()
    table = page.split('<table class="bars">', 1)[1].split("</table>", 1)[0]
    shown = [int(number) for number in re.findall(r'<td class="number">(\d+)</td>', table)]
    headings = re.findall(r'<h2 id="(?:open|undecided|closed)">[^<]*<span class="count">\((\d+)\)</span>', page)
    assert sum(shown) == sum(map(int, headings))
    assert table.count("<svg") == table.count('aria-hidden="true">') - 3  # three keys in the head are hidden too
    assert "style=" not in table


def test_one_country_alone_needs_no_comparison() -> None:
    from django.urls import reverse

    page = client_of(None).post(reverse("doors_wishes"), {"wishes": "1", "destinations": ["SWE"]}).content.decode()
    assert '<table class="bars">' not in page
