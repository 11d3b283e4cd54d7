"""The doors between people and vacancies: which pathways admit a pair, pushed into the mask before the search.

A pathway that is closed by the person's facts alone, or by the offer's facts alone, is closed for every pair of theirs.
So each person and each vacancy gets one bit for each pathway that stays possible, and a pair is left out of the search
only if no pathway to the vacancy's country is possible on both sides. Who holds the nationality of the country needs
none; who lives there already, and countries of which no pathway is known, stay unknown. After the search each listed
pair is put to each pathway with all facts of both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.matching.filters import NO, UNKNOWN, YES, Factor
from crosswalk.matching.reading import Frames, batches
from crosswalk.pathways import Law, Pathway
from crosswalk.pathways.columns import compile_law
from crosswalk.pathways.records import offer_facts, person_facts, record_facts, work_facts
from crosswalk.pathways.remedy import Remedy, remedies
from crosswalk.pathways.verdicts import encoded_rows, facts_columns, verdicts
from crosswalk.records import Person

__all__ = ["TRIPLE_SCHEMA", "Answers", "Doors"]

#: Columns of a person that pathways read; the search needs no others.
PERSON_COLUMNS = ("person_id", "birth_date", "nationalities", "residence", "education", "languages")
OFFER_COLUMNS = (
    "vacancy_id", "country", "isco", "licences", "starts_on", "salary_min", "currency", "salary_period",
)  # fmt: skip

#: Different people and offers whose cheapest changes are looked for, of one pathway and one piece of a result.
MOST_REMEDIES = 2_000

#: One row for each listed pair and each pathway to the vacancy's country.
TRIPLE_SCHEMA = pl.Schema(
    {
        "person_id": pl.String(),
        "vacancy_id": pl.String(),
        "pathway": pl.String(),
        "verdict": pl.String(),
        "method": pl.String(),
        "points_low": pl.Int64(),
        "points_high": pl.Int64(),
        "fails": pl.List(pl.String()),
        "unknown": pl.List(pl.String()),
        "needs_verification": pl.Boolean(),
        "remedy": pl.List(pl.String()),
        "remedy_months": pl.Float64(),
        "remedy_cost": pl.Int64(),
        "remedy_currency": pl.String(),
    }
)


#: The nearest pathway first: met before unknown before closed, then what fails least.
_NEARNESS = (
    pl.col("verdict").replace_strict({"met": 0, "unknown": 1, "not_met": 2}, default=3),
    pl.col("fails").list.len(),
    pl.col("unknown").list.len(),
    pl.col("pathway"),
)


@dataclass(frozen=True, slots=True)
class Answers:
    """Facts that were asked for, beside the records: columns of encoded facts by person and by vacancy."""

    people: pl.DataFrame | None = None
    offers: pl.DataFrame | None = None

    def of_people(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A table of people with the answers put in."""
        return _answered(frame, self.people, "person_id")

    def of_offers(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A table of vacancies with the answers put in."""
        return _answered(frame, self.offers, "vacancy_id")


def _answered(frame: pl.DataFrame, answers: pl.DataFrame | None, key: str) -> pl.DataFrame:
    if answers is None:
        return frame
    joined = frame.join(answers, on=key, how="left", suffix="_answer", maintain_order="left")
    told = [name.removesuffix("_answer") for name in joined.columns if name.endswith("_answer")]
    return joined.with_columns(
        pl.coalesce(pl.col(f"{name}_answer"), pl.col(name).cast(joined.schema[f"{name}_answer"])).alias(name)
        for name in told
    ).drop(f"{name}_answer" for name in told)


@dataclass(frozen=True)
class Doors:
    """Pathways put to people and vacancies on a day.

    Args:
        pathways: The catalogue, or the part of it that is wanted; at most 62 to one country.
        people: Rows under `schema_of(Person)`, as `match` takes them.
        vacancies: Rows under `schema_of(Vacancy)`.
        day: The day whose law counts.
        answers: Facts that the records do not hold, such as a recognition; they come before what a record says.
    """

    pathways: tuple[Pathway, ...]
    people: Frames
    vacancies: pl.DataFrame
    day: date
    answers: Answers = Answers()

    @cached_property
    def laws(self) -> dict[str, tuple[Law, ...]]:
        """Laws in force on the day, by country, in order of their names."""
        found: dict[str, list[Law]] = {}
        for pathway in sorted(self.pathways, key=lambda each: each.id):
            law = pathway.on(self.day)
            if law.in_force:
                found.setdefault(pathway.file.destination, []).append(law)
        return {country: tuple(laws) for country, laws in found.items()}

    @cached_property
    def destinations(self) -> tuple[str, ...]:
        """Countries of the vacancies to which some pathway is known."""
        countries = self.vacancies["country"].drop_nulls().unique().sort().to_list()
        known = {pathway.file.destination for pathway in self.pathways}
        return tuple(country for country in countries if country in known)

    def factor(self) -> Factor:
        """The filter `pathway`, for `match(factors=...)`."""
        people = _Profiles()
        people.add(self._person_profiles())
        offers = _Profiles()
        offers.add(self._offer_profiles())
        table = np.array([[self._door(one, other) for other in offers.rows] for one in people.rows], dtype=np.uint8)
        return Factor("pathway", people.places(), offers.places(), table.reshape(len(people.rows), len(offers.rows)))

    @cached_property
    def everybody(self) -> pl.DataFrame:
        """One row for each person: encoded facts, own and given, and the jobs that count as work."""
        facts = record_facts(self.pathways, "person")
        jobs = pl.col("experience").list.eval(
            pl.struct(pl.element().struct.field("isco"), pl.element().struct.field("start"),
                      pl.element().struct.field("end"), pl.element().struct.field("ongoing"))
        )  # fmt: skip
        parts = [
            pl.concat(
                [
                    frame.select("person_id", _jobs=jobs, _nationalities="nationalities", _residence="residence"),
                    person_facts(frame, facts),
                ],
                how="horizontal",
            )
            for frame in batches(self.people, Person, (*PERSON_COLUMNS, "experience"))
        ]
        return self.answers.of_people(pl.concat(parts))

    @cached_property
    def offers(self) -> pl.DataFrame:
        """One row for each vacancy: its country and occupation, and encoded facts, own and given."""
        facts = offer_facts(self.vacancies, record_facts(self.pathways, "offer"))
        names = self.vacancies.select("vacancy_id", _country="country", _isco="isco")
        return self.answers.of_offers(pl.concat([names, facts], how="horizontal"))

    def triples(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Every pair with every pathway to its country: verdict, points, what fails, what is unknown.

        Args:
            pairs: Columns `person_id`, `vacancy_id`, each pair once.

        Returns:
            Rows under TRIPLE_SCHEMA, in the order of the pairs, then the nearest pathway first.
        """
        joined = self._facts(pairs)
        found = [pl.DataFrame(schema=TRIPLE_SCHEMA)]
        for country in self.destinations:
            part = joined.filter(pl.col("_country") == country)
            for law in self.laws.get(country, ()) if part.height else ():
                found.append(_triples(law, part))
        order = pairs.select("person_id", "vacancy_id").with_row_index("_order")
        keys = ["person_id", "vacancy_id"]
        return pl.concat(found).join(order, on=keys, how="left").sort("_order", *_NEARNESS).drop("_order")

    def closed_by_the_offer(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """Vacancies that no pathway admits anybody to on the offer's facts alone: each pathway, and what fails."""
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for country in self.destinations:
            part = self.offers.filter(pl.col("_country") == country)
            told: dict[str, list[tuple[str, tuple[str, ...]]]] = {name: [] for name in part["vacancy_id"]}
            for law in self.laws.get(country, ()):
                compiled = compile_law(law)
                result = compiled.run(part, "verdict", "failed")
                for name, held, failed in zip(part["vacancy_id"], result["verdict"], result["failed"], strict=True):
                    if held is False:
                        told[name].append((law.pathway.id, _names(compiled.criteria, failed)))
            laws = len(self.laws.get(country, ()))
            found |= {name: closed for name, closed in told.items() if len(closed) == laws}
        return found

    # -- facts --------------------------------------------------------------------------------------------------------

    def _facts(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """All facts of each pair, from both sides."""
        joined = pairs.select("person_id", "vacancy_id")
        joined = joined.join(self.everybody, on="person_id", how="left", maintain_order="left")
        joined = joined.join(self.offers, on="vacancy_id", how="left", maintain_order="left")
        both = {name: fact for name, fact in record_facts(self.pathways, "both").items() if name not in joined.columns}
        work = work_facts(joined.select(jobs="_jobs", isco="_isco"), both, self.day)
        return pl.concat([joined, work], how="horizontal")

    # -- profiles -----------------------------------------------------------------------------------------------------

    def _person_profiles(self) -> list[tuple[object, ...]]:
        """For each person: possible pathways to each country, own countries, country of residence."""
        facts = self.everybody
        columns: list[list[int]] = [
            self._possible(self.laws.get(country, ()), facts).tolist() for country in self.destinations
        ]
        here = set(self.vacancies["country"].drop_nulls())
        own = [tuple(sorted(here & set(each or ()))) for each in facts["_nationalities"].to_list()]
        lives = [each if each in here else None for each in facts["_residence"].to_list()]
        return list(zip(*columns, own, lives, strict=True))

    def _offer_profiles(self) -> list[tuple[object, ...]]:
        """For each vacancy: its country, and its possible pathways."""
        offers = self.offers
        possible = np.zeros(offers.height, dtype=np.uint64)
        for country in self.destinations:
            inside = offers["_country"].eq_missing(country)
            possible[inside.to_numpy()] = self._possible(self.laws.get(country, ()), offers.filter(inside))
        return list(zip(offers["_country"].to_list(), possible.tolist(), strict=True))

    def _possible(self, laws: Iterable[Law], facts: pl.DataFrame) -> NDArray[np.uint64]:
        """One bit for each law that the facts alone do not close."""
        bits: NDArray[np.uint64] = np.zeros(facts.height, dtype=np.uint64)
        for place, law in enumerate(laws):
            held = compile_law(law).run(facts, "verdict")["verdict"]
            bits |= np.where(held.ne_missing(other=False).to_numpy(), np.uint64(1 << place), np.uint64(0))
        return bits

    def _door(self, person: tuple[object, ...], offer: tuple[object, ...]) -> int:
        *possible, own, lives = person
        country, admits = offer
        assert isinstance(own, tuple)
        assert isinstance(admits, int)
        if country in own:
            return YES
        if country is None or country == lives or country not in self.destinations:
            return UNKNOWN
        mine = possible[self.destinations.index(str(country))]
        return UNKNOWN if int(mine) & admits else NO  # type: ignore[call-overload]


class _Profiles:
    """Different profiles in the order in which they came, and the place of each row's."""

    def __init__(self) -> None:
        self.rows: dict[tuple[object, ...], int] = {}
        self._places: list[int] = []

    def add(self, profiles: list[tuple[object, ...]]) -> None:
        self._places += [self.rows.setdefault(profile, len(self.rows)) for profile in profiles]

    def places(self) -> NDArray[np.int64]:
        return np.array(self._places, dtype=np.int64)


def _triples(law: Law, facts: pl.DataFrame) -> pl.DataFrame:
    compiled = compile_law(law)
    result = compiled.run(facts)
    decided = verdicts(law, facts, most_rows=0)
    doubt = any(criterion.needs_verification for criterion in law.counted) or any(
        part.needs_verification for part in law.parts
    )
    points = ("points_low", "points_high")
    return pl.DataFrame(
        {
            "person_id": facts["person_id"],
            "vacancy_id": facts["vacancy_id"],
            "pathway": pl.repeat(law.pathway.id, facts.height, eager=True),
            "verdict": decided["verdict"],
            "method": decided["method"],
            **{
                name: result[name].cast(pl.Int64)
                if name in result
                else pl.Series([None] * facts.height, dtype=pl.Int64)
                for name in points
            },
            "fails": _mask_names(compiled.criteria, result["failed"]),
            "unknown": _mask_names(compiled.criteria, result["unknown"]),
            "needs_verification": pl.repeat(doubt, facts.height, eager=True),
            **_cheapest(law, facts, decided["verdict"]),
        },
        schema=TRIPLE_SCHEMA,
    )


def _cheapest(law: Law, facts: pl.DataFrame, verdict: pl.Series) -> dict[str, list[object]]:
    """The cheapest changes that would open a pathway that is closed now; nothing where none would or is needed."""
    told: dict[str, list[object]] = {name: [] for name in ("remedy", "remedy_months", "remedy_cost", "remedy_currency")}
    known: dict[tuple[object, ...], tuple[object, ...]] = {}
    columns = facts_columns(law, facts)
    for key, row, held in zip(columns.iter_rows(), encoded_rows(law, columns), verdict, strict=True):
        if held == "not_met" and key not in known and len(known) < MOST_REMEDIES:
            known[key] = _told(remedies(law.pathway, row, law.day, show=1))
        values = known.get(key, _told(())) if held == "not_met" else _told(())
        for name, value in zip(told, values, strict=True):
            told[name].append(value)
    return told


def _told(found: tuple[Remedy, ...]) -> tuple[object, ...]:
    if not found:
        return None, None, None, None
    best = found[0]
    changes = [f"{change.lever}: {change.shown}" for change in best.changes]
    months = None if best.months is None else float(best.months)
    complete = best.cost is not None and not best.unknown_costs
    return (
        changes,
        months,
        best.cost.minor if best.cost and complete else None,
        best.cost.currency if best.cost else None,
    )


def _mask_names(criteria: tuple[str, ...], masks: pl.Series) -> pl.Series:
    """Names of the criteria in each mask; each different mask is read once."""
    different = masks.unique().to_list()
    names = pl.Series([list(_names(criteria, mask)) for mask in different], dtype=pl.List(pl.String))
    return names.gather(masks.replace_strict(different, range(len(different)), return_dtype=pl.UInt32))


def _names(criteria: tuple[str, ...], mask: int) -> tuple[str, ...]:
    return tuple(name for place, name in enumerate(criteria) if mask >> place & 1)
