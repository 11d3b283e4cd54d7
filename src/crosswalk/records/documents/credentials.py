"""Licences, certificates, driving licences and tests, each with its issuer and dates where given."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from crosswalk.records.documents.dates import find_dates
from crosswalk.records.documents.parts import Spans, finder, strip_span
from crosswalk.records.documents.text import Line
from crosswalk.records.documents.words import phrases
from crosswalk.records.model import Credential
from crosswalk.records.phrases import alternatives, flat

__all__ = ["credential_kind", "find_driving_licence", "is_credential", "read_credentials"]

#: Names of language tests; public names of the tests themselves.
_TESTS = re.compile(
    r"\b(?:ielts|toefl|toeic|oet|pte|cambridge english|delf|dalf|tcf|tef|tefaq|goethe|telc|testdaf|dsh|dele|siele|"
    r"celpip|celi|cils|plida|osd|duolingo|celban|dfp)\b"
)
_CATEGORY = r"(?:c1e|d1e|[a-d]e|[a-e][1-3]?|am)"
_CATEGORIES = rf"(?P<c>{_CATEGORY}(?!\w)(?:\s*(?:[,/+&]|\bet\b|\band\b|\by\b|\bund\b|و)?\s*{_CATEGORY}(?!\w))*)"
_UNTIL = re.compile(
    alternatives(
        [
            "until",
            "valid until",
            "valid to",
            "expires",
            "valable jusqu'au",
            "valide jusqu'à",
            "válido hasta",
            "vigente hasta",
            "hasta",
            "gültig bis",
            "صالحة حتى",
            "صالح حتى",
            "سارية حتى",
            "valido fino al",
            "vence",
        ]
    )
)
_EXPIRED = re.compile(
    alternatives(
        [
            "expired",
            "expired in",
            "expiré",
            "expirée",
            "vencido",
            "vencida",
            "caducado",
            "abgelaufen",
            "منتهية",
            "منتهية الصلاحية",
        ]
    )
)


@cache
def _driving() -> re.Pattern[str]:
    before = alternatives(
        [
            "category",
            "categories",
            "class",
            "catégorie",
            "catégories",
            "cat.",
            "clase",
            "categoría",
            "categorías",
            "klasse",
            "klassen",
            "categoria",
            "فئة",
            "الفئة",
            "tipo",
            "type",
        ]
    )
    words = alternatives(phrases("driving_words"), prefixes="وب")
    return re.compile(rf"(?P<w>{words})\s*[:–(,-]*\s*(?:{before}\s*)?[:(]?\s*(?:{_CATEGORIES}(?!\w))?")


@cache
def _lacking() -> re.Pattern[str]:
    return re.compile(alternatives(phrases("lacking_words")))


def find_driving_licence(text: str) -> tuple[str, bool, int, int] | None:
    """A driving licence named in a text: its name with the categories, whether it is held, and its characters.

    Example:
        >>> find_driving_licence("Permis B")[:2], find_driving_licence("no driving licence")[:2]
        (('driving licence B', True), ('driving licence', False))
    """
    plain = flat(text)
    for found in _driving().finditer(plain):
        categories = found["c"]
        weak = found["w"] in ("permis", "carne", "carnet", "driving")
        if weak and not categories:
            continue
        names = re.findall(rf"\b{_CATEGORY}\b", categories or "")
        held = not _lacking().search(plain[max(0, found.start() - 18) : found.start()])
        name = " ".join(["driving licence", *(name.upper() for name in names)])
        start, end = strip_span(text, found.start(), found.end())
        return name, held, start, end
    return None


def credential_kind(text: str) -> str:
    """Kind of a credential: driving_licence, language_test, licence or certificate."""
    plain = flat(text)
    if find_driving_licence(text):
        return "driving_licence"
    if _TESTS.search(plain):
        return "language_test"
    return "licence" if finder("licence_words").search(plain) else "certificate"


def is_credential(text: str) -> bool:
    """Whether a line outside a section of certificates speaks of one."""
    plain = flat(text)
    return bool(finder("credential_words").search(plain) or _TESTS.search(plain))


def read_credentials(lines: tuple[Line, ...], spans: Spans) -> list[Credential]:
    """One credential for each item; a line that goes on an item above belongs to it."""
    found: list[Credential] = []
    bulleted = any(line.bullet for line in lines)
    for line in lines:
        offset, body = line.body()
        if not body.strip():
            continue
        licence = find_driving_licence(body)
        if licence:
            name, held, start, end = licence
            evidence = spans.note("credential", offset + start, offset + end)
            found.append(_dated(Credential(name=name, kind="driving_licence", held=held, evidence=evidence), body))
            continue
        if bulleted and not line.bullet and not line.gap and found and found[-1].issuer is None:
            found[-1] = replace(found[-1], issuer=body.strip())
            spans.note("issuer", line.start, line.end)
            continue
        found.append(_credential(body, offset, spans))
    return found


def _credential(body: str, offset: int, spans: Spans) -> Credential:
    """Name, then issuer after the first comma or dash, then dates."""
    stops = [span.begin for span in find_dates(body)]
    first = next((span.stop for span in find_dates(body) if not body[: span.begin].strip(" -–•([")), 0)
    stop = min((begin for begin in stops if begin >= first and begin > 0), default=len(body))
    start, end = strip_span(body, first, stop)
    parts = [part for part in re.split(r"[,،|\t]|\s[–—-]\s", body[start:end]) if part.strip()]
    name = body[start:end]
    issuer = None
    if len(parts) > 1:
        cut = body.rfind(parts[-1], start, end)
        last = strip_span(body, cut, end)
        issuer = body[last[0] : last[1]] or None
        name_end = strip_span(body, start, max(start, cut))[1]
        name = body[start:name_end] or name
    evidence = spans.note("credential", offset + start, offset + max(end, start + 1))
    credential = Credential(name=name or body.strip(), kind=credential_kind(body), issuer=issuer, evidence=evidence)
    return _dated(credential, body)


def _dated(credential: Credential, body: str) -> Credential:
    """The credential with the days on which it was issued and runs out."""
    plain = flat(body)
    for span in find_dates(body):
        before = plain[max(0, span.begin - 24) : span.begin]
        if span.is_range and span.end:
            credential = replace(credential, issued=span.start, until=span.end)
        elif _UNTIL.search(before) or _EXPIRED.search(before):
            credential = replace(credential, until=span.end or span.start)
        elif credential.issued is None:
            credential = replace(credential, issued=span.end or span.start)
    return credential
