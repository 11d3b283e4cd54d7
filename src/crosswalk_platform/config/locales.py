"""The words of the site in other languages: compiled from the locale files into the data folder, for Django."""

from __future__ import annotations

import os
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

__all__ = ["SOURCES", "compile_locales"]

#: One folder for each language, with django.po in it.
SOURCES = Path(__file__).resolve().parents[1] / "locale"


def compile_locales(folder: Path) -> None:
    """Compile each locale file that has changed since, or was never compiled.

    Args:
        folder: Where the compiled files go, as LANGUAGE/LC_MESSAGES/django.mo; Django's LOCALE_PATHS names it.
    """
    for source in sorted(SOURCES.glob("*/django.po")):
        text = source.read_bytes()
        place = folder / source.parent.name / "LC_MESSAGES"
        made_from = sha256(text).hexdigest()  # a day is no sign of change: packages carry days of their own
        note = place / "made-from"
        if (place / "django.mo").exists() and note.exists() and note.read_text(encoding="ascii") == made_from:
            continue
        place.mkdir(parents=True, exist_ok=True)
        compiled = BytesIO()
        write_mo(compiled, read_po(BytesIO(text), locale=source.parent.name))
        _put(place / "django.mo", compiled.getvalue())
        _put(note, made_from.encode("ascii"))


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: another process may read it at the same moment."""
    part = path.with_name(f".{path.name}-{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)
