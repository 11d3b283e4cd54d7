"""The commands of whoever runs the site, given wrongly: one sentence and its remedy, and nothing made or lost."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[3] / "docs" / "how-to" / "run-the-site.md"
PASSPHRASE = "five words of no use"
COMMANDS = ("retain", "rotate-key", "audit verify", "backup {}", "account sign-out --everybody --reason x", "doctor")
CONFIDE = """
from crosswalk_platform.cli.django import start
start()
from crosswalk_platform.authorization.viewer import behind_the_wall, viewer_of
from crosswalk_platform.accounts.models import User
from crosswalk_platform.people.actions import begin_own_record, confide
user = User.objects.get(email="{}@example.org")
with behind_the_wall(user.pk):
    by = viewer_of(user)
    confide(by=by, person=begin_own_record(by=by, user=user), confided=dict(reasons="words of {}"))
"""
LOOK = """
from crosswalk_platform.cli.django import as_owner
as_owner()
from crosswalk_platform.people.keys import open_sealed
from crosswalk_platform.people.models import Confided
print(sorted(open_sealed(each.key, bytes(each.sealed), each.pk)["reasons"] for each in Confided.objects.all()))
"""


def run(*command: str, folder: Path | None, **told: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("CROSSWALK", "DJANGO", "DATABASE"))
    }
    place = {} if folder is None else {"CROSSWALK_DATA": str(folder), "CROSSWALK_PASSPHRASE": PASSPHRASE}
    return subprocess.run(
        [sys.executable, "-W", "ignore", *command], env=kept | place | told, capture_output=True, text=True,
        check=False, timeout=240, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def crosswalk(command: str, folder: Path, **told: str) -> subprocess.CompletedProcess[str]:
    return run("-m", "crosswalk", *command.split(), folder=folder, **told)


def refused(done: subprocess.CompletedProcess[str], sentence: str) -> None:
    """One error with its remedy, and neither a traceback nor a secret."""
    told = done.stdout + done.stderr
    assert done.returncode not in (0, None)
    assert " ".join(sentence.split()) in " ".join(told.split()), told
    assert "Traceback" not in told
    assert "Canary" not in told


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A site with the example."""
    made = Path(tempfile.mkdtemp(prefix="crosswalk-site-"))
    assert crosswalk("migrate --example", made).returncode == 0
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_mistyped_folder_is_told_and_no_second_site_is_made_there(command: str, tmp_path: Path) -> None:
    for name in ("nothing", "empty"):
        place = tmp_path / name
        if name == "empty":
            place.mkdir()
        done = crosswalk(command.format(tmp_path / "a.backup") + (" --json" if command == "doctor" else ""), place)
        refused(
            done, "is no folder." if command == "doctor" and name == "nothing" else "There is no site in this folder."
        )
        assert not (place / "database").exists()
    assert not (tmp_path / "a.backup").exists()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"CROSSWALK_HOSTS": "doors.example.org"}, "not written as JSON"),
        ({"CROSSWALK_OPENID": '[{"id":"ministry","secret":"Canary'}, "not written as JSON"),
        ({"CROSSWALK_SECURE": "Canary"}, "CROSSWALK_SECURE"),
        ({"CROSSWALK_BREACHED_PASSWORDS": "/nowhere/at/all"}, "CROSSWALK_BREACHED_PASSWORDS"),
        ({"DATABASE_URL": "mysql://site:Canary@127.0.0.1/x"}, "DATABASE_URL is no address of PostgreSQL."),
        ({"DATABASE_URL": "postgresql://site:Canary@127.0.0.1:1/x"}, "The database does not answer"),
        ({"CROSSWALK_OWNER_DATABASE_URL": "postgresql://own:Canary@127.0.0.1:1/x"}, "but the database is not."),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_by_every_command(
    told: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "secrets").mkdir(mode=0o700)
    for command in ("doctor --json", "serve --port 65000"):
        refused(crosswalk(command, tmp_path, **told), sentence)
    assert not (tmp_path / "database").exists()


def test_a_backup_that_cannot_be_whole_is_refused_before_anything_is_written(folder: Path, tmp_path: Path) -> None:
    file, secrets = tmp_path / "site.backup", tmp_path / "site.secrets"
    refused(crosswalk(f"backup {file} --secrets {file}", folder), "Name two files")
    refused(crosswalk(f"backup {tmp_path}", folder), "Name a file in it.")
    refused(
        crosswalk(f"backup {file} --secrets {secrets}", folder, CROSSWALK_PASSPHRASE="Canary"), "at least 12 letters"
    )
    refused(crosswalk("backup /proc/site.backup", folder), "cannot be written")
    assert list(tmp_path.iterdir()) == []


def test_a_scanner_that_does_not_answer_and_a_misspelt_setting_are_told_by_the_doctor(folder: Path) -> None:
    done = crosswalk("doctor --json", folder, CROSSWALK_SCANNER="foo:bar", CROSSWALK_HOST="[]")
    found = {each["name"]: each for each in json.loads(done.stdout)}
    assert done.returncode == 1
    assert found["scanner"]["state"] == "wrong"
    assert "CROSSWALK_HOST." in found["settings"]["sentence"]


def test_a_lost_key_opens_its_rows_again_though_the_site_went_on_without_it(folder: Path, tmp_path: Path) -> None:
    confide(folder, "person")
    file, secrets, elsewhere = tmp_path / "site.backup", tmp_path / "site.secrets", Path(tempfile.mkdtemp("-crosswalk"))
    assert crosswalk(f"backup {file} --secrets {secrets}", folder).returncode == 0
    try:
        back = crosswalk(f"restore {file}", elsewhere)
        assert back.returncode == 0, back.stderr
        assert "A key did not come along (protection-1)" in " ".join(back.stderr.split())
        assert "A key is missing: protection-1" in " ".join(crosswalk("doctor --json", elsewhere).stdout.split())
        confide(elsewhere, "records")  # under a key of another name
        assert "A key is missing: protection-1" in " ".join(crosswalk("migrate", elsewhere).stderr.split())
        shutil.copy(folder / "secrets" / "protection-1", elsewhere / "secrets" / "protection-1")
        assert run("-c", LOOK, folder=elsewhere).stdout.strip() == "['words of person', 'words of records']"
        assert crosswalk("rotate-key", elsewhere).returncode == 0
        (elsewhere / "secrets" / "protection-2").write_text("A" * 64)
        assert "is not the key that sealed" in crosswalk("doctor --json", elsewhere).stdout
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)


def confide(folder: Path, who: str) -> None:
    done = run("-c", CONFIDE.replace("{}", who), folder=folder)
    assert done.returncode == 0, done.stderr


def test_the_documented_file_of_settings_is_read_by_a_shell_too() -> None:
    block = re.search(r"```ini\n(CROSSWALK_DATA=.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    code = (
        "from crosswalk_platform.config.installation import installation as i; print(i().hosts, i().sender, i().secure)"
    )
    script = f"set -a; eval {shlex.quote(block[1])}; exec {shlex.quote(sys.executable)} -c {shlex.quote(code)}"
    done = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip() == "('doors.example.org',) Doors <no-reply@example.org> True", done.stderr


def test_a_part_starts_without_a_word() -> None:
    command = [sys.executable, "-W", "error", "-m", "crosswalk_platform.cli.part", "platform"]
    done = subprocess.run(command, input="", capture_output=True, text=True, check=False, timeout=60)
    assert "RuntimeWarning" not in done.stderr
