"""Tabiya's formula: geometric mean, over the essential skills, of the best cosine to any skill of the person.

Source: research on tabiya-open-dataset/shp-matching-algorithm, 2026-05: p = G E^0.5 R^0.2 M^0.3 with E the geometric
mean over essential skills of the best cosine, R = 0.6 optional + 0.4 skill-group recall, M the demand for the job;
the exponent of a missing component is shared out among the others (here M is missing, and R where there are neither
optional skills nor groups). G, its gate, is left open, so that nobody is lost. The vectors are centred cosines, which
stands for the peer's whitening. Skills are those that Crosswalk's linking found, so that only the formulas differ.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.taxonomy import Taxonomy
from crosswalk.taxonomy.linking.encoder import default_encoder

__all__ = ["cosine_rankings", "skill_vectors"]

LEAST = 1e-3  #: stands for a cosine of zero or less, so that one skill does not erase the whole product
ESSENTIAL, RECALL = 0.5, 0.2  #: exponents of E and R


def skill_vectors(taxonomy: Taxonomy, uris: list[str]) -> NDArray[np.float32]:
    """Centred unit vectors of the preferred English labels."""
    vectors = default_encoder().encode([taxonomy.label(uri, "en") for uri in uris])
    vectors = vectors - vectors.mean(axis=0)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def cosine_rankings(people: pl.DataFrame, vacancies: pl.DataFrame, taxonomy: Taxonomy) -> dict[str, list[str]]:
    """People of each vacancy by the formula, best first, ties by id; who has no skill is not listed."""
    held = _skills(people, "person_id")
    needed = _skills(vacancies, "vacancy_id", "essential")
    uris = sorted({*held["uri"], *needed["uri"]})
    number = {uri: i for i, uri in enumerate(uris)}
    vectors = skill_vectors(taxonomy, uris)
    group = {uri: frozenset(taxonomy.broader(uri)) for uri in uris}
    persons = {who: [number[uri] for uri in rows["uri"]] for (who,), rows in held.group_by("person_id")}
    found = {}
    for (vacancy_id,), rows in needed.group_by("vacancy_id"):
        essential = [number[uri] for uri in rows.filter("essential")["uri"]]
        optional = {number[uri] for uri in rows.filter(~pl.col("essential"))["uri"]}
        groups = frozenset().union(*(group[uri] for uri in rows["uri"]))
        best = vectors[essential] @ vectors.T
        scored = []
        for who, skills in persons.items():
            recall = _recall(skills, optional, groups, group, uris)
            fit = float(np.log(np.maximum(best[:, skills].max(axis=1), LEAST)).mean()) if essential else 0.0
            weight = RECALL if recall is not None else 0.0
            score = (ESSENTIAL * fit + weight * np.log(max(recall or 0.0, LEAST))) / (ESSENTIAL + weight)
            scored.append((-score, who))
        found[vacancy_id] = [who for _, who in sorted(scored)]
    return found


def _recall(
    skills: list[int], optional: set[int], groups: frozenset[str], group: dict[str, frozenset[str]], uris: list[str]
) -> float | None:
    """0.6 share of optional skills held + 0.4 share of skill groups reached; the one alone where the other lacks."""
    parts = []
    if optional:
        parts.append((0.6, len(optional & set(skills)) / len(optional)))
    if groups:
        reached = frozenset().union(*(group[uris[skill]] for skill in skills))
        parts.append((0.4, len(groups & reached) / len(groups)))
    return sum(w * value for w, value in parts) / sum(w for w, _ in parts) if parts else None


def _skills(frame: pl.DataFrame, key: str, *fields: str) -> pl.DataFrame:
    rows = frame.select(key, "skills").explode("skills").drop_nulls().unnest("skills")
    return rows.select(key, "uri", *fields).drop_nulls("uri").unique(maintain_order=True)
