"""Canada's two points systems in plain Python, typed in from the notes on the law (facts.yaml, read on 2026-11-22)."""

from __future__ import annotations

from datetime import date
from random import Random

from points_by_hand.people import Person, birthday_near, step, years_old

__all__ = ["crs", "crs_person", "fsw", "fsw_person"]

ABILITIES = ("speaking", "listening", "reading", "writing")
CANADIAN_EDUCATION = (
    "none", "secondary", "one_year", "two_years", "three_years", "two_or_more", "master", "doctorate",
)  # fmt: skip

# -- Canada: Comprehensive Ranking System (Ministerial Instructions, ss. 8-30) ----------------------------------------

CRS_AGE = {
    18: (99, 90), 19: (105, 95), 20: (110, 100), 30: (105, 95), 31: (99, 90), 32: (94, 85), 33: (88, 80), 34: (83, 75),
    35: (77, 70), 36: (72, 65), 37: (66, 60), 38: (61, 55), 39: (55, 50), 40: (50, 45), 41: (39, 35), 42: (28, 25),
    43: (17, 15), 44: (6, 5), 45: (0, 0),
}  # fmt: skip
CRS_EDUCATION = dict(
    zip(
        CANADIAN_EDUCATION,
        [(0, 0), (30, 28), (90, 84), (98, 91), (120, 112), (128, 119), (135, 126), (150, 140)],
        strict=True,
    )
)
#: The last day of each older state, and the first of the next.
CRS_DAYS = (
    date(2016, 11, 18), date(2016, 11, 19), date(2017, 6, 5), date(2017, 6, 6), date(2020, 10, 19),
    date(2020, 10, 20), date(2025, 3, 24), date(2025, 3, 25), date(2026, 11, 2), date(2026, 11, 22),
)  # fmt: skip
CRS_FIRST = {4: (6, 6), 6: (9, 8), 7: (17, 16), 8: (23, 22), 9: (31, 29), 10: (34, 32)}
CRS_WORK = {1: (40, 35), 2: (53, 46), 3: (64, 56), 4: (72, 63), 5: (80, 70)}
SPOUSE_EDUCATION = dict(zip(CANADIAN_EDUCATION, [0, 2, 6, 7, 8, 9, 10, 10], strict=True))


