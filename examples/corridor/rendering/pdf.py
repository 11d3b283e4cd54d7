"""Prints a person as a PDF CV in one of five layouts, from right to left where the language asks for it."""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from weasyprint import HTML  # type: ignore[import-untyped]

from rendering import words
from rendering.words import Person

LATIN = {
    "classic": "Noto Serif",
    "band": "Noto Sans",
    "sidebar": "DejaVu Sans",
    "plain": "DejaVu Serif",
    "letter": "Noto Serif",
}

PAGE = """
@page { size: A4; margin: 18mm 18mm 16mm 18mm }
body { font-family: FONT; font-size: 9.5pt; line-height: 1.38; color: #1a1a1a }
h1 { font-size: 19pt; margin: 0 0 2pt 0 } h2 { font-size: 11.5pt; margin: 11pt 0 4pt 0; break-after: avoid }
p { margin: 0 0 4pt 0 } p.point { margin: 0 0 1pt 0; padding-inline-start: 10pt; text-indent: -8pt }
.entry { break-inside: avoid; margin-bottom: 6pt } .when { color: #555 } .what { font-weight: bold }
"""
STYLES = {
    "classic": """
header { text-align: center } h2 { text-transform: uppercase; border-bottom: 0.6pt solid #444 }
.head { display: flex; justify-content: space-between }""",
    "band": """
header { background: #1f4e5f; color: white; margin: -18mm -18mm 6mm -18mm; padding: 12mm 18mm 7mm 18mm }
h2 { color: #1f4e5f } table { border-spacing: 0; width: 100% } td { vertical-align: top; padding: 0 }
td.when { width: 44mm }""",
    "sidebar": """
aside { float: left; width: 52mm; background: #eef2f5; padding: 5mm; box-sizing: border-box }
main { margin-left: 58mm }""",
    "plain": "body { font-size: 10pt } h2 { font-size: 10.5pt; text-decoration: underline }",
    "letter": "body { font-size: 10.5pt; line-height: 1.5 } p { margin-bottom: 9pt; text-align: justify }",
}


def paragraph(text: str, css: str = "") -> str:
    """Wrap text as a paragraph, safe for HTML."""
    return f'<p class="{css}">{escape(text)}</p>' if text else ""


def bullets(items: Iterable[str]) -> str:
    """Print a list of short lines; the dot is a letter of the line, as a word processor leaves it in a PDF."""
    return "".join(paragraph(f"• {item}", "point") for item in items)


def section(person: Person, name: str, body: str) -> str:
    """Put a heading above a part of the CV, and leave both out where there is nothing to say."""
    return f"<section><h2>{escape(words.heading(person, name))}</h2>{body}</section>" if body else ""


def entry(person: Person, item: Mapping[str, Any], where: str) -> str:
    """Print a job or a course; each layout orders title, place and dates in its own way."""
    time = escape(words.span(person, item))
    joint = "، " if person["lang"] == "ar" else ", "
    place = escape(joint.join(part for part in (item.get(where), item.get("place")) if part))
    title, when = f'<span class="what">{escape(item["title"])}</span>', f'<span class="when">{time}</span>'
    did = bullets(item.get("did", ()))
    if person["layout"] == "band":
        row = f'<tr><td class="when">{time}</td><td>{title}<br>{place}{did}</td></tr>'
        return f'<table class="entry">{row}</table>'
    if person["layout"] == "classic":
        return f'<div class="entry"><div class="head">{title}{when}</div>{place}{did}</div>'
    if person["layout"] == "sidebar":
        return f'<div class="entry">{title}<br>{" | ".join(part for part in (place, when) if part)}{did}</div>'
    head = " - ".join(part for part in (title, place) if part)
    return f'<div class="entry">{head}{f" ({time})" if time else ""}{did}</div>'


def parts(person: Person) -> dict[str, str]:
    """Print every section of the CV by name."""
    commas = "، " if person["lang"] == "ar" else ", "
    skills = person.get("skills", ())
    listed = bullets(skills) if person["layout"] in ("sidebar", "classic") else paragraph(commas.join(skills))
    bodies = {
        "profile": paragraph(person.get("profile", "")),
        "objective": paragraph(person.get("objective", "")),
        "jobs": "".join(entry(person, job, "employer") for job in person["jobs"]),
        "education": "".join(entry(person, course, "school") for course in person.get("education", ())),
        "certificates": bullets(words.certificate(person, one) for one in person.get("certificates", ())),
        "languages": bullets(words.spoken(person)),
        "skills": listed,
        "hobbies": paragraph(person.get("hobbies", "")),
        "wants": paragraph(words.wanted(person)),
    }
    return {name: section(person, name, body) for name, body in bodies.items() if body}


def page(person: Person) -> str:
    """Compose the HTML page of a CV."""
    layout, right_to_left = person["layout"], person["lang"] == "ar"
    arabic = "Noto Sans Arabic" if layout == "band" else "Noto Naskh Arabic"
    font = f'"{arabic}", "Noto Sans"' if right_to_left else f'"{LATIN[layout]}"'
    style = PAGE.replace("FONT", font) + STYLES[layout]
    name = f"<h1>{escape(person['name'])}</h1>"
    if layout == "letter":
        lines = "<br>".join(map(escape, words.contact(person)[:3]))
        body = f"<p><b>{escape(person['name'])}</b><br>{lines}</p>" + "".join(map(paragraph, person["story"]))
    else:
        body = columns(person, name) if layout == "sidebar" else column(person, name)
    direction = "rtl" if right_to_left else "ltr"
    return (
        f'<html lang="{person["lang"]}" dir="{direction}"><head><meta charset="utf-8">'
        f"<title>{escape(person['name'])}</title><style>{style}</style></head><body>{body}</body></html>"
    )


def column(person: Person, name: str) -> str:
    """Set everything in one column under the name."""
    joint = " · " if person["layout"] == "band" else " | "
    reach = paragraph(joint.join(words.contact(person)))
    head = f"<header>{name}{paragraph(person.get('headline', ''), 'what')}{reach}</header>"
    return head + "".join(parts(person).values()) + paragraph(person.get("closing", ""))


def columns(person: Person, name: str) -> str:
    """Set contact, skills and languages at the side and the rest beside them."""
    shown = parts(person)
    side = [section(person, "personal", "".join(map(paragraph, words.contact(person))))]
    side += [shown.pop(key, "") for key in ("skills", "languages", "wants", "hobbies")]
    return (
        f"<aside>{''.join(side)}</aside><main>{name}{paragraph(person.get('headline', ''), 'what')}"
        f"{''.join(shown.values())}{paragraph(person.get('closing', ''))}</main>"
    )


def write(person: Person, folder: Path) -> Path:
    """Write `<id>.pdf` with a real text layer and only the letters of each font that are used."""
    path = folder / f"{person['id']}.pdf"
    HTML(string=page(person)).write_pdf(path)
    return path
