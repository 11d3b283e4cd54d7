"""An explanation in plain words of a language, for the terminal: reasons before scores."""

from __future__ import annotations

from collections.abc import Iterable

from crosswalk.matching.explain import Explanation, PartReason, Requirement, matching_words
from crosswalk.wording import Wording

__all__ = ["in_words"]

SIGNS = {"yes": "+", "unknown": "?", "no": "-"}
#: Skills named as worth a proof, or worth learning; and the least gain of fit that is worth a line.
MOST_NAMED = 5
LEAST_GAIN = 0.005


def in_words(why: Explanation, lang: str = "en") -> str:
    """The explanation as lines of text.

    Args:
        why: What `explain` returned for the same language.
        lang: One of `wording.LANGUAGES`; English for any other.

    Returns:
        Text of several lines: what is covered, what is missing, what a proof and what training would gain, what is
        unknown, filters, then the numbers.
    """
    words = matching_words(lang)
    lines = [words("why.pair", person=why.person_id, vacancy=why.vacancy_id)]
    for how in ("covered", "related", "missing"):
        told = (_requirement(r, words) for r in why.requirements if r.how == how)
        lines += _section(_heading(f"why.{how}", words), told)
    essential = [r for r in why.requirements if r.essential]
    lines += _section(_heading("why.proof", words), _gains({r.label: r.gain_by_proof for r in essential}, words))
    lines += _section(_heading("why.training", words), _gains({r.label: r.gain_by_training for r in essential}, words))
    lines += _section(_heading("why.unknown", words), why.unknown)
    filters = (
        f"{SIGNS[f.verdict]} {words('why.filter', filter=words(f'filter_name.{f.name}'), reason=f.reason)}"
        for f in why.filters
    )
    lines += _section(_heading("why.filters", words), filters)
    lines += _section(_heading("why.parts", words), (_part(part, words) for part in why.parts))
    if why.fit is None:
        lines.append("\n" + words("why.not_scored"))
    else:
        lines.append("\n" + words("why.fit", fit=words.share(why.fit), known=words.share(why.known)))
    if not why.open:
        lines.append(words("why.closed"))
    return "\n".join(lines)


def _heading(key: str, words: Wording) -> str:
    return words("why.heading", title=words(key))


def _section(title: str, items: Iterable[str]) -> list[str]:
    told = [f"  {item}" for item in items]
    return [f"\n{title}", *told] if told else []


def _gains(gains: dict[str, float], words: Wording) -> list[str]:
    """The few that gain most."""
    order = sorted((label for label in gains if gains[label] >= LEAST_GAIN), key=lambda label: -gains[label])
    return [words("why.gain", skill=label, gain=words.share(gains[label])) for label in order[:MOST_NAMED]]


def _requirement(r: Requirement, words: Wording) -> str:
    notes = [] if r.essential else [words("why.welcome")]
    notes += [words(f"why.level_{r.level_note}")] if r.level_note else []
    notes += [words(f"evidence.{r.evidence}")] if r.evidence else []
    label = r.label
    if r.how == "related" and r.by is not None and r.near is not None:
        label = words("why.by", skill=r.label, other=r.by, near=words.share(r.near))
    return label + (f" [{words('why.between').join(notes)}]" if notes else "")


def _part(part: PartReason, words: Wording) -> str:
    return words(
        "why.part",
        part=words(f"part.{part.name}"),
        value=words("why.part_unknown") if part.value is None else words.share(part.value),
        before=words.share(part.weight_before),
        after=words.share(part.weight_after),
    )
