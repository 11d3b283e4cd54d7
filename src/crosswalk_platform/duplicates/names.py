"""Compares names that were written by different hands in different alphabets, part by part."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from crosswalk.taxonomy.linking.romanise import roman_key, vowels_written

__all__ = ["NamePart", "agreement", "forget", "name_parts", "parts_agreement"]

#: Jaro-Winkler similarity from which two spellings of the same sounds, or two whole spellings, are taken as alike.
ALIKE_VOWELS, ALIKE = 0.78, 0.90
_SHORTEST_ALIKE = 4

_MARKS = re.compile("[\u064b-\u065f\u0670\u0640'’ʼʿʾ`´‘]")
_LETTERS = str.maketrans("أإآٱىئؤ", "ااااييو")
_BEFORE_SUN = re.compile(r"\b(?:a[dlnrstz]|ash|e[dlnrstz]|ul|ur|us)[-‐‑](?=\w)")
_BETWEEN = re.compile(r"[\s\-‐‑–—.,;/()·]+")
_JOINS = re.compile(r"(?:abd[aeiou]*[lr]?|عبد|абд[уео]?ль?|abo?u|abo|ابو|абу)")
_CHILD_OF = frozenset("al el ibn bin ben bint bn ibnu بن ابن بنت ال ибн бин аль эль".split())
_ARTICLES = frozenset("al el ال аль эль".split())
_SHORT = {"md": "mohammad", "mohd": "mohammad", "muhd": "mohammad", "mhd": "mohammad", "mst": "mosammat",
          "মো": "মোহাম্মদ", "মোঃ": "মোহাম্মদ", "মোসা": "মোসাম্মৎ"}  # fmt: skip
_LONG = str.maketrans({"ا": "a", "و": "u", "ي": "i"})
_DOUBLE = re.compile(r"(.)\1+")
#: c as French and Spanish read it.
_SOFT, _HARD = re.compile("c(?=[eiyéèê])"), re.compile("c(?!h)")
#: Letters that are read otherwise elsewhere: French ch, German j, Bengali kh, Persian ض, Urdu ہ, Kyrgyz ж, Bengali ভ.
_OTHERWISE = (
    *(("ch", "sh"), ("j", "y"), ("kh", "k"), ("z", "s"), ("ж", "j")),
    *(("ض", "ز"), ("ذ", "ز"), ("ث", "س"), ("ہ", ""), ("ভ", "ও")),
)
_LONG_I = re.compile("[ae]i")
#: Which Latin vowels write a long vowel of Arabic.
_WRITES = {"a": "ae", "u": "uo", "i": "ieay"}


@dataclass(frozen=True, slots=True, eq=False)
class NamePart:
    """One part of a name as it is compared; the same word gives the same object.

    Attributes:
        key: Its letters, where the script writes vowels; else empty.
        sounds: Its consonants in Latin letters, in each way of reading them.
        long: Consonants with the long vowels, where it is written in Arabic letters; else empty.
    """

    key: str
    sounds: frozenset[str]
    long: str


def name_parts(text: str | None) -> tuple[NamePart, ...]:
    """The parts of a name: without article and "son of", what belongs together joined, abbreviations written out.

    Args:
        text: Given names or family name, in any script; None where unknown.

    Example:
        >>> [sorted(part.sounds)[0] for part in name_parts("Abd al-Rahman ibn Khaled")]
        ['bdrhmn', 'hld']
        >>> agreement(name_parts("عبدالرحمن")[0], name_parts("Abdurrahman")[0])
        'sound'
    """
    return tuple(_part(word) for word in _words(text or ""))


@lru_cache(maxsize=500_000)
def agreement(one: NamePart, other: NamePart) -> str:
    """How two parts agree: same, sound, near or different."""
    alike_sounds = not one.sounds.isdisjoint(other.sounds)
    if one.key and other.key:
        return "same" if one.key == other.key else _of_spellings(one.key, other.key, alike_sounds)
    if one.long and one.long == other.long:
        return "same"
    if alike_sounds and _long_vowels_fit(one, other):
        return "sound"
    mine, theirs = max(one.sounds), max(other.sounds)
    return "near" if _nearly(mine, theirs, JaroWinkler.normalized_similarity(mine, theirs)) else "different"


def _of_spellings(one: str, other: str, alike_sounds: bool) -> str:
    alike = JaroWinkler.normalized_similarity(one, other)
    if alike_sounds and alike >= ALIKE_VOWELS:
        return "sound"
    return "near" if _is_initial(one, other) or _nearly(one, other, alike) else "different"


def _nearly(one: str, other: str, alike: float) -> bool:
    return alike >= ALIKE and min(len(one), len(other)) >= _SHORTEST_ALIKE


def parts_agreement(mine: tuple[NamePart, ...], theirs: tuple[NamePart, ...]) -> tuple[str, tuple[NamePart, ...]]:
    """How two names agree, and the parts that tell how rare that is; unknown where one is absent.

    Besides the levels of `agreement` a name can be `part` of the other: what one of them leaves out.
    """
    if not mine or not theirs:
        return "unknown", ()
    if len(mine) == len(theirs) == 1:
        return agreement(mine[0], theirs[0]), mine + theirs
    whole = agreement(_joined(mine), _joined(theirs))
    if whole in {"same", "sound"}:
        return whole, (_longest(mine), _longest(theirs))
    short, long = sorted((mine, theirs), key=len)
    left, levels = list(long), []
    for part in short:
        best = max(left, key=lambda other: _ORDER[agreement(part, other)])
        levels.append(agreement(part, best))
        left.remove(best)
    worst = min(levels, key=_ORDER.__getitem__)
    if worst == "different":
        return "different", ()
    return ("part", (_longest(short),)) if left else (worst, (_longest(short), _longest(long)))


def _longest(parts: tuple[NamePart, ...]) -> NamePart:
    return max(parts, key=lambda part: (len(max(part.sounds)), max(part.sounds)))


_ORDER = {"different": 0, "near": 1, "sound": 2, "same": 3}


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("дж", "j")
    plain = _HARD.sub("k", _SOFT.sub("s", plain))
    plain = _BEFORE_SUN.sub("", _MARKS.sub("", plain).translate(_LETTERS))
    words = [_SHORT.get(word, word) for word in _BETWEEN.split(plain) if word]
    kept = [word for place, word in enumerate(words) if word not in _CHILD_OF or place == 0] or words
    if len(kept) > 1 and kept[0] in _ARTICLES:
        del kept[0]
    joined: list[str] = []
    for word in map(_without_article, kept):
        if joined and (_JOINS.fullmatch(joined[-1]) or joined[-1] in _CHILD_OF):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@lru_cache(maxsize=500_000)
def _part(word: str) -> NamePart:
    vowels = vowels_written(word)
    readings = {word} | {word.replace(letter, other) for letter, other in _OTHERWISE}
    sounds = frozenset(_sounds(roman_key(each, vowels=False)) for each in readings)
    arabic = unicodedata.name(word[0], "").startswith("ARABIC")
    return NamePart(roman_key(word, vowels=True) if vowels else "", sounds, _long(word) if arabic else "")


def _sounds(consonants: str) -> str:
    """Consonants without doubles; in servants' names the article after "abd" is left out, as most hands do."""
    plain = _DOUBLE.sub(r"\1", consonants.replace(" ", ""))
    return "bd" + plain[3:] if plain.startswith("bdl") else plain


