"""A CV becomes a person: each section goes to its reader, and what no reader placed is listed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from crosswalk.records.documents.credentials import find_driving_licence, is_credential, read_credentials
from crosswalk.records.documents.education import read_education
from crosswalk.records.documents.experience import read_experience
from crosswalk.records.documents.extract import pages_unread
from crosswalk.records.documents.languages import read_languages
from crosswalk.records.documents.narrative import read_narrative
from crosswalk.records.documents.parts import Spans, items
from crosswalk.records.documents.personal import Personal, facts, read_personal
from crosswalk.records.documents.plain import text_lines
from crosswalk.records.documents.prose import education_in_text, languages_in_text, running_text
from crosswalk.records.documents.reading import DocumentReading
from crosswalk.records.documents.sections import Section, split_sections
from crosswalk.records.documents.skills import candidate_phrases, read_skills
from crosswalk.records.documents.text import DocumentText, Line
from crosswalk.records.documents.untitled import with_inferred_sections
from crosswalk.records.documents.words import detect_language
from crosswalk.records.model import (
    Credential,
    Education,
    Experience,
    FactEvidence,
    LanguageSkill,
    Person,
    PersonSkill,
)
from crosswalk.records.report import Problem
from crosswalk.types import country_code

__all__ = ["document_problems", "read_cv", "read_cv_text"]


def read_cv(
    path: str | Path, *, person_id: str | None = None, lang: str | None = None, on: date | None = None
) -> DocumentReading:
    """Read a CV from a PDF, DOCX or plain text file.

    Args:
        path: The file.
        person_id: Id of the person; the name of the file without its ending where none is given.
        lang: ISO 639 code of the document's language; found from its words where none is given.
        on: Day up to which ongoing work counts; today where none is given.

    Returns:
        The person, the text, the places of what was understood, and what could not be read.

    Raises:
        NotFoundError: There is no such file.
        InputError: The file as a whole cannot be read; the error says why and what to do.
    """
    path = Path(path)
    document, unread = pages_unread(path)
    return _read(document, person_id or path.stem, path.name, lang, on, unread)


def read_cv_text(
    text: str,
    *,
    person_id: str | None = None,
    lang: str | None = None,
    source: str | None = None,
    on: date | None = None,
) -> DocumentReading:
    """Read a CV from text; arguments as for `read_cv`, `source` names where the text is from.

    Example:
        >>> reading = read_cv_text("Amina Diallo\\n\\nLangues\\nFrançais : C1\\nWolof : langue maternelle")
        >>> [(skill.language, skill.level, skill.native) for skill in reading.person.languages]
        [('fr', <Cefr.C1: 5>, None), ('wo', None, True)]
    """
    person_id = person_id or f"cv-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    return _read(text_lines(text), person_id, source, lang, on, 0)


def _read(
    document: DocumentText, person_id: str, source: str | None, lang: str | None, on: date | None, unread: int
) -> DocumentReading:
    spans = Spans(document, source)
    today = on or date.today()  # noqa: DTZ011  # the day of the reader is meant
    language = lang or detect_language(document.text)
    sections = with_inferred_sections(split_sections(document.lines, language=language))
    _use_headings(sections, spans)
    personal = read_personal(_of(sections, "", "personal"), spans, language=language, top=_top(document, sections))
    person = _person(sections, spans, person_id, personal, today, language)
    problems = [*document_problems(document, unread), *_person_problems(person)]
    return DocumentReading(person, document.text, tuple(spans.found), tuple(problems))


def document_problems(document: DocumentText, pages_left: int) -> tuple[Problem, ...]:
    """What of a document was left unread because there is too much of it."""
    problems = []
    if pages_left:
        problems.append(
            Problem(
                code="pages_not_read",
                message=f"The last {pages_left} pages were not read: they are damaged or beyond the limit of a CV.",
                remedy="Send the pages with the CV only.",
            )
        )
    if document.characters_unread:
        problems.append(
            Problem(
                code="text_not_read",
                message=f"The last {document.characters_unread} characters were not read: too long for a CV.",
                remedy="Send the CV only.",
            )
        )
    return tuple(problems)


def _person_problems(person: Person) -> list[Problem]:
    """What a CV should have and this one does not, as far as it was understood."""
    if person.experience or person.education or person.skills:
        return []
    return [
        Problem(
            code="nothing_recognised",
            message="No work, education or skill was found in the text.",
            remedy="Check that this is a CV, and fill in what is missing by hand.",
        )
    ]


def _of(sections: Iterable[Section], *kinds: str) -> tuple[Line, ...]:
    return tuple(line for section in sections if section.kind in kinds for line in section.lines)


def _top(document: DocumentText, sections: Sequence[Section]) -> list[Line]:
    """Lines where the name may stand: before the first heading, or large letters anywhere on the first page."""
    body = sorted(line.size for line in document.lines if line.size) or [0.0]
    usual = body[len(body) // 2]
    large = [i for i, line in enumerate(document.lines) if line.page == 1 and (line.size or 0) > 1.3 * usual > 0]
    if large:
        return list(document.lines[large[0] : large[0] + 5])
    known = next((number for number, section in enumerate(sections) if section.kind), len(sections))
    first = _of(sections[:known], "")[:8]
    return list(first or _of(sections, "personal")[:8] or document.lines[:5])


def _use_headings(sections: Iterable[Section], spans: Spans) -> None:
    for section in sections:
        if section.heading is not None and section.kind not in ("interests", "references", "declaration", "other"):
            inline = section.lines and section.heading.start <= section.lines[0].start <= section.heading.end
            if not inline:
                spans.head(section.heading)


def _person(
    sections: Sequence[Section], spans: Spans, person_id: str, personal: Personal, on: date, language: str | None
) -> Person:
    experience: list[Experience] = []
    education: list[Education] = []
    languages: list[LanguageSkill] = []
    skills: list[PersonSkill] = []
    credentials: list[Credential] = []
    for section in sections:
        if section.kind in ("experience", "unpaid"):
            experience += read_experience(section.lines, spans, unpaid=section.kind == "unpaid", on=on)
        elif section.kind == "education":
            education += read_education(section.lines, spans, on=on)
        elif section.kind == "languages":
            languages += read_languages(section.lines, spans)
        elif section.kind == "skills":
            skills += read_skills(section.lines, spans)
        elif section.kind in ("credentials", "driving"):
            credentials += read_credentials(section.lines, spans)
    prose = running_text(sections, spans)
    told = read_narrative(prose, spans, on=on, known=experience)
    candidates = candidate_phrases(_details(sections, experience), spans) + candidate_phrases(prose, spans)
    if not languages:
        languages = languages_in_text(prose, spans)
    credentials += _loose_credentials(sections, prose, spans, credentials)
    if not education:
        education = education_in_text(prose, spans, language)
    return Person(
        person_id=person_id,
        given_names=personal.given_names,
        family_name=personal.family_name,
        email=personal.email,
        phone=personal.phone,
        birth_date=personal.birth_date,
        sex=personal.sex,
        nationalities=personal.nationalities,
        residence=personal.residence,
        headline=personal.headline,
        summary=_summary(prose, spans),
        experience=tuple(experience + told) or None,
        education=tuple(education) or None,
        languages=tuple(languages) or None,
        skills=tuple(skills + candidates) or None,
        credentials=tuple(credentials) or None,
        destinations=_destinations(sections, spans),
        evidence=tuple(FactEvidence(field=name, evidence=evidence) for name, evidence in facts(personal)) or None,
        not_understood=spans.not_understood() or None,
    )


def _summary(prose: Sequence[Line], spans: Spans) -> str | None:
    for line in prose:
        spans.note("summary", line.start, line.end)
    return "\n".join(line.text for line in prose) or None


def _details(sections: Iterable[Section], experience: Sequence[Experience]) -> list[Line]:
    """Lines that say what was done in jobs: those in a description."""
    described = "\n".join(job.description or "" for job in experience)
    lines = [line for section in sections if section.kind in ("experience", "unpaid") for line in section.lines]
    return [line for line in lines if line.body()[1].strip() and line.body()[1].strip() in described]


def _loose_credentials(
    sections: Iterable[Section], prose: Sequence[Line], spans: Spans, known: Sequence[Credential]
) -> list[Credential]:
    """Driving licences and certificates named outside their section."""
    found: list[Credential] = []
    has_driving = any(credential.kind == "driving_licence" for credential in known)
    kinds = ("", "personal", "skills", "other", "interests", "wishes", "summary", "education")
    for line in _of(sections, *kinds):
        offset, body = line.body()
        licence = None if has_driving else find_driving_licence(body)
        if licence:
            name, held, start, end = licence
            evidence = spans.note("credential", offset + start, offset + end)
            found.append(Credential(name=name, kind="driving_licence", held=held, evidence=evidence))
            has_driving = True
    for line in _of(sections, "other"):
        if is_credential(line.text):
            found += read_credentials((line,), spans)
    return found


def _destinations(sections: Sequence[Section], spans: Spans) -> tuple[str, ...] | None:
    """Countries where the person wants to work, where the CV says so under a heading."""
    codes: list[str] = []
    for line in _of(sections, "wishes"):
        for start, end in items(line):
            code = country_code(spans.document.text[start:end])
            if code:
                spans.note("destination", start, end)
                codes.append(code)
    return tuple(dict.fromkeys(codes)) or None
