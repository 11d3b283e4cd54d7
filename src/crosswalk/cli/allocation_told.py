"""What crosswalk allocate says to people: placements, proof, rules and reasons, in plain sentences and small tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from crosswalk.cli.output import note, print_rows

__all__ = ["tell_allocation", "tell_proof", "tell_reasons", "tell_stable"]

#: Vacancies and rules listed on a terminal; files hold all.
MOST_LISTED = 40
#: Millionths in one unit of an objective, and the least cost that is told.
VALUE, LEAST_COST = 1_000_000, 500
KINDS = {"together": "Moving in groups costs", "held_back": "Keeping places for later costs"}
REASONS = {
    "no_option": "without an option",
    "nowhere_together": "groups without a place for all",
    "rule": "a rule was reached",
    "held_back": "places are held back",
    "contested": "others bring more",
    "combination": "no single reason",
}
WORDS = {"placed": "People placed", "fit": "Total fit", "expected_success": "Expected to end in the job"}


def tell_proof(found: Mapping[str, Any]) -> None:
    """Prints how many were placed, and what is proven of each objective."""
    _head(found)
    for stage in found["stages"]:
        print(_proof(stage))
    if found["greedy_breaks"]:
        note(f"Serving the best first breaks rules: {' '.join(found['greedy_breaks'])}")


def tell_allocation(found: Mapping[str, Any]) -> None:
    """Prints an allocation as `allocated` gives it."""
    tell_proof(found)
    _vacancies(found)
    if found["rules"]:
        costs = {each["name"]: _cost(each) for each in found["cost_of_rules"]}
        rows = [
            [each["words"] or each["name"], *_used(each), *([costs[each["name"]]] if costs else [])]
            for each in found["rules"][:MOST_LISTED]
        ]
        headers = ["rule", "used", "bound", *(["what it costs"] if costs else [])]
        print_rows(headers, rows, right=["used"])
    for each in found["cost_of_rules"]:
        if each["kind"] != "rule":
            print(f"{KINDS[each['kind']]}: {_cost(each)}.")
    left = {name: count for name, count in found["reasons"].items() if count and name != "placed"}
    print(
        "\nNot placed: " + (", ".join(f"{REASONS[name]} {count:,}" for name, count in left.items()) or "nobody") + "."
    )
    tell_reasons(found["explained"])
    _fairness(found)
    for text in found["notes"]:
        note(text)


def tell_reasons(explained: Iterable[Mapping[str, Any]]) -> None:
    """Prints why each of some people was placed or not."""
    for each in explained:
        print(f"  {each['person_id']}: {' '.join(each['words'])}")


def _fairness(found: Mapping[str, Any]) -> None:
    """Groups and envy, where there is something to tell."""
    for each in found["selection"]:
        if each["of_options"] is not None:
            group, rate = f"{each['attribute']} {each['group']}", each["of_options"]["rate"]
            print(f"{group}: placed {each['placed']:,} of {each['with_option']:,} with an option ({rate:.0%}).")
    withheld = {each["attribute"] for each in found["selection"] if each["withheld"]}
    if withheld:
        note(f"Too few people to show how groups fare by {', '.join(sorted(withheld))}.")
    if found["envy"]["no_rule_explains"]:
        note(
            f"{found['envy']['people']:,} people would rather have a place that went to somebody who brings less; in "
            f"{found['envy']['no_rule_explains']:,} such cases no rule explains it, only that more is reached in all."
        )


def tell_stable(found: Mapping[str, Any]) -> None:
    """Prints a stable matching as `stable_outcome` gives it."""
    _head(found)
    print(
        f"No person and employer would rather have each other: {found['options_looked_at']:,} options were looked at, "
        f"{found['blocking_pairs']} would block it. The {found['proposing']} propose."
    )
    unit = WORDS[found["stage"]].lower()
    print(
        f"What stability costs: {unit} {found['objective']:,.2f} instead of {found['best_objective']:,.2f} "
        f"({found['price_of_stability']:.1%} less)."
    )
    _vacancies(found)
    for text in found["notes"]:
        note(text)


def _head(found: Mapping[str, Any]) -> None:
    print(
        f"Placed: {found['placed']:,} of {found['people_with_options']:,} people with an option "
        f"({found['people']:,} people in all)."
    )


def _proof(stage: Mapping[str, Any]) -> str:
    """One objective: what was reached, what nothing can exceed, and what serving the best first would reach."""
    digits = 0 if stage["stage"] == "placed" else 3
    reached, beside = (f"{stage[key]:,.{digits}f}" for key in ("objective", "greedy"))
    if stage["objective"] >= stage["bound"]:
        proof = "the most that is possible, proven"
    else:
        bound = stage["bound"] if digits else int(stage["bound"])
        proof = f"no allocation can reach more than {bound:,.{digits}f} (gap {stage['gap']:.3%})"
    return f"{WORDS[stage['stage']]}: {reached}, {proof}. {_beside(stage, beside)}"


def _beside(stage: Mapping[str, Any], shown: str) -> str:
    more = stage["objective"] / stage["greedy"] - 1 if stage["greedy"] else 0
    beside = f" ({more:+.1%})" if abs(more) > 0.0005 else ""
    return f"Best first, without looking ahead: {shown}{beside}."


def _vacancies(found: Mapping[str, Any]) -> None:
    rows = [[each["vacancy_id"], each["country"] or "", *_places(each)] for each in found["vacancies"]]
    print_rows(["vacancy", "country", "filled", "held back"], rows[:MOST_LISTED], right=["filled", "held back"])
    if len(rows) > MOST_LISTED:
        print(f"… and {len(rows) - MOST_LISTED:,} more vacancies; --json has all.")


def _places(vacancy: Mapping[str, Any]) -> tuple[str, str]:
    return f"{vacancy['filled']} of {vacancy['places']}", str(vacancy["held_back"] or "")


def _used(rule: Mapping[str, Any]) -> tuple[str, str]:
    """How far a rule is used, and its bound."""
    for key, words in (("share_at_least", "at least"), ("share_at_most", "at most")):
        if key in rule:
            share = f"{rule['count'] / rule['of']:.1%} ({rule['count']} of {rule['of']})" if rule["of"] else "nobody"
            return share, f"{words} {float(Fraction(rule[key])):.4g}"
    bounds = [f"at least {rule['at_least']}"] if rule["at_least"] is not None else []
    bounds += [f"at most {rule['at_most']}"] if rule["at_most"] is not None else []
    return str(rule["count"]), ", ".join(bounds)


def _cost(price: Mapping[str, Any]) -> str:
    """What a rule takes from each objective, and for how many people it decides."""
    parts = []
    for each in price["costs"]:
        unit = {"placed": "placements"}.get(each["stage"], each["stage"].replace("_", " "))
        low, high = each["low"], each["high"]
        if high is None:
            parts.append(f"{unit} not proven")
        elif abs(high) >= LEAST_COST:
            parts.append(f"{'' if low == high else 'at most '}{high / VALUE:,.3g} {unit}")
    told = ", ".join(parts) or "nothing"
    people = price["people"]
    if people and (people["helped"] or people["displaced"]):
        told += f"; {people['helped']:,} placed only with it, {people['displaced']:,} only without"
    return told
