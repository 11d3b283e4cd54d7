"""Reads a constraints file, and says of the first thing that cannot be meant where it stands and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from crosswalk.allocation.constraints.layout import AttributeEntry, ConstraintsFile, QuotaEntry, Ranking, Where, Window
from crosswalk.errors import FileError
from crosswalk.yaml_files import Document, read_yaml, shaped

__all__ = ["Constraints", "nearest", "read_constraints", "share_of"]

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a constraints file says, and where it says it."""

    file: ConstraintsFile
    document: Document

    @property
    def folder(self) -> Path:
        """Where files that it names are looked for."""
        return self.document.path.parent

    def wheres(self) -> list[tuple[Where, Keys]]:
        """Every condition of the file with the keys that lead to it."""
        found: list[tuple[Where, Keys]] = []
        for number, quota in enumerate(self.file.quotas):
            found.append((quota.where, ("quotas", number, "where")))
            if quota.of is not None:
                found.append((quota.of, ("quotas", number, "of")))
        found += [(each.where, ("chances", number, "where")) for number, each in enumerate(self.file.chances)]
        return [*found, *((each, ("exclusions", number)) for number, each in enumerate(self.file.exclusions))]


def read_constraints(path: Path) -> Constraints:
    """Read a constraints file.

    What it names (people, vacancies, pathways) is compared with the records only when a problem is built from it.

    Args:
        path: A YAML file; docs/how-to/allocate-under-quotas.md explains it.

    Raises:
        FileError: It breaks the layout or contradicts itself; file, line and remedy are named.
    """
    document = read_yaml(path.absolute())  # so that a place always names the folder
    constraints = Constraints(shaped(ConstraintsFile, document), document)
    for check in (
        _objective,
        _chances,
        _capacities,
        _quotas,
        _attributes,
        _groups,
        _exclusions,
        _preferences,
        _windows,
    ):
        check(constraints.file, constraints)
    return constraints


def nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    """The remedy for a name that is not known.

    Example:
        >>> nearest("nurces", ["nurses", "cooks"], "Use one of the file.")
        'Did you mean nurses?'
    """
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"Did you mean {near[0]}?" if near else otherwise


def share_of(share: Fraction) -> str:
    """A share as people read it: per cent where that is exact, else the fraction.

    Example:
        >>> share_of(Fraction("0.45")), share_of(Fraction(1, 3))
        ('45 %', '1/3')
    """
    percent = share * 100
    return f"{float(percent):g} %" if 1000 % percent.denominator == 0 else str(share)


def _objective(file: ConstraintsFile, constraints: Constraints) -> None:
    for number, name in enumerate(file.objective):
        if name in file.objective[:number]:
            raise constraints.document.error(
                f"The objective {name} is named twice.", "objective", number, remedy="Keep the first."
            )
    ranked = (file.preferences.people.rule, file.preferences.vacancies.rule) if file.preferences else ()
    if "expected_success" in (*file.objective, *ranked) and not file.chances:
        raise constraints.document.error(
            "expected_success needs the chances from which it is worked out.",
            "objective",
            remedy="Add chances, such as - {verdict: met, chance: 0.8, source: your own records}.",
        )
    if file.fit_at_least is not None:
        _is_share(constraints, Fraction(file.fit_at_least), "The least fit", "fit_at_least")


def _is_share(constraints: Constraints, share: Fraction, what: str, *key: str | int) -> None:
    if not 0 <= share <= 1:
        raise constraints.document.error(
            f"{what} lies outside 0 to 1.", *key, remedy="Write 0.45 or 9/20 for 45 of 100."
        )


def _chances(file: ConstraintsFile, constraints: Constraints) -> None:
    for number, each in enumerate(file.chances):
        _is_share(constraints, Fraction(each.chance), "The chance", "chances", number, "chance")


def _capacities(file: ConstraintsFile, constraints: Constraints) -> None:
    given = file.capacities
    counts: list[tuple[int | None, tuple[str, ...]]] = [(given.unstated, ("unstated",))]
    counts += [(places, ("vacancies", name)) for name, places in given.vacancies.items()]
    counts += [(places, ("held_back", name)) for name, places in given.held_back.items()]
    for places, key in counts:
        if places is not None and places < 0:
            raise constraints.document.error(
                f"{places} places are less than none.",
                "capacities",
                *key,
                remedy="Write how many places can be given, 0 or more.",
            )


def _quotas(file: ConstraintsFile, constraints: Constraints) -> None:
    for number, quota in enumerate(file.quotas):
        if quota.name in {other.name for other in file.quotas[:number]}:
            raise constraints.document.error(
                f"Two quotas are named {quota.name}.", "quotas", number, "name", remedy="Give each a name of its own."
            )
        _bounds(quota, number, constraints)


