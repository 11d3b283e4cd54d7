"""Writes the documents of the example corridor and truth.yaml from source/; same content, same bytes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from rendering import europass, json_resume, pdf, tables, truth, word_file
from rendering.words import Person

HERE = Path(__file__).parent
PEOPLE, VACANCIES = HERE / "people", HERE / "vacancies"
WRITERS: dict[str, Callable[[Person, Path], Path]] = {
    "cv_pdf": pdf.write,
    "cv_docx": word_file.write,
    "json_resume": json_resume.write,
    "europass": europass.write,
}
HEADER = "# Written by make_documents.py from source/; edit there. What it means is explained in README.md.\n"


def load(name: str) -> Any:
    """Read one file of content."""
    return yaml.safe_load((HERE / "source" / f"{name}.yaml").read_text(encoding="utf-8"))


def main() -> None:
    """Write every document and the truth about it."""
    PEOPLE.mkdir(exist_ok=True)
    known = []
    for source, write in WRITERS.items():
        for person in load(source):
            path = write(person, PEOPLE)
            form = f"europass-{person['format']}" if source == "europass" else source
            known.append(truth.person_truth(person, f"people/{path.name}", form))
    sheet = load("people_table")
    rows = [{"Ref no": one["id"], **one["row"]} for one in sheet["people"]]
    tables.write(rows, sheet["columns"], PEOPLE / "people.csv")
    known += [truth.person_truth(one, "people/people.csv", "csv") for one in sheet["people"]]
    open_jobs = load("vacancies")
    rows = [one["row"] for one in open_jobs["vacancies"] if "row" in one]
    tables.write(rows, open_jobs["columns"], VACANCIES / "vacancies.csv")
    found = truth.table(known, [truth.vacancy_truth(one) for one in open_jobs["vacancies"]])
    text = yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=110)
    (HERE / "truth.yaml").write_text(HEADER + text, encoding="utf-8")


if __name__ == "__main__":
    main()
