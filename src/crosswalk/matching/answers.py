"""Facts that a caseworker asked for, beside the records; they come before what a record says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

__all__ = ["Answers"]


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

    def without(self, facts: Collection[str]) -> Answers:
        """The answers, some facts left out."""
        sides = (self.people, self.offers)
        return Answers(*(None if side is None else side.drop(facts, strict=False) for side in sides))

    def strangers(self, people: pl.Series, vacancies: pl.Series) -> list[str]:
        """Ids of the answers that belong to none of these people and vacancies."""
        found: list[str] = []
        for side, key, known in ((self.people, "person_id", people), (self.offers, "vacancy_id", vacancies)):
            if side is not None:
                found += side[key].filter(~side[key].is_in(known.implode())).to_list()
        return found


def _answered(frame: pl.DataFrame, answers: pl.DataFrame | None, key: str) -> pl.DataFrame:
    if answers is None:
        return frame
    beside = {name: f"{name} (answer)" for name in answers.columns if name != key and name in frame.columns}
    joined = frame.join(answers.rename(beside), on=key, how="left", maintain_order="left")
    return joined.with_columns(
        pl.coalesce(pl.col(answer), pl.col(name).cast(joined.schema[answer])).alias(name)
        for name, answer in beside.items()
    ).drop(beside.values())
