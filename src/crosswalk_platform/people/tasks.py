"""Looks the words of a record up in the taxonomy, beside the site, so that no page waits for it."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from django_tasks import task

from crosswalk.records import Person as Record
from crosswalk.records import from_mapping, to_frame
from crosswalk.taxonomy import Taxonomy
from crosswalk.taxonomy.linking import Linker
from crosswalk.taxonomy.linking.records import link_people
from crosswalk_platform.accounts.models import User
from crosswalk_platform.authorization import Viewer
from crosswalk_platform.authorization.viewer import behind_the_wall, viewer_of
from crosswalk_platform.people.actions import name_concepts
from crosswalk_platform.people.models import Person
from crosswalk_platform.people.queries import own_person, people_seen

__all__ = ["named_parts", "read_words", "read_words_later"]

#: Of each list the words, then what is found for them. Nothing else of a record goes to the linker.
_WORDS = {"experience": ("title", "occupation", "isco"), "skills": ("text", "uri")}


def read_words_later(person: Person, by: Viewer) -> None:
    """Have the words of this revision of a record looked up."""
    read_words.enqueue(str(person.pk), str(by.user))


@task()
def read_words(person: str, by: str) -> None:
    """Look the words up as whoever wrote them; nothing is done where they may no longer change the record."""
    user = User.objects.filter(pk=UUID(by), is_active=True).first()
    if user is None:
        return
    with behind_the_wall(user.pk):
        viewer = viewer_of(user)
        own = own_person(viewer)
        found = own if own and str(own.pk) == person else people_seen(viewer).filter(pk=UUID(person)).first()
        if found is not None and found.words_read < found.revision:
            parts = named_parts(found.record, str(found.pk))
            name_concepts(by=viewer, person=found, revision=found.revision, parts=parts)


def named_parts(record: dict[str, Any], person_id: str) -> dict[str, Any]:
    """Occupation, work and skills of a record with the concepts that their words name; nothing is implied."""
    linker, taxonomy = _linker()
    words: dict[str, Any] = {"person_id": person_id, "headline": record.get("headline")}
    for part, names in _WORDS.items():
        words[part] = [{name: each.get(name) for name in names} for each in record.get(part) or []]
    frame = to_frame([from_mapping(Record, words)], Record)
    linked = link_people(frame, linker, taxonomy, imply=False).row(0, named=True)
    parts: dict[str, Any] = {"occupation": record.get("occupation") or linked["occupation"]}
    for part, (_, *found_names) in _WORDS.items():
        if entries := record.get(part):
            pairs = zip(entries, linked[part], strict=True)
            parts[part] = [entry | {name: found[name] for name in found_names if found[name]} for entry, found in pairs]
    return parts


@cache
def _linker() -> tuple[Linker, Taxonomy]:
    taxonomy = Taxonomy.starter()
    return Linker.build(taxonomy.concepts, taxonomy.labels), taxonomy
