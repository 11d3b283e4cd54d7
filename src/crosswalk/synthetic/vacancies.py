"""Synthetic vacancies: plausible, fictitious, seeded, as many as wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.errors import UsageError
from crosswalk.records import LanguageNeed, SkillNeed, Vacancy, schema_of
from crosswalk.synthetic.abilities import SKILL_LEVELS
from crosswalk.synthetic.biography import CEFR, employers
from crosswalk.synthetic.people import AS_OF
from crosswalk.synthetic.streams import BLOCK, Streams, as_lists, at, blocks, nested, pick, unless
from crosswalk.synthetic.work import Work, work_of
from crosswalk.synthetic.world import Destination, chosen, world
from crosswalk.taxonomy import Taxonomy
from crosswalk.types import Isced

__all__ = ["vacancies", "vacancies_in_batches"]

MOST_ESSENTIAL, MOST_OPTIONAL = 15, 10  #: needs of a vacancy; fewer where its occupation has fewer
LEVEL_STATED = 0.3  #: share of needs that name a level
#: Shares of the level asked for in the language of the destination (none, A1 ... C2), by ISCO skill level 1 to 4.
LANGUAGE_SHARES = np.array(
    [
        [0.35, 0.25, 0.30, 0.08, 0.02, 0.00, 0.00],
        [0.15, 0.05, 0.35, 0.35, 0.10, 0.00, 0.00],
        [0.08, 0.00, 0.10, 0.42, 0.35, 0.05, 0.00],
        [0.05, 0.00, 0.02, 0.18, 0.50, 0.25, 0.00],
    ]
)
#: ISCED floor that goes with ISCO skill level 1 to 4 (ILO, ISCO-08 Volume I, table 2), lowered or left out at times.
ISCED_FLOOR = np.array([1, 3, 5, 6])
MONTHS, MONTHS_SHARES = (0, 6, 12, 24, 36, 60), (0.35, 0.1, 0.2, 0.2, 0.1, 0.05)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What all blocks share; `licence` is the licence of each occupation, -1 where there is none."""

    work: Work
    destinations: tuple[Destination, ...]
    licence_names: list[str]
    licence: NDArray[np.int64]
    unknown: float
    as_of: date

    def hidden(self, streams: Streams, name: str, size: int = BLOCK) -> NDArray[np.bool_]:
        hidden: NDArray[np.bool_] = streams(f"hidden {name}").random(size) < self.unknown
        return hidden


def vacancies(
    n: int,
    taxonomy: Taxonomy,
    *,
    seed: int,
    first: int = 0,
    destinations: Sequence[str] | None = None,
    occupations: Sequence[str] | None = None,
    unknown: float = 0.1,
    language: str = "en",
    as_of: date = AS_OF,
) -> pl.DataFrame:
    """Fictitious vacancies under `schema_of(Vacancy)`, one row each.

    Vacancy i is the same whatever `n`, `first` and batches are; `unknown` hides facts and changes no others.

    Args:
        n: Number of vacancies.
        taxonomy: Where occupations and skills come from; up to 15 essential and 10 optional skills each.
        seed: What chance starts from, 0 to 2**64 - 1.
        first: Number of the first vacancy.
        destinations: ISO 3166 alpha-3 codes of world.yaml to choose from; all where not given.
        occupations: Occupation URIs to choose from; all that ask for skills where not given.
        unknown: Share of facts that are null, 0 to 1; title, occupation and skills are always there.
        language: Of labels.
        as_of: The day from which starting dates are counted.

    Raises:
        UsageError: A number is out of range or a country is not in world.yaml.

    Example:
        >>> from crosswalk.taxonomy import Taxonomy
        >>> vacancies(1, Taxonomy.starter(), seed=1, destinations=["DEU"])["country"].to_list()
        ['DEU']
    """
    options = {"destinations": destinations, "occupations": occupations}
    batches = vacancies_in_batches(
        n, taxonomy, seed=seed, first=first, unknown=unknown, language=language, as_of=as_of, **options
    )
    return pl.concat([pl.DataFrame(schema=schema_of(Vacancy)), *batches], rechunk=True)


def vacancies_in_batches(
    n: int,
    taxonomy: Taxonomy,
    *,
    seed: int,
    first: int = 0,
    destinations: Sequence[str] | None = None,
    occupations: Sequence[str] | None = None,
    unknown: float = 0.1,
    language: str = "en",
    as_of: date = AS_OF,
) -> Iterator[pl.DataFrame]:
    """The same vacancies as `vacancies`, some thousands at a time, for any number in steady memory."""
    if not 0 <= unknown <= 1:
        raise UsageError("The share of unknown facts must lie between 0 and 1.", remedy="Use 0.1 for one in ten.")
    w = world()
    work = work_of(taxonomy, language, occupations)
    names = sorted({w.licence_of_all, *w.licence_by_isco.values()})
    licence = [names.index(name) if (name := w.licence(code)) else -1 for code in work.isco]
    scene = _Scene(work, chosen(w.destinations, destinations), names, np.array(licence), unknown, as_of)
    for streams, rows in blocks(n, seed, "vacancy", first):
        yield _block(scene, streams)[rows]


