"""Everything that is kept of somebody, as one zip that is made in memory and kept nowhere."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from crosswalk.records import Person as Record
from crosswalk.records import write_people
from crosswalk.records.reading import Batch
from crosswalk.records.strict import checked
from crosswalk_platform.accounts.models import User
from crosswalk_platform.audit.models import Event
from crosswalk_platform.authorization import Viewer
from crosswalk_platform.authorization.fields import Audience
from crosswalk_platform.organisations.models import Organisation
from crosswalk_platform.people.keys import open_sealed
from crosswalk_platform.people.models import Confided, Person
from crosswalk_platform.people.queries import confided_to, own_person
from crosswalk_platform.retention.pdf import PdfError, record_as_pdf

__all__ = ["everything"]

#: Formats for other programs, and the name of their file.
EXCHANGE = {"json_resume": "json-resume.json", "talentlift": "talentlift.json"}
#: What the site keeps to work, and what is told of others, is not the person's.
_NOT_THEIRS = frozenset({Audience.SYSTEM, Audience.AUDITORS})
#: What libraries keep about an account: the model, and the fields that are told; keys and digests are not.
_SIGN_IN: tuple[tuple[type[models.Model], str], ...] = (
    (EmailAddress, "email verified primary"),
    (Authenticator, "type created_at last_used_at"),
    (UserSession, "created_at last_seen_at ip user_agent"),
    (SocialAccount, "provider uid last_login date_joined"),
)
_SECRETS = frozenset({"password", "digest", "sealed", "key"})


def everything(by: Viewer, user: User) -> bytes:
    """The zip: crosswalk.json with all tables, the record for other programs and for people, and uploaded files."""
    person = own_person(by)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        files: dict[str, FieldFile] = {}
        told = _all_tables(by, user, person, files)
        archive.writestr("crosswalk.json", json.dumps(told, ensure_ascii=False, indent=2, default=str))
        for inside, stored in files.items():
            with suppress(FileNotFoundError), stored.storage.open(str(stored.name)) as kept:
                archive.writestr(inside, kept.read())
        notes = [_("crosswalk.json: everything that is kept of you.")]
        if person is not None:
            for name, content in _for_programs(person):
                archive.writestr(name, content)
            notes.append(
                _("json-resume.json and talentlift.json: your record for other programs, without what you confided.")
            )
            try:
                archive.writestr("record.pdf", record_as_pdf(person, told["confided"]))
                notes.append(_("record.pdf: your record to read and print, with what you confided."))
            except PdfError as error:
                notes.append(f"record.pdf: {error}")
        archive.writestr("README.txt", "\n".join(notes) + "\n")
    return buffer.getvalue()


def _all_tables(by: Viewer, user: User, person: Person | None, files: dict[str, FieldFile]) -> dict[str, Any]:
    """Rows by table. Row-level security holds here as everywhere: nothing that the person may not see comes along."""
    told: dict[str, Any] = {"account": _row(user, files)}
    for model, names in _SIGN_IN:
        told[model._meta.label_lower] = list(model._default_manager.filter(user=user).values(*names.split()))
    told["confided"] = (confided_to(by, person) or {}) if person is not None else {}
    for row in _hanging_on([user, *([person] if person else [])]):
        told.setdefault(row._meta.label_lower, []).append(_row(row, files))
    told["log"] = list(_log(by, person))
    return told


def _hanging_on(roots: list[models.Model]) -> Iterator[models.Model]:
    """Every row of the site's own tables that points at these rows, or at a row that does, each once."""
    seen: set[tuple[type, Any]] = {(type(root), root.pk) for root in roots if isinstance(root, User)}
    waiting: list[models.Model] = [root for root in roots if not isinstance(root, User)]
    waiting += [row for root in roots if isinstance(root, User) for row in _pointing_at(root)]
    while waiting:
        row = waiting.pop(0)
        if (type(row), row.pk) in seen or isinstance(row, Confided):
            continue
        seen.add((type(row), row.pk))
        yield row
        waiting += _pointing_at(row)


def _pointing_at(row: models.Model) -> list[models.Model]:
    found: list[models.Model] = []
    for model in apps.get_models():
        if not model.__module__.startswith("crosswalk_platform"):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is type(row):
                found += model._default_manager.filter(**{field.name: row})
    return found


def _row(row: models.Model, files: dict[str, FieldFile]) -> dict[str, Any]:
    """The fields of a row that are the person's, by name; an uploaded file as the name it has in the zip."""
    told: dict[str, Any] = {}
    classes = row.classification  # type: ignore[attr-defined]
    for field in row._meta.concrete_fields:
        if field.name in _SECRETS or classes[field.name].audience in _NOT_THEIRS:
            continue
        value = field.value_from_object(row)
        if isinstance(field, models.FileField):
            if value:
                inside = f"files/{Path(value.name).name}"
                files[inside] = value
                value = inside
        elif field.related_model is Organisation:
            value = _names().get(value)
        elif isinstance(value, memoryview | bytes):
            continue
        told[field.name] = value
    if isinstance(sealed := getattr(row, "sealed", None), bytes | memoryview):
        told["opened"] = open_sealed(row.key, bytes(sealed), row.person_id)  # type: ignore[attr-defined]
    return told


def _names() -> dict[Any, str]:
    return dict(Organisation.objects.values_list("pk", "name"))


def _log(by: Viewer, person: Person | None) -> Iterator[dict[str, Any]]:
    """Who did and saw what of the person; and what the person did, without saying to whom."""
    names = _names()
    for event in Event.objects.filter(models.Q(actor=by.user) | models.Q(subject=person.pk if person else None)):
        own = person is not None and event.subject == person.pk
        told = {"at": event.at, "action": event.action, "by": "you" if event.actor == by.user else "somebody else"}
        if own:
            told |= {"organisation": names.get(event.organisation), "purpose": event.purpose, "details": event.details}
        yield told


def _for_programs(person: Person) -> Iterator[tuple[str, bytes]]:
    plain, _problems = checked(Record, {"person_id": str(person.pk), **person.record})
    if plain is None:
        return
    memory = Path("/dev/shm")  # noqa: S108 - writers need a path; nothing of it shall reach a disk where that can be had
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        for format_, name in EXCHANGE.items():
            path = Path(folder) / name
            write_people([Batch(Record, [plain])], path, format=format_)
            yield name, path.read_bytes()
