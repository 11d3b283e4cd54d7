"""What a synthetic person is told to be and to have done: who they are, work, schooling, languages, wishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.records import Education, Experience, LanguageSkill
from crosswalk.synthetic.streams import Streams, as_lists, at, nested, pick, unless
from crosswalk.synthetic.work import Work
from crosswalk.synthetic.world import Destination, Origin, World
from crosswalk.types import Isced

__all__ = [
    "CEFR", "RARELY_UNKNOWN", "Scene", "Speech", "education", "employers", "experience", "identity", "languages",
    "occupations_of", "speech_of", "wishes",
]  # fmt: skip

OCCUPATIONS = (0.5, 0.3, 0.2)  #: shares of people with one, two, three occupations
SAME_FAMILY = 0.5  #: share of second and third occupations in the first one's ISCO sub-major group
SPOKEN_WEIGHT = 6.0  #: how much more often people choose a destination whose language they speak
RARELY_UNKNOWN = 0.2  #: facts without which a profile is hardly one are hidden at this part of the share

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
#: Shares of ISCED levels 1 to 8 among people of ISCO skill level 1 to 4.
ISCED_SHARES = np.array(
    [
        [0.30, 0.35, 0.28, 0.03, 0.02, 0.02, 0.00, 0.00],
        [0.08, 0.20, 0.47, 0.10, 0.08, 0.06, 0.01, 0.00],
        [0.00, 0.03, 0.22, 0.15, 0.35, 0.20, 0.05, 0.00],
        [0.00, 0.00, 0.05, 0.02, 0.10, 0.55, 0.23, 0.05],
    ]
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What all blocks share."""

    work: Work
    world: World
    origins: tuple[Origin, ...]
    destinations: tuple[Destination, ...]
    unknown: float
    as_of: date

    def hidden(self, streams: Streams, name: str, size: int, part: float = 1.0) -> NDArray[np.bool_]:
        hidden: NDArray[np.bool_] = streams(f"hidden {name}").random(size) < self.unknown * part
        return hidden


def occupations_of(work: Work, streams: Streams, n: int) -> tuple[NDArray[np.int64], ...]:
    """One to three different occupations of each person: (person, slot, occupation), the main one in slot 0."""
    count = pick(streams("occupations"), OCCUPATIONS, n) + 1
    chosen = np.empty((n, 3), dtype=np.int64)
    chosen[:, 0] = streams("main occupation").integers(0, len(work.isco), n)
    family = work.family[chosen[:, 0]]
    for other in (1, 2):
        rng = streams(f"occupation {other}")
        size = work.family_start[family + 1] - work.family_start[family]
        near = work.members[work.family_start[family] + (rng.random(n) * size).astype(np.int64)]
        far = rng.integers(0, len(work.isco), n)
        chosen[:, other] = np.where(rng.random(n) < SAME_FAMILY, near, far)
    wanted = np.arange(3) < count[:, None]
    wanted[:, 1] &= chosen[:, 1] != chosen[:, 0]
    wanted[:, 2] &= (chosen[:, 2] != chosen[:, 0]) & (chosen[:, 2] != chosen[:, 1])
    row, slot = np.nonzero(wanted)
    return row, slot, chosen[row, slot]


def identity(
    scene: Scene, streams: Streams, origin: NDArray[np.int64], age_days: NDArray[np.int64]
) -> dict[str, pl.Series]:
    """Names, birth date, sex, nationality, residence and legal status."""
    n = len(origin)
    sex = pick(streams("sex"), (0.48, 0.51, 0.01), n)
    given, family, status = (np.empty(n, dtype=object) for _ in range(3))
    chance = {name: streams(name).random(n) for name in ("given name", "family name", "status")}
    for i, o in enumerate(scene.origins):
        here = np.flatnonzero(origin == i)
        for names, rows in ((o.female, here[sex[here] == 0]), (o.male, here[sex[here] != 0])):
            given[rows] = np.array(names, dtype=object)[(chance["given name"][rows] * len(names)).astype(np.int64)]
        family[here] = np.array(o.family, dtype=object)[(chance["family name"][here] * len(o.family)).astype(np.int64)]
        edges = np.cumsum(list(o.status.values()))
        place = np.searchsorted(edges, chance["status"][here] * edges[-1], side="right")
        status[here] = np.array(list(o.status), dtype=object)[place]
    born = np.datetime64(scene.as_of) - age_days.astype("timedelta64[D]")
    nationality = as_lists(np.ones(n, dtype=np.int64), at([o.country for o in scene.origins], origin))
    return {
        "given_names": pl.Series(given.tolist(), dtype=pl.String),
        "family_name": pl.Series(family.tolist(), dtype=pl.String),
        "birth_date": unless(scene.hidden(streams, "birth", n), pl.Series(born.astype("datetime64[D]"))),
        "sex": unless(scene.hidden(streams, "sex", n), at(("female", "male", "other"), sex)),
        "nationalities": unless(scene.hidden(streams, "nationality", n), nationality),
        "residence": unless(scene.hidden(streams, "residence", n), at([o.residence for o in scene.origins], origin)),
        "legal_status": unless(scene.hidden(streams, "status", n), pl.Series(status.tolist(), dtype=pl.String)),
    }