def _bounds(quota: QuotaEntry, number: int, constraints: Constraints) -> None:
    """One quota: its numbers are possible, of one kind, and in order."""

    def wrong(message: str, key: str, remedy: str) -> FileError:
        return constraints.document.error(f"The quota {quota.name} {message}.", "quotas", number, key, remedy=remedy)

    counts = {"at_least": quota.at_least, "at_most": quota.at_most}
    shares = {"share_at_least": quota.share_at_least, "share_at_most": quota.share_at_most}
    for key, count in counts.items():
        if count is not None and count < 0:
            raise wrong(f"is {count}, less than nobody", key, "Write 0 or more.")
    for key, share in shares.items():
        if share is not None:
            _is_share(constraints, share, f"The share of {quota.name}", "quotas", number, key)
    given = [key for key, value in (counts | shares).items() if value is not None]
    if not given:
        raise wrong("bounds nothing", "", "Add at_most or at_least, or share_at_most or share_at_least.")
    if {key.startswith("share") for key in given} == {True, False}:
        raise wrong("mixes numbers and shares", given[-1], "Write two quotas, one for each.")
    if quota.of is not None and not given[0].startswith("share"):
        remedy = "`of` says what a share is a share of: use share_at_least or share_at_most, or remove it."
        raise wrong("has `of` without a share", "of", remedy)
    bounds: list[tuple[int | Fraction | None, ...]] = [tuple(counts.values()), tuple(shares.values())]
    for least, most in bounds:
        if least is not None and most is not None and least > most:
            remedy = f"Lower the floor to {most}, or raise the cap to {least}."
            raise wrong(f"asks for at least {least} and at most {most}", given[0], remedy)


def _attributes(file: ConstraintsFile, constraints: Constraints) -> None:
    names = [each.name for each in file.attributes]
    for number, each in enumerate(file.attributes):
        if each.name in names[:number]:
            raise constraints.document.error(
                f"Two attributes are named {each.name}.",
                "attributes",
                number,
                "name",
                remedy="Give each a name of its own.",
            )
        if wrong := _incomplete(each):
            raise constraints.document.error(
                f"The attribute {each.name} {wrong[0]}.", "attributes", number, remedy=wrong[1]
            )
    for where, key in constraints.wheres():
        for name in where.attribute or ():
            if name not in names:
                remedy = nearest(name, names, "Declare it under attributes, with its purpose.")
                raise constraints.document.error(f"There is no attribute {name}.", *key, "attribute", remedy=remedy)


def _incomplete(each: AttributeEntry) -> tuple[str, str] | None:
    """What an attribute lacks or has too much of, and the remedy."""
    if (each.from_ is None) == (each.file is None):
        return "comes from nowhere or from two places", "Give either from (a field of the record), or file and column."
    if (each.file is None) != (each.column is None):
        return "needs file and column together", "Add the other."
    if (each.born is None) == (each.from_ == "birth_date"):
        return "has `born` without `from: birth_date`, or the other way round", "Write both, or neither."
    if each.from_ not in (None, "birth_date") and each.is_ is None:
        return "does not say which values count", "Add is, such as is: female."
    if each.born is not None and each.is_ is not None:
        return "has both `born` and `is`", "Keep born."
    return None


def _groups(file: ConstraintsFile, constraints: Constraints) -> None:
    member_of: dict[str, str] = {}
    for number, group in enumerate(file.groups):
        if group.name in {other.name for other in file.groups[:number]}:
            raise constraints.document.error(
                f"Two groups are named {group.name}.", "groups", number, "name", remedy="Give each a name of its own."
            )
        if group.dependants < 0:
            raise constraints.document.error(
                f"The group {group.name} has {group.dependants} dependants.",
                "groups",
                number,
                "dependants",
                remedy="Write 0 or more.",
            )
        for place, person in enumerate(group.people):
            if person in member_of:
                twice = f"in the groups {member_of[person]} and {group.name}"
                twice = f"twice in the group {group.name}" if member_of[person] == group.name else twice
                raise constraints.document.error(
                    f"{person} is {twice}.",
                    "groups",
                    number,
                    "people",
                    place,
                    remedy="Name each person once, in one group.",
                )
            member_of[person] = group.name


def _exclusions(file: ConstraintsFile, constraints: Constraints) -> None:
    for number, each in enumerate(file.exclusions):
        if not any(getattr(each, key) for key in Where.model_fields):
            raise constraints.document.error(
                "The exclusion names nothing.", "exclusions", number, remedy="Name whom and what it keeps apart."
            )
        reads = "attribute" if each.attribute else "origin" if each.origin and file.origin == "nationality" else ""
        if reads:
            what = "an attribute of people" if reads == "attribute" else "nationality"
            raise constraints.document.error(
                f"An exclusion cannot go by {what}.",
                "exclusions",
                number,
                reads,
                remedy="Shutting people out by what they are is discrimination; name the person, or write a quota.",
            )


def _preferences(file: ConstraintsFile, constraints: Constraints) -> None:
    if file.preferences is None:
        return
    sides: Sequence[tuple[str, Ranking]] = (
        ("people", file.preferences.people),
        ("vacancies", file.preferences.vacancies),
    )
    for side, ranking in sides:
        for name, ranked in ranking.lists.items():
            twice = next((each for place, each in enumerate(ranked) if each in ranked[:place]), None)
            if twice is not None:
                raise constraints.document.error(
                    f"{name} ranks {twice} twice.", "preferences", side, "lists", name, remedy="Keep the better place."
                )


def _windows(file: ConstraintsFile, constraints: Constraints) -> None:
    windows: list[tuple[Window | None, Keys]] = [
        (where.starts, (*key, "starts")) for where, key in constraints.wheres()
    ]
    windows += [(each.born, ("attributes", number, "born")) for number, each in enumerate(file.attributes)]
    for window, key in windows:
        if window is not None and window.from_ and window.to and window.to < window.from_:
            raise constraints.document.error(
                "The last day lies before the first.", *key, remedy="Write the earlier day at from."
            )
