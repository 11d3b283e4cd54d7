"""An explanation in plain words, for the terminal: reasons before scores."""

from __future__ import annotations

from collections.abc import Iterable

from crosswalk.matching.explain import Explanation, Requirement

__all__ = ["in_words"]

SIGNS = {"yes": "+", "unknown": "?", "no": "-"}


def in_words(why: Explanation) -> str:
    """The explanation as lines of text.

    Args:
        why: What `explain` returned.

    Returns:
        Text of several lines: what is covered, what is missing, what is unknown, filters, then the numbers.
    """
    lines = [f"{why.person_id} and {why.vacancy_id}"]
    groups = (
        ("Covered", [r for r in why.requirements if r.how == "covered"]),
        ("Covered by a related skill", [r for r in why.requirements if r.how == "related"]),
        ("Missing", [r for r in why.requirements if r.how == "missing"]),
    )
    for title, requirements in groups:
        lines += _section(title, (_requirement(r) for r in requirements))
    gains = sorted((r for r in why.requirements if r.essential and r.gain > 0), key=lambda r: -r.gain)[:5]
    lines += _section("What training, or proof, would gain", (f"{r.label}: {r.gain:+.0%} of fit" for r in gains))
    lines += _section("Unknown: ask", why.unknown)
    lines += _section("Filters", (f"{SIGNS[f.verdict]} {f.name}: {f.reason}" for f in why.filters))
    lines += _section("Parts", (_part(p.name, p.value, p.weight_before, p.weight_after) for p in why.parts))
    if why.fit is None:
        lines.append("\nFit: not scored, since neither skills nor occupation are known.")
    else:
        lines.append(f"\nFit {why.fit:.0%}, on {why.known:.0%} of what the vacancy asks. A human decides.")
    if not why.open:
        lines.append("This pair is not listed: a filter says no.")
    return "\n".join(lines)


def _section(title: str, items: Iterable[str]) -> list[str]:
    told = [f"  {item}" for item in items]
    return [f"\n{title}:", *told] if told else []


def _requirement(r: Requirement) -> str:
    kind = "" if r.essential else " (welcome)"
    by = f" by {r.by} ({r.near:.0%} near)" if r.how == "related" else ""
    notes = [f"level {r.level_note}"] if r.level_note else []
    notes += [r.evidence.replace("_", " ")] if r.evidence else []
    return f"{r.label}{kind}{by}" + (f" [{', '.join(notes)}]" if notes else "")


def _part(name: str, value: float | None, before: float, after: float) -> str:
    told = "not known" if value is None else f"{value:.0%}"
    return f"{name}: {told} (weight {before:.0%}, here {after:.0%})"
