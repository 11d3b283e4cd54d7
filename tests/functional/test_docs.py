"""The documentation is true: links resolve, commands exist, nothing that a user can meet is left out."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer.main

from crosswalk import errors
from crosswalk.allocation import errors as allocation_errors
from crosswalk.cli import app
from crosswalk.pathways import errors as pathway_errors
from crosswalk.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
SETTINGS_BEFORE = re.compile(r"^(?:\w+=\S* )+")
TITLE_MARKS = re.compile(r"[^\w\- ]")
COMMAND = typer.main.get_command(app)

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def command_lines(page: Path) -> Iterator[list[str]]:
    """The words after `crosswalk` of each command line in the console and sh blocks of a page."""
    for language, text in FENCE.findall(page.read_text(encoding="utf-8")):
        if language not in ("console", "sh"):
            continue
        for line in text.replace("\\\n", " ").splitlines():
            if language == "console" and not line.startswith("$ "):
                continue  # what the command printed
            command = SETTINGS_BEFORE.sub("", line.removeprefix("$ "))
            if command.startswith("crosswalk "):
                yield shlex.split(command, comments=True)[1:]


def parse(words: list[str]) -> None:
    """Parses a command line as the program would, without running it."""
    command, context = COMMAND, None
    while True:
        context = command.make_context(command.name, words, parent=context)
        if not hasattr(command, "commands"):
            return
        # typer's click keeps the words of an inner command in one of two places, by its version
        rest = [*getattr(context, "_protected_args", ()), *context.args]
        _, command, words = command.resolve_command(context, rest)


def leaf_commands(command: object = COMMAND, path: str = "crosswalk") -> Iterator[tuple[str, list[str]]]:
    """Every command with the names of its options."""
    if hasattr(command, "commands"):
        for name, inner in command.commands.items():
            yield from leaf_commands(inner, f"{path} {name}")
    else:
        yield path, [o for p in command.params for o in p.opts if o.startswith("--") and o != "--help"]


def anchors(page: Path) -> set[str]:
    """The anchors that the headings of a page make."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {TITLE_MARKS.sub("", heading.lower()).replace(" ", "-") for heading in headings}


@pages
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = target.partition("#")
        aim = (page.parent / unquote(place)).resolve() if place else page
        assert aim.exists(), f"{page.name} links to {target}, which is not there"
        assert aim.is_relative_to(ROOT), f"{page.name} links to {target}, outside the project"
        if anchor and aim.suffix == ".md":
            assert anchor in anchors(aim), f"{page.name} links to {target}, a heading that is not there"


@pages
def test_every_command_in_the_pages_exists_as_it_is_written(page: Path) -> None:
    for words in command_lines(page):
        try:
            parse(list(words))
        except Exception as error:  # whichever click raises it, the words must be told
            pytest.fail(f"{page.name}: crosswalk {' '.join(words)}: {error}")


def test_the_check_of_commands_can_fail() -> None:
    with pytest.raises(Exception, match="such"):
        parse(["match", "--peoples", "p.parquet"])
    with pytest.raises(Exception, match="such"):
        parse(["marry", "--people", "p.parquet"])
    assert sum(len(list(command_lines(page))) for page in PAGES) >= 25


def test_every_command_is_used_in_a_page_that_a_person_wrote() -> None:
    used = {" ".join(["crosswalk", *words]) for page in PAGES for words in command_lines(page)}
    told = " ".join(page.read_text(encoding="utf-8") for page in PAGES if "reference" not in page.parts)
    unused = [path for path, _ in leaf_commands() if not any(line.startswith(path) for line in used)]
    assert [path for path in unused if path != "crosswalk demo" or "make demo" not in told] == []


def test_the_generated_pages_are_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "reference.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_command_and_option_stands_in_the_reference() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    for path, options in leaf_commands():
        section = text.partition(f"## `{path}`\n")[2].partition("\n## ")[0]
        assert section, f"{path} is not documented"
        for option in options:
            assert f"`{option}`" in section, f"{path} {option} is not documented"


def test_every_error_stands_in_the_reference_with_its_exit_code() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    known = [getattr(room, name) for room in (errors, pathway_errors, allocation_errors) for name in room.__all__]
    for error in (each for each in known if issubclass(each, errors.CrosswalkError)):
        assert f"| {error.exit_status} | `{error.code}` |" in text, f"{error.__name__} is not documented"


def test_every_setting_stands_in_the_reference_with_its_meaning() -> None:
    text = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert field.description
        assert f"| `CROSSWALK_{name.upper()}` | {field.description}" in text


def test_every_page_is_on_the_map() -> None:
    index = ROOT / "docs" / "index.md"
    maps = [index, ROOT / "docs" / "reference" / "pathways.md"]
    linked = {(page.parent / t).resolve() for page in maps for t in LINK.findall(page.read_text(encoding="utf-8"))}
    assert [p.name for p in ROOT.glob("docs/**/*.md") if p != index and p.resolve() not in linked] == []


def test_the_readme_has_no_figure_left_to_fill_in() -> None:
    assert not re.search(r"\bFILL\b", (ROOT / "README.md").read_text(encoding="utf-8"))


def test_the_picture_of_the_readme_is_small_enough_for_a_slow_line() -> None:
    assert (ROOT / "docs/pictures/report.png").stat().st_size < 250_000
