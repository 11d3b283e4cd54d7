"""DOCX CVs: headings, lists, tables, text boxes, headers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx

from crosswalk.records.documents import extract_text, read_cv

MakeDocx = Callable[..., Path]
TODAY = date(2026, 6, 30)


def test_a_table_of_dates_and_jobs_gives_the_jobs(make_docx: MakeDocx) -> None:
    path = make_docx(
        ("Title", "Karim Haddad"),
        ("Heading 1", "Expérience professionnelle"),
        [
            ["2018 – 2024", "Plombier, Société Atlas Eau, Rabat\nInstallation de chauffe-eau\nSoudure de cuivre"],
            ["2015 – 2018", "Aide-plombier, Atelier du Port, Salé\nTransport du matériel"],
        ],
        ("Heading 1", "Langues"),
        ("List Bullet", "Arabe : langue maternelle"),
    )
    person = read_cv(path, on=TODAY).person
    assert [(job.title, job.employer, job.months) for job in person.experience or ()] == [
        ("Plombier", "Société Atlas Eau", 72),
        ("Aide-plombier", "Atelier du Port", 36),
    ]
    assert person.given_names == "Karim"


def test_a_page_laid_out_as_a_table_is_read_cell_by_cell(make_docx: MakeDocx) -> None:
    path = make_docx([["Skills\nwelding\ngrinding", "Experience\nWelder, Steel Ltd\n2019 - 2021"]])
    text = extract_text(path).text
    assert text.split("\n") == ["Skills", "welding", "grinding", "Experience", "Welder, Steel Ltd", "2019 - 2021"]


def test_contacts_in_the_header_of_the_page_are_found(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Lina Saab | lina@example.org | +961 70 000 999"
    document.add_paragraph("Skills", style="Heading 1")
    document.add_paragraph("sewing, embroidery")
    path = tmp_path / "lina.docx"
    document.save(str(path))
    person = read_cv(path, on=TODAY).person
    assert (person.given_names, person.email, person.phone) == ("Lina", "lina@example.org", "+961 70 000 999")


def test_text_in_a_text_box_is_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("before")
    box = (
        '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p>'
        "</w:txbxContent></v:textbox></w:pict>"
    )
    run = paragraph.add_run()
    run._r.append(docx.oxml.parse_xml(box))
    path = tmp_path / "box.docx"
    document.save(str(path))
    assert extract_text(path).text.split("\n") == ["before", "in the box"]


def test_every_line_is_placed_or_listed_as_not_understood(make_docx: MakeDocx) -> None:
    path = make_docx(
        ("Title", "Joy Amina"), ("Heading 1", "Hobbies"), "Singing, hiking", ("Heading 1", "Skills"), "sewing"
    )
    person = read_cv(path, on=TODAY).person
    assert person.not_understood == ("Hobbies", "Singing, hiking")