def crs(who: Person, day: date) -> int:
    with_spouse = int(who["accompanying_spouse"])
    column = lambda table: {bound: pair[with_spouse] for bound, pair in table.items()}  # noqa: E731
    first, second = ("english", "french") if who["first_official_language"] == "english" else ("french", "english")
    spoken = {tongue: [int(who[f"{tongue}_{ability}"]) for ability in ABILITIES] for tongue in ("english", "french")}
    canadian, foreign = int(who["canadian_work_months"]) // 12, int(who["foreign_work_months"]) // 12

    core = step(years_old(who["date_of_birth"], day), column(CRS_AGE))
    core += CRS_EDUCATION[who["canada_education"]][with_spouse]
    core += sum(step(level, column(CRS_FIRST)) for level in spoken[first])
    core += min(sum(step(level, {5: 1, 7: 3, 9: 6}) for level in spoken[second]), (24, 22)[with_spouse])
    core += step(canadian, column(CRS_WORK))

    spouse = 0
    if with_spouse:
        spouse = SPOUSE_EDUCATION[who["spouse_education"]]
        spouse += sum(step(int(who[f"spouse_{ability}"]), {5: 1, 7: 3, 9: 5}) for ability in ABILITIES)
        spouse += step(int(who["spouse_canadian_work_months"]) // 12, {1: 5, 2: 7, 3: 8, 4: 9, 5: 10})

    weakest = min(spoken[first])
    by_language, by_canada = step(weakest, {7: 1, 9: 2}), min(canadian, 2)
    pairs = {(0, 1): 0, (0, 2): 0, (1, 1): 13, (1, 2): 25, (2, 1): 25, (2, 2): 50}
    combined = lambda tier, with_: pairs[tier, with_] if with_ else 0  # noqa: E731
    schooling = step(CANADIAN_EDUCATION.index(who["canada_education"]), {2: 1, 5: 2})
    abroad = step(foreign, {1: 1, 3: 2})
    transfer = min(combined(schooling, by_language) + combined(schooling, by_canada), 50)
    transfer += min(combined(abroad, by_language) + combined(abroad, by_canada), 50)
    if who["certificate_of_qualification"]:
        transfer += step(weakest, {5: 25, 7: 50})

    more = 600 if who["provincial_nomination"] else 0
    more += crs_offer(who["qualifying_job_offer"], day)
    more += 15 if who["sibling_in_canada"] and day >= date(2017, 6, 6) else 0
    if day >= date(2016, 11, 19):
        more += {"none": 0, "one_or_two_years": 15, "three_years_or_more": 30}[who["canadian_credential"]]
    if min(spoken["french"]) >= 7:
        bilingual = min(spoken["english"]) >= 5
        if day >= date(2020, 10, 20):
            more += 50 if bilingual else 25
        elif day >= date(2017, 6, 6):
            more += 30 if bilingual else 15
    return core + min(spouse, 40) + min(transfer, 100) + min(more, 600)


def crs_offer(offer: str, day: date) -> int:
    if offer == "none" or day >= date(2025, 3, 25):
        return 0
    if day < date(2016, 11, 19):
        return 600
    return 200 if offer == "senior_management" else 50


def crs_person(chance: Random) -> tuple[Person, date]:
    day = chance.choice(CRS_DAYS)
    who: Person = {
        "date_of_birth": birthday_near(chance, day, *CRS_AGE),
        "first_official_language": chance.choice(["english", "french"]),
        "canada_education": chance.choice(CANADIAN_EDUCATION),
        "accompanying_spouse": chance.random() < 0.5,
        "spouse_education": chance.choice(CANADIAN_EDUCATION),
        "canadian_credential": chance.choice(["none", "one_or_two_years", "three_years_or_more"]),
        "qualifying_job_offer": chance.choice(["none", "senior_management", "other"]),
    }
    for yes_no in ("certificate_of_qualification", "provincial_nomination", "sibling_in_canada"):
        who[yes_no] = chance.random() < 0.3
    for months in ("canadian_work_months", "foreign_work_months", "spouse_canadian_work_months"):
        who[months] = chance.choice([0, 11, 12, 23, 24, 35, 36, 47, 48, 59, 60, 90])
    for tongue in ("english", "french", "spouse"):
        lowest = chance.randint(0, 10)
        for ability in ABILITIES:
            who[f"{tongue}_{ability}"] = str(chance.randint(lowest, min(lowest + 3, 12)))
    return who, day


# -- Canada: Federal Skilled Worker, 67 of 100 (IRPR ss. 78-83) -------------------------------------------------------


def fsw(who: Person, day: date) -> int:
    first, second = ("english", "french") if who["first_official_language"] == "english" else ("french", "english")
    points = dict(zip(CANADIAN_EDUCATION, [0, 5, 15, 19, 21, 22, 23, 25], strict=True))[who["canada_education"]]
    points += sum(step(int(who[f"{first}_{ability}"]), {7: 4, 8: 5, 9: 6}) for ability in ABILITIES)
    points += 4 if min(int(who[f"{second}_{ability}"]) for ability in ABILITIES) >= 5 else 0
    points += step(who["work_months_last_10_years"] // 12, {1: 9, 2: 11, 4: 13, 6: 15})
    age = years_old(who["date_of_birth"], day)
    points += 12 if 18 <= age <= 35 else 47 - age if 36 <= age <= 46 else 0
    employed = who["job_offer"] and who["weekly_hours"] >= 30 and who["contract_months"] >= 12
    employed = employed and who["offer_noc"][1] in "0123" and who["arranged_employment_basis"] != "none"
    points += 10 if employed else 0
    adaptable = 5 * employed + 5 * who["studied_two_years_in_canada"] + 10 * who["worked_one_year_in_canada"]
    adaptable += 5 * who["relative_in_canada"]
    if who["accompanying_spouse"]:
        adaptable += 5 * (min(int(who[f"spouse_{ability}"]) for ability in ABILITIES) >= 4)
        adaptable += 5 * who["spouse_studied_two_years_in_canada"] + 5 * who["spouse_worked_one_year_in_canada"]
    return points + min(adaptable, 10)


def fsw_person(chance: Random) -> tuple[Person, date]:
    who, _ = crs_person(chance)
    day = chance.choice([date(2022, 11, 16), date(2026, 11, 22)])
    kept = [f"{who_}_{ability}" for who_ in ("english", "french", "spouse") for ability in ABILITIES]
    kept += ["first_official_language", "canada_education", "accompanying_spouse"]
    who = {name: who[name] for name in kept}
    who["date_of_birth"] = birthday_near(chance, day, 18, 35, 36, 40, 46, 47)
    who["work_months_last_10_years"] = chance.choice([0, 11, 12, 23, 24, 47, 48, 71, 72, 120])
    who["job_offer"] = chance.random() < 0.8
    who["weekly_hours"] = chance.choice([29, 30, 40])
    who["contract_months"] = chance.choice([11, 12, 600])
    who["offer_noc"] = chance.choice(["00011", "21231", "72310", "33102", "44101", "65200"])
    who["arranged_employment_basis"] = chance.choice(
        ["none", "assessed_work_permit", "exempt_work_permit", "approved_offer_without_permit"]
    )
    for yes_no in (
        "studied_two_years_in_canada", "spouse_studied_two_years_in_canada", "worked_one_year_in_canada",
        "spouse_worked_one_year_in_canada", "relative_in_canada",
    ):  # fmt: skip
        who[yes_no] = chance.random() < 0.3
    return who, day
