"""A language that nobody speaks, for tests: English, longer and in brackets, so that text which was forgotten shows."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

__all__ = ["BEGIN", "END", "outside", "pseudo", "spoken"]

BEGIN, END = "\u27e6", "\u27e7"
ROOT = Path(__file__).resolve().parents[1]
#: What a translation keeps as it is: places for values, tags, and entities.
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&\w+;|\n)")
LETTERS = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")


def pseudo(text: str) -> str:
    """A text a third longer, with accents and in brackets; its places for values stay."""
    parts = KEPT.split(text)
    said = "".join(part if place % 2 else part.translate(LETTERS) for place, part in enumerate(parts))
    ends = "\n" if text.endswith("\n") else ""
    longer = "~" * max(1, len(text) // 3) if len(text) > 2 else ""
    return f"{BEGIN}{said.rstrip(chr(10))}{longer}{END}{ends}"


def outside(text: str) -> str:
    """What of a text stands outside of all brackets."""
    depth, kept = 0, []
    for letter in text:
        depth += (letter == BEGIN) - (letter == END)
        if not depth and letter != END:
            kept.append(letter)
    return "".join(kept)


@contextmanager
def spoken(folder: Path) -> Iterator[str]:
    """The site speaks the pseudo-locale en-xa while this lasts.

    Args:
        folder: Where the site's compiled languages lie (LOCALE_PATHS).
    """
    import allauth
    import django
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from django.conf import settings
    from django.test import override_settings

    sys.path.insert(0, str(ROOT / "tools"))
    import messages

    made = Catalog(locale="en", charset="utf-8")
    libraries = [
        *Path(django.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po"),
        Path(allauth.__file__).parent / "locale/en/LC_MESSAGES/django.po",
    ]
    sources = [messages.template(), *(read_po(BytesIO(path.read_bytes()), locale="en") for path in libraries)]
    for source in sources:
        for message in source:
            if message.id and "_FORMAT" not in str(message.id):
                forms = message.id if isinstance(message.id, str) else tuple(map(pseudo, message.id))
                made.add(message.id, pseudo(forms) if isinstance(forms, str) else forms, context=message.context)
    compiled = BytesIO()
    write_mo(compiled, made)
    place = folder / "en_XA" / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    (place / "django.mo").write_bytes(compiled.getvalue())
    with override_settings(LANGUAGES=[*settings.LANGUAGES, ("en-xa", "Pseudo")]):
        yield "en-xa"
