"""Templates to download: a table with the right headings and an example row, and a mapping file to adapt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from crosswalk.errors import UsageError
from crosswalk.records.guard import neutralise
from crosswalk.records.model import Person, Vacancy
from crosswalk.records.planning import GUIDE
from crosswalk.records.writers.sheets import write_sheet

__all__ = ["Template", "template"]

_MAPPING = """\
# How the columns of a table are read. Left: the heading in your file. Right: the field of the record.
record: {kind}
dates: day_first            # 03/04/2020 is 3 April; or month_first
# encoding: cp1252          # found by itself; name it if accents come out wrong
# delimiter: ";"            # found by itself
# sheet: Sheet1             # for workbooks; the first visible one otherwise
# header_row: 1
# stamp_source: true        # each fact remembers file and row
# id_from_row: true         # rows without a number of their own get one
columns:
{columns}
#  Remarks: ignore                                   # a column that is knowingly left aside
#  Remarks: not_understood                           # ... or kept as text beside the record
#  Spoken: {{field: languages, separator: "/", values: {{fluent: C1}}}}
#  Agreed: {{field: consent_matching, values: {{"D'accord": yes, "Pas d'accord": no}}}}
#  Start: {{field: available_from, format: "%d.%m.%Y"}}
#  Papers: {{field: credentials, with: {{kind: registration}}}}
#  First job: experience.1.title                     # numbered columns make a list
constants: {{}}              # values for every row, such as  residence: JOR
"""


@dataclass(frozen=True, slots=True)
class Template:
    """A template for one kind of record.

    Attributes:
        kind: person or vacancy.
        columns: Heading, example, explanation of each column.
    """

    kind: str
    columns: tuple[tuple[str, str, str], ...]

    @property
    def mapping_text(self) -> str:
        """A mapping file in YAML that names every column of the template and explains what can be changed."""
        width = max(len(heading) for heading, _, _ in self.columns) + 1
        lines = [f"  {heading + ':':<{width}} {heading}" for heading, _, _ in self.columns]
        return _MAPPING.format(kind=self.kind, columns="\n".join(lines))

    def write(self, path: Path | str) -> Path:
        """Write the template: .csv or .xlsx the table, .yaml the mapping file.

        Returns:
            The path that was written.

        Raises:
            UsageError: The suffix is none of these.
        """
        path = Path(path)
        suffix = path.suffix.lower()
        if suffix in (".yaml", ".yml"):
            path.write_text(self.mapping_text, encoding="utf-8")
        elif suffix == ".csv":
            write_sheet(([column[i] for column in self.columns] for i in (0, 1)), path)
        elif suffix == ".xlsx":
            self._write_workbook(path)
        else:
            raise UsageError(f"A template cannot be written as {suffix!r}.", remedy="Choose .csv, .xlsx or .yaml.")
        return path

    def _write_workbook(self, path: Path) -> None:
        """A sheet to fill in, and a second one that explains its columns."""
        from openpyxl import Workbook  # noqa: PLC0415 - slow to load, and needed for workbooks only

        book = Workbook(write_only=True)
        rows, guide = book.create_sheet("Rows"), book.create_sheet(GUIDE)
        for i in (0, 1):
            rows.append([neutralise(column[i]) for column in self.columns])
        guide.append(["column", "example", "what to write"])
        for column in self.columns:
            guide.append([neutralise(text) for text in column])
        book.save(path)


@cache
def _columns() -> dict[str, list[list[str]]]:
    text = resources.files("crosswalk.records").joinpath("template.yaml").read_text(encoding="utf-8")
    loaded: dict[str, list[list[str]]] = yaml.safe_load(text)
    return loaded


def template(record: type) -> Template:
    """Template of a record class, Person or Vacancy.

    Example:
        >>> template(Vacancy).columns[1]
        ('title', 'Welder', '')
    """
    if record not in (Person, Vacancy):
        raise UsageError("There are templates for people and vacancies only.", remedy="Give Person or Vacancy.")
    kind = record.__name__.lower()
    return Template(kind, tuple((heading, example, said) for heading, example, said in _columns()[kind]))
