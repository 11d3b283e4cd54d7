"""Facts that running text tells outside any section: languages and schooling; and which lines are running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crosswalk.records.diplomas import find_diplomas
from crosswalk.records.documents.languages import find_language, read_languages
from crosswalk.records.documents.parts import Spans, finder
from crosswalk.records.documents.sections import Section
from crosswalk.records.documents.sentences import sentences
from crosswalk.records.documents.text import Line
from crosswalk.records.model import Education, LanguageSkill
from crosswalk.records.phrases import flat

__all__ = ["education_in_text", "languages_in_text", "running_text"]

_SPEAKS = re.compile(
    r"\b(?:understand|speaks?|spoken|fluent|languages?|mother tongue|parles?|langues?|hablo|habla|idiomas?|lengua|"
    r"spreche|sprachen?|muttersprache|parlo|falo)\b|اتحدث|اتكلم|اجيد|لغ[هات]"
)

_HOLDS = re.compile(
    r"\b(?:i have|i hold|i finished|i completed|i graduated|j'ai|titulaire|diplome|tengo|obtuve|termine|ich habe|ho|"
    r"tenho)\b|لدي|حاصله?|حصلت|تخرجت|انهيت"
)


def running_text(sections: Iterable[Section], spans: Spans) -> tuple[Line, ...]:
    """Running text: the summary, and sentences that stand under no heading."""
    summary = [line for section in sections if section.kind == "summary" for line in section.lines]
    free = [line for section in sections if section.kind in ("", "personal") for line in section.lines]
    blocks: list[list[Line]] = []
    for line in free:
        if blocks and not line.gap and not line.bullet:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    taken = {span.start for span in spans.found if span.kind not in ("given_names", "family_name")}
    for block in blocks:
        text = " ".join(line.text for line in block)
        plain = not any(line.start <= start < line.end for line in block for start in taken)
        if len(text.split()) > 12 and re.search(r"[.!؟]", text) and (plain or len(text.split()) > 40):
            long_lines = [line for line in block if len(line.text.split()) > 5 or line is block[-1]]
            summary += long_lines
    return tuple(sorted(summary, key=lambda line: line.start))


def languages_in_text(prose: Sequence[Line], spans: Spans) -> list[LanguageSkill]:
    """Languages named in sentences that speak of languages."""
    found: list[LanguageSkill] = []
    for sentence in sentences(prose, spans.document.text):
        if _SPEAKS.search(flat(sentence.text)) and find_language(sentence.text):
            line = Line(sentence.text, sentence.start, sentence.end)
            found += [
                skill for skill in read_languages((line,), spans) if skill.language not in {f.language for f in found}
            ]
    return found


def education_in_text(prose: Sequence[Line], spans: Spans, language: str | None) -> list[Education]:
    """Courses named in a sentence, such as "I finished secondary school and a diploma in nursing"."""
    found = []
    for sentence in sentences(prose, spans.document.text):
        plain = flat(sentence.text)
        if not (finder("institution_words").search(plain) or _HOLDS.search(plain)):
            continue
        for diploma in find_diplomas(sentence.text, language):
            evidence = spans.note("education", sentence.start, sentence.end)
            title = sentence.text[diploma.start : diploma.end]
            found.append(Education(title=title, level=diploma.level, evidence=evidence))
    return found
