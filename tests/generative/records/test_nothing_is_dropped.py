"""Every line of a document is in a fact, is a heading, or is listed as not understood; whatever the lines are."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.records.documents import Span, read_cv_text, read_job_ad_text
from crosswalk.records.documents.plain import text_lines
from crosswalk.records.documents.sections import split_sections
from crosswalk.records.documents.words import detect_language

TODAY = date(2026, 6, 30)
LINES = st.sampled_from(
    [
        *("EXPERIENCE", "Education", "Langues :", "Compétences", "Certificados", "Hobbies", "المهارات", "References"),
        *("Requirements", "Nice to have", "Wir bieten", "About us", "Location: Leeds", "Places: some", "Start: soon"),
        *("Welder, Kiln Works, Tema\t2015 - 2018", "2019 – today", "Cook", "From 2010 to 2012 I sold bread.", ""),
        *("- cut and joined pipes", "Bachelor of Nursing, 2014", "Anglais : B2, arabe (langue maternelle)", ""),
        *("First aid, Red Crescent, 2020", "issued at Tunis", "Permis B", "Driving licence: none", "ana@example.org"),
        *("Position: nurse | Salary: EUR 2,000 per month", "I worked in a bakery for three years and I liked it.", ""),
        *(
            "* * *",
            "12345",
            "Ana Gil",
            "Date of birth: 31/02/1990",
            "Nationality: Martian",
            "married, two children",
            "—",
        ),
    ]
)
TEXTS = st.lists(LINES | st.text(max_size=40), max_size=25).map("\n".join)


def dropped(text: str, group: str, spans: tuple[Span, ...], listed: tuple[str, ...]) -> list[str]:
    """Lines that are in no span, no heading, and not listed."""
    document = text_lines(text)
    sections = split_sections(document.lines, group=group, language=detect_language(document.text))
    headings = {section.heading.start for section in sections if section.heading is not None}
    return [
        line.text
        for line in document.lines
        if line.start not in headings
        and line.text not in listed
        and not any(span.start < line.end and line.start < span.end for span in spans)
    ]


@settings(deadline=None)  # the first reading loads the vocabularies
@given(TEXTS)
def test_no_line_of_a_cv_is_dropped(text: str) -> None:
    reading = read_cv_text(text, on=TODAY)
    assert dropped(text, "headings", reading.spans, reading.person.not_understood or ()) == []


@settings(deadline=None)  # the first reading loads the vocabularies
@given(TEXTS)
def test_no_line_of_an_advertisement_is_dropped(text: str) -> None:
    reading = read_job_ad_text(text)
    assert dropped(text, "ad", reading.spans, reading.vacancy.not_understood or ()) == []


@settings(deadline=None)  # the first reading loads the vocabularies
@given(TEXTS)
def test_a_span_is_where_it_says(text: str) -> None:
    reading = read_cv_text(text, on=TODAY)
    assert all(reading.text[span.start : span.end] == span.text for span in reading.spans)
