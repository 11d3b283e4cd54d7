"""Synthetic people: plausible, fictitious, seeded, as many as wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import polars as pl

from crosswalk.errors import UsageError
from crosswalk.records import Person, schema_of
from crosswalk.synthetic import abilities, biography
from crosswalk.synthetic.streams import BLOCK, Streams, at, blocks, pick, unless
from crosswalk.synthetic.work import work_of
from crosswalk.synthetic.world import chosen, world
from crosswalk.taxonomy import Taxonomy

__all__ = ["AS_OF", "people", "people_in_batches"]

AS_OF = date(2026, 1, 1)  #: the day on which synthetic people are as old as they are


def people(
    n: int,
    taxonomy: Taxonomy,
    *,
    seed: int,
    first: int = 0,
    origins: Sequence[str] | None = None,
    destinations: Sequence[str] | None = None,
    occupations: Sequence[str] | None = None,
    unknown: float = 0.1,
    language: str = "en",
    as_of: date = AS_OF,
) -> pl.DataFrame:
    """Fictitious people under `schema_of(Person)`, one row each.

    Person i is the same whatever `n`, `first` and batches are; `unknown` hides facts and changes no others.

    Args:
        n: Number of people.
        taxonomy: Where occupations and skills come from; about 30 skills a person on ESCO.
        seed: What chance starts from, 0 to 2**64 - 1.
        first: Number of the first person.
        origins, destinations: ISO 3166 alpha-3 codes of world.yaml to choose from; all where not given.
        occupations: Occupation URIs to choose from; all that ask for skills where not given.
        unknown: Share of facts that are null (a fifth of it for skills and experience), 0 to 1.
        language: Of labels.
        as_of: The day on which ages and months are counted.

    Raises:
        UsageError: A number is out of range or a country is not in world.yaml.

    Example:
        >>> from crosswalk.taxonomy import Taxonomy
        >>> people(2, Taxonomy.starter(), seed=1)["person_id"].to_list()
        ['P0000000', 'P0000001']
    """
    options = {"origins": origins, "destinations": destinations, "occupations": occupations}
    batches = people_in_batches(
        n, taxonomy, seed=seed, first=first, unknown=unknown, language=language, as_of=as_of, **options
    )
    return pl.concat([pl.DataFrame(schema=schema_of(Person)), *batches], rechunk=True)


def people_in_batches(
    n: int,
    taxonomy: Taxonomy,
    *,
    seed: int,
    first: int = 0,
    origins: Sequence[str] | None = None,
    destinations: Sequence[str] | None = None,
    occupations: Sequence[str] | None = None,
    unknown: float = 0.1,
    language: str = "en",
    as_of: date = AS_OF,
) -> Iterator[pl.DataFrame]:
    """The same people as `people`, some thousands at a time, for any number in steady memory."""
    if not 0 <= unknown <= 1:
        raise UsageError("The share of unknown facts must lie between 0 and 1.", remedy="Use 0.1 for one in ten.")
    w = world()
    scene = biography.Scene(
        work=work_of(taxonomy, language, occupations),
        world=w,
        origins=chosen(w.origins, origins),
        destinations=chosen(w.destinations, destinations),
        unknown=unknown,
        as_of=as_of,
    )
    for streams, rows in blocks(n, seed, "person", first):
        yield _block(scene, streams)[rows]


def _block(scene: biography.Scene, streams: Streams) -> pl.DataFrame:
    """All people of one block."""
    n = BLOCK
    origin = pick(streams("origin"), [o.weight for o in scene.origins], n)
    age_days = (streams("age").triangular(18, 27, 60, n) * 365.25).astype(np.int64)
    number = streams.block * BLOCK + np.arange(n)
    digits = pl.Series(number).cast(pl.String).str.zfill(7)
    row, slot, occupation = biography.occupations_of(scene.work, streams, n)
    main = occupation[slot == 0]
    speech = biography.speech_of(scene, streams, origin)
    columns = {
        "person_id": "P" + digits,
        **biography.identity(scene, streams, origin, age_days),
        "email": "p" + digits + "@example.org",
        "occupation": unless(
            scene.hidden(streams, "occupation", n, biography.RARELY_UNKNOWN), at(scene.work.occupation_uris, main)
        ),
        "headline": at(scene.work.occupation_labels, main),
        "experience": biography.experience(scene, streams, row, slot, occupation, origin, age_days),
        "education": biography.education(scene, streams, scene.work.skill_level[main], origin),
        "languages": biography.languages(scene, streams, speech, n),
        "skills": abilities.skills(scene, streams, row, slot, occupation),
        "credentials": abilities.credentials(scene, streams, main),
        **biography.wishes(scene, streams, speech, n),
    }
    schema = schema_of(Person)
    missing = [pl.lit(None, dtype=t).alias(c) for c, t in schema.items() if c not in columns]
    return pl.DataFrame(columns).with_columns(missing).select(list(schema))
