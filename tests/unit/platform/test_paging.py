"""Pages that begin after the last row of the page before: every row once, in order, wherever pages are cut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from people_world import person_registered_by
from site_world import seen_by

pytestmark = pytest.mark.usefixtures("database")

NO_PLACES = (
    "", "~", "0", "0~", "9~2026-01-01T00:00:00+00:00~00000000-0000-0000-0000-000000000000", "-1~x~y", "0~x~y~z",
    "0~2026-01-01~00000000-0000-0000-0000-000000000000", "0~2026-01-01T00:00:00~00000000-0000-0000-0000-000000000000",
    "0~2026-01-01T00:00:00+00:00~\x00", "0~2026-01-01T00:00:00+00:00~00000000-0000-0000-0000-000000000000\x00", "٣~x~y", "0~" + "9" * 400 + "~x",
)  # fmt: skip


@pytest.mark.parametrize("many", [1, 2, 3, 5, 7, 50])
def test_every_row_stands_on_one_page_also_where_moments_are_the_same(many: int) -> None:
    from crosswalk_platform.design.paging import page_after
    from crosswalk_platform.people.models import Person

    for _ in range(7):
        person_registered_by("caseworker")
    with seen_by("caseworker"):
        now = datetime(2026, 1, 1, tzinfo=UTC)
        for number, each in enumerate(Person.objects.order_by("pk")):
            Person.objects.filter(pk=each.pk).update(changed_at=now - timedelta(days=number % 3))
        whole = list(Person.objects.order_by("-changed_at", "id"))
        middle = whole[4].changed_at
        lists = Person.objects.filter(changed_at__gt=middle), Person.objects.filter(changed_at__lte=middle)
        walked, after = [], ""
        while after is not None:
            rows, after = page_after(after, many, *lists)
            assert len(rows) == many or after is None
            walked += rows
        assert [each.pk for each in walked] == [each.pk for each in whole]


@pytest.mark.parametrize("after", NO_PLACES)
def test_what_is_no_place_begins_at_the_top(after: str) -> None:
    from crosswalk_platform.design.paging import page_after
    from crosswalk_platform.people.models import Person

    person_registered_by("caseworker")
    with seen_by("caseworker"):
        rows, following = page_after(after, 5, Person.objects.all())
        assert len(rows) == 1
        assert following is None


@pytest.mark.parametrize("number", ["-5", "0", str(2**63 - 1), str(2**63), "9" * 400, "1e3", "x"])
def test_no_number_breaks_the_log(number: str) -> None:
    from crosswalk_platform.audit.models import Event
    from crosswalk_platform.design.paging import page_after

    with seen_by("auditor"):
        page_after(f"0~{number}", 5, Event.objects.all())