def _block(scene: _Scene, streams: Streams) -> pl.DataFrame:
    """All vacancies of one block."""
    n, work = BLOCK, scene.work
    occupation = streams("occupation").integers(0, len(work.isco), n)
    country = pick(streams("country"), [d.weight for d in scene.destinations], n)
    number = pl.Series(streams.block * BLOCK + np.arange(n)).cast(pl.String).str.zfill(6)
    starts = np.datetime64(scene.as_of) + streams("starts").integers(30, 400, n).astype("timedelta64[D]")
    months = np.take(MONTHS, pick(streams("months"), MONTHS_SHARES, n))
    columns = {
        "vacancy_id": "V" + number,
        "title": at(work.occupation_labels, occupation),
        "employer": employers(streams("employer").integers(0, 1000, n)),
        "country": unless(scene.hidden(streams, "country"), at([d.country for d in scene.destinations], country)),
        "places": pl.Series(np.minimum(streams("places").geometric(0.3, n), 20)),
        "occupation": at(work.occupation_uris, occupation),
        "isco": at(work.isco, occupation),
        "skills": _skills(streams, work, occupation),
        "languages": _languages(scene, streams, country, work.skill_level[occupation]),
        "education_min": _education(scene, streams, work.skill_level[occupation]),
        "experience_min_months": unless(scene.hidden(streams, "months") | (months == 0), pl.Series(months)),
        "licences": _licences(scene, streams, occupation),
        "starts_on": unless(scene.hidden(streams, "starts"), pl.Series(starts)),
        **_salary(scene, streams, country, work.skill_level[occupation]),
    }
    schema = schema_of(Vacancy)
    missing = [pl.lit(None, dtype=t).alias(c) for c, t in schema.items() if c not in columns]
    return pl.DataFrame(columns).with_columns(missing).select(list(schema))


def _skills(streams: Streams, work: Work, occupation: NDArray[np.int64]) -> pl.Series:
    """A random choice of the occupation's essential skills, then of its optional ones."""
    row, place = work.expand(occupation)
    optional = ~work.essential[place]
    order = np.lexsort((streams("skills").random(len(row)), optional, row))
    row, place, optional = row[order], place[order], optional[order]
    run = row * 2 + optional
    first = np.flatnonzero(np.r_[True, run[1:] != run[:-1]])
    rank = np.arange(len(run)) - np.repeat(first, np.diff(np.r_[first, len(run)]))
    kept = rank < np.where(optional, MOST_OPTIONAL, MOST_ESSENTIAL)
    skill = work.skills[place[kept]]
    level = pick(streams("skill level"), (0.2, 0.45, 0.28, 0.07), len(skill))
    unstated = streams("level stated").random(len(skill)) >= LEVEL_STATED
    return nested(
        SkillNeed,
        np.bincount(row[kept], minlength=len(occupation)),
        {
            "text": at(work.skill_labels, skill),
            "uri": at(work.skill_uris, skill),
            "essential": pl.Series(~optional[kept]),
            "level": unless(unstated, at(SKILL_LEVELS, level)),
        },
    )


def _languages(
    scene: _Scene, streams: Streams, country: NDArray[np.int64], skill_level: NDArray[np.int64]
) -> pl.Series:
    """The language of the destination at a level that goes with the work; English welcome at times."""
    n = len(country)
    codes = sorted({"en", *(d.language for d in scene.destinations)})
    own = np.array([codes.index(d.language) for d in scene.destinations])[country]
    edges = np.cumsum(LANGUAGE_SHARES, axis=1)[skill_level - 1]
    level = (streams("language level").random(n)[:, None] >= edges).sum(axis=1)
    english = codes.index("en")
    asked = np.column_stack((level > 0, (own != english) & (streams("english").random(n) < 0.25)))
    row, column = np.nonzero(asked)
    return nested(
        LanguageNeed,
        asked.sum(axis=1),
        {
            "language": at(codes, np.where(column == 0, own[row], english)),
            "level": at(CEFR, np.where(column == 0, level[row] - 1, 2)),
            "essential": pl.Series(column == 0),
        },
        scene.hidden(streams, "languages"),
    )


def _education(scene: _Scene, streams: Streams, skill_level: NDArray[np.int64]) -> pl.Series:
    floor = ISCED_FLOOR[skill_level - 1] - pick(streams("education"), (0.6, 0.3, 0.1), len(skill_level))
    absent = scene.hidden(streams, "education") | (streams("education asked").random(len(floor)) < 0.25)
    return unless(absent | (floor < 1), at([isced.name.lower() for isced in Isced], floor))


def _licences(scene: _Scene, streams: Streams, occupation: NDArray[np.int64]) -> pl.Series:
    own = scene.licence[occupation]
    asked = (own >= 0) & (streams("licences").random(len(own)) < 0.8)
    names = at(scene.licence_names, own[asked])
    return as_lists(asked.astype(np.int64), names, scene.hidden(streams, "licences"))


def _salary(
    scene: _Scene, streams: Streams, country: NDArray[np.int64], skill_level: NDArray[np.int64]
) -> dict[str, pl.Series]:
    """Monthly salary bounds around the usual one of country and skill level, in whole hundreds of minor units."""
    usual = np.array([d.salary_month for d in scene.destinations])[country, skill_level - 1]
    low = usual * streams("salary").integers(80, 121, len(country)) // 10_000 * 100
    high = low * streams("salary range").integers(100, 131, len(country)) // 10_000 * 100
    hidden = scene.hidden(streams, "salary")
    return {
        "salary_min": unless(hidden, pl.Series(low)),
        "salary_max": unless(hidden, pl.Series(high)),
        "currency": unless(hidden, at([d.currency for d in scene.destinations], country)),
        "salary_period": unless(hidden, pl.repeat("month", len(country), eager=True)),
    }
