"""Collect the words of the site for translation; `--check` fails where a locale file is stale or has a gap."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SITE = Path(__file__).resolve().parents[1] / "src" / "crosswalk_platform"
LANGUAGES = ("fr", "es", "ar")
#: Words of libraries that they leave untranslated in one of our languages, so that no page is half English.
BORROWED = SITE / "locale" / "borrowed.txt"
#: Forms of a noun after a number, as CLDR has them; Arabic: zero, one, two, few, many, other.
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "say": None,  # gettext, where the file calls gettext_lazy `_`
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def sources() -> Iterator[Path]:
    """Files of the site with words in them, in a fixed order."""
    kinds = {".py", ".html", ".txt"}
    for path in sorted(SITE.rglob("*")):
        if path.suffix in kinds and not {"locale", "migrations", "static"} & set(path.parts):
            yield path


def found(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Each message of a file, with its context; templates are turned into Python first."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py" and path != BORROWED:
        if "{%" not in text:
            return
        text = "\n".join(line.lstrip() for line in templatize(text, origin=path.name).splitlines())
    for _, message, _, context in extract("python", BytesIO(text.encode()), KEYWORDS, options={"encoding": "utf-8"}):
        yield message, context


def template() -> Catalog:
    """Every message of the site, with the files in which it stands."""
    catalog = Catalog(charset="utf-8")
    for path in [*sources(), BORROWED]:
        for message, context in found(path):
            if message if isinstance(message, str) else all(message):
                catalog.add(message, locations=[(path.relative_to(SITE).as_posix(), 0)], context=context)
    return catalog


def read(language: str) -> Catalog:
    """The locale file of a language as it stands; empty where there is none yet."""
    path = SITE / "locale" / language / "django.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def merged(language: str, words: Catalog) -> str:
    """The locale file as it should be: today's messages in order, their translations kept, no date and no address."""
    catalog, before = Catalog(locale=language, charset="utf-8"), read(language)
    for message in words:
        if message.id:
            known = before.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            kept = known.string if known is not None and type(known.id) is type(message.id) else None
            places = sorted(set(message.locations))
            catalog.add(message.id, kept, locations=places, flags=message.flags, context=message.context)
    body = BytesIO()
    write_po(body, catalog, width=118, omit_header=True, sort_output=True, include_lineno=False)
    head = StringIO()
    head.write('msgid ""\nmsgstr ""\n')
    for line in (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS[language]}",
    ):
        head.write(f'"{line}\\n"\n')
    return head.getvalue() + "\n" + body.getvalue().decode()


def gaps(language: str, words: Catalog) -> list[str]:
    """Messages without a whole translation in a language."""
    before = read(language)
    missing = []
    for message in words:
        name = message.id if isinstance(message.id, str) else message.id[0]
        known = before.get(name, message.context) if message.id else None
        if message.id and (known is None or known.fuzzy or not known.string or not all(known.string)):
            missing.append(name)
    return missing


def main() -> int:
    """Write the locale files, or check them."""
    words, status = template(), 0
    for language in LANGUAGES:
        path = SITE / "locale" / language / "django.po"
        text = merged(language, words)
        missing = gaps(language, words)
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path.relative_to(SITE)} is stale: run python tools/messages.py", file=sys.stderr)
                status = 1
            for name in missing:
                print(f"{language}: not translated: {name!r}", file=sys.stderr)
                status = 1
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"{language}: {len(words)} messages, {len(missing)} to translate")
    return status


if __name__ == "__main__":
    raise SystemExit(main())
