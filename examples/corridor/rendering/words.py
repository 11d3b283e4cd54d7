"""Headings, dates and small words of a CV in English, French, Spanish and Arabic."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

Person = Mapping[str, Any]

LAYOUTS = ("classic", "band", "sidebar", "plain", "table")
WORDS = yaml.safe_load((Path(__file__).parent.parent / "source" / "words.yaml").read_text(encoding="utf-8"))


def variant(person: Person) -> int:
    """Give the column of the word tables that this person's layout uses."""
    layout = person.get("layout", "classic")
    return LAYOUTS.index(layout) if layout in LAYOUTS else 0


def heading(person: Person, section: str) -> str:
    """Name a section of the CV in the person's language and in the manner of the layout."""
    return str(WORDS["headings"][person["lang"]][section][variant(person)])


def labelled(person: Person, section: str, text: str) -> str:
    """Print a label and what it labels; French sets a space before the colon."""
    colon = " : " if person["lang"] == "fr" else ": "
    return heading(person, section) + colon + text


def digits(person: Person, text: str) -> str:
    """Write numbers with Arabic-Indic digits for a person who does so."""
    if person.get("digits") != "arabic":
        return text
    return text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def as_printed(person: Person, when: object) -> str:
    """Cut a date to what the document shows: a CV that gives years only hides the month."""
    text = str(when)
    return text[:4] if person.get("dates") == "year" and text != "now" else text


def date(person: Person, when: object) -> str:
    """Print one date (`2019`, `2019-03` or `now`) in the person's language and style."""
    text, language = as_printed(person, when), person["lang"]
    if text == "now":
        return str(WORDS["now"][language][variant(person)])
    if len(text) == 4:
        return digits(person, text)
    year, month = text.split("-")
    if person.get("dates") == "slash":
        return digits(person, f"{month}/{year}")
    table = language if language != "ar" else f"ar-{person.get('months', 'egypt')}"
    if person.get("dates") == "short" and f"{language}-short" in WORDS["months"]:
        table = f"{language}-short"
    name = WORDS["months"][table][int(month) - 1]
    joint = " de " if table == "es" else " "
    return digits(person, f"{name}{joint}{year}")


def span(person: Person, entry: Mapping[str, Any]) -> str:
    """Print the time from start to end of a job or a course, or what of it is known."""
    start, end = entry.get("from"), entry.get("to")
    if start is None and end is None:
        return ""
    if start is None or as_printed(person, start) == as_printed(person, end):
        return date(person, end)
    dash = {"plain": " - ", "table": "–"}.get(person.get("layout", ""), " – ")
    return f"{date(person, start)}{dash}{date(person, end)}"


def contact(person: Person) -> list[str]:
    """List place, telephone, e-mail and the personal lines, as far as they are given."""
    given = person["contact"]
    # A left-to-right mark keeps the groups of a telephone number in order among Arabic words.
    phone = "\u200e" + given["phone"] if person["lang"] == "ar" else given["phone"]
    lines = [given.get("place"), phone, given.get("email"), birth(person), *person.get("lines", ())]
    return [line for line in lines if line]


def wanted(person: Person) -> str:
    """List the destination countries that a person names, in the person's language."""
    joint = "، " if person["lang"] == "ar" else ", "
    return joint.join(WORDS["destinations"][person["lang"]][code] for code in person.get("wants", ()))


def birth(person: Person) -> str | None:
    """Print the date of birth, unless it is not given or already stands among the personal lines."""
    born = person.get("birth")
    if born is None or any(str(born.year) in line for line in person.get("lines", ())):
        return None
    return labelled(person, "birth", digits(person, born.strftime("%d/%m/%Y")))


def certificate(person: Person, entry: Mapping[str, Any]) -> str:
    """Print a certificate with who gave it and when, as far as known."""
    when = date(person, entry["date"]) if "date" in entry else ""
    joint = "، " if person["lang"] == "ar" else ", "
    return joint.join(part for part in (entry["name"], entry.get("by", ""), when) if part)


def spoken(person: Person) -> list[str]:
    """List what the person writes about languages, each phrase once."""
    return list(dict.fromkeys(entry[2] for entry in person.get("languages", ())))
