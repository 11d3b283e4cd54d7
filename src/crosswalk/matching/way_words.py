"""The ways in as a reader is told them: verdict, what fails or is to be asked, the cheapest change, and the law."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crosswalk.matching.ways import Way
from crosswalk.pathways.facts import Unit
from crosswalk.pathways.remedy import Change, Remedy
from crosswalk.texts import language_of
from crosswalk.wording import Wording

__all__ = ["Phrase", "ToldWay", "phrase", "tell_way", "way_in_a_line", "ways_in_words"]

#: Questions and sources that are named of one way; other questions are counted.
MOST_ASKED, MOST_CITED = 3, 2
SIGNS = {"met": "+", "unknown": "?", "not_met": "-"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a pathway file, and the language that they are in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class ToldWay:
    """One way in, in the words of a language.

    Attributes:
        verdict: `met`, `unknown` or `not_met`.
        said: The verdict as a sentence.
        fails: Titles of criteria that are not met.
        ask: Questions that would decide it, and `more`, how many others are open.
        law: Instruments and sections of what fails or is open, else of all that is met.
    """

    name: Phrase
    verdict: str
    said: str
    points: str | None
    fails: tuple[Phrase, ...]
    ask: tuple[Phrase, ...]
    more: int
    remedy: str | None
    law: tuple[str, ...]
    closed_now: bool
    doubtful: bool


def phrase(texts: Mapping[str, str], language: str) -> Phrase:
    """A text in the language, else in English, else in whichever it is written.

    Example:
        >>> phrase({"en": "Age", "de": "Alter"}, "ar")
        Phrase(text='Age', language='en')
    """
    chosen = language_of(texts, language)
    return Phrase(texts[chosen], chosen)


def tell_way(way: Way, words: Wording, unsaid: Collection[str] = ()) -> ToldWay:
    """A way in the words of a language.

    Args:
        unsaid: Names of facts that must not be named: neither they nor the criteria that read them.
    """
    assessment, scope = way.assessment, way.pathway.scope
    criteria = {each.id: each for each in assessment.criteria if not set(each.read) & set(unsaid)}
    open_facts = [name for name in assessment.missing if name not in unsaid]
    fails = [criteria[name] for name in way.fails if name in criteria]
    undecided = [each for each in criteria.values() if each.status == "unknown" and each.kind in {"gate", "document"}]
    cited = fails or undecided or [each for each in criteria.values() if each.status == "met"]
    sources = [scope.sources[name] for name in dict.fromkeys(each.source for each in cited) if name in scope.sources]
    said = words(f"way.{assessment.verdict}")
    if assessment.verdict == "unknown" and not open_facts:
        said = words("way.confidential")
    elif assessment.verdict == "not_met" and not way.fails:
        said = words("way.together")
    return ToldWay(
        name=phrase(way.pathway.file.names, words.language),
        verdict=assessment.verdict,
        said=said,
        points=_points(assessment.points, words),
        fails=tuple(phrase(each.title, words.language) for each in fails),
        ask=tuple(phrase(way.pathway.facts[name].entry.ask, words.language) for name in open_facts[:MOST_ASKED]),
        more=max(0, len(open_facts) - MOST_ASKED),
        remedy=_remedy(way.remedy, way, words, unsaid),
        law=tuple(dict.fromkeys(f"{each.instrument} {each.section}".strip() for each in sources))[:MOST_CITED],
        closed_now=assessment.open_now == "closed",
        doubtful=bool(assessment.needs_verification),
    )


def _points(points: tuple[int, int] | None, words: Wording) -> str | None:
    if points is None:
        return None
    low, high = points
    return words("way.points", points=low if low == high else words("way.between", low=low, high=high))


def _remedy(remedy: Remedy | None, way: Way, words: Wording, unsaid: Collection[str]) -> str | None:
    """The cheapest changes in one sentence; what nobody could say is not known."""
    if remedy is None or any(name in unsaid for change in remedy.changes for name in change.values):
        return None
    changes = words("way.joined").join(_change(change, way, words) for change in remedy.changes)
    months = words("way.not_known") if remedy.months is None else words.number(float(remedy.months))
    cost = words.money(remedy.cost.minor, None, remedy.cost.currency) if remedy.cost and remedy.cost.currency else None
    if remedy.unknown_costs:
        cost = words("way.partly", cost=cost) if cost and remedy.cost and remedy.cost.minor else None
    return words("way.remedy", changes=changes, months=months, cost=cost or words("way.not_known"))


def _change(change: Change, way: Way, words: Wording) -> str:
    """What to change, and up to which value where that is more than yes."""
    title = phrase(change.title, words.language).text
    name, value = next(iter(change.values.items()))
    fact = way.pathway.facts[name]
    if isinstance(value, bool):
        return title
    if fact.shape == "number" and fact.entry.type != "level" and isinstance(value, int):
        shown = _amount(value, fact.unit, words)
    elif isinstance(change.shown, str) and change.shown in fact.words:
        shown = phrase(fact.words[change.shown], words.language).text
    else:
        shown = str(change.shown)
    return words("way.change", title=title, value=shown)


def _amount(value: int, unit: Unit, words: Wording) -> str:
    currency, _, period = unit.name.partition("/")
    if len(currency) == 3 and currency.isupper():
        return words.money(value, None, currency, period or None) or unit.show(value)
    return unit.show(value)


def way_in_a_line(way: Way, words: Wording) -> str:
    """A way, its verdict, and what to change or to ask next, in one line."""
    told = tell_way(way, words)
    fails = words("way.sentence", title=words("way.fails"), text=words("nobody.between").join(_texts(told.fails)))
    ask = words("way.sentence", title=words("way.ask"), text=words("nobody.between").join(_texts(told.ask[:1])))
    more = f" ({words('way.more', n=told.more + len(told.ask) - 1)})" if told.more + len(told.ask) > 1 else ""
    next_step = {"met": None, "unknown": f"{ask}{more}" if told.ask else None, "not_met": told.remedy or fails}
    parts = [words("way.sentence", title=told.name.text, text=told.said), next_step[told.verdict]]
    return " ".join([SIGNS[told.verdict], *(part for part in parts if part)])


def _texts(phrases: Iterable[Phrase]) -> list[str]:
    return [each.text for each in phrases]


def ways_in_words(ways: Sequence[Way], words: Wording) -> str:
    """The ways in as text of several lines, for the terminal."""
    told = _lines(ways, words) if ways else [words("way.none")]
    lines = [f"  {line}" for line in (*told, *([words("way.decides")] if ways else []))]
    return "\n".join([words("why.heading", title=words("way.title")), *lines])


def _lines(ways: Iterable[Way], words: Wording) -> list[str]:
    """A few lines for each way."""
    lines: list[str] = []
    for told in (tell_way(way, words) for way in ways):
        lines.append(f"{SIGNS[told.verdict]} {words('way.sentence', title=told.name.text, text=told.said)}")
        more = [words("way.more", n=told.more)] if told.more else []
        lists = {
            "way.fails": _texts(told.fails),
            "way.ask": _texts(told.ask) + more,
            "way.law": list(told.law),
        }
        notes = [
            words("way.sentence", title=words(title), text=words("nobody.between").join(texts))
            for title, texts in lists.items()
            if texts
        ]
        notes += [note for note in (told.points, told.remedy) if note]
        notes += [words("way.closed_now")] if told.closed_now else []
        notes += [words("way.doubtful")] if told.doubtful else []
        lines += [f"    {note}" for note in notes]
    return lines
