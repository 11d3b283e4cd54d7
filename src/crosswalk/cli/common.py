"""Options and steps that several commands share.

Every file of this folder imports what its commands need when they run, so that help and completion come at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosswalk.cli.output import note, progress
from crosswalk.errors import InputError, NotFoundError

if TYPE_CHECKING:
    import polars as pl

    from crosswalk.records import Person, Vacancy
    from crosswalk.taxonomy import Taxonomy
    from crosswalk.taxonomy.linking import Linker

__all__ = [
    "PeopleFile",
    "TaxonomyFile",
    "VacanciesFile",
    "has_uri",
    "open_linker",
    "open_matches",
    "open_people",
    "open_taxonomy",
    "open_vacancies",
    "read_frame",
]

TaxonomyFile = Annotated[
    Path | None,
    typer.Option("--taxonomy", help="Taxonomy file; without it CROSSWALK_TAXONOMY, else the starter taxonomy."),
]
PeopleFile = Annotated[
    Path, typer.Option("--people", help="People: Parquet or JSON Lines from crosswalk import, or CSV.")
]
VacanciesFile = Annotated[
    Path, typer.Option("--vacancies", help="Vacancies: Parquet or JSON Lines from crosswalk import, or CSV.")
]


def open_taxonomy(path: Path | None) -> Taxonomy:
    """The taxonomy that was named, or set, or ships with Crosswalk."""
    from crosswalk.settings import settings
    from crosswalk.taxonomy import Taxonomy

    path = path or settings().taxonomy
    return Taxonomy.open(path) if path else Taxonomy.starter()


def open_linker(taxonomy: Taxonomy) -> Linker:
    """The linker of a taxonomy; its index is built once, with a bar, and cached by content."""
    from crosswalk.settings import settings
    from crosswalk.taxonomy.linking import Linker
    from crosswalk.taxonomy.linking.encoder import default_encoder, encoder_from_folder

    folder = settings().encoder
    encoder = encoder_from_folder(folder) if folder else default_encoder()
    with progress("Building the index of labels (once)") as show:
        return Linker.build(
            taxonomy.concepts.select("uri", "kind", "code"),
            taxonomy.labels,
            encoder=encoder,
            progress=lambda _, done, total: show(done, total),
        )


def open_people(path: Path, taxonomy: Taxonomy) -> pl.DataFrame:
    """People of a file; words are linked where no record of it carries a URI yet."""
    from crosswalk.records import Person
    from crosswalk.taxonomy.linking.records import link_people

    frame = read_frame(path, Person)
    linked = frame["occupation"].is_not_null().any() or has_uri(frame)
    if linked or frame.is_empty():
        return frame
    with progress("Linking people") as show:
        return link_people(frame, open_linker(taxonomy), taxonomy, progress=show)


def open_vacancies(path: Path, taxonomy: Taxonomy) -> pl.DataFrame:
    """Vacancies of a file; words are linked where no record of it carries a URI yet."""
    from crosswalk.records import Vacancy
    from crosswalk.taxonomy.linking.records import link_vacancies

    frame = read_frame(path, Vacancy)
    if frame.is_empty() or frame["occupation"].is_not_null().any() or has_uri(frame):
        return frame
    with progress("Linking vacancies") as show:
        return link_vacancies(frame, open_linker(taxonomy), taxonomy, progress=show)


def has_uri(frame: pl.DataFrame) -> bool:
    """Whether any record's skills carry a URI."""
    import polars as pl

    uris = frame.select(pl.col("skills").list.eval(pl.element().struct.field("uri").drop_nulls()).list.len())
    return bool((uris.to_series() > 0).any())


def read_frame(path: Path, record: type[Person] | type[Vacancy]) -> pl.DataFrame:
    """The records of a file of any format, as they are."""
    from crosswalk.records import Person, read_people, read_vacancies

    if not path.exists():
        raise NotFoundError("There is no such file.", remedy="Check the path.", place=str(path))
    reading = (read_people if record is Person else read_vacancies)(path)
    frame = reading.frame()
    for problem in reading.report.problems[:5]:
        note(f"{path.name}, row {problem.row}: {problem.message} {problem.remedy}")
    if frame.is_empty():
        raise InputError(
            "The file holds no record that can be used.", remedy="See: crosswalk import --report.", place=str(path)
        )
    return frame


def open_matches(path: Path) -> pl.DataFrame:
    """Matches as `crosswalk match` wrote them to Parquet.

    Raises:
        NotFoundError, InputError: There is no such file, or it is not Parquet.
    """
    import polars as pl

    if not path.is_file():
        raise NotFoundError("There is no such file.", remedy="Check the path.", place=str(path))
    try:
        return pl.read_parquet(path)
    except pl.exceptions.PolarsError as error:
        raise InputError(
            "These matches are not a Parquet file.", remedy="Run crosswalk match with -o NAME.parquet.", place=str(path)
        ) from error
