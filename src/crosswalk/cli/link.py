"""crosswalk link: words to occupations or skills, for files of titles and sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from crosswalk.cli.common import TaxonomyFile, open_linker, open_taxonomy
from crosswalk.cli.output import Json, note, print_json, progress
from crosswalk.errors import InputError
from crosswalk.taxonomy.linking import Link, Linker

app = typer.Typer(help="Link job titles to occupations, sentences to skills.", no_args_is_help=True)

InFile = Annotated[Path, typer.Argument(help="TSV with columns id, text and, where known, lang.")]
OutFile = Annotated[
    Path, typer.Option("-o", "--output", help="TSV to write: id, rank, uri, label, isco, score, match (good, weak).")
]
Top = Annotated[int, typer.Option(min=1, help="Concepts for each text.")]
Threshold = Annotated[
    float | None,
    typer.Option(min=0, max=1, help="Least score; without it all ranks are given and weak ones are marked."),
]
BLOCK = 1024


def read_texts(path: Path) -> pl.DataFrame:
    """The input table: id, text, lang (null where absent).

    Raises:
        InputError: The file is missing, empty, or lacks a column.
    """
    if not path.is_file():
        raise InputError("There is no such file.", remedy="Check the path.", place=str(path))
    try:
        frame = pl.read_csv(path, separator="\t", quote_char=None, infer_schema=False, truncate_ragged_lines=True)
    except (pl.exceptions.NoDataError, pl.exceptions.ComputeError) as error:
        raise InputError(
            "The file is empty or not a UTF-8 table.", remedy="Save it as TSV in UTF-8.", place=str(path)
        ) from error
    names = {c.lower().strip(): c for c in frame.columns}
    missing = [c for c in ("id", "text") if c not in names]
    if missing:
        raise InputError(
            f"The table lacks the column {' and '.join(missing)}.",
            remedy="The first line names the columns: id, text and, where known, lang, separated by tabs.",
            place=str(path),
        )
    lang = pl.col(names["lang"]) if "lang" in names else pl.lit(None, pl.String)
    return frame.select(id=names["id"], text=pl.col(names["text"]).fill_null(""), lang=lang)


def _link(
    kind: str, source: Path, output: Path, taxonomy: Path | None, top: int, threshold: float | None, json: bool
) -> None:
    texts = read_texts(source)
    linker = open_linker(open_taxonomy(taxonomy))
    good = linker.threshold(kind)
    rows: list[tuple[str, int, str, str, str, float, str]] = []
    silent = 0
    with progress("Linking") as show:
        for start in range(0, texts.height, BLOCK):
            block = texts.slice(start, BLOCK)
            found = _call(linker, kind, block, top, threshold)
            for identifier, links in zip(block["id"], found, strict=True):
                silent += not links or links[0].score < good
                rows += [
                    (
                        identifier,
                        k.rank,
                        k.uri,
                        k.label,
                        k.isco or "",
                        round(k.score, 4),
                        "good" if k.score >= good else "weak",
                    )
                    for k in links
                ]
            show(min(start + BLOCK, texts.height), texts.height)
    columns = ["id", "rank", "uri", "label", "isco", "score", "match"]
    table = pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)
    output.parent.mkdir(parents=True, exist_ok=True)
    table.write_csv(output, separator="\t", quote_style="never")
    if json:
        print_json(
            {
                "file": str(output),
                "texts": texts.height,
                "without_match": silent,
                "rows": table.height,
                "threshold": good,
            }
        )
    else:
        note(f"{texts.height:,} texts linked, {silent:,} without a good match: {output}")


def _call(linker: Linker, kind: str, block: pl.DataFrame, top: int, threshold: float | None) -> list[list[Link]]:
    link = linker.occupations if kind == "occupations" else linker.skills
    return link(block["text"].to_list(), langs=block["lang"].to_list(), top=top, threshold=threshold or 0.0)


@app.command()
def occupations(
    source: InFile,
    output: OutFile,
    taxonomy: TaxonomyFile = None,
    top: Top = 5,
    threshold: Threshold = None,
    json: Json = False,
) -> None:
    """Job titles to occupations, best first, with a calibrated score."""
    _link("occupations", source, output, taxonomy, top, threshold, json)


@app.command()
def skills(
    source: InFile,
    output: OutFile,
    taxonomy: TaxonomyFile = None,
    top: Top = 5,
    threshold: Threshold = None,
    json: Json = False,
) -> None:
    """Sentences or skill words to skills, best first, with a calibrated score."""
    _link("skills", source, output, taxonomy, top, threshold, json)
