"""The rehearsal: a site is filled, its key is changed while people write, it is backed up and comes back elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PASSPHRASE = "five words that nobody guesses"

FILL = """
from crosswalk_platform.cli.django import as_owner
as_owner()
from uuid import uuid4
from pathlib import Path
from django.db import transaction
from crosswalk_platform.accounts.models import User
from crosswalk_platform.config.installation import installation
from crosswalk_platform.people.keys import seal
from crosswalk_platform.people.models import Confided, Person
with transaction.atomic():
    for number in range(450):
        account = User.objects.create(email=f"{uuid4()}@example.org")
        person = Person.objects.create(account=account, record={"headline": f"Person {number}"})
        key, sealed = seal({"reasons": f"reason {number}"}, person.pk)
        Confided.objects.create(person=person, key=key, sealed=sealed)
folder = installation().data / "files" / "letters"
folder.mkdir(parents=True)
(folder / "a.txt").write_text("a letter")
"""

WRITE = """
from crosswalk_platform.cli.django import start
start()
import sys, time
from crosswalk_platform.authorization.viewer import behind_the_wall, viewer_of
from crosswalk_platform.accounts.models import User
from crosswalk_platform.people.actions import begin_own_record, confide
from crosswalk_platform.people.queries import confided_to
user = User.objects.get(email="person@example.org")
with behind_the_wall(user.pk):
    by = viewer_of(user)
    person = begin_own_record(by=by, user=user)
    print("ready", flush=True)
    for number in range(1_000_000):
        confide(by=by, person=person, confided={"reasons": f"written {number}"})
        assert confided_to(by, person) == {"reasons": f"written {number}"}
        if sys.stdin in __import__("select").select([sys.stdin], [], [], 0)[0]:
            break
print(number, flush=True)
"""

LOOK = """
from crosswalk_platform.cli.django import as_owner
as_owner()
import hashlib, json
from django.db import connection
from crosswalk_platform.people.keys import open_sealed, protection_keys
from crosswalk_platform.people.models import Confided
tables = {}
with connection.cursor() as cursor:
    cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
    for (name,) in cursor.fetchall():
        cursor.execute(f"SELECT md5(coalesce(string_agg(row_::text, '|' ORDER BY row_::text), '')) FROM {name} AS row_")
        tables[name] = cursor.fetchone()[0]
