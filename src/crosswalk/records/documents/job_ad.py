"""A job advertisement becomes a vacancy: needs and wishes apart, what the employer says of itself left out."""

from __future__ import annotations

import hashlib
from pathlib import Path

from crosswalk.records.documents.cv import document_problems
from crosswalk.records.documents.extract import pages_unread
from crosswalk.records.documents.job_ad_facts import read_conditions, read_country, read_top
from crosswalk.records.documents.job_ad_lists import clauses
from crosswalk.records.documents.job_ad_needs import Found, take_need, tells_how_to_apply
from crosswalk.records.documents.parts import Spans, finder
from crosswalk.records.documents.plain import text_lines
from crosswalk.records.documents.reading import JobAdReading
from crosswalk.records.documents.sections import split_sections
from crosswalk.records.documents.text import DocumentText
from crosswalk.records.documents.words import detect_language
from crosswalk.records.model import Vacancy
from crosswalk.records.phrases import flat

__all__ = ["read_job_ad", "read_job_ad_text"]


def read_job_ad(path: str | Path, *, vacancy_id: str | None = None, lang: str | None = None) -> JobAdReading:
    """Read a job advertisement from a PDF, DOCX or plain text file.

    Args:
        path: The file.
        vacancy_id: Id of the vacancy; the name of the file without its ending where none is given.
        lang: ISO 639 code of the document's language; found from its words where none is given.

    Raises:
        NotFoundError: There is no such file.
        InputError: The file as a whole cannot be read; the error says why and what to do.
    """
    path = Path(path)
    document, unread = pages_unread(path)
    return _read(document, vacancy_id or path.stem, path.name, lang, unread)


def read_job_ad_text(
    text: str, *, vacancy_id: str | None = None, lang: str | None = None, source: str | None = None
) -> JobAdReading:
    """Read a job advertisement from text; arguments as for `read_job_ad`.

    Example:
        >>> text = "Cook (m/f)\\n\\nRequirements\\n- grilling\\n- English B1\\n\\nNice to have\\n- baking"
        >>> reading = read_job_ad_text(text)
        >>> reading.vacancy.title, [(need.text, need.essential) for need in reading.vacancy.skills]
        ('Cook', [('grilling', True), ('baking', False)])
    """
    vacancy_id = vacancy_id or f"vacancy-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    return _read(text_lines(text), vacancy_id, source, lang, 0)


def _read(document: DocumentText, vacancy_id: str, source: str | None, lang: str | None, unread: int) -> JobAdReading:
    spans = Spans(document, source)
    language = lang or detect_language(document.text)
    sections = split_sections(document.lines, group="ad", language=language)
    found = Found()
    read_top(document.lines, sections, found, spans)
    for section in sections:
        spans.head(section.heading)
        if section.kind in ("needs", "wishes", "tasks"):
            for clause in clauses(section.lines, spans, language):
                take_need(clause, section.kind, found, spans, language)
        elif section.kind in ("", "unknown"):
            for clause in clauses(section.lines, spans, language):
                if finder("you").search(flat(clause.sentence)) and not tells_how_to_apply(clause.sentence):
                    take_need(clause, "tasks", found, spans, language)
    read_country(document.lines, sections, found, spans, language)  # it tells what "$" means in the conditions
    read_conditions(document.lines, sections, found, spans)
    read_country(document.lines, sections, found, spans, language)  # and the currency may tell the country
    vacancy = Vacancy(
        vacancy_id=vacancy_id,
        title=found.title,
        employer=found.employer,
        country=found.country,
        region=found.region,
        places=found.places,
        description=document.text,
        language_of_text=language,
        skills=tuple(found.skills) or None,
        languages=tuple(found.languages) or None,
        education_min=found.education,
        experience_min_months=found.months,
        licences=tuple(found.licences) or None,
        starts_on=found.starts_on,
        salary_min=found.pay.low if found.pay else None,
        salary_max=found.pay.high if found.pay else None,
        currency=found.pay.currency if found.pay else None,
        salary_period=found.pay.period if found.pay else None,
        not_understood=spans.not_understood() or None,
    )
    return JobAdReading(vacancy, document.text, tuple(spans.found), document_problems(document, unread))
