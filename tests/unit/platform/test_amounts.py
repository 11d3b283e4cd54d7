"""Numbers with their units, in the form that each language has for the number."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    ("language", "shown", "unit", "told"),
    [
        ("en", "1", "years", "1 year"),
        ("en", "2.5", "years", "2.5 years"),
        ("fr", "1", "months", "1 mois"),
        ("es", "30", "days", "30 días"),
        ("ar", "3", "years", "3 سنوات"),
        ("ar", "35", "years", "35 سنة"),
        ("ar", "180", "days", "180 يومًا"),
        ("ar", "470", "points", "470 نقطة"),
        ("ar", "4100.50", "EUR/month", "4100.50 EUR/month"),
        ("ar", "B1", "", "B1"),
        ("ar", "2026-11-22", "date", "2026-11-22"),
    ],
)
def test_a_number_takes_the_form_that_its_language_asks_for(language: str, shown: str, unit: str, told: str) -> None:
    from django.utils.translation import override

    from crosswalk_platform.doors.amounts import amount

    with override(language):
        assert amount(shown, unit) == told
