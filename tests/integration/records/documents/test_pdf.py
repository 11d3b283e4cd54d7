"""PDF CVs of many layouts are read in the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from crosswalk.records.documents import extract_text, read_cv
from crosswalk.types import Cefr, Isced

MakePdf = Callable[..., Path]
TODAY = date(2026, 6, 30)

TWO_COLUMNS = """<div class="columns"><div class="side"><h2>Contact</h2><p>Amman, Jordan<br>rana@example.org</p>
<h2>Languages</h2><p>Arabic (native)<br>English: B2</p>
<h2>Skills</h2><ul><li>wound care</li><li>triage</li><li>infection control in hospital wards</li></ul></div>
<div class="main"><h1>Rana Salem</h1><p>Registered nurse</p><h2>Experience</h2>
<p><b>Staff nurse</b><br>Jabal Hospital, Amman | 03/2019 – present</p>
<ul><li>Care for twelve patients on the surgical ward at night, with two assistants and one student</li></ul>
<p><b>Nurse</b><br>Wadi Clinic, Zarqa | 01/2016 – 02/2019</p><ul><li>Vaccinations</li></ul>
<h2>Education</h2><p><b>Bachelor of Nursing</b><br>Jordan Valley University | 2012 – 2016</p></div></div>"""


def test_two_columns_are_read_one_after_the_other(make_pdf: MakePdf) -> None:
    text = extract_text(make_pdf(TWO_COLUMNS)).text
    skills, job = text.index("infection control"), text.index("Staff nurse")
    assert skills < job
    assert "twelve patients on the surgical ward at night, with two assistants" in text


def test_a_two_column_cv_gives_its_jobs_schooling_languages_and_skills(make_pdf: MakePdf) -> None:
    reading = read_cv(make_pdf(TWO_COLUMNS), on=TODAY)
    person = reading.person
    assert (person.given_names, person.family_name, person.email) == ("Rana", "Salem", "rana@example.org")
    assert person.residence == "JOR"
    assert person.experience is not None
    jobs = [(job.title, job.employer, job.start, job.end, job.ongoing, job.months) for job in person.experience]
    assert jobs == [
        ("Staff nurse", "Jabal Hospital", date(2019, 3, 1), None, True, 88),
        ("Nurse", "Wadi Clinic", date(2016, 1, 1), date(2019, 2, 1), False, 38),
    ]
    assert [course.level for course in person.education or ()] == [Isced.BACHELOR]
    assert [(one.language, one.level, one.native) for one in person.languages or ()] == [
        ("ar", None, True),
        ("en", Cefr.B2, None),
    ]
    listed = [span.text.replace("\n", " ") for span in reading.spans if span.kind == "skill"]
    assert listed == ["wound care", "triage", "infection control in hospital wards"]


def test_dates_beside_jobs_are_read_row_by_row(make_pdf: MakePdf) -> None:
    rows = "".join(
        f"<tr><td>{dates}</td><td>{job}</td></tr>"
        for dates, job in (
            ("2019 – 2023", "Mason, Atlas Construction"),
            ("2015 – 2019", "Labourer, Rif Building Company"),
            ("2013 – 2015", "Helper, Souss Farm"),
            ("2010 – 2013", "Gardener, City of Fez"),
            ("2008 – 2010", "Picker, Oulad Farm"),
        )
    )
    body = f"<h1>Omar Fassi</h1><h2>Work experience</h2><table>{rows}</table>"
    person = read_cv(make_pdf(body), on=TODAY).person
    assert [(job.title, job.start and job.start.year) for job in person.experience or ()] == [
        ("Mason", 2019),
        ("Labourer", 2015),
        ("Helper", 2013),
        ("Gardener", 2010),
        ("Picker", 2008),
    ]


def test_arabic_letters_come_out_in_the_order_in_which_they_are_read(make_pdf: MakePdf) -> None:
    body = """<h1>سلمى الخطيب</h1><h2>الخبرات</h2><p>ممرضة، مستشفى النور (آذار ٢٠١٩ – حتى الآن)</p>
    <ul><li>إعطاء الأدوية وقياس الضغط باستخدام AutoMed 300</li></ul>
    <h2>اللغات</h2><p>العربية: اللغة الأم<br>الإنجليزية: B1</p>"""
    reading = read_cv(make_pdf(body, language="ar", direction="rtl"), on=TODAY)
    assert "مستشفى النور" in reading.text
    assert "باستخدام AutoMed 300" in reading.text
    [job] = reading.person.experience or ()
    assert (job.title, job.employer, job.start, job.ongoing) == ("ممرضة", "مستشفى النور", date(2019, 3, 1), True)
    assert [(one.language, one.level) for one in reading.person.languages or ()] == [("ar", None), ("en", Cefr.B1)]


def test_arabic_vowel_marks_do_not_cut_words(make_pdf: MakePdf) -> None:
    text = extract_text(make_pdf("<p>لحّام وحدّاد يعمل في ورشة كبيرة</p>", language="ar", direction="rtl")).text
    assert text == "لحام وحداد يعمل في ورشة كبيرة"


def test_words_cut_at_the_end_of_a_line_are_made_whole(make_pdf: MakePdf) -> None:
    sentence = "Responsible for refrigeration maintenance and documentation of installations"
    assert extract_text(make_pdf(f'<p style="hyphens: auto; width: 4cm">{sentence}</p>')).text == sentence


def test_running_headers_and_page_numbers_are_left_out_after_the_first(make_pdf: MakePdf) -> None:
    pages = "".join(
        f'<div style="page-break-after: always"><p>CV of Amal Tazi</p><p>Line {n} alpha</p><p>beta {n}</p>'
        f"<p>gamma</p><p>Page {n} of 3</p></div>"
        for n in (1, 2, 3)
    )
    document = extract_text(make_pdf(pages))
    assert document.text.count("CV of Amal Tazi") == 1
    assert "Page 2 of 3" not in document.text
    assert "Page 2 of 3" in document.left_out
    assert [page.number for page in document.pages] == [1, 2, 3]


@pytest.mark.parametrize("spaced", ["", "letter-spacing: 0.3pt"])
def test_skills_point_at_the_characters_they_were_read_from(make_pdf: MakePdf, spaced: str) -> None:
    body = f"<div style='{spaced}'><h1>Ana Gil</h1><h2>Habilidades</h2><p>soldadura TIG, lectura de planos</p></div>"
    reading = read_cv(make_pdf(body, name="ana.pdf"), on=TODAY)
    for skill in reading.person.skills or ():
        assert skill.evidence is not None
        assert skill.evidence.source == "ana.pdf#page=1"
        assert reading.text[skill.evidence.start : skill.evidence.end] == skill.text
    assert [skill.text for skill in reading.person.skills or ()] == ["soldadura TIG", "lectura de planos"]
