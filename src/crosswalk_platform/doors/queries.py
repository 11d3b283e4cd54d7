"""What a person saved for my doors, and the facts that their record tells; their own, and nobody else's."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from crosswalk.pathways.facts import Value
from crosswalk.pathways.records import person_facts, record_facts, work_facts
from crosswalk.pathways.verdicts import rows_of
from crosswalk.records import Person as Record
from crosswalk.records import to_frame
from crosswalk.records.columnar import from_mapping
from crosswalk.records.strict import checked
from crosswalk_platform.authorization import Viewer
from crosswalk_platform.doors.catalogue import every_fact, every_pathway
from crosswalk_platform.doors.given import Given, given_from
from crosswalk_platform.doors.models import DoorAnswers
from crosswalk_platform.people.keys import open_sealed
from crosswalk_platform.people.models import Person

__all__ = ["facts_of_record", "own_answers"]


def own_answers(by: Viewer, person: Person | None) -> Given:
    """What the viewer saved; nothing where it is not their own record."""
    if person is None or by.user is None or person.account_id != by.user:
        return Given()
    row = DoorAnswers.objects.filter(person=person).first()
    if row is None:
        return Given()
    private = open_sealed(row.key, bytes(row.sealed), person.pk)
    joined = {part: {**row.plain.get(part, {}), **private[part]} for part in ("answers", "passed")}
    return given_from({**row.plain, **joined})


def facts_of_record(record: dict[str, Any], occupation: str, day: date) -> dict[str, Value]:
    """Encoded facts that a record tells exactly; what it does not tell is left out.

    Args:
        record: The engine's Person as plain data, without its identifier.
        occupation: ISCO-08 code of the work looked for: months of work count in its minor group.
        day: The day on which windows such as the last five years end.
    """
    row, _problems = checked(Record, {"person_id": "own"} | record)
    if row is None:
        return {}
    frame = to_frame([from_mapping(Record, row)], Record)
    told = person_facts(frame, record_facts(every_pathway(), "person"))
    if occupation and frame["experience"][0] is not None:
        jobs = pl.col("experience").list.eval(
            pl.struct(pl.element().struct.field(name) for name in ("isco", "start", "end", "ongoing"))
        )
        pairs = frame.select(jobs=jobs, isco=pl.lit(occupation))
        told = pl.concat([told, work_facts(pairs, record_facts(every_pathway(), "both"), day)], how="horizontal")
    (facts,) = rows_of(every_fact(), told)
    return {name: value for name, value in facts.items() if value is not None}