opened = sorted(open_sealed(row.key, bytes(row.sealed), row.pk)["reasons"] for row in Confided.objects.all())
keys = sorted(set(Confided.objects.values_list("key", flat=True)))
print(json.dumps({"tables": tables, "opened": opened, "keys": keys, "kept": protection_keys()}))
"""


def run(*command: str, folder: Path, ok: bool = True, text: str = "") -> subprocess.CompletedProcess[str]:
    told = os.environ | {"CROSSWALK_DATA": str(folder), "CROSSWALK_PASSPHRASE": PASSPHRASE}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *command],
        env=told,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        input=text,
    )
    assert not ok or done.returncode == 0, done.stderr
    return done


def crosswalk(*command: str | Path, folder: Path, ok: bool = True) -> subprocess.CompletedProcess[str]:
    return run("-m", "crosswalk", *map(str, command), folder=folder, ok=ok)


def look(folder: Path) -> dict[str, object]:
    told: dict[str, object] = json.loads(run("-c", LOOK, folder=folder).stdout)
    return told


@pytest.fixture(scope="module")
def filled() -> Iterator[Path]:
    """A site of its own with 450 people who confided something."""
    folder = Path(tempfile.mkdtemp(prefix="crosswalk-site-"))
    crosswalk("migrate", "--example", folder=folder)
    run("-c", FILL, folder=folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="crosswalk-site-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def backed_up(filled: Path) -> tuple[Path, Path]:
    made = filled / "site.backup", filled / "site.secrets"
    crosswalk("backup", made[0], "--secrets", made[1], folder=filled)
    return made


def test_the_key_is_changed_while_people_write_and_everything_opens(filled: Path) -> None:
    before = look(filled)
    assert before["keys"] == ["protection-1"]
    told = os.environ | {"CROSSWALK_DATA": str(filled)}
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", WRITE],
        env=told,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout and writer.stdin
        assert writer.stdout.readline() == "ready\n"
        for _ in range(2):
            crosswalk("rotate-key", folder=filled)
        writer.stdin.write("stop\n")
        writer.stdin.close()
        written = int(writer.stdout.readline())
    assert writer.returncode == 0
    assert written > 1
    after = look(filled)
    assert after["kept"] == ["protection-3"] == after["keys"]
    assert len(after["opened"]) == 451  # type: ignore[arg-type]
    assert set(before["opened"]) <= set(after["opened"])  # type: ignore[call-overload]


def test_a_rotation_that_was_interrupted_is_finished_by_the_next(filled: Path) -> None:
    kept = str(look(filled)["kept"][0])  # type: ignore[index]
    number = int(kept.partition("-")[2])
    made = filled / "secrets" / f"protection-{number + 1}"  # as if it stopped after making the key
    made.touch(mode=0o600)
    made.write_text("x" * 64)
    found = json.loads(crosswalk("doctor", "--json", folder=filled).stdout)
    assert next(each["state"] for each in found if each["name"] == "keys") == "warning"
    crosswalk("rotate-key", folder=filled)
    assert look(filled)["kept"] == [f"protection-{number + 1}"]


def test_a_backup_comes_back_whole_in_another_place(
    filled: Path, backed_up: tuple[Path, Path], elsewhere: Path
) -> None:
    file, secrets = backed_up
    assert (file.stat().st_mode & 0o077, secrets.stat().st_mode & 0o077) == (0, 0)
    crosswalk("restore", file, "--secrets", secrets, folder=elsewhere)
    assert look(elsewhere) == look(filled)
    assert (elsewhere / "files" / "letters" / "a.txt").read_text() == "a letter"
    anchor = json.loads(crosswalk("audit", "verify", "--json", folder=filled).stdout)["anchor"]
    assert json.loads(crosswalk("audit", "verify", "--anchor", anchor, "--json", folder=elsewhere).stdout)["anchored"]
    states = {
        each["name"]: each["state"] for each in json.loads(crosswalk("doctor", "--json", folder=elsewhere).stdout)
    }
    assert {states[name] for name in ("role", "walls", "grants", "log", "keys", "migrations")} == {"ok"}
    again = crosswalk("restore", file, folder=elsewhere, ok=False)
    assert again.returncode == 11
    assert "not empty" in again.stderr


def test_a_backup_holds_no_key_and_its_secrets_open_for_the_passphrase_alone(
    backed_up: tuple[Path, Path], filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crosswalk.errors import InputError
    from crosswalk_platform.retention.secrets_file import read_secrets

    file, secrets = backed_up
    kept = {path.name: path.read_text() for path in (filled / "secrets").iterdir()}
    for content in (file.read_bytes(), secrets.read_bytes()):
        assert not [name for name, value in kept.items() if value.encode() in content]
    assert read_secrets(secrets, PASSPHRASE) == kept
    with pytest.raises(InputError, match="another passphrase"):
        read_secrets(secrets, PASSPHRASE + "!")


def test_a_damaged_backup_is_refused_before_anything_is_written(backed_up: tuple[Path, Path], elsewhere: Path) -> None:
    file, _ = backed_up
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    harmed = elsewhere.parent / f"{elsewhere.name}.backup"
    try:
        harmed.write_bytes(content)
        refused = crosswalk("restore", harmed, folder=elsewhere, ok=False)
        assert refused.returncode == 11
        assert "damaged" in refused.stderr or "cannot be read" in refused.stderr
        harmed.write_bytes(b"not a backup")
        assert crosswalk("restore", harmed, folder=elsewhere, ok=False).returncode == 11
        with tarfile.open(harmed, "w") as archive:
            archive.add(file, arcname="../escape")
        assert crosswalk("restore", harmed, folder=elsewhere, ok=False).returncode == 11
    finally:
        harmed.unlink()
    assert not (elsewhere / "files").exists()
