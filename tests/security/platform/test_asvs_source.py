"""ASVS V1: what holds for every line of the source, whoever wrote it: no second way round the encoders."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[3] / "src"
SITE = SOURCES / "crosswalk_platform"


def trees(*folders: Path) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders or (SITE,):
        yield from _read(folder)


@cache
def _read(folder: Path) -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(folder.rglob("*.py"))]


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with its name as it is written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(SOURCES)}:{getattr(node, 'lineno', 0)}"


def test_no_template_lets_text_through_unencoded() -> None:
    """Encoding is the last step, by the template; nothing of ours turns it off."""
    wrong = [
        str(path.relative_to(SOURCES))
        for path in sorted(SITE.rglob("templates/**/*"))
        if path.is_file() and re.search(r"\|\s*safe|autoescape\s+off|\{%\s*filter\s+safe", path.read_text("utf-8"))
    ]
    assert wrong in ([], ["crosswalk_platform/organisations/templates/organisations/invitation.txt"])
    marked = [
        where(path, call)
        for path, tree in trees()
        for name, call in calls(tree)
        if name.rpartition(".")[2] in {"mark_safe", "SafeString"}
        and not (call.args and ast.unparse(call.args[0]) == "''")
    ]
    assert not marked
    formats = [(path, call) for path, tree in trees() for name, call in calls(tree) if name == "format_html"]
    for path, call in formats:  # the pattern is ours; what fills it is encoded
        names = {node.id for node in ast.walk(call.args[0]) if isinstance(node, ast.Name)}
        assert names <= {"parts", "len"}, where(path, call)


def test_statements_for_the_database_are_fixed_texts_with_parameters() -> None:
    """A name that is put into one comes from the code or the catalogue of the database, never from a request."""
    constant = re.compile(r"_?[A-Z][A-Z_]*(\.\w+)?$|table$|model\._meta\.db_table$")
    for path, tree in trees():
        if "migrations" in path.parts:
            continue
        for name, call in calls(tree):
            if not re.search(r"(\.execute|\.executemany|RawSQL|\.extra|\.raw)$", name) or not call.args:
                continue
            text = call.args[0]
            values = [ast.unparse(node.value) for node in ast.walk(text) if isinstance(node, ast.FormattedValue)]
            assert all(constant.match(value) for value in values), f"{where(path, call)}: {values}"
            joined = any(
                isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod) for node in ast.walk(text)
            )
            assert not joined, f"{where(path, call)} joins a statement"
            assert "request" not in ast.unparse(text), where(path, call)


def test_programs_are_started_from_lists_and_never_through_a_shell() -> None:
    started = 0
    for path, tree in trees(SITE, SOURCES / "crosswalk"):
        for name, call in calls(tree):
            assert name not in {"os.system", "os.popen", "commands.getoutput"}, where(path, call)
            if name.startswith("subprocess."):
                started += 1
                assert not any(each.arg == "shell" for each in call.keywords), where(path, call)
                assert not isinstance(call.args[0], ast.JoinedStr | ast.Constant | ast.BinOp), where(path, call)
    assert started > 3


def test_nothing_is_run_that_was_data_before() -> None:
    """No eval, exec, pickle, marshal or unsafe YAML; templates come from files of the source alone."""
    refused = re.compile(
        r"^(eval|exec|compile|__import__|pickle\.\w+|marshal\.\w+|shelve\.\w+|dill\.\w+|yaml\.(load|unsafe_load|full_load)"
        r"|django\.template\.(Template|Engine)|template\.(Template|Engine)|.*\.from_string)$"
    )
    wrong = [where(path, call) for path, tree in trees(SITE, SOURCES / "crosswalk") for name, call in calls(tree)
             if refused.match(name)]  # fmt: skip
    assert not wrong
    rendered = [call for _path, tree in trees() for name, call in calls(tree) if name in {"render", "render_to_string"}]
    names = [call.args[0 if ast.unparse(call.func) == "render_to_string" else 1] for call in rendered]
    assert not [ast.unparse(name) for name in names if "request." in ast.unparse(name)]


def test_only_listed_modules_speak_to_other_machines() -> None:
    """To which host is said by the installation, never by a request."""
    speaking = {
        path.relative_to(SITE).as_posix()
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
        if name.split(".")[0] in {"socket", "httpx", "requests", "ftplib", "smtplib", "telnetlib", "aiohttp", "urllib3"}
        or name in {"urllib.request", "http.client"}
    }
    assert speaking <= {
        "documents/scanning.py",  # CROSSWALK_SCANNER
        "cli/serving.py",  # whether a port of this machine is free
        "cli/machine_health.py",  # CROSSWALK_MAIL_URL, for the doctor
        "mail/tasks.py",  # what the mail server refused
        "accounts/openid/views.py",  # that a provider of the installation does not answer
        "accounts/providers.py",  # the OpenID providers of the installation
    }


def test_no_text_of_others_is_used_as_a_pattern_of_a_format() -> None:
    """`%` and `format` work on texts of the source and its translations; never on what was typed or stored."""
    for path, tree in trees():
        for name, call in calls(tree):
            if name.endswith((".format", ".format_map")):
                base = call.func.value if isinstance(call.func, ast.Attribute) else None
                named = ast.unparse(base) if base is not None else ""
                fixed = isinstance(base, ast.Constant) or re.match(r"sql\.SQL\(|_?[A-Z_]+$", named)
                assert fixed, f"{where(path, call)}: {named}"
        text = path.read_text(encoding="utf-8")
        translated = {  # names of texts of the source, as in `there, changed = "/x", _("changed on %(day)s")`
            name.strip()
            for names, values in re.findall(r"^\s*([\w, ]+) = (.+)", text, re.MULTILINE)
            if re.search(r"\b(_|say|n?gettext|pgettext)\(", values)
            for name in names.split(",")
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
                left = ast.unparse(node.left)
                fixed = isinstance(node.left, ast.Constant) or re.match(
                    r"(_|say|gettext|ngettext)\(|words$|n$|-len\(", left
                )
                number = isinstance(node.right, ast.Constant | ast.Name) and not isinstance(node.left, ast.Name)
                assert fixed or number or left in translated, f"{where(path, node)}: {left} %"


def _patterns() -> Iterator[tuple[str, str | bytes]]:
    for path, tree in trees(SITE, SOURCES / "crosswalk"):
        for name, call in calls(tree):
            if re.match(r"(re\.(compile|match|search|fullmatch|sub|split|findall|finditer)|RegexValidator)$", name):
                yield where(path, call), call.args[0]  # type: ignore[misc]


def test_no_pattern_is_made_of_what_was_typed() -> None:
    """A regular expression is a text of the source; where one is put together of words, these are escaped."""
    seen = 0
    for place, pattern in _patterns():
        seen += 1
        if not place.startswith("crosswalk_platform"):
            continue
        text = ast.unparse(pattern)  # type: ignore[arg-type]
        variables = {node.id for node in ast.walk(pattern) if isinstance(node, ast.Name)}  # type: ignore[arg-type]
        assert not variables or "re.escape" in text or all(name.lstrip("_").isupper() for name in variables), (
            f"{place}: {text}"
        )
    assert seen > 40


def test_xml_is_read_without_entities_and_without_fetching() -> None:
    """The one XML that comes from elsewhere is that of Word files, in the process that opens them."""
    from docx.oxml.parser import oxml_parser
    from lxml import etree

    secret = Path(__file__).resolve()
    page = f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{secret}">]><d>&e;</d>'.encode()
    assert "ASVS" not in "".join(etree.fromstring(page, oxml_parser).itertext())
    readers = {
        path.relative_to(SOURCES).as_posix()
        for path, tree in trees(SITE)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        if re.search(r"\b(lxml|xml|minidom|expat|sax)\b", ast.unparse(node))
    }
    assert not readers
    for path, tree in trees(SOURCES / "crosswalk"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom) and re.search(r"\bxml\.", ast.unparse(node)):
                text = path.read_text("utf-8")
                reads = re.search(r"import .*(parse|XML|fromstring)", ast.unparse(node)) or isinstance(node, ast.Import)
                assert "defusedxml" in text or not reads, where(path, node)


def test_json_and_addresses_have_one_reader_each() -> None:
    """So that two readers never take the same text for different things."""
    readers = {
        name.split(".")[0]
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert not readers & {"orjson", "ujson", "simplejson", "rapidjson", "furl", "yarl", "rfc3986", "demjson", "json5"}


def test_what_is_opened_is_closed() -> None:
    """Files and sockets are opened in a `with`, or handed to one; the pages of the tests run with warnings as errors."""
    loose = []
    for path, tree in trees():
        held = {id(node.context_expr) for each in ast.walk(tree) if isinstance(each, ast.With) for node in each.items}
        loose += [where(path, call) for name, call in calls(tree) if name == "open" and id(call) not in held]
    assert not loose
