"""Texts of the catalogue in more languages: a file of one language beside the files whose texts it translates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from crosswalk.yaml_files import Data, Document, read_yaml

__all__ = ["Translations", "language_files", "texts_of", "translated", "translations"]

#: Each language's words by the English text.
Translations = Mapping[str, Mapping[str, str]]

LANGUAGE = re.compile(r"[a-z]{2,3}")


def language_files(folder: Path) -> tuple[Path, ...]:
    """Files of one language in a folder: `fr.yaml`, `tgl.yaml`."""
    return tuple(sorted(path for path in folder.glob("*.yaml") if LANGUAGE.fullmatch(path.stem)))


def translations(*folders: Path) -> dict[str, dict[str, str]]:
    """Words by language and English text; those of an earlier folder go before those of a later one.

    Raises:
        FileError: A file is not made of lines `"English text": "translation"`.
    """
    found: dict[str, dict[str, str]] = {}
    for folder in reversed(folders):
        for path in language_files(folder):
            about = path.stat()
            found[path.stem] = found.get(path.stem, {}) | _words(path, about.st_mtime_ns, about.st_size)
    return found


@cache
def _words(path: Path, _changed: int, _size: int) -> dict[str, str]:
    document = read_yaml(path)
    words = {} if document.data is None else document.data
    if not isinstance(words, dict):
        raise document.error("This file is no list of texts.", remedy='Write lines `"English text": "translation"`.')
    for english, text in words.items():
        if not isinstance(text, str) or not text.strip():
            raise document.error(f"{english!r} has no translation.", english, remedy="Write one, or remove the line.")
    return {english: str(text) for english, text in words.items()}


def translated(document: Document, words: Translations) -> Document:
    """A file with its texts in every language that has them; what the file itself says in a language goes first."""
    return Document(document.path, _translated(document.data, words), document.lines) if words else document


def _translated(data: Data, words: Translations) -> Data:
    if isinstance(data, list):
        return [_translated(each, words) for each in data]
    if not isinstance(data, dict):
        return data
    if isinstance(english := data.get("en"), str):
        return {code: said[english] for code, said in words.items() if english in said} | data
    return {key: _translated(each, words) for key, each in data.items()}


def texts_of(data: Data) -> Iterator[dict[str, Data]]:
    """Every text of a file, as its words by language."""
    if isinstance(data, dict) and isinstance(data.get("en"), str):
        yield data
    elif isinstance(data, list | dict):
        for each in data.values() if isinstance(data, dict) else data:
            yield from texts_of(each)
