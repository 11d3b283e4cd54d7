"""Names of people: which line is one, and which part of it is the family name."""

from __future__ import annotations

import re
import unicodedata

from crosswalk.records.documents.parts import finder, strip_text
from crosswalk.records.documents.sections import find_heading
from crosswalk.records.phrases import flat

__all__ = ["looks_like_name", "split_name", "without_title"]

_PARTICLES = {
    "el",
    "al",
    "ben",
    "bin",
    "ibn",
    "bint",
    "abu",
    "abou",
    "ait",
    "ould",
    "de",
    "del",
    "la",
    "las",
    "los",
    "da",
    "dos",
    "das",
    "do",
    "di",
    "van",
    "von",
    "der",
    "den",
    "dela",
    "san",
    "santa",
    "le",
    "bou",
    "oulad",
    "عبد",
    "ابو",
    "ال",
    "بن",
    "ابن",
    "ايت",
    "بو",
    "ام",
}
_TITLES = re.compile(r"^(?:mr|mrs|ms|miss|mme|m|dr|sr|sra|herr|frau|eng|السيد|السيدة)\.?\s+", re.I)
LONGEST_NAME = 60


def split_name(name: str, language: str | None = None) -> tuple[str | None, str | None]:
    """Given names and family name. What is written in capitals is the family name; in Spanish two names are.

    Example:
        >>> split_name("Youssef BENJELLOUN"), split_name("Fatima-Zahra El Amrani")
        (('Youssef', 'BENJELLOUN'), ('Fatima-Zahra', 'El Amrani'))
        >>> split_name("Luz Marina Pérez Gómez", "es")
        ('Luz Marina', 'Pérez Gómez')
    """
    words = name.split()
    if not words:
        return None, None
    if "," in name and len(name.rpartition(",")[2].strip()) <= 4:
        return split_name(name.rpartition(",")[0], language)  # letters after a name: RN, MD
    capitals = [word for word in words if word.isupper() and len(word) > 2]
    if capitals and any(word != word.upper() for word in words):
        family = [word for word in words if word.isupper()]
        return " ".join(word for word in words if not word.isupper()), " ".join(family)
    if "," in name:
        family_part, _, given = name.partition(",")
        return strip_text(given) or None, strip_text(family_part) or None
    if len(words) == 1:
        return words[0], None
    start = len(words) - (2 if language in ("es", "pt") and len(words) > 2 else 1)
    while start > 1 and flat(words[start - 1]) in _PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def without_title(name: str) -> str:
    """The name without "Mr", "Mme", "Dr"."""
    return _TITLES.sub("", name)


def looks_like_name(text: str) -> bool:
    """Whether a line may be the name of a person: two to seven words of letters, each with a capital.

    Example:
        >>> looks_like_name("Fatima-Zahra El Amrani"), looks_like_name("Registered Nurse"), looks_like_name("CV 2024")
        (True, False, False)
    """
    words = without_title(text).split()
    if not 1 < len(words) <= 7 or len(text) > LONGEST_NAME or find_heading(text):
        return False
    letters = [char for char in text if not char.isspace() and char not in "-'’.,"]
    if not all(char.isalpha() or unicodedata.combining(char) for char in letters):
        return False
    cased = [word for word in words if word[0].lower() != word[0].upper() and flat(word) not in _PARTICLES]
    return all(word[0].isupper() for word in cased) and not finder("title_words").search(flat(text))
