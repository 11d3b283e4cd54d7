"""Why somebody was not placed, or was placed here, in sentences: for the programme, the person, the employer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from crosswalk.allocation.fairness.price_of_rules import RulePrice
from crosswalk.allocation.problem import VALUE_SCALE, Row
from crosswalk.allocation.reasons.changes import Change
from crosswalk.allocation.reasons.reasons import NotPlaced, OptionSeen, Placed, VacancyCounts
from crosswalk.errors import UsageError
from crosswalk.wording import LANGUAGES, Wording

__all__ = ["Audience", "allocation_words", "tell_counts", "tell_not_placed", "tell_placed", "tell_price"]

Audience = Literal["programme", "person", "employer"]

#: A point is a hundredth of a fit of 1.
POINT = VALUE_SCALE // 100


def allocation_words(lang: str) -> Wording:
    """The sentences of allocation in a language; in English where they are not written in it."""
    return Wording(lang if lang in LANGUAGES else "en", "crosswalk.allocation")


def tell_not_placed(why: NotPlaced, rows: Sequence[Row], words: Wording, audience: Audience) -> tuple[str, ...]:
    """Why a person was not placed: the reason, then what would have changed it, the nearest change first.

    Nothing here is about any other person: to the person not even the names of their own group, and never a rule
    that reads a confidential attribute.

    Args:
        why: From `Explanations.not_placed`.
        rows: Rules of the problem.
        words: From `allocation_words`.
        audience: "programme" or "person".

    Raises:
        UsageError: An employer is never told about one person; there are `tell_counts`.
    """
    teller = _Teller(why.person, why.stage, rows, words, audience)
    told = [*_reason(why, teller), *(teller.change(change, why) for change in why.changes)]
    if any(change.verified for change in why.changes):
        told.append(words("allocation.checked"))
    if why.gap > 0:
        told.append(teller("gap", gap=_finely(why.gap, words)))
    return tuple(told)


def tell_placed(why: Placed, words: Wording, audience: Audience) -> tuple[str, ...]:
    """Why a person was placed where they are, in two sentences.

    Raises:
        UsageError: An employer is never told about one person; there are `tell_counts`.
    """
    teller = _Teller(why.person, why.stage, (), words, audience)
    here = teller("placed", **teller.option(why.option))
    other = why.other
    if other is None:
        return here, teller("only")
    if other.value <= why.option.value:
        return here, teller("best", **teller.option(why.option))
    return here, teller("other" if other.needed - other.value >= POINT else "whole", **teller.option(other))


def tell_counts(counts: VacancyCounts, words: Wording) -> tuple[str, ...]:
    """What an employer may know of a vacancy: counts."""
    numbers = {"considered": counts.considered, "places": counts.places, "placed": counts.placed}
    told = words("allocation.employer.counts", vacancy=counts.vacancy, **numbers)
    if counts.elsewhere is None or counts.not_placed is None:
        return told, words("allocation.employer.withheld")
    return told, words("allocation.employer.others", elsewhere=counts.elsewhere, not_placed=counts.not_placed)


def tell_price(price: RulePrice, words: Wording, audience: Audience) -> tuple[str, ...]:
    """What a rule costs of each objective, and how many people it changes things for."""
    rule = _rule(price.words or price.name, price.sensitive, words, audience)
    name = words(f"allocation.price.{price.kind}", rule=rule)
    told = []
    for cost in price.costs:
        measure = words(f"allocation.price.objective.{cost.stage}")
        told.append(_cost(cost.low, cost.high, words, rule=name, measure=measure))
    if price.people is not None:
        people = price.people
        counts = {"helped": people.helped, "displaced": people.displaced, "moved": people.moved}
        told.append(words("allocation.price.people", **counts))
    return tuple(told)


def _cost(low: int | None, high: int | None, words: Wording, **values: str) -> str:
    if low is None or high is None:
        return words("allocation.price.unknown", **values)
    key = "costs" if low == high else "at_most" if low <= 0 else "between"
    if high <= 0:
        key = "free" if low == high == 0 else "gains"
    ends = {"cost": abs(low if key == "gains" else high) / VALUE_SCALE, "low": low / VALUE_SCALE}
    return words(f"allocation.price.{key}", **values, **ends)


def _rule(text: str, sensitive: bool, words: Wording, audience: Audience) -> str:
    """A rule in its own words; outside the programme a sensitive one is only a rule."""
    return words("allocation.a_rule") if sensitive and audience != "programme" else text.rstrip(". ")


def _finely(share: float, words: Wording) -> str:
    """A small share in per cent, with the digits that it needs."""
    return f"{words.number(max(round(100 * share, 3), 0.001))} %"


class _Teller:
    """One person's sentences for one audience."""

    def __init__(self, person: str, stage: str, rows: Sequence[Row], words: Wording, audience: Audience) -> None:
        if audience not in ("programme", "person"):
            raise UsageError("An employer is not told about one person.", remedy="Use the counts of the vacancy.")
        self.person, self.rows, self.words, self.audience = person, rows, words, audience
        self.measure = words(f"allocation.measure.{stage}")

    def __call__(self, key: str, **values: Any) -> str:
        return self.words(f"allocation.{self.audience}.{key}", **{"person": self.person, **values})

    def option(self, seen: OptionSeen) -> dict[str, str]:
        """What sentences say of an option."""
        value, needed = (self.words.share(amount / VALUE_SCALE) for amount in (seen.value, seen.needed))
        return {"vacancy": seen.vacancy, "value": value, "needed": needed, "measure": self.measure}

    def rule(self, row: int) -> str:
        """A rule as this audience may hear of it."""
        rule = self.rows[row]
        return _rule(rule.words or rule.name, rule.sensitive, self.words, self.audience)

    def change(self, change: Change, why: NotPlaced) -> str:
        """One change in a sentence."""
        vacancy = next((seen.vacancy for seen in why.options if seen.option == change.option), "")
        values: dict[str, Any] = {"vacancy": vacancy, "measure": self.measure, "n": change.amount}
        values["points"] = -(-change.amount // POINT)
        if change.stage:
            values["measure"] = self.words(f"allocation.measure.{change.stage}")
        values["rule"] = self.rule(change.row) if change.row >= 0 else ""
        key = change.kind if change.verified else f"{change.kind}_least"
        key += "_close" if key == "value" and change.amount <= POINT else ""
        return self(f"change.{key}", **values)


def _reason(why: NotPlaced, teller: _Teller) -> list[str]:
    """The reason first, then what else stood in the way."""
    group = why.together
    if why.reason == "no_option":
        because = f"allocation.no_option_because.{why.no_option}"
        open_to_them = teller.audience == "programme" or why.no_option != "excluded"  # it may be another's wish
        known = [teller.words(because)] if why.no_option and open_to_them and teller.words.has(because) else []
        return [teller("no_option"), *known]
    if why.reason == "nowhere_together" and group is not None:
        told = [teller("nowhere_together", group=group.group, size=group.size)]
        if teller.audience == "programme" and group.missing:
            told.append(teller("missing", missing=teller.words.together(group.missing)))
        return told
    if why.reason == "combination":
        return [teller("combination"), *_rules(why, teller)]
    if group is not None and why.short:
        points = max(1, round(why.short / POINT))
        return [teller("group_short", group=group.group, size=group.size, points=points), *_rules(why, teller)]
    nearest = why.options[0]
    place = _place(nearest, why.stage, teller)
    if why.reason == "held_back":
        return [teller("held_back", vacancy=nearest.vacancy, n=nearest.held_back), place]
    rules = _rules(why, teller)
    contested = [place] if nearest.full or nearest.place or not rules else []
    return [*rules, *contested] if why.reason == "rule" else [*contested, *rules]


def _rules(why: NotPlaced, teller: _Teller) -> list[str]:
    told = [teller("rule", vacancy=why.options[0].vacancy, rule=teller.rule(row)) for row in why.rows]
    return list(dict.fromkeys(told))  # several rules that may not be named are told once


def _place(seen: OptionSeen, stage: str, teller: _Teller) -> str:
    """The price of the place against what the person would bring."""
    if stage == "placed":
        return teller("full")
    values = teller.option(seen)
    if teller.audience == "programme" and seen.full and seen.lowest is not None and seen.lowest - seen.value >= POINT:
        return teller("contested", **values | {"needed": teller.words.share(seen.lowest / VALUE_SCALE)})
    if seen.needed > VALUE_SCALE:
        return teller("sought", **values)
    return teller("close" if seen.needed - seen.value < POINT else "priced", **values)
