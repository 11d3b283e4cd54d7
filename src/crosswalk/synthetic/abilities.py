"""What a synthetic person can do: skills, how they are known, and licences."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.records import Credential, Evidence, PersonSkill, schema_of
from crosswalk.synthetic.biography import RARELY_UNKNOWN, Scene
from crosswalk.synthetic.streams import BLOCK, Streams, at, nested, pick, unless

__all__ = ["SKILL_LEVELS", "credentials", "skills"]

KEPT_FIRST = (0.25, 0.75)  #: share of an occupation's optional, essential skills that a person has
KEPT_OTHER = (0.12, 0.5)  #: the same for the second and third occupation
NOISE_SKILLS = 3.0  #: mean number of skills that have nothing to do with the occupations

SKILL_LEVELS = ("foundation", "intermediate", "advanced", "specialised")
ASSURANCES, ASSURANCE_SHARES = ("self_declared", "attested", "tested", "verified"), (0.7, 0.15, 0.1, 0.05)


def skills(
    scene: Scene, streams: Streams, row: NDArray[np.int64], slot: NDArray[np.int64], occupation: NDArray[np.int64]
) -> pl.Series:
    """Part of the skills of each occupation and a few others, each once, with level and evidence."""
    n, work = BLOCK, scene.work
    entry, place = work.expand(occupation)
    chance = np.where(
        slot[entry] == 0,
        np.take(KEPT_FIRST, work.essential[place].astype(np.int64)),
        np.take(KEPT_OTHER, work.essential[place].astype(np.int64)),
    )
    kept = streams("skills").random(len(place)) < chance
    noise = np.repeat(np.arange(n), streams("noise count").poisson(NOISE_SKILLS, n))
    other = streams("noise skills").integers(0, len(work.skill_uris), len(noise))
    pairs = np.concatenate((row[entry[kept]] * len(work.skill_uris) + work.skills[place[kept]],
                            noise * len(work.skill_uris) + other))  # fmt: skip
    person, skill = np.divmod(np.unique(pairs), len(work.skill_uris))
    count = len(skill)
    level = unless(
        scene.hidden(streams, "skill level", count),
        at(SKILL_LEVELS, pick(streams("skill level"), (0.15, 0.35, 0.35, 0.15), count)),
    )
    return nested(
        PersonSkill,
        np.bincount(person, minlength=n),
        {
            "text": at(work.skill_labels, skill),
            "uri": at(work.skill_uris, skill),
            "level": level,
            "evidence": evidence_of(scene, streams, count),
        },
        scene.hidden(streams, "skills", n, RARELY_UNKNOWN),
    )


def evidence_of(scene: Scene, streams: Streams, count: int) -> pl.Series:
    """How skills are known: mostly because the person says so; tests and checks have dates and expire."""
    assurance = pick(streams("assurance"), ASSURANCE_SHARES, count)
    on = np.datetime64(scene.as_of) - streams("evidence date").integers(0, 1400, count).astype("timedelta64[D]")
    dated = assurance >= 2
    frame = pl.DataFrame(
        {
            "assurance": at(ASSURANCES, assurance),
            "on": unless(~dated, pl.Series(on)),
            "until": unless(~dated, pl.Series(on + np.timedelta64(3 * 365, "D"))),
        }
    )
    missing = [pl.lit(None, dtype=t).alias(c) for c, t in schema_of(Evidence).items() if c not in frame.columns]
    items = frame.with_columns(missing).select(list(schema_of(Evidence))).to_struct("evidence")
    return unless(scene.hidden(streams, "evidence", count), items)


def credentials(scene: Scene, streams: Streams, main: NDArray[np.int64]) -> pl.Series:
    """The licence of the main occupation, and the one that many people have; some say that they lack it."""
    n, w = len(main), scene.world
    names = sorted({w.licence_of_all, *w.licence_by_isco.values()})
    own = np.array([names.index(name) if (name := w.licence(code)) else -1 for code in scene.work.isco])[main]
    common = names.index(w.licence_of_all)
    told = streams("licences").random((n, 2))
    has = np.column_stack(((own >= 0) & (told[:, 0] < 0.85), (own != common) & (told[:, 1] < w.licence_of_all_share)))
    row, column = np.nonzero(has)
    until = np.datetime64(scene.as_of) + streams("licence until").integers(-200, 3000, (n, 2)).astype("timedelta64[D]")
    return nested(
        Credential,
        np.bincount(row, minlength=n),
        {
            "name": at(names, np.where(column == 0, own[row], common)),
            "kind": pl.repeat("licence", len(row), eager=True),
            "held": pl.Series((streams("held").random((n, 2)) < 0.94)[row, column]),
            "until": unless(
                scene.hidden(streams, "licence until", 2 * n).reshape(n, 2)[row, column],
                pl.Series(until[row, column]),
            ),
        },
        scene.hidden(streams, "credentials", n),
    )
