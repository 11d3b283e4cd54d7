"""Fictitious allocation problems of any size, seeded: people in trades, places that are scarce, rules that bind."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Integers, Problem, Row, Stage
from crosswalk.errors import UsageError

__all__ = ["problem"]

Shares = NDArray[np.float64]

#: People and vacancies share a trade; so many people make one of it on average.
PEOPLE_IN_A_TRADE = 600
#: Share of options outside the person's trade.
ELSEWHERE = 0.05
#: Countries of origin, the first the largest: it holds about a quarter of the people.
ORIGINS = 20
#: Countries of destination, where the members of a group meet.
DESTINATIONS = 12
#: A floor binds where fewer people have the attribute than the floor asks for.
SCARCE = Fraction(4, 5)


def problem(
    people: int,
    vacancies: int,
    *,
    seed: int,
    options: int = 18,
    places: float = 0.5,
    pathways: int = 8,
    stages: Sequence[Literal["placed", "fit", "expected_success"]] = ("fit",),
    floors: Sequence[Fraction | str] = (),
    origin_cap: Fraction | str | None = None,
    quotas: int = 0,
    families: int = 0,
    largest_household: int = 1,
    grain: int = 1,
) -> Problem:
    """A fictitious problem, the same for the same arguments on every machine.

    Args:
        people, vacancies: How many of each.
        seed: What chance starts from, 0 or more.
        options: Vacancies of each person, on average somewhat fewer, for those drawn twice count once.
        places: Places in all, as a share of the people; every vacancy has at least one.
        pathways: How many there are; each option has one.
        stages: Objectives, the most important first.
        floors: For each of them a row: at least this share of those placed have an attribute that fewer people have.
        origin_cap: Largest share of those placed that may come from one country; a row for each of 20 countries.
        quotas: How many pathways have a limit, below what an unbounded choice would use.
        families: Groups of two to four people that move together, to one country.
        largest_household: A person takes one place up to this many (dependants come along).
        grain: Values are multiples of it, in millionths; a large one makes ties.

    Raises:
        UsageError: A number is out of range.

    Example:
        >>> small = problem(6, 3, seed=1, options=2, floors=["1/2"])
        >>> len(small.people), int(small.capacity.sum()) >= 3, small.rows[0].words
        (6, True, 'At least 1/2 of those placed have attribute 1.')
    """
    if (
        min(people, vacancies, seed, options, quotas, families, pathways - quotas) < 0
        or min(grain, pathways, largest_household) < 1
    ):
        raise UsageError("The numbers of a synthetic problem are out of range.", remedy="Use 1 or more.")
    chance = np.random.Generator(np.random.Philox(seed))
    trades = max(1, people // PEOPLE_IN_A_TRADE)
    trade = (chance.random(people) ** 1.5 * trades).astype(np.int64)
    wanted = np.sort((chance.random(vacancies) ** 1.3 * trades).astype(np.int64))
    strength, hardness = chance.random(people), chance.random(vacancies)
    person, vacancy = _options(chance, strength, trade, wanted, trades, options)
    fit = _fit(chance, strength[person], hardness[vacancy], trade[person] == wanted[vacancy]) // grain * grain
    pathway = chance.integers(0, pathways, len(person)).astype(np.int32)
    origin = np.minimum(chance.random(people) ** 2.2 * ORIGINS, ORIGINS - 1).astype(np.int64)
    household = 1 + (chance.random(people) ** 2 * largest_household).astype(np.int64)
    capacity = _capacity(chance, vacancies, round(people * places), largest_household)
    group, names = _families(chance, people, families)
    country = chance.integers(0, DESTINATIONS, vacancies).astype(np.int32)
    rows, kind, coefficients = _rows(chance, floors, origin_cap, quotas, origin, person, pathway, int(capacity.sum()))
    values = {
        "placed": np.full(len(person), VALUE_SCALE, np.int64),
        "fit": fit,
        "expected_success": (fit * 9 + 50_000) // 10 // grain * grain,
    }
    return Problem(
        people=_names("P", people),
        vacancies=_names("V", vacancies),
        pathways=_names("W", pathways),
        first_option=np.searchsorted(person, np.arange(people + 1)).astype(np.int64),
        vacancy=vacancy.astype(np.int32),
        pathway=pathway,
        use=household[person],
        capacity=capacity,
        stages=tuple(Stage(name=name, value=values[name]) for name in stages),
        rows=rows,
        kind=kind,
        coefficients=coefficients,
        group=group,
        meeting=np.where(group[person] == ALONE, 0, country[vacancy]).astype(np.int32),
        group_names=names,
    )


def _names(letter: str, count: int) -> tuple[str, ...]:
    width = len(str(max(count - 1, 0)))
    return tuple(f"{letter}{number:0{width}}" for number in range(count))


def _options(
    chance: np.random.Generator, strength: Shares, trade: Integers, wanted: Integers, trades: int, options: int
) -> tuple[Integers, Integers]:
    """Pairs, sorted, each once: most in the person's trade; strong people have many options, most people few."""
    if not len(wanted) or not len(trade) or not options:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    person = np.repeat(np.arange(len(trade)), 1 + (strength**3 * 4 * (options - 1)).astype(np.int64))
    first = np.searchsorted(wanted, np.arange(trades + 1))
    low, high = first[trade[person]], first[trade[person] + 1]
    inside = low + (chance.random(len(person)) ** 1.5 * (high - low)).astype(np.int64)
    anywhere = chance.integers(0, len(wanted), len(person))
    away = (chance.random(len(person)) < ELSEWHERE) | (high == low)
    pair = np.unique(person * len(wanted) + np.where(away, anywhere, inside))
    return pair // len(wanted), pair % len(wanted)


