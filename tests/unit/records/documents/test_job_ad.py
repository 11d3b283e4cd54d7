"""Job advertisements in several languages; the employers in them are invented."""

from __future__ import annotations

from datetime import date

import pytest

from crosswalk.records.documents import read_job_ad_text
from crosswalk.types import Cefr, Isced

ENGLISH = """Cook (m/f) – 4 positions
Harbour View Hotel, Galway, Ireland

About us
We are a proud family hotel with four stars and a passion for people.

Your tasks
- Prepare hot and cold dishes
- Keep food safety records

Requirements
- Two years of experience as a cook
- English B1
- Driving licence B

Nice to have: baking, menu planning, wine knowledge

We offer
EUR 2,400 to 2,800 per month, staff rooms. Start: 1 March 2027.

Equal opportunity employer.
"""

ARABIC = """المسمى الوظيفي: ممرضة
الشركة: مستشفى الأمل
مكان العمل: عمان، الأردن
عدد الشواغر: 5

المهام
- رعاية المرضى
- إعطاء الأدوية

المتطلبات
- بكالوريوس تمريض
- اللغة الإنجليزية: B2
- يفضل معرفة برامج الحاسوب

ما نقدمه
راتب جيد وسكن
"""


def test_an_english_advertisement_is_read() -> None:
    vacancy = read_job_ad_text(ENGLISH).vacancy
    assert (vacancy.title, vacancy.employer, vacancy.country) == ("Cook", "Harbour View Hotel", "IRL")
    assert (vacancy.places, vacancy.starts_on, vacancy.experience_min_months) == (4, date(2027, 3, 1), 24)
    assert (vacancy.salary_min, vacancy.salary_max, vacancy.currency) == (240_000, 280_000, "EUR")
    assert vacancy.salary_period == "month"
    assert vacancy.licences == ("driving licence B",)
    assert [(need.language, need.level) for need in vacancy.languages or ()] == [("en", Cefr.B1)]
    assert [need.text for need in vacancy.skills or () if not need.essential] == [
        "baking",
        "menu planning",
        "wine knowledge",
    ]


def test_what_the_employer_says_of_itself_is_no_skill() -> None:
    skills = " ".join(need.text for need in read_job_ad_text(ENGLISH).vacancy.skills or ())
    for word in ("passion", "family hotel", "staff rooms", "Equal"):
        assert word not in skills


def test_an_arabic_advertisement_is_read() -> None:
    vacancy = read_job_ad_text(ARABIC).vacancy
    assert (vacancy.title, vacancy.employer, vacancy.country, vacancy.places) == ("ممرضة", "مستشفى الأمل", "JOR", 5)
    assert vacancy.education_min is Isced.BACHELOR
    assert [(need.text, need.essential) for need in vacancy.skills or ()] == [
        ("رعاية المرضى", True),
        ("إعطاء الأدوية", True),
        ("معرفة برامج الحاسوب", False),
    ]


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("- Kenntnisse in SAP sind von Vorteil", "Kenntnisse in SAP"),
        ("- se valorará manejo de grúa", "manejo de grúa"),
        ("- soudage TIG souhaité", "soudage TIG"),
        ("- forklift experience is a plus", "forklift experience"),
    ],
)
def test_a_wish_among_the_needs_is_optional(clause: str, text: str) -> None:
    vacancy = read_job_ad_text(f"Job\n\nRequirements\n{clause}").vacancy
    assert [(need.text, need.essential) for need in vacancy.skills or ()] == [(text, False)]


def test_a_licence_is_not_a_french_degree() -> None:
    vacancy = read_job_ad_text(
        "Driver\n\nYou need\n- a valid heavy commercial licence of the country", lang="en"
    ).vacancy
    assert vacancy.education_min is None
    assert vacancy.licences == ("a valid heavy commercial licence of the country",)


def test_skills_point_at_the_characters_they_were_read_from() -> None:
    reading = read_job_ad_text(ENGLISH)
    for span in reading.spans:
        assert reading.text[span.start : span.end] == span.text


def test_a_verb_that_is_also_a_language_asks_for_no_language() -> None:
    vacancy = read_job_ad_text("Painter\nYour tasks\n- polish paintwork\n- speak Polish B1\n").vacancy
    assert [(n.language, n.level) for n in vacancy.languages or ()] == [("pl", Cefr.B1)]
    assert any("polish paintwork" in s.text.casefold() for s in vacancy.skills or ())
