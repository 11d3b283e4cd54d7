"""Brings a title or phrase as people write it to the plain form in which it is compared with labels.

Two forms are made. `tidy` keeps a readable phrase (for the encoder): one gender, no capitals, no requisition
noise. `key` goes further (for exact and letter-by-letter comparison): no punctuation, no accents on Latin and
Greek letters, one form for Arabic letters that writers and keyboards vary.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["key", "tidy", "words"]

# Brackets and tails that state only that any gender may apply: (m/w/d), H/F, (h/f/x), m/k, M/V, k/m, all genders.
_GENDER_CODE = r"(?:[mwfhvkdxnit]|div|gn|inter)"
_GENDER_NOTE = re.compile(
    rf"\(\s*{_GENDER_CODE}(?:\s*[/|:,;.*-]\s*{_GENDER_CODE}){{1,3}}\s*\)"
    rf"|(?<![\w/]){_GENDER_CODE}(?:\s*/\s*{_GENDER_CODE}){{1,3}}(?![\w/])"
    r"|\(\s*(?:all genders|alle geschlechter|gn|tous genres)\s*\)",
    re.IGNORECASE,
)
# Endings written behind the word: Techniker/in, técnico(a), vendeur-euse, chargé·e, учител/ка, kierownik(-czka).
_FEMININE = (
    "innen|in|nen|a|as|o|os|e|es|er|ère|ere|euse|euses|trice|rice|ice|ne|enne|ienne|ienn|te|ive|se|sse|esse|ca|"
    "ra|ora|oras|ina|essa|ka|czka|ska|yni|ini|nica|ica|ice|kinja|nja|kyně|ová|ė|ienė|ja|ă|oare|că|nă|"
    "ster|ка|ша|иня|ничка|рка|тка|а|ة"
)
_ENDING = re.compile(
    rf"(?<=[^\W\d_]{{3}})(?:\s?[/:*_·•∙]\s?-?(?:{_FEMININE})|[-.](?:e|euse|trice|rice|ère|ne|innen|in)"
    rf"|\(-?(?:{_FEMININE})\))(?:[-.·/]?s)?(?![\w-])",
    re.IGNORECASE,
)
_INNER_CAPITAL = re.compile(r"(?<=[a-zäöüß]{2})In(?:nen)?\b")  # German LehrerIn
_MALE_ENDING = re.compile(r"(?<=[^\W\d_]{3})\((er|e)\)(?:e|in)\b", re.IGNORECASE)  # Kaufmännisch(er)e
_CASE_ENDING = re.compile(r"(?<=[^\W\d_]{3})\((?:r|n|s)\)", re.IGNORECASE)  # Angestellte(r)
_DEGREE = re.compile(r"\((?:DI|Ing|FH|Uni|UNI|BSc|MSc|BA|MA|PhD)\.?\)")
_TAIL_AFTER_SLASH = re.compile(r"/\s*-[^\W\d_]+")  # Speditionskaufmann/-frau

# What vacancies and national lists add to a title without changing the occupation.
_NOISE = re.compile(
    r"\b(?:re-?advertised|re-?advertisement|urgent(?:ly)?|urgente|hiring now|full[- ]time|part[- ]time"
    r"|temps plein|temps partiel|vollzeit|teilzeit|tiempo completo|tempo inteiro|international position"
    r"|local position|ref(?:erence)?\.?\s*(?:no\.?|:)\s*\S+|vacancy (?:no|number)\.?\s*\S+)"
    r"|(?:,|\s-)?\s*\b(?:all other|en general|not elsewhere classified|n\.?\s?e\.?\s?c\.?(?=$|\s|\))"
    r"|n\.?c\.?o\.?p\.?|non classés? ailleurs|gdzie indziej niesklasyfikowan\w+)(?!\w)"
    r"|#\s?\w*\d\w*|\b(?:[A-Z]{2,5}-?\d{3,})\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\s*[,(]\s*(?:except|excluding|excepto|exceto|excepté|sauf|außer|ausgenommen|z wyjątkiem|uitgezonderd|освен)\b"
    r"[^()]*\)?",
    re.IGNORECASE,
)
_SLASH = re.compile(r"(?<=[^\W\d_])\s*/\s*(?=[^\W\d_])")
_EMPTY_BRACKETS = re.compile(r"\(\s*[-/,;:.]*\s*\)")
_SPACES = re.compile(r"\s+")
_EDGES = " \t-–—,;:/|•*·."

_ARABIC = str.maketrans(
    {**dict.fromkeys("أإآٱٲٳ", "ا"), "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ہ": "ه",
     "ھ": "ه", "ە": "ه", "ک": "ك", "ڪ": "ك", "گ": "ك", "ـ": None, "ء": None, "\u200c": " ", "\u200d": None}
)  # fmt: skip
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_NOT_WORD = re.compile(r"[^\w+#]+|_")


def tidy(text: str) -> str:
    """Returns `text` as one plain lower-case phrase without gendered doublets and requisition noise.

    >>> tidy("Assistant administratif / Assistante administrative (H/F)")
    'assistant administratif'
    >>> tidy("OPERADORES DE PRENSA, EN GENERAL")
    'operadores de prensa'
    >>> tidy("Orthopädietechniker/in - Rehabilitationstechnik")
    'orthopädietechniker - rehabilitationstechnik'
    """
    text = unicodedata.normalize("NFKC", text)
    text = _ARABIC_MARKS.sub("", text)
    text = _GENDER_NOTE.sub(" ", text)
    text = _INNER_CAPITAL.sub("", text)
    text = _CASE_ENDING.sub("", _MALE_ENDING.sub(r"\1", _DEGREE.sub(" ", text)))
    text = _ENDING.sub("", text)
    text = _TAIL_AFTER_SLASH.sub("", text)
    text = _one_gender(text)
    shorter = _EMPTY_BRACKETS.sub(" ", _NOISE.sub(" ", _EXCEPT.sub(" ", text)))
    text = shorter if any(c.isalpha() for c in shorter) else text
    return _SPACES.sub(" ", text).strip(_EDGES).lower()


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Returns the form under which equal labels are equal: letters, digits, + and # only, accents folded.

    >>> key("Técnico/a de Calidad") == key("tecnico de calidad")
    True
    >>> key("مُهَنْدِسة") == key("مهندسه")
    True
    >>> key("C++ developer")
    'c++ developer'
    """
    text = tidy(text).casefold().translate(_ARABIC).translate(_LETTERS)
    text = "".join(_fold(c) for c in text) if not text.isascii() else text
    return _NOT_WORD.sub(" ", text).strip()


