"""By what a record is found: the beginning of a name, its sound in any alphabet, an address, or its number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from crosswalk.types import fold_name
from crosswalk_platform.duplicates.blocking import blocking_keys
from crosswalk_platform.duplicates.likeness import traits_of
from crosswalk_platform.duplicates.names import forget, name_parts
from crosswalk_platform.people.models import Person

__all__ = ["BLOCK", "SOUND", "keys_of", "named"]

_KEY_LENGTH, _MOST_PARTS = 120, 6
#: What the keys of a record begin with: sound of a name, the same without an h at its end, which some hands write and
#: others do not, e-mail, telephone, block of duplicates.
SOUND, _WITHOUT_H, _EMAIL, _PHONE, BLOCK = "n:", "h:", "e:", "p:", "b:"
_NUMBER = re.compile(r"(?i)\W*(?:\w+\s+)?([0-9a-f]{8})((?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?\W*")
_SHORTEST_PHONE = 5


def keys_of(record: dict[str, Any]) -> dict[str, Any]:
    """The columns by which a record is found and compared: names without case, accents and punctuation, and its keys.

    Example:
        >>> keys_of({"given_names": "محمد", "email": "M@Example.org"})
        {'given_key': 'محمد', 'family_key': '', 'keys': ['b:em@example.org', 'e:m@example.org', 'n:mhmd']}
    """
    given, family = record.get("given_names") or "", record.get("family_name") or ""
    parts = name_parts(given) + name_parts(family)
    sounds = {sound for part in parts for sound in part.sounds if sound}
    keys = {SOUND + sound for sound in sounds} | {_WITHOUT_H + sound[:-1] for sound in sounds if _ends_in_h(sound)}
    keys |= {BLOCK + key for key in blocking_keys(traits_of(record))}
    keys |= set(_addresses(record.get("email") or "", record.get("phone") or ""))
    forget()  # no process keeps the names of people whose records went through it
    return {
        "given_key": fold_name(given)[:_KEY_LENGTH],
        "family_key": fold_name(family)[:_KEY_LENGTH],
        "keys": sorted(keys),
    }


def named(held: QuerySet[Person], words: str) -> tuple[QuerySet[Person], ...]:
    """Those of these people whom the words name: lists that follow one another, first those whose names begin so.

    They are not one list, for that would have to be sorted whole to show its first page. The others are who only sounds
    so, and whose address or number it is. Each way of finding looks up its own index, and the wall is passed by what
    was found alone: `caseload_keyed` of the database gives nobody outside the viewer's own caseload.
    """
    words = words[:_KEY_LENGTH]
    begins = None if "@" in words else _beginning(words)
    ways = []
    if begins is not None:
        ways += [held.filter(_keyed(*parts)) for parts in _sounding(words)]
    ways += [held.filter(_keyed([each])) for each in _addresses(words, words)]
    if number := _NUMBER.fullmatch(words):
        ways.append(held.filter(_numbered(*number.groups())))
    lists = [held.filter(begins)] if begins is not None else []
    if ways:
        first, *more = (each.order_by().values("pk") for each in ways)
        found = Person.objects.filter(pk__in=first.union(*more) if more else first)
        lists.append(found.exclude(begins) if begins is not None else found)
    return tuple(lists)


def _beginning(words: str) -> Q | None:
    """Names that begin like each word: ranges, for the database looks at no row behind its wall first."""
    begins = None
    for word in fold_name(words).split()[:_MOST_PARTS]:
        after = word[:-1] + chr(ord(word[-1]) + 1)
        one = Q(given_key__gte=word, given_key__lt=after) | Q(family_key__gte=word, family_key__lt=after)
        begins = one if begins is None else begins & one
    return begins


def _sounding(words: str) -> set[frozenset[frozenset[str]]]:
    """Keys of each part of a name by its sound, for each place at which the family name may begin."""
    typed = words.split()[:_MOST_PARTS]
    cuts = (name_parts(" ".join(typed[:cut])) + name_parts(" ".join(typed[cut:])) for cut in range(len(typed)))
    heard = {frozenset(frozenset(_heard(part.sounds)) for part in parts) - {frozenset()} for parts in cuts}
    forget()
    return heard - {frozenset()}


def _heard(sounds: frozenset[str]) -> Iterator[str]:
    for sound in filter(None, sounds):
        yield from (SOUND + sound, _WITHOUT_H + sound)
        if _ends_in_h(sound):
            yield SOUND + sound[:-1]


def _ends_in_h(sound: str) -> bool:
    return len(sound) > 2 and sound.endswith("h")


def _addresses(email: str, phone: str) -> Iterator[str]:
    """Keys of an e-mail address and a telephone number, whole: nobody is found by a part of them."""
    if "@" in email:
        yield _EMAIL + email.strip().casefold()
    if not re.search(r"[^\W\d_]|@", phone):
        digits = "".join(str(int(each)) for each in phone if each.isdecimal())
        if len(digits) >= _SHORTEST_PHONE:
            yield _PHONE + digits


def _keyed(*parts: Iterable[str]) -> Q:
    """People of the viewer's own caseload who have one key of each part, as the database finds them."""
    lines = ["\n".join(sorted(keys)) for keys in parts]
    rarest_first = sorted(lines, key=len, reverse=True)  # the longer a sound, the fewer bear it
    return Q(pk__in=RawSQL("SELECT caseload_keyed(%s::text[])", [rarest_first]))


def _numbered(short: str, rest: str | None) -> Q:
    """The record of this number, or those whose number begins so, as pages without names call them."""
    if rest:
        return Q(pk=UUID(short + rest))
    return Q(pk__gte=UUID(short + "0" * 24), pk__lte=UUID(short + "f" * 24))
