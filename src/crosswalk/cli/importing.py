"""crosswalk import: CVs, tables and exchange files to one file of linked records, with a report of bad rows."""

from __future__ import annotations

import json as json_text
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosswalk.cli.common import TaxonomyFile, open_linker, open_taxonomy
from crosswalk.cli.output import Json, busy, note, print_json
from crosswalk.errors import CrosswalkError, InputError, NotFoundError

if TYPE_CHECKING:
    import polars as pl

    from crosswalk.records import Batch, Problem, Report
    from crosswalk.taxonomy import Taxonomy
    from crosswalk.taxonomy.linking import Linker

#: Files of a folder that are no records.
ASIDE = (".yaml", ".yml", ".py", ".md")
SHOWN = 3  #: problems of one file that are told on the terminal

Files = Annotated[
    list[Path], typer.Argument(help="Files or folders: CSV, XLSX, JSON, JSONL, Parquet, XML, PDF, DOCX, TXT, ZIP.")
]
MappingFile = Annotated[
    Path | None,
    typer.Option(help="Mapping of columns to fields; without it NAME.mapping.yaml beside NAME.csv is used."),
]


class Import:
    """One run: files in, linked batches out, problems kept."""

    def __init__(self, vacancies: bool, mapping: Path | None, linking: tuple[Taxonomy, Linker] | None, imply: bool):
        from crosswalk.records import Person, Vacancy

        self.record: type[Any] = Vacancy if vacancies else Person
        self.key = "vacancy_id" if vacancies else "person_id"
        self.vacancies, self.mapping, self.linking, self.imply = vacancies, mapping, linking, imply
        self.reports: list[Report] = []
        self.seen: set[str] = set()

    def batches(self, files: Iterable[Path]) -> Iterator[Batch[Any]]:
        """Linked records of all files, in steady memory."""
        from crosswalk.records import Batch

        with busy("Reading …") as say:
            for path in files:
                say(f"Reading {path.name} …")
                for frame in self._frames(path):
                    fresh = self._without_repeats(frame)
                    yield Batch(self.record, self._link(fresh).to_dicts())

    def _frames(self, path: Path) -> Iterator[pl.DataFrame]:
        """Batches of one file; a file that can't be read at all is reported and the others go on."""
        from crosswalk.records import Problem, Report, read_people, read_vacancies

        beside = path.with_name(f"{path.stem}.mapping.yaml")
        chosen = self.mapping or (beside if beside.exists() else None)
        report = Report(file=path.name, path=path)
        try:
            reading = (read_vacancies if self.vacancies else read_people)(path, mapping=chosen)
            for batch in reading.batches():
                if report is not reading.report:
                    report = reading.report
                    self.reports.append(report)
                yield batch.frame
            report = reading.report
        except CrosswalkError as error:
            report.add([Problem(code=error.code, message=error.message, remedy=error.remedy, fatal=True)])
        if not any(report is known for known in self.reports):
            self.reports.append(report)

    def _without_repeats(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Records whose id no earlier file used; a repeated id is reported, the first record stays."""
        from crosswalk.records import Problem

        repeated = frame[self.key].is_in(list(self.seen))
        problems = [
            Problem(
                code="duplicate_id",
                field=self.key,
                value=value,
                fatal=True,
                message="An earlier file has a record of the same id; this one was left out.",
                remedy="Give each record an id of its own.",
            )
            for value in frame.filter(repeated)[self.key]
        ]
        self.reports[-1].add(problems)
        fresh = frame.filter(~repeated)
        self.seen.update(fresh[self.key])
        return fresh

    def _link(self, frame: pl.DataFrame) -> pl.DataFrame:
        from crosswalk.taxonomy.linking.records import link_people, link_vacancies

        if self.linking is None or frame.is_empty():
            return frame
        taxonomy, linker = self.linking
        return (link_vacancies if self.vacancies else link_people)(frame, linker, taxonomy, imply=self.imply)


def import_files(
    files: Files,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help="File to write: .parquet, .jsonl, .csv, .xlsx, or .zip of JSON Resumes."),
    ],
    vacancies: Annotated[
        bool, typer.Option("--vacancies", help="The files hold vacancies (job ads), not people.")
    ] = False,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="parquet, jsonl, csv, xlsx, json_resume or talentlift; by the end of the name where it is not given.",
        ),
    ] = None,
    mapping: MappingFile = None,
    taxonomy: TaxonomyFile = None,
    link: Annotated[bool, typer.Option(help="Link words to the taxonomy.")] = True,
    imply: Annotated[bool, typer.Option(help="Add the skills that past occupations imply, marked as such.")] = True,
    report: Annotated[Path | None, typer.Option(help="Where to write every problem: .json, .csv or .xlsx.")] = None,
    annotated: Annotated[
        Path | None, typer.Option(help="Folder for copies of the tables with a column of problems.")
    ] = None,
    json: Json = False,
) -> None:
    """Read people (or vacancies) from files of many formats; good rows go on, bad rows are reported."""
    from crosswalk.records import write_people, write_vacancies

    paths = list(_files(files))
    run = Import(vacancies, mapping, _linking(taxonomy) if link else None, imply)
    output.parent.mkdir(parents=True, exist_ok=True)
    kept = (write_vacancies if vacancies else write_people)(run.batches(paths), output, format=form)
    if report is not None:
        write_problems(run.reports, report)
    if annotated is not None:
        _annotate(run.reports, annotated)
    if json:
        print_json({"file": str(output), "records": kept, "reports": [r.as_json() for r in run.reports]})
    else:
        _tell(output, kept, run.reports)
    if not kept:
        raise InputError("No record could be read.", remedy="Mend the problems named above.", place=str(files[0]))


def _linking(path: Path | None) -> tuple[Taxonomy, Linker]:
    taxonomy = open_taxonomy(path)
    return taxonomy, open_linker(taxonomy)


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.is_file() and not p.name.startswith("."))
            yield from (p for p in inside if p.suffix.lower() not in ASIDE)
        elif path.exists():
            yield path
        else:
            raise NotFoundError("There is no such file or folder.", remedy="Check the path.", place=str(path))


def write_problems(reports: list[Report], path: Path) -> None:
    """Every problem of every file, as JSON, CSV or XLSX."""
    import polars as pl

    from crosswalk.records import write_sheet

    if path.suffix.lower() == ".json":
        text = json_text.dumps([r.as_json() for r in reports], ensure_ascii=False, indent=1, default=str)
        path.write_text(text + "\n", encoding="utf-8")
        return
    tables = [r.as_table().insert_column(0, pl.lit(r.file).alias("file")) for r in reports]
    table = pl.concat([t for t in tables if t.height] or [pl.DataFrame({"file": []})], how="diagonal_relaxed")
    write_sheet(chain([table.columns], table.iter_rows()), path, title="problems")


def _annotate(reports: list[Report], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for one in reports:
        if one.problems and one.path and one.path.suffix.lower() in (".csv", ".tsv", ".xlsx"):
            one.write_annotated(folder / Path(one.file).with_suffix(".csv" if one.delimiter else ".xlsx").name)


def in_words(problem: Problem) -> str:
    """Where a problem is, what was found there, what is wrong, and what to do: ", row 5, residence “Atlantis”: …"."""
    row = f", row {problem.row}" if problem.row else ""
    name = f", {problem.field}" if problem.field else ""
    value = f" “{' '.join(problem.value.split())}”" if problem.value else ""
    return f"{row}{name}{value}: {problem.message} {problem.remedy}".strip()


def _tell(output: Path, kept: int, reports: list[Report]) -> None:
    for one in reports:
        for problem in one.problems[:SHOWN]:
            note(f"{one.file}{in_words(problem)}")
        if len(one.problems) > SHOWN:
            note(f"{one.file}: {one.counts.total() - SHOWN:,} more; --report FILE lists them all.")
    problems = sum(r.counts.total() for r in reports)
    note(f"{kept:,} records from {len(reports):,} files, {problems:,} problems: {output}")
