"""Writes a person as a Word document: headings, tables, plain typing or a letter."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from rendering import words
from rendering.words import Person

# The schema of the format fixes the order of paragraph properties; these come after the direction of writing.
AFTER_BIDI = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")
STAMP = datetime(2026, 6, 1, 9, tzinfo=UTC)


def turn(paragraph: Paragraph, person: Person) -> Paragraph:
    """Set a paragraph from right to left for an Arabic writer."""
    if person["lang"] == "ar":
        paragraph._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *AFTER_BIDI)
        for run in paragraph.runs:
            run.font.rtl, run.font.cs_bold = True, run.bold
    return paragraph


def line(document: DocumentType, person: Person, text: str, style: str | None = None, bold: bool = False) -> None:
    """Add one paragraph, if there is anything to say."""
    if text:
        paragraph = document.add_paragraph(style=style)
        paragraph.add_run(text).bold = bold
        paragraph.paragraph_format.space_after = Pt(3)
        turn(paragraph, person)


def title(document: DocumentType, person: Person, name: str) -> None:
    """Add the heading of a section: a Word heading, or bold capitals for those who just type."""
    text = words.heading(person, name)
    if person["layout"] == "plain":
        line(document, person, f"{text.upper()}:", bold=True)
    else:
        turn(document.add_heading(text, level=1), person)


def grid(document: DocumentType, person: Person, rows: Iterable[tuple[str, str]]) -> None:
    """Add a table of two columns, as many templates of employment offices have it."""
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for left, right in rows:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Cm(4.2), Cm(12.3)
        for cell, text in zip(cells, (left, right), strict=True):
            cell.text = text
            for paragraph in cell.paragraphs:
                turn(paragraph, person)


def about(person: Person, item: Mapping[str, Any], where: str) -> str:
    """Name title, organisation and place on one line."""
    joint = "، " if person["lang"] == "ar" else ", "
    return joint.join(part for part in (item["title"], item.get(where), item.get("place")) if part)


def timeline(document: DocumentType, person: Person, name: str, where: str) -> None:
    """Add the jobs or the courses, in a table or line by line."""
    items = person.get(name, ())
    if not items:
        return
    title(document, person, name)
    if person["layout"] == "table":
        cells = ("\n".join([about(person, one, where), *one.get("did", ())]) for one in items)
        grid(document, person, zip((words.span(person, one) for one in items), cells, strict=True))
        return
    for one in items:
        when, what = words.span(person, one), about(person, one, where)
        if person["layout"] == "plain":
            line(document, person, f"{when}: {what}" if when else what)
        else:
            line(document, person, what, bold=True)
            line(document, person, when)
        for did in one.get("did", ()):
            line(document, person, did, style="List Bullet")


def head(document: DocumentType, person: Person) -> None:
    """Add the name, what the person is, and how to reach them."""
    lines = words.contact(person)
    turn(document.add_heading(person["name"], level=0), person)
    line(document, person, person.get("headline", ""), bold=True)
    if person["layout"] == "table":
        title(document, person, "personal")
        labels = {"en": ("Address", "Contact"), "fr": ("Adresse", "Contact")}[person["lang"]]
        grid(document, person, [(labels[0], lines[0]), (labels[1], "\n".join(lines[1:]))])
    elif person["layout"] == "plain":
        for text in lines:
            line(document, person, text)
    else:
        line(document, person, " | ".join(lines))


def fill(document: DocumentType, person: Person) -> None:
    """Add every section of the CV in order."""
    head(document, person)
    if "profile" in person:
        title(document, person, "profile")
        line(document, person, person["profile"])
    timeline(document, person, "jobs", "employer")
    timeline(document, person, "education", "school")
    commas = "، " if person["lang"] == "ar" else ", "
    lists = {
        "certificates": [words.certificate(person, one) for one in person.get("certificates", ())],
        "languages": words.spoken(person),
        "skills": [commas.join(person["skills"])] if person["layout"] == "plain" else person.get("skills", []),
        "hobbies": [person["hobbies"]] if "hobbies" in person else [],
        "wants": [words.wanted(person)] if person.get("wants") else [],
    }
    for name, texts in lists.items():
        if not texts:
            continue
        title(document, person, name)
        for text in texts:
            dotted = len(texts) > 1 and person["layout"] != "plain"
            line(document, person, text, style="List Bullet" if dotted else None)
    line(document, person, person.get("closing", ""))


def write(person: Person, folder: Path) -> Path:
    """Write `<id>.docx`; the archive carries fixed times, so that the same content gives the same bytes."""
    document = Document()
    document.styles["Normal"].font.name = "Calibri" if person["lang"] != "ar" else "Arial"
    document.styles["Normal"].font.size = Pt(10.5)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = person["name"], person["name"], ""
    properties.created = properties.modified = STAMP
    if person["layout"] == "letter":
        line(document, person, person["name"], bold=True)
        line(document, person, " | ".join(words.contact(person)[:3]))
        for text in person["story"]:
            line(document, person, text)
    else:
        fill(document, person)
    raw = io.BytesIO()
    document.save(raw)
    path = folder / f"{person['id']}.docx"
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != "docProps/thumbnail.jpeg":
                info = zipfile.ZipInfo(name, date_time=STAMP.timetuple()[:6])
                info.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(info, without_thumbnail(name, source.read(name)))
    return path


def without_thumbnail(name: str, content: bytes) -> bytes:
    """Take the template's preview picture out of the list of parts; it shows an empty page."""
    if name != "_rels/.rels":
        return content
    kept = [part for part in content.decode().split("<Relationship ") if "thumbnail" not in part]
    text = "<Relationship ".join(kept)
    return (text if text.endswith("</Relationships>") else f"{text}</Relationships>").encode()
