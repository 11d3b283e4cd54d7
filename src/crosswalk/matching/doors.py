"""The doors between people and vacancies: which pathways admit a pair, pushed into the mask before the search.

A pathway that is closed by the person's facts alone, or by the offer's facts alone, is closed for every pair of theirs.
So each person and each vacancy gets one bit for each pathway that stays possible, and a pair is left out of the search
only if no pathway to the vacancy's country is possible on both sides. Who may work in the country by nationality needs
none; who lives there already, and countries of which no pathway is known, stay unknown. After the search each listed
pair is put to each pathway with all facts of both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.matching.answers import Answers
from crosswalk.matching.filters import NO, UNKNOWN, YES, Factor
from crosswalk.matching.reading import Frames, batches
from crosswalk.matching.triple_columns import NEARNESS, TRIPLE_SCHEMA, criteria_in, triples_of
from crosswalk.pathways import Law, Pathway
from crosswalk.pathways.columns import compile_law
from crosswalk.pathways.free_movement import free_to_work
from crosswalk.pathways.records import Translate, offer_facts, person_facts, record_facts, work_facts
from crosswalk.records import Person

__all__ = ["Doors"]

#: Columns of a person that pathways read; the search needs no others.
PERSON_COLUMNS = ("person_id", "birth_date", "nationalities", "residence", "education", "languages")


@dataclass(frozen=True)
class Doors:
    """Pathways put to people and vacancies on a day.

    Args:
        pathways: The catalogue, or the part of it that is wanted; at most 62 to one country.
        people: Rows under `schema_of(Person)`, as `match` takes them.
        vacancies: Rows under `schema_of(Vacancy)`.
        day: The day whose law counts.
        answers: Facts that the records do not hold, such as a recognition; they come before what a record says.
        translate: `Taxonomy.translate`, to read lists in national classifications.
    """

    pathways: tuple[Pathway, ...]
    people: Frames
    vacancies: pl.DataFrame
    day: date
    answers: Answers = field(default_factory=Answers)
    translate: Translate | None = None

    def shareable(self) -> Doors:
        """These doors for a reader outside the casework, such as an employer.

        Without pathways for people in need of protection, and without answers to sensitive questions: nothing that is
        told depends on them.
        """
        kept = tuple(each for each in self.pathways if each.file.purpose != "complementary")
        sensitive = {name for each in self.pathways for name, fact in each.facts.items() if fact.entry.sensitive}
        return replace(self, pathways=kept, answers=self.answers.without(sensitive))

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
        facts = offer_facts(self.vacancies, record_facts(self.pathways, "offer"), self.translate)
        names = self.vacancies.select("vacancy_id", _country="country", _isco="isco")
        return self.answers.of_offers(pl.concat([names, facts], how="horizontal"))

    def triples(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Every pair with every pathway to its country: verdict, points, what fails, what is unknown.

        Who may work in the country by nationality has none: no pathway is asked for.

        Args:
            pairs: Columns `person_id`, `vacancy_id`, each pair once.

        Returns:
            Rows under TRIPLE_SCHEMA, in the order of the pairs, then the nearest pathway first.
        """
        joined = self.facts(pairs)
        found = [pl.DataFrame(schema=TRIPLE_SCHEMA)]
        for country in self.destinations:
            part = joined.filter((pl.col("_country") == country) & ~_is_free(country))
            for law in self.laws.get(country, ()) if part.height else ():
                found.append(triples_of(law, part))
        order = pairs.select("person_id", "vacancy_id").with_row_index("_order")
        keys = ["person_id", "vacancy_id"]
        return pl.concat(found).join(order, on=keys, how="left").sort("_order", *NEARNESS).drop("_order")

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
                        told[name].append((law.pathway.id, criteria_in(compiled.criteria, failed)))
            laws = len(self.laws.get(country, ()))
            found |= {name: closed for name, closed in told.items() if len(closed) == laws}
        return found

    def shut(self, triples: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
        """Pairs to which every pathway is closed, by id; who lives in the country already is not shut out.

        Args:
            triples: Of `triples`, whole for each pair.
        """
        closed = triples.lazy().group_by("person_id", "vacancy_id").agg(pl.col("verdict").eq("not_met").all()).collect()
        homes = self.everybody.select("person_id", "_residence")
        countries = self.offers.select("vacancy_id", "_country")
        placed = closed.filter("verdict").join(homes, on="person_id").join(countries, on="vacancy_id")
        return placed.filter(pl.col("_residence").ne_missing(pl.col("_country"))).select("person_id", "vacancy_id")

    # -- facts --------------------------------------------------------------------------------------------------------

    def facts(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """All facts of each pair, from both sides."""
        joined = pairs.select("person_id", "vacancy_id")
        joined = joined.join(self.everybody, on="person_id", how="left", maintain_order="left")
        joined = joined.join(self.offers, on="vacancy_id", how="left", maintain_order="left")
        both = record_facts(self.pathways, "both")
        work = work_facts(joined.select(jobs="_jobs", isco="_isco"), both, self.day)
        asked = [
            pl.coalesce(joined[name], work[name].cast(joined.schema[name])).alias(name)
            for name in work.columns
            if name in joined.columns
        ]
        return joined.with_columns(asked, *[work[name] for name in work.columns if name not in joined.columns])

    # -- profiles -----------------------------------------------------------------------------------------------------

    def _person_profiles(self) -> list[tuple[object, ...]]:
        """For each person: possible pathways to each country, countries open by nationality, country of residence."""
        facts = self.everybody
        columns: list[list[int]] = [
            self._possible(self.laws.get(country, ()), facts).tolist() for country in self.destinations
        ]
        here = sorted(set(self.vacancies["country"].drop_nulls()))
        free = [
            tuple(country for country in here if not free_to_work(country).isdisjoint(each or ()))
            for each in facts["_nationalities"].to_list()
        ]
        lives = [each if each in here else None for each in facts["_residence"].to_list()]
        return list(zip(*columns, free, lives, strict=True))

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
        *possible, free, lives = person
        country, admits = offer
        assert isinstance(free, tuple)
        assert isinstance(admits, int)
        if country in free:
            return YES
        if country is None or country == lives or country not in self.destinations:
            return UNKNOWN
        mine = possible[self.destinations.index(str(country))]
        return UNKNOWN if int(mine) & admits else NO  # type: ignore[call-overload]


def _is_free(country: str) -> pl.Expr:
    """Whether a person may work in a country by nationality."""
    held = pl.col("_nationalities").list.eval(pl.element().is_in(sorted(free_to_work(country)))).list.any()
    return held.fill_null(value=False)


class _Profiles:
    """Different profiles in the order in which they came, and the place of each row's."""

    def __init__(self) -> None:
        self.rows: dict[tuple[object, ...], int] = {}
        self._places: list[int] = []

    def add(self, profiles: list[tuple[object, ...]]) -> None:
        self._places += [self.rows.setdefault(profile, len(self.rows)) for profile in profiles]

    def places(self) -> NDArray[np.int64]:
        return np.array(self._places, dtype=np.int64)
