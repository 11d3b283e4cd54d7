"""Secure coding (OWASP ASVS 5.0, V15): components, dangerous work, types, and work that two do at once."""

from __future__ import annotations

import ast
import csv
import re
import threading
import tomllib
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from people_world import person_of
from site_world import client_of, seen_by, user

ROOT = Path(__file__).parents[3]
SITE = ROOT / "src" / "crosswalk_platform"
DOCS = (ROOT / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")
SECTION = DOCS.partition("## Components and costly work")[2].partition("\n## ")[0]
PINS = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().split() if "==" in line)

pytestmark = pytest.mark.usefixtures("database")


def trees() -> list[tuple[str, ast.Module]]:
    paths = sorted(SITE.rglob("*.py"))
    return [(path.relative_to(SITE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def components() -> list[dict[str, str]]:
    with (ROOT / "security" / "components.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_component_stands_in_the_inventory_with_its_licence_and_comes_from_one_place() -> None:
    rows = {row["component"]: row for row in components()}
    assert {name: row["version"] for name, row in rows.items()} == PINS
    for row in rows.values():
        choices = [each for each in row["licence"].split(" OR ") if not re.search(r"(?<!L)GPL|Affero", each)]
        assert choices, row
        assert row["source"] == f"https://pypi.org/project/{row['component']}/{row['version']}/"
    for each, pinned in PINS.items():
        try:
            assert version(each) == pinned, "what runs is what was looked at"
        except PackageNotFoundError:
            continue  # a tool that is not installed here
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "dependency-links" not in str(project) and "index-url" not in (ROOT / "Makefile").read_text()


def test_no_component_is_behind_the_time_frames_of_the_docs() -> None:
    """On the day of the last look nothing known was open for longer than the docs give it."""
    frames = {
        kind: int(days)
        for days, kind in re.findall(
            r"(\d+)\s+days\s+(?:where\s+)?(?:it\s+is\s+)?(critical|high|moderate|otherwise)", SECTION
        )
    }
    assert frames == {"critical": 2, "high": 7, "moderate": 30, "otherwise": 90}
    for row in components():
        looked, newest_on = date.fromisoformat(row["looked_at"]), row["newest_since"]
        if row["newest"] != row["version"]:
            assert row["why_not_newest"] or (looked - date.fromisoformat(f"{newest_on}-01")).days <= 90 + 31, row


def test_dangerous_work_is_done_where_the_docs_say_and_without_a_shell() -> None:
    told = SECTION.partition("**Dangerous work**")[2]
    named = re.findall(r"`([\w/.]+)`", told)
    for where, tree in trees():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        starts = [
            each
            for each in calls
            if ast.unparse(each.func)
            in {"subprocess.run", "subprocess.Popen", "runpy.run_module", "os.system", "os.popen"}
        ]
        for each in starts:
            assert where in named, f"{where}:{each.lineno}"
            assert not {"shell"} & {one.arg for one in each.keywords}
            assert ast.unparse(each.func) not in {"os.system", "os.popen"}
        sql = [
            each
            for each in calls
            if (isinstance(each.func, ast.Attribute) and each.func.attr == "execute")
            or ast.unparse(each.func) == "RawSQL"
        ]
        for each in sql:
            known = any(where == one or where.startswith(f"{one}/") or f"/{one}/" in f"/{where}" for one in named)
            assert known, f"{where}:{each.lineno}"
    for each in ("pypdf", "pdfplumber", "python-docx", "weasyprint"):
        assert f"`{each}`" in SECTION


def test_what_strangers_send_is_opened_by_the_process_with_limits_alone() -> None:
    from crosswalk.records.documents import extract

    tree = ast.parse(Path(extract.__file__).read_text(encoding="utf-8"))
    names = {each.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for each in node.names}
    assert "shared_extractor" in names and not names & {"read_pdf", "read_docx", "read_plain"}
    for where, each in trees():
        found = {(node.module or "").split(".")[0] for node in ast.walk(each) if isinstance(node, ast.ImportFrom)}
        found |= {
            name.name.split(".")[0] for node in ast.walk(each) if isinstance(node, ast.Import) for name in node.names
        }
        assert not found & {"pypdf", "pdfplumber", "docx", "openpyxl", "lxml", "PIL"}, where


def test_nothing_that_only_tests_or_developers_need_is_part_of_the_site() -> None:
    from django.conf import settings

    assert not {
        each for each in settings.INSTALLED_APPS if re.search(r"debug|extensions|silk|admin|runserver|test", each)
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    served = " ".join(project["project"]["dependencies"] + project["project"]["optional-dependencies"]["platform"])
    assert not re.search(r"pytest|hypothesis|playwright|debug|aiosmtpd|ipython", served)
    assert project["tool"]["setuptools"]["packages"]["find"]["where"] == ["src"]
    assert not [path for path in SITE.rglob("*") if re.search(r"(^|_)tests?(_|\.|$)", path.name)]


def test_a_form_takes_its_own_fields_and_no_other() -> None:
    from crosswalk_platform.people.models import Person

    for where, tree in trees():
        for node in ast.walk(tree):
            text = ast.unparse(node) if isinstance(node, ast.Call | ast.Assign) else ""
            assert "'__all__'" not in text or "fields" not in text, where
            assert "**request.POST" not in text and "request.POST.dict()" not in text, where
    person = person_of(headline="before")
    told = {"headline": "after", "revision": "2", "organisation": "x", "account": "x", "held_until": "2999-01-01",
            "record": "{}", "evidence": '[{"field": "headline", "evidence": {"assurance": "verified"}}]', "is_active": "0"}  # fmt: skip
    client_of("person").post("/me/profile/occupation", told)
    with seen_by("person"):
        kept = Person.objects.get(pk=person.pk)
    assert kept.held_until is None and kept.account_id == user("person").pk
    assert "verified" not in str(kept.record.get("evidence"))


def test_a_parameter_in_the_address_is_none_of_a_form() -> None:
    from crosswalk_platform.people.models import Person

    for where, tree in trees():
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "REQUEST"], (
            where
        )
    person_of(headline="before")
    client_of("person").post("/me/profile/occupation?headline=fromaddress&revision=2", {"revision": "2"})
    client_of("person").post("/me/profile/occupation", {"headline": ["first", "last"], "revision": ["999", "2"]})
    with seen_by("person"):
        assert "fromaddress" not in str(Person.objects.get(account=user("person")).record)


def test_types_are_said_everywhere_and_checked_strictly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["tool"]["mypy"]["strict"] is True and "crosswalk_platform" in project["tool"]["mypy"]["packages"]
    for where, tree in trees():
        if "migrations" in where:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                given = [*node.args.args, *node.args.kwonlyargs]
                silent = [each.arg for each in given if each.annotation is None and each.arg not in {"self", "cls"}]
                assert node.returns is not None and not silent, f"{where}:{node.lineno}"


def test_scripts_build_no_object_from_what_a_page_says() -> None:
    for script in SITE.rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(
            r"__proto__|Object\.assign|JSON\.parse|eval\(|new Function|innerHTML|\[[a-z]\w*\]\s*=[^=]", text
        ), script


def test_the_address_of_who_asks_is_the_one_that_the_proxy_saw(monkeypatch: pytest.MonkeyPatch) -> None:
    from allauth.account.adapter import get_adapter
    from django.test import RequestFactory, override_settings

    ask = RequestFactory()
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):  # as CROSSWALK_SECURE sets it
        forged = ask.get("/", headers={"X-Forwarded-For": "203.0.113.66, 198.51.100.7"}, REMOTE_ADDR="127.0.0.1")
        assert get_adapter().get_client_ip(forged) == "198.51.100.7"
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=0):
        assert get_adapter().get_client_ip(forged) == "127.0.0.1"
    settings = (SITE / "config" / "settings.py").read_text()
    assert "ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _place.secure else 0" in settings


def test_costly_work_has_the_limits_of_the_docs() -> None:
    from crosswalk.records.documents import isolation
    from crosswalk_platform.authorization.pace import LIMITS
    from crosswalk_platform.documents.sniffing import LARGEST

    assert f"{isolation.MAX_SECONDS} s and 1 GB; {LARGEST // 1_000_000} MB a file" in SECTION
    assert LIMITS["take_out"][0].most == 10 and LIMITS["take_out"][0].seconds == 3600
    assert "ten in an hour" in SECTION
    for name in ("read_document", "read_words", "look_for_duplicates", "deliver", "keep_house"):
        modules = [
            where
            for where, tree in trees()
            if any(
                isinstance(node, ast.FunctionDef) and node.name == name and node.decorator_list
                for node in ast.walk(tree)
            )
        ]
        assert modules, f"{name} is work of the worker"


def test_what_threads_share_is_made_once_or_locked() -> None:
    """No module keeps a dictionary or list that a request fills; what is kept is a cache of functools, or has a lock."""
    for where, tree in trees():
        shared = {node.target.id if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) else getattr(node.targets[0], "id", "")
                  for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict | ast.List | ast.Set)}  # fmt: skip
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
            ):
                changes = node.func.attr in {
                    "append",
                    "add",
                    "update",
                    "pop",
                    "clear",
                    "setdefault",
                    "extend",
                    "remove",
                }
                assert not (changes and node.func.value.id in shared) or where in {"accounts/traces.py"}, (
                    f"{where}:{node.lineno}"
                )
            if isinstance(node, ast.Global):
                raise AssertionError(f"{where}:{node.lineno}")


def test_two_readers_of_one_taxonomy_wait_for_each_other() -> None:
    from crosswalk.records.documents.isolation import Extractor

    extractor, texts = Extractor(), []
    try:
        threads = [
            threading.Thread(target=lambda: texts.append(extractor.read(b"words of a CV", "text", "cv.txt")[0].text))
            for _ in range(4)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)
    finally:
        extractor.close()
    assert texts == ["words of a CV"] * 4


def test_a_field_that_a_viewer_may_not_see_never_leaves_the_query() -> None:
    person = person_of(headline="CanaryHead", email="canary@mail.example", phone="+212 600 000 000")
    for login in ("employer", "destination", "auditor"):
        page = client_of(login).get(f"/people/{person.pk}/").content.decode()
        for each in ("canary@mail.example", "+212 600 000 000"):
            assert each not in page
