"""How ready a partnership is: ten design steps and eight prerequisites, each shown, in part, not there or open."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.safeguards.case import Case
from crosswalk.partnerships.safeguards.evidence import Evidence
from crosswalk.partnerships.safeguards.findings import source_as_json
from crosswalk.partnerships.safeguards.layout import ItemEntry, SourceOfRule
from crosswalk.partnerships.safeguards.readiness_shown import SHOWN, Grade, Shown
from crosswalk.partnerships.safeguards.rulebook import readiness_lists, rulebook
from crosswalk.partnerships.safeguards.said import in_words
from crosswalk.wording import Wording

__all__ = ["Checklist", "Item", "Readiness", "readiness"]

#: What a grade is worth; unanswered is worth nothing, and is told apart.
WORTH = {"yes": Fraction(1), "partly": Fraction(1, 2), "no": Fraction(0), "unknown": Fraction(0)}


@dataclass(frozen=True, slots=True)
class Item:
    """One design step or prerequisite.

    Attributes:
        shown_by: file: the partnership itself shows it; answer: somebody answered; nothing.
        reason: What shows it; empty where nothing does.
        missing: What to do next; empty where it is shown.
    """

    name: str
    title: str
    asks: str
    grade: Grade
    shown_by: str
    reason: str
    missing: str
    sources: tuple[SourceOfRule, ...]

    def as_json(self) -> dict[str, Any]:
        """The item for machines."""
        return {
            "item": self.name,
            "title": self.title,
            "asks": self.asks,
            "grade": self.grade,
            "shown_by": self.shown_by,
            "reason": self.reason or None,
            "missing": self.missing or None,
            "needs_verification": any(source.needs_verification for source in self.sources),
            "sources": [source_as_json(source) for source in self.sources],
        }


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list with its score. It says how far a design has come; it ranks no country and no partner.

    Attributes:
        summary: The score in words, such as 6.5 of 10 shown; 2 not answered.
    """

    name: str
    title: str
    items: tuple[Item, ...]
    summary: str

    @property
    def score(self) -> Fraction:
        """Items that are shown; in part counts half."""
        return _score(item.grade for item in self.items)

    @property
    def unanswered(self) -> int:
        """Items of which nothing is known."""
        return sum(item.grade == "unknown" for item in self.items)

    def as_json(self) -> dict[str, Any]:
        """The list for machines."""
        return {
            "list": self.name,
            "title": self.title,
            "score": float(self.score),
            "of": len(self.items),
            "unanswered": self.unanswered,
            "summary": self.summary,
            "items": [item.as_json() for item in self.items],
        }


@dataclass(frozen=True, slots=True)
class Readiness:
    """All lists of readiness of a partnership on a day."""

    partnership: str
    on: date
    lists: tuple[Checklist, ...]

    def as_json(self) -> dict[str, Any]:
        """The readiness for machines."""
        return {
            "partnership": self.partnership,
            "on": self.on.isoformat(),
            "lists": [each.as_json() for each in self.lists],
        }


def readiness(partnership: Partnership, *, on: date, evidence: Iterable[Evidence] = (), lang: str = "en") -> Readiness:
    """What of the design is there on a day, and what is missing next.

    What the file itself shows in full counts before an answer under `readiness:`; an answer counts before what the
    file shows in part or lacks.

    Args:
        partnership: As `load_partnership` reads it.
        on: Day whose signatures and answers count.
        evidence: As for `check`.
        lang: One of `wording.LANGUAGES`.

    Raises:
        FileError: The file answers an item that is on no list.
        UsageError: There are no sentences in the language.

    Source: the design steps of the Center for Global Development and the prerequisites of IOM; see `readiness.yaml`.
    """
    sources, lists = readiness_lists()
    _refuse_strange_answers(partnership, [item.name for items in lists.values() for item in items])
    case = Case(partnership, on, rulebook(), tuple(evidence))
    words = Wording(lang, "crosswalk.partnerships.safeguards")
    found = []
    for name, entries in lists.items():
        items = tuple(_item(case, entry, sources, words) for entry in entries)
        found.append(Checklist(name, words(f"readiness.list.{name}"), items, _summary(items, words)))
    return Readiness(partnership.title(lang), on, tuple(found))


def _item(case: Case, entry: ItemEntry, sources: dict[str, SourceOfRule], words: Wording) -> Item:
    shown, answer = SHOWN[entry.name](case), case.file.readiness.get(entry.name)
    grade, shown_by, reason = _from_file(shown, words)
    bare = False
    if grade != "yes" and answer is not None and (answer.on is None or answer.on <= case.on):
        grade, shown_by, reason = answer.answer, "answer", answer.evidence.strip()
        bare = grade == "yes" and not reason
    missing = "" if grade == "yes" else words(f"readiness.item.{entry.name}.missing")
    return Item(
        entry.name,
        words(f"readiness.item.{entry.name}.title"),
        words(f"readiness.item.{entry.name}.asks"),
        grade,
        shown_by,
        reason,
        words("readiness.evidence") if bare else missing,
        tuple(sources[name] for name in entry.sources),
    )


def _from_file(shown: Shown | None, words: Wording) -> tuple[Grade, str, str]:
    if shown is None:
        return "unknown", "nothing", ""
    return shown.grade, "file", in_words(shown.said, words)


def _score(grades: Iterable[Grade]) -> Fraction:
    return sum((WORTH[grade] for grade in grades), Fraction(0))


def _summary(items: tuple[Item, ...], words: Wording) -> str:
    """6.5 of 10 shown; 2 not answered."""
    score = words("readiness.score", score=float(_score(item.grade for item in items)), of=len(items))
    open_ = sum(item.grade == "unknown" for item in items)
    return f"{score}; {words.counted('readiness.unanswered', open_)}" if open_ else score


def _refuse_strange_answers(partnership: Partnership, known: list[str]) -> None:
    for name in partnership.file.readiness:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            raise partnership.document.error(
                f"No list of readiness asks {name}.",
                "readiness",
                name,
                remedy=f"Did you mean {near[0]}?" if near else f"The items are {', '.join(known)}.",
            )
