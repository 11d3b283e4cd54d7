"""crosswalk link: words to occupations or skills, for files of titles and sentences."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosswalk.cli.common import TaxonomyFile, open_linker, open_taxonomy
from crosswalk.cli.output import Json, note, print_json, progress
from crosswalk.errors import InputError

if TYPE_CHECKING:
    import polars as pl

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
Explain = Annotated[
    bool, typer.Option("--explain", help="Add the column words: those that carried each link; takes longer.")
]
BLOCK = 1024
COLUMNS = ["id", "rank", "uri", "label", "isco", "score", "match"]
SURE = 0.8  #: least score of a good match for a sentence that seems to be about the employer
MANY = 0.2  #: share of texts in languages without labels from which on that is said


def read_texts(path: Path) -> pl.DataFrame:
    """The input table: id, text, lang (null where absent).

    Raises:
        InputError: The file is missing, empty, or lacks a column.
    """
    import polars as pl

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
    kind: str,
    source: Path,
    output: Path,
    taxonomy: Path | None,
    top: int,
    threshold: float | None,
    explain: bool,
    json: bool,
) -> None:
    import polars as pl

    texts = read_texts(source)
    linker = open_linker(open_taxonomy(taxonomy))
    good = linker.threshold(kind)
    rows: list[dict[str, Any]] = []
    counts = {"without_match": 0, "about_the_employer": 0}
    strange: Counter[str] = Counter()
    with progress("Linking") as show:
        for start in range(0, texts.height, BLOCK):
            block = texts.slice(start, BLOCK)
            strange.update(_strange(linker, kind, block))
            about_work = linker.about_work(block["text"].to_list(), kind)
            found = _call(linker, kind, block, top, threshold)
            for (identifier, text, _), links, work in zip(block.iter_rows(), found, about_work, strict=True):
                counts["about_the_employer"] += not work
                bar = good if work else max(good, SURE)
                counts["without_match"] += not links or links[0].score < bar
                kept = links if work or threshold is None else [k for k in links if k.score >= bar]
                rows += [_row(linker, identifier, text, k, k.score >= bar, explain) for k in kept]
            show(min(start + BLOCK, texts.height), texts.height)
    columns = [*COLUMNS, *(["words"] if explain else [])]
    table = pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)
    output.parent.mkdir(parents=True, exist_ok=True)
    table.write_csv(output, separator="\t", quote_style="never")
    summary = {"file": str(output), "texts": texts.height, **counts, "rows": table.height, "threshold": good}
    if sum(strange.values()) > MANY * texts.height:
        note(_about_languages(strange, texts.height, linker.languages(kind)))
    if json:
        print_json(
            summary | {"languages_not_loaded": dict(strange.most_common()), **({"links": rows} if explain else {})}
        )
    else:
        note(f"{texts.height:,} texts linked, {counts['without_match']:,} without a good match: {output}")


def _row(linker: Linker, identifier: str, text: str, link: Link, good: bool, explain: bool) -> dict[str, Any]:
    values = (identifier, link.rank, link.uri, link.label, link.isco or "", round(link.score, 4))
    row = dict(zip(COLUMNS, (*values, "good" if good else "weak"), strict=True))
    if explain:
        row["words"] = " ".join(linker.explain(text, link.uri))
    return row


def _strange(linker: Linker, kind: str, block: pl.DataFrame) -> list[str]:
    """For each text in a language without labels, its code where it was given, else `unknown`."""
    told = block["lang"].to_list()
    understood = linker.languages_of(kind, block["text"].to_list(), told)
    return [given or "unknown" for given, known in zip(told, understood, strict=True) if known is None]


def _about_languages(strange: Counter[str], texts: int, loaded: list[str]) -> str:
    codes = ", ".join(f"{code} {count:,}" for code, count in strange.most_common(5))
    return (
        f"{sum(strange.values()):,} of {texts:,} texts are in a language without labels in this taxonomy ({codes}); "
        f"it has {' '.join(loaded)}. They are compared by meaning alone and found less often. "
        "Load labels of these languages: crosswalk taxonomy load ESCO LABELS.tsv --to FILE."
    )


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
    explain: Explain = False,
    json: Json = False,
) -> None:
    """Job titles to occupations, best first, with a calibrated score."""
    _link("occupations", source, output, taxonomy, top, threshold, explain, json)


@app.command()
def skills(
    source: InFile,
    output: OutFile,
    taxonomy: TaxonomyFile = None,
    top: Top = 5,
    threshold: Threshold = None,
    explain: Explain = False,
    json: Json = False,
) -> None:
    """Sentences or skill words to skills, best first, with a calibrated score."""
    _link("skills", source, output, taxonomy, top, threshold, explain, json)
