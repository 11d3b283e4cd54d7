"""Quotas as rows of whole numbers, and options sorted into kinds that count alike in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.allocation.constraints.conditions import Conditions, Meant, in_words
from crosswalk.allocation.constraints.layout import QuotaEntry, Where
from crosswalk.allocation.constraints.options import Options
from crosswalk.allocation.constraints.reading import share_of
from crosswalk.allocation.problem import Integers, Row

__all__ = ["Rules", "rules_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rows of a problem.

    Attributes:
        rows: Q of them.
        kind: int32[E].
        coefficients: int64[K, Q].
        those, base: int64[K, Q]; whom a row means, and of whom a share is one, as counts of workers or people.
        shares: For each row the share that bounds it; None where a number does.
        notes: What nobody should be surprised by: who counts in no quota because something is not known.
    """

    rows: tuple[Row, ...]
    kind: NDArray[np.int32]
    coefficients: Integers
    those: Integers
    base: Integers
    shares: tuple[Fraction | None, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A row and how it counts: `of_those` for each one meant, `of_all` for each one of the base."""

    row: Row
    meant: Meant
    base: Meant
    of_those: int
    of_all: int
    people: bool
    share: bool


def rules_of(conditions: Conditions, options: Options, household: Integers) -> Rules:
    """The quotas of a file over options.

    Args:
        conditions: Of the same people, vacancies and pathways.
        options: To be counted.
        household: int64[P]; people who come with each person, the person included.
    """
    counted: list[_Counted] = []
    notes: list[str] = []
    for number, quota in enumerate(conditions.constraints.file.quotas):
        meant = conditions.meant(quota.where, ("quotas", number, "where"))
        base = conditions.meant(quota.of or Where(), ("quotas", number, "of"))
        counted += _rows(quota, number, meant, base, conditions)
        notes += _notes(quota.name, meant, options)
    kind, person, vacancy, pathway = _kinds(counted, options, household)
    counts = [_counts(each, person, vacancy, pathway, household) for each in counted]
    those = _side_by_side([those for those, _ in counts], len(person))
    base_of = _side_by_side([base for _, base in counts], len(person))
    of_those = np.array([each.of_those for each in counted], np.int64)
    of_all = np.array([each.of_all for each in counted], np.int64)
    return Rules(
        rows=tuple(each.row for each in counted),
        kind=kind,
        coefficients=those * of_those - base_of * of_all,
        those=those,
        base=base_of,
        shares=tuple(Fraction(each.of_all, each.of_those) if each.share else None for each in counted),
        notes=tuple(notes),
    )


def _rows(quota: QuotaEntry, number: int, meant: Meant, base: Meant, conditions: Conditions) -> list[_Counted]:
    people = quota.count == "people"
    place = conditions.constraints.document.place("quotas", number)
    sensitive = any(_is_sensitive(where, conditions) for where in (quota.where, quota.of) if where is not None)
    told = (quota.words or {}).get("en", "")
    if quota.at_least is not None or quota.at_most is not None:
        words = told or _words(quota)
        row = Row(
            name=quota.name, lower=quota.at_least, upper=quota.at_most, words=words, place=place, sensitive=sensitive
        )
        return [_Counted(row, meant, base, 1, 0, people, share=False)]
    both = quota.share_at_least is not None and quota.share_at_most is not None
    found = []
    for share, floor in ((quota.share_at_least, True), (quota.share_at_most, False)):
        if share is not None:
            bounds = {"lower": 0} if floor else {"upper": 0}
            words = told if told and not both else _share_words(quota, share, floor=floor)
            row = Row(name=quota.name, words=words, place=place, sensitive=sensitive, **bounds)
            found.append(_Counted(row, meant, base, share.denominator, share.numerator, people, share=True))
    return found


def _is_sensitive(where: Where, conditions: Conditions) -> bool:
    file = conditions.constraints.file
    confidential = {each.name for each in file.attributes if each.sensitive}
    by_nationality = where.origin is not None and file.origin == "nationality"
    return by_nationality or where.person is not None or not confidential.isdisjoint(where.attribute or ())


def _counted_words(quota: QuotaEntry) -> str:
    return "people (workers and those who come with them)" if quota.count == "people" else "worker(s)"


def _words(quota: QuotaEntry) -> str:
    where = in_words(quota.where)
    bounds = [f"at least {quota.at_least}"] if quota.at_least is not None else []
    bounds += [f"at most {quota.at_most}"] if quota.at_most is not None else []
    sentence = f"{' and '.join(bounds)} {_counted_words(quota)} placed{f' {where}' if where else ''}."
    return sentence[0].upper() + sentence[1:]


def _share_words(quota: QuotaEntry, share: Fraction, *, floor: bool) -> str:
    where, base = in_words(quota.where), in_words(quota.of) if quota.of else ""
    bound = "At least" if floor else "At most"
    return f"{bound} {share_of(share)} of the {_counted_words(quota)} placed{f' {base}' if base else ''} are {where}."


def _notes(name: str, meant: Meant, options: Options) -> list[str]:
    """Who counts in no rule, for something is not known of them; and rules that apply to nothing."""
    notes = []
    for unknown, where, what in (
        (meant.people_unknown, options.person, "people"),
        (meant.vacancies_unknown, options.vacancy, "vacancies"),
    ):
        some = len(np.unique(where[unknown[where]]))
        if some:
            notes.append(
                f"{name}: of {some:,} {what} with options it is not known whether the rule means them; they count "
                f"neither towards a floor nor against a cap."
            )
    if len(options.person) and not meant.options(options.person, options.vacancy, options.pathway).any():
        notes.append(f"{name}: no option is meant by this rule.")
    return notes


def _kinds(
    counted: list[_Counted], options: Options, household: Integers
) -> tuple[NDArray[np.int32], Integers, Integers, Integers]:
    """The kind of each option; and of each kind a person, a vacancy and a pathway that stand for it."""
    asked = [part for each in counted for part in (each.meant, each.base)]
    sizes = [household] if any(each.people for each in counted) else []
    people = _classes(len(household), [*(part.people for part in asked), *sizes])
    jobs = _classes(len(asked[0].vacancies) if asked else 1, [part.vacancies for part in asked])
    ways = _classes(len(options.pathways) + 1, [part.pathways for part in asked])
    if not asked or not len(options.person):
        nobody = np.zeros(1 if len(options.person) else 0, np.int64)
        return np.zeros(len(options.person), np.int32), nobody, nobody, nobody
    code = (people[options.person] * (jobs.max() + 1) + jobs[options.vacancy]) * (ways.max() + 1)
    code += ways[options.pathway]
    _, first, kind = np.unique(code, return_index=True, return_inverse=True)
    stands = (options.person[first], options.vacancy[first], options.pathway[first])
    person, vacancy, pathway = (each.astype(np.int64) for each in stands)
    return kind.astype(np.int32), person, vacancy, pathway


def _classes(count: int, columns: Sequence[NDArray[Any]]) -> Integers:
    """Rows that are alike in every column have the same number."""
    number = np.zeros(count, np.int64)
    for column in columns:
        pair = number * (int(column.max(initial=0)) + 1) + column
        number = np.unique(pair, return_inverse=True)[1].astype(np.int64)
    return number


def _side_by_side(columns: list[Integers], rows: int) -> Integers:
    """Columns as one table; a table of no columns where there are none."""
    table: Integers = np.column_stack([np.zeros((rows, 0), np.int64), *columns])
    return table


def _counts(
    each: _Counted, person: Integers, vacancy: Integers, pathway: Integers, household: Integers
) -> tuple[Integers, Integers]:
    """How many an option of each kind counts among those meant, and in the base."""
    base = each.base.options(person, vacancy, pathway)
    meant = each.meant.options(person, vacancy, pathway) & base
    weight = household[person] if each.people else np.ones(len(person), np.int64)
    return meant * weight, base * weight
