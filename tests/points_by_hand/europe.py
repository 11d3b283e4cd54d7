"""Germany's Opportunity Card and Austria's shortage list in plain Python, typed in from the notes on the law."""

from __future__ import annotations

from datetime import date
from random import Random

from points_by_hand.people import CEFR, Person, birthday_near, step, years_old

__all__ = ["austria", "austria_person", "austrian_age_points", "opportunity_card", "opportunity_card_person"]

# -- Germany: Opportunity Card (AufenthG, annex to § 20a, nos. 1-12) --------------------------------------------------


def opportunity_card(who: Person, day: date) -> int:
    points = 4 if who["recognition"] == "partial" else 0
    points += step(CEFR.index(who["german"]), {2: 1, 3: 2, 4: 3})
    points += 1 if who["english"] in {"C1", "C2"} else 0
    if who["work_months_last_7_years"] >= 5 * 12:
        points += 3
    elif who["work_months_last_5_years"] >= 2 * 12:
        points += 2
    shortage = ("132", "133", "134", "21", "221", "222", "225", "226", "23", "25")
    points += 1 if who["qualification_occupation"].startswith(shortage) else 0
    age = years_old(who["date_of_birth"], day)
    points += 2 if age <= 35 else 1 if age <= 40 else 0
    return points + int(who["lawful_stay_months"] >= 6) + int(who["spouse_applies"])


def opportunity_card_person(chance: Random) -> tuple[Person, date]:
    day = chance.choice([date(2024, 6, 1), date(2026, 11, 22)])
    recent = chance.choice([0, 23, 24, 36, 60])
    return {
        "recognition": chance.choice(["partial", "none", "full"]),
        "german": chance.choice(CEFR),
        "english": chance.choice(CEFR),
        "work_months_last_5_years": recent,
        "work_months_last_7_years": max(recent, chance.choice([0, 24, 59, 60, 84])),
        "qualification_occupation": chance.choice(["2221", "2230", "1321", "1411", "2512", "3251", "7126", "2330"]),
        "date_of_birth": birthday_near(chance, day, 35, 36, 40, 41),
        "lawful_stay_months": chance.choice([0, 5, 6, 12]),
        "spouse_applies": chance.random() < 0.3,
    }, day


# -- Austria: shortage occupations (AuslBG, Anlage B) -----------------------------------------------------------------


def austria(who: Person, day: date) -> int:
    """Without the points for English as the company's language, which the notes do not name."""
    points = 30 if who["trained_in_shortage"] else 0
    points += min(who["trained_months_abroad"] // 6 + 2 * (who["trained_months_austria"] // 6), 20)
    spoken = step(CEFR.index(who["german"]), {1: 5, 2: 10, 3: 15}) + step(CEFR.index(who["english"]), {2: 5, 3: 10})
    spoken += sum(5 for tongue in ("french", "spanish", "bcs") if CEFR.index(who[tongue]) >= CEFR.index("B1"))
    return points + min(spoken, 25) + austrian_age_points(years_old(who["date_of_birth"], day), whole_year=False)


def austrian_age_points(age: int, *, whole_year: bool) -> int:
    """'Up to 30 years': ends with the 30th birthday (VwGH Ro 2014/09/0063), or lasts that whole year of age."""
    limit = 1 if whole_year else 0
    return 15 if age < 30 + limit else 10 if age < 40 + limit else 5 if age < 50 + limit else 0


def austria_person(chance: Random) -> tuple[Person, date]:
    day = chance.choice([date(2023, 4, 21), date(2026, 11, 22)])
    who: Person = {tongue: chance.choice(CEFR) for tongue in ("german", "english", "french", "spanish", "bcs")}
    who["trained_in_shortage"] = chance.random() < 0.8
    who["trained_months_abroad"] = chance.randint(0, 130)
    who["trained_months_austria"] = chance.choice([0, 0, 5, chance.randint(6, 70)])
    who["date_of_birth"] = birthday_near(chance, day, 30, 31, 40, 41, 50, 51)
    who["company_language_english"] = False
    return who, day
