"""What holds for every module, whoever writes it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path for path in (ROOT / "src").rglob("*.py") if "_initial" not in path.name)  # Django writes those
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
#: `parse` and `compose` give events and nodes, never objects; with a safe loader they are as safe as `safe_load`.
NEEDS_A_LOADER = {"parse", "compose"}
SAFE_YAML = NEEDS_A_LOADER | {
    "safe_load", "safe_dump", "SafeLoader", "YAMLError", "MarkedYAMLError", "nodes", "events", "Node", "ScalarNode",
    "SequenceNode", "MappingNode", "AliasEvent", "CollectionStartEvent", "CollectionEndEvent",
}  # fmt: skip
#: These speak with a scanner, ask whether a port is free, look whether a server answers, and ask OpenID providers.
MAY_CONNECT = {
    "documents/scanning.py": "socket",
    "cli/serving.py": "socket",
    "cli/machine_health.py": "socket",
    "accounts/providers.py": "requests",
    "accounts/openid/views.py": "requests",
}
FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "fitz", "requests", "urllib3", "socket"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_opens_with_its_purpose_and_runs_no_text_as_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "a module opens with one sentence of purpose"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_CALLS, f"line {node.lineno} calls {node.func.id}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            named = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            bad = {n.split(".")[0] for n in named} & FORBIDDEN_IMPORTS
            bad -= {MAY_CONNECT.get(name(path).removeprefix("src/crosswalk_platform/"), "")}
            assert not bad, f"line {node.lineno} imports {bad}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "yaml":
            assert node.attr in SAFE_YAML, f"line {node.lineno}: yaml.{node.attr} may build more than plain data"
            if node.attr in NEEDS_A_LOADER:
                assert path.name == "source.py", f"line {node.lineno}: read YAML by pathways.source or yaml.safe_load"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_public_function_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_each_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    for requirement in project["dependencies"]:
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert "==" in requirement, f"{requirement} is not pinned"
        assert "#" in line, f"{requirement} has no comment"


def test_no_file_of_the_project_names_a_place_of_one_machine() -> None:
    pattern = re.compile(r"(?<![a-z])/(?:work|home|root|Users)/[a-z]")
    skipped = {".git", ".venv", "demo-output", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    for path in ROOT.rglob("*"):
        if (
            path.is_file()
            and not skipped & set(path.relative_to(ROOT).parts)
            and path.suffix in {".py", ".md", ".toml"}
        ):
            if path == Path(__file__).resolve():
                continue
            text = re.sub(r"https?://[^\s)\"'>]+", "", path.read_text(encoding="utf-8", errors="ignore"))
            found = pattern.search(text)
            assert not found, f"{name(path)}: {found[0]}"