def words(text: str) -> list[str]:
    """Returns the words of the `key` form, in order.

    >>> words("Boulanger / Boulangère (H/F)")
    ['boulanger']
    """
    return key(text).split()


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    """Drops accents of Latin and Greek letters; й and ё stay, because there the mark makes another letter."""
    if ord(character) < 0x80 or (ord(character) >= 0x400 and not 0x1E00 <= ord(character) < 0x2000):
        return character
    parts = unicodedata.normalize("NFD", character)
    return "".join(c for c in parts if not unicodedata.combining(c))


def _one_gender(text: str) -> str:
    """Keeps the first of two forms around a slash where the second only changes the gender of the first."""
    if "/" not in text:
        return text
    first, *others = text.split("/")
    kept = first.split()
    changed = False
    for other in others:
        right = other.split()
        repeated = _repeated_words(kept, right)
        kept += right[repeated:] if repeated else ["/", *right]
        changed = changed or repeated > 0
    return " ".join(kept) if changed else _SLASH.sub(" / ", text)


def _repeated_words(left: list[str], right: list[str]) -> int:
    """Counts the leading words of `right` that repeat the last words of `left` in another gender."""
    for count in range(min(len(left), len(right)), 0, -1):
        pairs = list(zip(left[-count:], right[:count], strict=True))
        if all(_same_but_gender(a, b) for a, b in pairs):
            return count
    return 0


def _same_but_gender(first: str, second: str) -> bool:
    a, b = (_plain(x) for x in (first, second))
    if a == b:
        return True
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest = max(len(a), len(b)) - shared
    if a.endswith("mann") and b.endswith("frau"):
        return shared >= len(a) - 4
    return shared >= 3 and rest <= 5 and shared * 2 > min(len(a), len(b))


def _plain(word: str) -> str:
    folded = "".join(_fold(c) for c in word.lower()).strip("(),;")
    return folded
