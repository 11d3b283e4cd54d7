"""Loads pathways from their folders: the file, what it shares with its country and the world, all names resolved."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from crosswalk.errors import NotFoundError
from crosswalk.pathways.facts import Fact, build_fact
from crosswalk.pathways.grammar import WORDS, GrammarError, Syntax, parse
from crosswalk.pathways.layout import (
    CasesFile,
    CountryFile,
    FactEntry,
    GroupEntry,
    PathwayFile,
    PointsEntry,
    Scale,
    WorldFile,
)
from crosswalk.pathways.pathway import Pathway
from crosswalk.pathways.scope import Scope
from crosswalk.pathways.translations import Translations, language_files, translated, translations
from crosswalk.yaml_files import Document, read_yaml, shaped

__all__ = ["CATALOGUE", "all_facts", "find_pathway", "load_cases", "load_pathway", "load_pathways", "pathway_folders"]

#: The pathways that ship with the project.
CATALOGUE = Path(__file__).parent / "catalogue"

S = TypeVar("S")
M = TypeVar("M", CountryFile, WorldFile)

#: Words that mean something in every expression.
RESERVED = (*sorted(WORDS), "on", "points")


def pathway_folders(root: Path = CATALOGUE) -> tuple[Path, ...]:
    """Folders below `root` (or `root` itself) that hold a pathway, in order of name."""
    return tuple(sorted(path.parent for path in root.rglob("pathway.yaml")))


def load_pathways(root: Path = CATALOGUE) -> tuple[Pathway, ...]:
    """Every pathway below a folder.

    Raises:
        FileError: A file breaks the language.
        NotFoundError: There is no pathway below the folder.
    """
    folders = pathway_folders(root)
    if not folders:
        raise NotFoundError(f"There is no pathway.yaml below {root.name}.", remedy="Name the folder of a catalogue.")
    return tuple(_cached(folder, _stamp(folder)) for folder in folders)


def load_pathway(folder: Path) -> Pathway:
    """One pathway from its folder; the shared files are those of the folders above it.

    Raises:
        FileError: A file breaks the language.
    """
    return _cached(folder, _stamp(folder))


def find_pathway(name: str, pathways: tuple[Pathway, ...]) -> Pathway:
    """A pathway by its name.

    Raises:
        NotFoundError: There is none; the nearest name is given.
    """
    known = {pathway.id: pathway for pathway in pathways}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    remedy = f"Did you mean {near[0]}?" if near else "`crosswalk pathways list` shows all."
    raise NotFoundError(f"There is no pathway {name!r}.", remedy=remedy)


def all_facts(pathways: tuple[Pathway, ...]) -> dict[str, Fact]:
    """The facts that any of some pathways reads, by name.

    Raises:
        FileError: Two pathways declare one name differently.
    """
    facts: dict[str, Fact] = {}
    for pathway in pathways:
        for name, fact in pathway.facts.items():
            known = facts.setdefault(name, fact)
            if (known.shape, known.unit, known.options) != (fact.shape, fact.unit, fact.options):
                raise pathway.document.error(
                    f"The fact {name} is declared differently in another pathway.",
                    "facts",
                    name,
                    remedy="Give it another name, or share it.",
                )
    return facts


def load_cases(folder: Path) -> tuple[CasesFile, Document]:
    """The cases of a pathway.

    Raises:
        FileError: The file is missing or breaks the layout.
    """
    document = read_yaml(folder / "cases.yaml")
    return shaped(CasesFile, document), document


def _shared_paths(folder: Path) -> tuple[Path, Path]:
    return folder.parent / "shared.yaml", folder.parent.parent / "shared.yaml"


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    paths = [path for path in (folder / "pathway.yaml", *_shared_paths(folder)) if path.exists()]
    paths += [path for shared in _shared_paths(folder) for path in language_files(shared.parent)]
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)


@cache
def _cached(folder: Path, _stamps: tuple[tuple[str, int, int], ...]) -> Pathway:
    return _load(folder)


def _load(folder: Path) -> Pathway:
    country_path, world_path = _shared_paths(folder)
    words = translations(country_path.parent, world_path.parent)
    document = translated(read_yaml(folder / "pathway.yaml"), words)
    file = shaped(PathwayFile, document)
    country, world = _shared(CountryFile, country_path, words), _shared(WorldFile, world_path, words)
    _check_identity(file, document, folder)
    scales: dict[str, Scale] = {**world.scales, **country.scales, **_own(file.scales)}
    scope = Scope(
        facts=_facts(file, document, country, world, scales),
        scales={name: tuple(scale) for name, scale in scales.items()},
        parameters={**country.parameters, **_declared(file.parameters, country.parameters, document, "parameters")},
        tables={**country.tables, **_declared(file.tables, country.tables, document, "tables")},
        lists={**country.lists, **_declared(file.lists, country.lists, document, "lists")},
        notions=dict(_notions(file, document)),
        sources={**country.sources, **_declared(file.sources, country.sources, document, "sources")},
    )
    digest = hashlib.sha256()
    for path in (document.path, country_path, world_path):
        digest.update(path.read_bytes() if path.exists() else b"")
        digest.update(b"\0")
    pathway = Pathway(file.pathway, file, document, digest.hexdigest(), scope.facts, scope)
    pathway.on(file.in_force.from_)
    return pathway


def _shared(model: type[M], path: Path, words: Translations) -> M:
    return shaped(model, translated(read_yaml(path), words)) if path.exists() else model()


def _check_identity(file: PathwayFile, document: Document, folder: Path) -> None:
    wanted = f"{folder.parent.name}.{folder.name}"
    if file.pathway != wanted:
        remedy = f"Write pathway: {wanted}, or rename the folder."
        raise document.error(f"The pathway is called {file.pathway}, its folder {wanted}.", "pathway", remedy=remedy)
    if file.destination != folder.parent.name.upper():
        remedy = f"Write destination: {folder.parent.name.upper()}, or move the folder."
        raise document.error(f"The destination {file.destination} is not its folder's.", "destination", remedy=remedy)
    ids = [criterion.id for criterion in file.criteria]
    _check_names(file, document)
    for index, criterion in enumerate(file.criteria):
        if wrong := next((name for name in criterion.waives if name not in ids), None):
            raise document.error(f"{criterion.id} waives {wrong}, which is no criterion.", "criteria", index)
        if criterion.left is not None and criterion.left not in file.facts:
            remedy = "Name a fact of type yes_no."
            raise document.error(f"{criterion.id}: {criterion.left} is no fact.", "criteria", index, remedy=remedy)
    for index, route in enumerate(file.routes):
        if wrong := next((name for name in route.requires if name not in ids), None):
            near = difflib.get_close_matches(wrong, ids, n=1)
            raise document.error(
                f"The route {route.id} requires {wrong}, which is no criterion.",
                "routes",
                index,
                "requires",
                remedy=f"Did you mean {near[0]}?" if near else "",
            )


def _check_names(file: PathwayFile, document: Document) -> None:
    """No name stands twice where one would silently win."""
    lists = {
        "criteria": [entry.id for entry in file.criteria],
        "routes": [entry.id for entry in file.routes],
        "levers": [entry.id for entry in file.levers],
        "points": list(_point_names(file.points)),
    }
    for section, names in lists.items():
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise document.error(f"Two of the {section} are called {twice}.", section, remedy="Rename one.")
    taken = dict.fromkeys(RESERVED, "a word of the language")
    for section in ("facts", "notions", "parameters"):
        for name in getattr(file, section):
            if name in taken:
                message = f"{name} is {taken[name]}, so it cannot also stand under {section}."
                raise document.error(message, section, name, remedy="Rename it.")
            taken[name] = f"the name of one of the {section}"


def _point_names(entries: tuple[PointsEntry, ...]) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, GroupEntry):
            yield entry.group
            yield from _point_names(entry.of)
        else:
            yield entry.factor


def _facts(
    file: PathwayFile, document: Document, country: CountryFile, world: WorldFile, scales: Mapping[str, Scale]
) -> dict[str, Fact]:
    above = {**world.facts, **country.facts}
    own = _declared(file.facts, above, document, "facts")
    entries = {name: own[name] if name in own else above[name] for name in file.facts}
    facts = {}
    for name, fact in entries.items():
        try:
            facts[name] = build_fact(name, fact, scales)
        except ValueError as error:
            raise document.error(f"The fact {name}: {error}.", "facts", name) from error
    return facts


def _own(section: Mapping[str, S | str]) -> dict[str, S]:
    return {name: entry for name, entry in section.items() if not isinstance(entry, str)}


def _declared(section: Mapping[str, S | str], above: Mapping[str, S], document: Document, key: str) -> dict[str, S]:
    """What a section declares itself; each `shared` must exist in a file above."""
    for name, entry in section.items():
        if entry == "shared" and name not in above:
            near = difflib.get_close_matches(name, above, n=1)
            remedy = f"Did you mean {near[0]}?" if near else f"Declare it here, or in shared.yaml under {key}."
            raise document.error(f"No shared file declares {name}.", key, name, remedy=remedy)
        if isinstance(entry, FactEntry) and name in above:
            remedy = f"Write `{name}: shared`, or give it another name."
            raise document.error(f"The fact {name} is declared in a shared file already.", key, name, remedy=remedy)
    return _own(section)


def _notions(file: PathwayFile, document: Document) -> Iterator[tuple[str, Syntax]]:
    for name, text in file.notions.items():
        try:
            yield name, parse(text)
        except GrammarError as error:
            raise document.error(str(error), "notions", name) from error
