"""Why people were placed or not, for crosswalk allocate: everybody's reason in a file, some people's in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crosswalk.errors import NotFoundError

if TYPE_CHECKING:
    from crosswalk.allocation.constraints.build import Built
    from crosswalk.allocation.reasons.explain import Explanations
    from crosswalk.allocation.result import Allocation

__all__ = ["SOLVED_AGAIN", "fairness_of", "reasons_of"]

#: Options up to which a statement about what would have been is proven by solving again; above, prices bound it.
SOLVED_AGAIN = 2_000
#: People up to whom `all` proves what would have changed it.
PROVEN_FOR_ALL = 30


def reasons_of(built: Built, found: Allocation, explain: str | None, lang: str) -> tuple[dict[str, int], list[Any]]:
    """How many people there are by reason; and the reason in words of those who were asked for.

    Args:
        explain: `all` who were not placed, a person's id, or a .jsonl file to which everybody is written.

    Raises:
        NotFoundError: Nobody has the id.
    """
    from crosswalk.allocation.reasons.explain import explain_all

    reasons = explain_all(built.problem, found, no_option=built.no_option, held_back=built.held_back)
    counts = reasons.counts()
    if explain is None:
        return counts, []
    if explain.endswith(".jsonl"):
        with Path(explain).open("w", encoding="utf-8") as file:
            for told in _told(built, reasons, built.problem.people, lang, verify=False):
                file.write(json.dumps(told, ensure_ascii=False) + "\n")
        return counts, []
    small = len(built.problem.vacancy) <= SOLVED_AGAIN
    if explain == "all":
        left = [name for name, reason in zip(built.problem.people, reasons.reason.tolist(), strict=True) if reason]
        some = [name for name, why in zip(built.problem.people, built.no_option, strict=True) if why is None]
        asked = sorted(set(left) & set(some))
        return counts, list(_told(built, reasons, asked, lang, verify=small and len(asked) <= PROVEN_FOR_ALL))
    if explain not in built.problem.people:
        raise NotFoundError(
            f"There is no person {explain} to explain.",
            remedy="Write --explain all, an id of the people, or a file that ends in .jsonl.",
        )
    return counts, list(_told(built, reasons, [explain], lang, verify=True))


def _told(
    built: Built, reasons: Explanations, people: Iterable[str], lang: str, *, verify: bool
) -> Iterator[dict[str, Any]]:
    from crosswalk.allocation.reasons.explain import REASONS
    from crosswalk.allocation.reasons.words import allocation_words, tell_not_placed, tell_placed

    words = allocation_words(lang)
    for person in people:
        reason = REASONS[reasons.reason[reasons.index(person)]]
        if reason == "placed":
            told = tell_placed(reasons.placed(person), words, "programme")
        else:
            told = tell_not_placed(reasons.not_placed(person, verify=verify), built.problem.rows, words, "programme")
        yield {"person_id": person, "reason": reason, "words": list(told)}


def fairness_of(built: Built, found: Allocation) -> dict[str, Any]:
    """How often people of each group are placed (small counts withheld), and who would rather have another's place."""
    from crosswalk.allocation.fairness.envy import envy
    from crosswalk.allocation.fairness.selection import selection_rates

    attributes = {name: column.to_list() for name, column in built.attributes.items()}
    envied = envy(built.problem, found)
    return {
        "selection": [each.as_json() for each in selection_rates(built.problem, found, attributes)],
        "envy": {"people": envied.people, "no_rule_explains": envied.justified, "by_reason": envied.counts()},
    }