def _fit(chance: np.random.Generator, brings: Shares, asks: Shares, same_trade: NDArray[np.bool_]) -> Integers:
    """Fit of each option in millionths: what the person brings, what the job asks, and how the two meet."""
    met = 0.4 * brings + 0.1 * (1 - asks) + 0.25 * chance.random(len(brings)) + 0.2 * same_trade
    fit: Integers = ((0.05 + met) * VALUE_SCALE).astype(np.int64)
    return fit


def _capacity(chance: np.random.Generator, vacancies: int, places: int, largest: int) -> Integers:
    """About `places` places over the vacancies, few large employers and many small ones; room for a household each."""
    share = chance.random(vacancies) ** 3
    extra = share / max(share.sum(), 1e-9) * max(places - vacancies, 0)
    places_of: Integers = np.maximum(1 + np.floor(extra).astype(np.int64), largest)
    return places_of


def _families(chance: np.random.Generator, people: int, families: int) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    sizes = 2 + chance.integers(0, 3, families)
    if sizes.sum() > people:
        raise UsageError(f"{families} families need more than {people} people.", remedy="Ask for fewer families.")
    group = np.full(people, ALONE, np.int32)
    group[chance.permutation(people)[: sizes.sum()]] = np.repeat(np.arange(families, dtype=np.int32), sizes)
    return group, _names("F", families)


def _rows(
    chance: np.random.Generator,
    floors: Sequence[Fraction | str],
    origin_cap: Fraction | str | None,
    quotas: int,
    origin: Integers,
    person: Integers,
    pathway: NDArray[np.int32],
    places: int,
) -> tuple[tuple[Row, ...], NDArray[np.int32], Integers]:
    """Rows, the kind of each option, and the coefficients of each kind."""
    rows: list[Row] = []
    of_people: list[Integers] = []
    for number, floor in enumerate([Fraction(each) for each in floors], start=1):
        holds = chance.random(len(origin)) < float(floor * SCARCE)
        of_people.append(floor.denominator * holds - floor.numerator)
        words = f"At least {floor} of those placed have attribute {number}."
        rows.append(Row(name=f"attribute_{number}", lower=0, words=words, sensitive=True))
    if origin_cap is not None:
        cap = Fraction(origin_cap)
        for country in range(ORIGINS):
            of_people.append(cap.denominator * (origin == country) - cap.numerator)
            words = f"At most {cap} of those placed come from country {country}."
            rows.append(Row(name=f"origin_{country}", upper=0, words=words))
    for number in range(quotas):
        upper = max(1, round(places * float((pathway == number).sum()) / max(len(pathway), 1) * 0.8))
        rows.append(Row(name=f"quota_{number}", upper=upper, words=f"At most {upper} through W{number}."))
    table = np.column_stack([*of_people, np.zeros((len(origin), 0))]).astype(np.int64)
    different, of_person = np.unique(table, axis=0, return_inverse=True)
    kinds, kind = np.unique(of_person[person] * (quotas + 1) + np.minimum(pathway, quotas), return_inverse=True)
    limited = np.eye(quotas + 1, quotas, dtype=np.int64)[kinds % (quotas + 1)]
    return tuple(rows), kind.astype(np.int32), np.hstack([different[kinds // (quotas + 1)], limited])