def experience(
    scene: Scene,
    streams: Streams,
    row: NDArray[np.int64],
    slot: NDArray[np.int64],
    occupation: NDArray[np.int64],
    origin: NDArray[np.int64],
    age_days: NDArray[np.int64],
) -> pl.Series:
    """One job for each occupation, the latest first, within the months since the person was 17."""
    n, jobs = len(origin), len(row)
    working = (age_days / 30.4375).astype(np.int64) - 17 * 12
    share = np.zeros((n, 3))
    share[row, slot] = streams("months").gamma(2.0, 1.0, jobs)
    idle = streams("idle").gamma(2.0, 1.0, n)
    months = np.maximum(working[:, None] * share / (share.sum(axis=1) + idle)[:, None], 1).astype(np.int64)
    ended = np.where(streams("ongoing").random(n) < 0.55, 0, streams("ended").integers(1, 19, n))
    now = np.datetime64(scene.as_of, "M").astype(np.int64)
    until = now - ended[:, None] - (np.cumsum(months, axis=1) - months)
    end, start = until[row, slot], (until - months)[row, slot]
    ongoing = (slot == 0) & (ended[row] == 0)
    undated = scene.hidden(streams, "dates", jobs)
    paid = at(("yes", "no"), pick(streams("paid"), (0.9, 0.1), jobs)) == "yes"
    return nested(
        Experience,
        np.bincount(row, minlength=n),
        {
            "title": at(scene.work.occupation_labels, occupation),
            "occupation": at(scene.work.occupation_uris, occupation),
            "isco": at(scene.work.isco, occupation),
            "employer": employers(streams("employer").integers(0, 1000, jobs)),
            "country": at([o.residence for o in scene.origins], origin[row]),
            "start": unless(undated, first_of_month(start)),
            "end": unless(undated | ongoing, first_of_month(end)),
            "ongoing": unless(undated, pl.Series(ongoing)),
            "months": unless(undated, pl.Series(months[row, slot])),
            "paid": unless(scene.hidden(streams, "paid", jobs), paid),
        },
        scene.hidden(streams, "experience", n, RARELY_UNKNOWN),
    )


def first_of_month(months: NDArray[np.int64]) -> pl.Series:
    """Dates from months since January 1970."""
    return pl.Series(months.astype("datetime64[M]").astype("datetime64[D]"))


def employers(numbers: NDArray[np.int64]) -> pl.Series:
    """Names of invented employers."""
    return "Employer " + pl.Series(numbers).cast(pl.String).str.zfill(4)


