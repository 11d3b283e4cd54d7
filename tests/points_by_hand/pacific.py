"""Points systems of Australia, Japan and New Zealand in plain Python, typed in from the notes on the law."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from random import Random

from points_by_hand.people import Person, birthday_near, step, years_old

__all__ = ["australia", "australian", "japan", "japan_person", "new_zealand", "new_zealand_person"]

# -- Australia: points test (Schedule 6D), before and since 16 November 2019 ------------------------------------------


def australia(who: Person, day: date, *, nomination: int) -> int:
    points = step(years_old(who["date_of_birth"], day), {18: 25, 25: 30, 33: 25, 40: 15, 45: 0})
    points += {"proficient": 10, "superior": 20}.get(who["australian_english"], 0)
    work = step(who["overseas_work_months_last_10_years"] // 12, {3: 5, 5: 10, 8: 15})
    work += step(who["australian_work_months_last_10_years"] // 12, {1: 5, 3: 10, 5: 15, 8: 20})
    points += min(work, 20)
    points += {"doctorate": 20, "bachelor_or_master": 15, "diploma_or_trade": 10, "none": 0}[
        who["recognised_qualification"]
    ]
    points += 5 * who["australian_study"] + 5 * (who["australian_study"] and who["regional_study"])
    points += 5 * who["professional_year"] + 5 * who["community_language"]
    reformed = day >= date(2019, 11, 16)
    points += (10 if reformed else 5) * who["specialist_education"]
    if reformed:
        partner = {"single": 10, "citizen_or_resident": 10, "skilled": 10, "competent_english": 5, "other": 0}
    else:
        partner = {"single": 0, "citizen_or_resident": 0, "skilled": 5, "competent_english": 0, "other": 0}
    nominated = any(who.get(name) for name in ("nominated_for_190", "nominated_for_491", "sponsored_by_relative"))
    return points + partner[who["partner_situation"]] + (nomination if nominated else 0)


def australian(*days: date, asks: tuple[str, ...]) -> Callable[[Random], tuple[Person, date]]:
    def person(chance: Random) -> tuple[Person, date]:
        day = chance.choice(days)
        who: Person = {
            "date_of_birth": birthday_near(chance, day, 18, 25, 33, 40, 45),
            "australian_english": chance.choice(["none", "vocational", "competent", "proficient", "superior"]),
            "overseas_work_months_last_10_years": chance.choice([0, 35, 36, 59, 60, 95, 96, 120]),
            "australian_work_months_last_10_years": chance.choice([0, 11, 12, 35, 36, 59, 60, 95, 96]),
            "recognised_qualification": chance.choice(["none", "diploma_or_trade", "bachelor_or_master", "doctorate"]),
            "partner_situation": chance.choice(
                ["other", "competent_english", "skilled", "citizen_or_resident", "single"]
            ),
        }
        yes_no = ("australian_study", "regional_study", "specialist_education", "professional_year")
        for name in (*yes_no, "community_language", *asks):
            who[name] = chance.random() < 0.5
        return who, day

    return person


# -- Japan: Highly Skilled Professional (i)(b) ------------------------------------------------------------------------


def japan(who: Person, day: date) -> int:
    age, million = years_old(who["date_of_birth"], day), int(who["salary_jpy_year"]) // 1_000_000
    points = {"doctorate": 30, "business_master": 25, "master": 20, "bachelor": 10, "none": 0}[who["degree"]]
    points += step(who["work_months_total"] // 12, {3: 5, 5: 10, 7: 15, 10: 20})
    points += 15 if age < 30 else 10 if age < 35 else 5 if age < 40 else 0
    if million >= 8:
        points += {8: 30, 9: 35}.get(million, 40)
    elif million >= 6:
        points += (25 if million == 7 else 20) if age < 40 else 0
    elif million == 5:
        points += 15 if age < 35 else 0
    elif million == 4:
        points += 10 if age < 30 else 0
    points += 15 * who["research_achievement"] + min(5 * who["japanese_licences"], 10)
    points += 10 * who["innovation_employer"] + 10 * (who["innovation_employer"] and who["small_employer"])
    # the official form gives the points for research spending to small and medium employers only
    points += 5 * (who["small_employer"] and who["research_spending_above_three_percent"])
    points += 5 * who["foreign_qualification"] + 10 * who["japanese_degree"] + 5 * who["degrees_in_several_fields"]
    points += 15 if who["jlpt"] == "N1" else 10 if who["jlpt"] == "N2" and not who["japanese_degree"] else 0
    points += 10 * who["growth_field"] + 10 * who["designated_university"] + 10 * who["investment_management"]
    return points + (5 if who["partner_training"] == "outside_universities" else 0)


def japan_person(chance: Random) -> tuple[Person, date]:
    day = chance.choice([date(2023, 4, 1), date(2026, 11, 22)])
    who: Person = {
        "date_of_birth": birthday_near(chance, day, 30, 35, 40),
        "degree": chance.choice(["none", "bachelor", "master", "business_master", "doctorate"]),
        "work_months_total": chance.choice([0, 35, 36, 59, 60, 83, 84, 119, 120, 300]),
        "salary_jpy_year": chance.choice([3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 12]) * 1_000_000 - chance.randint(0, 1),
        "japanese_licences": chance.randint(0, 3),
        "jlpt": chance.choice(["none", "N3", "N2", "N1"]),
        "partner_training": chance.choice(["none", "outside_universities"]),
        # known to the official form, but not to the notes
        "bjt_score": 0,
        "majored_in_japanese": False,
        "local_government_employer": False,
    }
    for name in (
        "degrees_in_several_fields", "research_achievement", "innovation_employer", "small_employer",
        "research_spending_above_three_percent", "foreign_qualification", "japanese_degree", "growth_field",
        "designated_university", "investment_management",
    ):  # fmt: skip
        who[name] = chance.random() < 0.4
    return who, day


# -- New Zealand: six points, 9 October 2023 to 23 August 2026 --------------------------------------------------------

MEDIANS = {
    date(2023, 2, 27): "29.66",
    date(2024, 2, 28): "31.61",
    date(2025, 8, 18): "33.56",
    date(2026, 3, 9): "35.00",
}
NZ_QUALIFICATIONS = (
    "doctorate", "new_zealand_master", "overseas_master", "new_zealand_level_8", "overseas_level_8",
    "new_zealand_bachelor", "overseas_bachelor", "postgraduate_certificate", "none",
)  # fmt: skip
MULTIPLES = {"1.5": 3, "2": 4, "3": 6}


def times_median(day: date, multiple: str) -> Decimal:
    median = Decimal(MEDIANS[max(start for start in MEDIANS if start <= day)])
    return (median * Decimal(multiple)).quantize(Decimal("0.01"), ROUND_DOWN)


def new_zealand(who: Person, day: date) -> int:
    registered = who["registration_years"]
    skill = [min(registered, 6) if registered > 2 else 3 if registered == 2 else 0]
    kind = who["nz_qualification"].removeprefix("new_zealand_").removeprefix("overseas_")
    counts = who["nz_qualification"].startswith("new_zealand") or who["overseas_qualification_recognised"]
    table = {"doctorate": 6, "master": 5, "level_8": 4, "bachelor": 3, "postgraduate_certificate": 3, "none": 0}
    skill.append(table[kind] if counts else 0)
    skill += [points for times, points in MULTIPLES.items() if who["pay_nzd_hour"] >= times_median(day, times)]
    return max(skill) + min(who["new_zealand_months_last_5_years"] // 12, 3)


def new_zealand_person(chance: Random) -> tuple[Person, date]:
    day = chance.choice([date(2023, 10, 9), date(2026, 8, 23), *MEDIANS, *(day - timedelta(days=1) for day in MEDIANS)])
    day = max(day, date(2023, 10, 9))
    worked = chance.choice([0, 11, 12, 23, 24, 35, 36, 60])  # without a break until today
    return {
        "registration_years": chance.randint(0, 8),
        "nz_qualification": chance.choice(NZ_QUALIFICATIONS),
        "overseas_qualification_recognised": chance.random() < 0.7,
        "pay_nzd_hour": times_median(day, chance.choice([*MULTIPLES])) + Decimal(chance.choice(["-0.01", "0", "0.01"])),
        "counts_new_zealand_work": worked > 0,
        "threshold_day": day - timedelta(days=31 * worked),
        **{f"new_zealand_months_last_{span}_years": min(worked, 12 * span) for span in (2, 3, 4, 5)},
    }, day