def _long(word: str) -> str:
    vowelled = [_LONG.get(ord(letter), "") if index else "" for index, letter in enumerate(word)]
    return "".join(
        str(vowel) if vowel else roman_key(letter, vowels=False) for vowel, letter in zip(vowelled, word, strict=True)
    )


@lru_cache(maxsize=100_000)
def _joined(parts: tuple[NamePart, ...]) -> NamePart:
    sounds = "".join(max(part.sounds) for part in parts)
    keys = [part.key for part in parts]
    longs = [part.long for part in parts]
    return NamePart(
        "".join(keys) if all(keys) else "", frozenset({_sounds(sounds)}), "".join(longs) if all(longs) else ""
    )


def forget() -> None:
    """Forget every name that was compared: they are people's."""
    for each in (agreement, _part, _joined):
        each.cache_clear()


def _is_initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[:1] == other[:1]


def _long_vowels_fit(one: NamePart, other: NamePart) -> bool:
    """Whether the long vowels of an Arabic spelling stand in the other: Husayn is not Hasan, Mahmud not Muhammad."""
    if one.long and other.long:
        return False  # two spellings in Arabic letters that differ
    arabic, latin = (one.long, other.key) if one.long else (other.long, one.key)
    if not arabic or not latin:
        return True
    if _LONG_I.search(latin) and "i" not in arabic:
        return False
    reached = 0
    for letter in arabic:
        found = [place for each in _WRITES.get(letter, letter) if (place := latin.find(each, reached)) >= 0]
        if found:
            reached = min(found) + 1
        elif letter in _WRITES:
            return False
    return True