def education(scene: Scene, streams: Streams, skill_level: NDArray[np.int64], origin: NDArray[np.int64]) -> pl.Series:
    """The highest course of education; its level goes with the ISCO skill level of the main occupation."""
    n = len(origin)
    edges = np.cumsum(ISCED_SHARES, axis=1)[skill_level - 1]
    level = 1 + (streams("education").random(n)[:, None] >= edges / edges[:, -1:]).sum(axis=1)
    names = [isced.name.lower() for isced in Isced]
    completed = pl.Series(streams("completed").random(n) < 0.93)
    return nested(
        Education,
        np.ones(n, dtype=np.int64),
        {
            "level": unless(scene.hidden(streams, "education level", n), at(names, level)),
            "country": at([o.country if o.country != "XXA" else o.residence for o in scene.origins], origin),
            "completed": unless(scene.hidden(streams, "completed", n), completed),
        },
        scene.hidden(streams, "education", n),
    )


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks what: (person, place among the languages of their origin, language, usual level; 0 is native)."""

    codes: list[str]
    width: int
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    language: NDArray[np.int64]
    usual: NDArray[np.int64]


def speech_of(scene: Scene, streams: Streams, origin: NDArray[np.int64]) -> Speech:
    """Mother tongues and other languages of the country of origin, each with its share."""
    n = len(origin)
    tables = [
        [(code, share, 0) for code, share in o.native.items()]
        + [(code, share, level) for code, (share, level) in o.other.items()]
        for o in scene.origins
    ]
    codes = sorted({code for table in tables for code, _, _ in table})
    width = max(map(len, tables))
    code, level = (np.zeros((len(tables), width), dtype=np.int64) for _ in range(2))
    share = np.zeros((len(tables), width))
    for i, table in enumerate(tables):
        for j, (name, how_many, around) in enumerate(table):
            code[i, j], share[i, j], level[i, j] = codes.index(name), how_many, around
    speaks = streams("languages").random((n, width)) < share[origin]
    speaks[:, 0] |= ~speaks.any(axis=1)  # everybody speaks something
    row, column = np.nonzero(speaks)
    return Speech(codes, width, row, column, code[origin][row, column], level[origin][row, column])


def languages(scene: Scene, streams: Streams, speech: Speech, n: int) -> pl.Series:
    """The languages, with levels around the usual one."""
    cells = (n, speech.width)
    spread = np.rint(streams("language level").normal(0.0, 1.1, cells)).astype(np.int64)[speech.row, speech.column]
    unknown = scene.hidden(streams, "language level", n * speech.width).reshape(cells)[speech.row, speech.column]
    native = np.equal(speech.usual, 0)
    return nested(
        LanguageSkill,
        np.bincount(speech.row, minlength=n),
        {
            "language": at(speech.codes, speech.language),
            "level": unless(native | unknown, at(CEFR, np.clip(speech.usual + spread, 1, 6) - 1)),
            "native": pl.Series(native),
        },
        scene.hidden(streams, "languages", n),
    )


def wishes(scene: Scene, streams: Streams, speech: Speech, n: int) -> dict[str, pl.Series]:
    """Where to (mostly where the person speaks the language), where not, from when, and consent to be matched."""
    codes = [d.country for d in scene.destinations]
    weight = np.array([d.weight for d in scene.destinations], dtype=np.float64)[None, :].repeat(n, axis=0)
    for place, destination in enumerate(scene.destinations):
        if destination.language in speech.codes:
            spoken = speech.language == speech.codes.index(destination.language)
            weight[speech.row[spoken], place] *= SPOKEN_WEIGHT
    # The largest of u ** (1 / weight) are a weighted draw without replacement (Efraimidis and Spirakis 2006).
    order = np.argsort(-np.log(streams("destinations").random((n, len(codes)))) / weight, axis=1, kind="stable")
    count = np.minimum(pick(streams("destination count"), (0.3, 0.3, 0.25, 0.15), n) + 1, len(codes))
    wanted = order[np.arange(len(codes)) < count[:, None]]
    excluded = (streams("excluded").random(n) < 0.05) & (count < len(codes))
    available = np.datetime64(scene.as_of) + streams("available").integers(0, 365, n).astype("timedelta64[D]")
    avoids = streams("avoids").random(n) < 0.02
    agrees = pl.Series(streams("consent").random(n) < 0.97)
    return {
        "destinations": as_lists(count, at(codes, wanted), scene.hidden(streams, "destinations", n)),
        "destinations_excluded": as_lists(
            excluded.astype(np.int64), at(codes, order[excluded, -1]), scene.hidden(streams, "excluded", n)
        ),
        "employers_excluded": as_lists(
            avoids.astype(np.int64), employers(streams("avoided").integers(0, 1000, n)[avoids])
        ),
        "available_from": unless(scene.hidden(streams, "available", n), pl.Series(available)),
        "consent_matching": unless(scene.hidden(streams, "consent", n, RARELY_UNKNOWN), agrees),
    }
