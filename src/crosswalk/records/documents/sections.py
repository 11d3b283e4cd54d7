"""Sections of a CV or an advertisement, found by their headings in any of the languages known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from statistics import median

from crosswalk.records.documents.text import Line
from crosswalk.records.documents.words import entries
from crosswalk.records.phrases import flat

__all__ = ["Section", "cut_line", "find_heading", "split_sections"]

LONGEST_HEADING = 50
#: In these sections no line stands out but a heading.
_WITHOUT_TITLES = ("skills", "languages", "interests", "references", "wishes", "declaration", "driving")

_MARKS = re.compile(r"[^\w\s&/+'-]+")
_JOINED = re.compile(r"\s*(?:&|/|\+|\band\b|\bet\b|\by\b|\be\b|\bund\b|\s+و\s*|,)\s*")


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading. `kind` is "" for what stands before the first heading."""

    kind: str
    lines: tuple[Line, ...]
    heading: Line | None = None


@cache
def _headings(group: str, language: str | None) -> dict[str, str]:
    """Kind of section for each heading; where two languages use one word, that of the document decides."""
    found: dict[str, str] = {}
    for _, kinds in sorted(entries(group), key=lambda item: item[0] != language):
        for kind, words in kinds.items():
            for word in words:
                found.setdefault(_key(flat(word)), kind)
    return found


def _key(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text.replace("_", " ")).split()).strip("-'& /+")


def find_heading(
    text: str, *, group: str = "headings", strong: bool = False, language: str | None = None
) -> str | None:
    """Kind of section that a heading opens; None where the text is no heading.

    Args:
        text: A line, or the part of a line before a colon.
        group: Words to look in: "headings" for a CV, "ad" for an advertisement.
        strong: Whether the line stands out; then a heading may have more words beside those known.
        language: Language of the document; its words come first.

    Example:
        >>> find_heading("EXPÉRIENCES PROFESSIONNELLES :"), find_heading("Berufserfahrung in der Pflege")
        ('experience', None)
    """
    if len(text) > 70:
        return None
    key, known = _key(flat(text)), _headings(group, language)
    if key in known:
        return known[key]
    bare = re.sub(r"\s*(?:\(.*\)|\d{4}.*)$", "", flat(text)).strip()
    if _key(bare) in known and _key(bare) != key:
        return known[_key(bare)]
    capitals = text.isupper() and len(text) > 4
    stands_out = (strong or capitals) and len(key.split()) <= 6
    parts = [known.get(_key(part)) for part in _JOINED.split(flat(text).strip(" :"))]
    if len(parts) > 1 and parts[0] and (all(parts) or stands_out):
        return parts[0]
    starts = [word for word in known if key.startswith(word + " ") and len(word) > 5]
    return known[max(starts, key=len)] if starts and stands_out and capitals else None


def cut_line(line: Line, start: int) -> Line:
    """The rest of a line from a character of it on."""
    rest = line.text[start:]
    blank = len(rest) - len(rest.lstrip())
    return replace(line, text=rest.strip(), start=line.start + start + blank, gap=False, bullet=False)


def _inline(line: Line, group: str, language: str | None) -> tuple[str, Line] | None:
    """Kind and content of a line such as "Languages: Arabic, English" or "LANGUAGES ⇥ Arabic"."""
    if line.bullet and group == "headings":
        return None
    mark = re.search(r"\t|\s*[:：]\s|:$| [–—-] ", line.text[:60])
    if mark is None or not line.text[mark.end() :].strip():
        return None
    if mark.group().strip() in ("-", "–", "—") and group != "ad":
        return None
    kind = find_heading(line.text[: mark.start()], group=group, language=language)
    return (kind, cut_line(line, mark.end())) if kind else None


def _ends(section: Section, line: Line) -> bool:
    """Whether a paragraph after a list or a paragraph no longer belongs to the heading above them."""
    return bool(section.kind) and bool(section.lines) and line.gap and not line.bullet


_Look = tuple[str, bool, bool]


def _look(line: Line) -> _Look:
    return line.style, line.text.isupper(), line.text.rstrip().endswith(":")


def _known(line: Line, group: str, language: str | None) -> str | None:
    if line.bullet and not line.strong:
        return None
    return find_heading(line.text, group=group, strong=line.strong, language=language)


def _looks_of_headings(lines: list[Line], group: str, language: str | None) -> dict[_Look, float]:
    """How headings look in this document: for each look the share of its lines that are headings we know."""
    known = Counter(_look(line) for line in lines if _known(line, group, language))
    alike = Counter(_look(line) for line in lines if not line.bullet and len(line.text) < LONGEST_HEADING)
    return {look: count / alike[look] for look, count in known.items() if count >= 2}


def _standalone(line: Line, kind: str | None, current: str, looks: dict[_Look, float], usual: float) -> str | None:
    """Kind of section that a line opens; "unknown" where it looks like the headings but has other words."""
    share = looks.get(_look(line), 0.0)
    if kind:
        cased = line.text[:1].islower()
        return None if cased and not line.strong and looks and not share > 0.5 else kind
    stands_out = line.strong or line.text.isupper() or line.text.rstrip().endswith(":")
    short = len(line.text) < LONGEST_HEADING and len(line.text.split()) <= 6 and not re.search(r"\d|@|\t", line.text)
    if line.bullet or not stands_out or not short or not current:
        return None
    large = share > 0.3 and (line.size or 0.0) > 1.15 * usual > 0
    alone = current in _WITHOUT_TITLES and line.strong and share > 0.3
    return "unknown" if share > 0.7 or alone or large else None


def split_sections(lines: Iterable[Line], *, group: str = "headings", language: str | None = None) -> list[Section]:
    """Cut lines at headings.

    A heading on a line of its own opens a section up to the next. A heading with its content on the same line
    opens one too, and where it stands alone between other things it ends at the next empty space.
    """
    lines = list(lines)
    looks = _looks_of_headings(lines, group, language)
    usual = median(line.size or 0.0 for line in lines) if lines else 0.0
    largest = max((line.size or 0.0 for line in lines if _known(line, group, language)), default=0.0)
    sections: list[Section] = [Section("", ())]
    inline = ""
    for line in lines:
        kind = _standalone(line, _known(line, group, language), sections[-1].kind, looks, usual)
        if not kind and 0 < largest * 1.15 < (line.size or 0.0):  # the name, above or beside the sections
            sections.append(Section("", (line,)))
            continue
        content = None if kind else _inline(line, group, language)
        if kind:
            sections.append(Section("" if kind == "title" else kind, (), line))
            inline = ""
        elif content:
            if not inline:
                inline = sections[-1].kind
            sections.append(Section(content[0], (content[1],), line))
        elif group == "ad" and _ends(sections[-1], line):
            sections.append(Section("", (line,)))
            inline = ""
        elif inline and line.gap and sections[-1].lines and inline not in ("", sections[-1].kind):
            sections.append(Section(inline, (line,)))
            inline = ""
        else:
            sections[-1] = replace(sections[-1], lines=(*sections[-1].lines, line))
    return [section for section in sections if section.lines or section.heading]
