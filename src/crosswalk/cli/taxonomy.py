"""crosswalk taxonomy: load official sources into one file, look concepts up."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crosswalk.cli.common import TaxonomyFile, open_linker, open_taxonomy
from crosswalk.cli.output import Json, busy, note, print_json, print_rows, print_table

app = typer.Typer(help="Load and look up occupations and skills.", no_args_is_help=True)

CodeFrom = Annotated[
    str, typer.Argument(help="Classification the code is from, such as ISCO-08; isco08 and SOC2010 are understood too.")
]


@app.command()
def load(
    sources: Annotated[
        list[Path],
        typer.Argument(
            help="ESCO or Tabiya CSV bundles (zip or folder), label tables (TSV), crosswalk tables; "
            "the word starter adds the taxonomy that ships with Crosswalk."
        ),
    ],
    to: Annotated[Path, typer.Option("--to", help="Taxonomy file to write.")],
    json: Json = False,
) -> None:
    """Read official sources and store them as one compact taxonomy file."""
    from crosswalk.taxonomy import load_taxonomy

    with busy("Reading …") as status:
        taxonomy = load_taxonomy(sources, progress=lambda name: status(f"Reading {name} …"))
        taxonomy.save(to)
    if json:
        print_json({"file": str(to)} | taxonomy.manifest)
        return
    for sentence in taxonomy.manifest["notes"]:
        note(f"Note: {sentence}")
    counts = ", ".join(f"{n:,} × {kind.replace('_', ' ')}" for kind, n in taxonomy.manifest["counts"].items())
    print(f"{to}: {counts}; languages: {' '.join(taxonomy.languages)}")


@app.command()
def show(
    uri: Annotated[str, typer.Argument(help="URI of an occupation, a skill or a group.")],
    taxonomy: TaxonomyFile = None,
    lang: Annotated[str, typer.Option(help="Language of the labels.")] = "en",
    json: Json = False,
) -> None:
    """Show one concept: labels, place in the hierarchy, skills needed, skills near to it."""
    store = open_taxonomy(taxonomy)
    about = store.describe(uri, lang)
    if json:
        print_json(about)
        return
    print(f"{about['label']}  ({about['kind']}{', ISCO-08 ' + about['isco'] if about['isco'] else ''})")
    print(about["uri"])
    if about["description"]:
        print(about["description"])
    for name in ("also_called", "broader", "narrower", "essential", "optional", "near"):
        if about[name]:
            print(f"\n{name.replace('_', ' ').capitalize()}:")
            for item in about[name]:
                print(f"  {item if isinstance(item, str) else _line(item)}")


def _line(item: dict[str, object]) -> str:
    nearness = f"  {item['nearness']:.2f}" if "nearness" in item else ""
    return f"{item['label']}{nearness}  {item['uri']}"


@app.command()
def near(
    skill: Annotated[str, typer.Argument(help="URI of a skill.")],
    other: Annotated[str | None, typer.Argument(help="URI of another skill; without it the nearest ones.")] = None,
    taxonomy: TaxonomyFile = None,
    lang: Annotated[str, typer.Option(help="Language of the labels.")] = "en",
    top: Annotated[int, typer.Option(min=1, help="How many by graph, and how many by text.")] = 10,
    json: Json = False,
) -> None:
    """Show how near skills are: how well one covers the other by the graph, and how alike they are in meaning."""
    from crosswalk.taxonomy.linking.neighbours import neighbour, neighbours

    store = open_taxonomy(taxonomy)
    linker = open_linker(store)
    if other:
        found = [neighbour(store, linker, skill, other, lang)]
    else:
        found = neighbours(store, linker, skill, top=top, lang=lang)
    if json:
        print_json({"skill": skill, "label": store.label(skill, lang), "near": [asdict(n) for n in found]})
        return
    rows = [[n.label, *map(_number, (n.covers, n.covered_by, n.text)), n.uri] for n in found]
    headers = ["skill", "covers", "covered by", "text", "uri"]
    print_rows(headers, rows, title=store.label(skill, lang), right=headers[1:4])


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


@app.command()
def search(
    words: Annotated[str, typer.Argument(help="Words that a label must hold.")],
    taxonomy: TaxonomyFile = None,
    kind: Annotated[str | None, typer.Option(help="occupation, skill, isco_group or skill_group.")] = None,
    lang: Annotated[str | None, typer.Option(help="Only labels in this language.")] = None,
    top: Annotated[int, typer.Option(min=1, help="How many.")] = 20,
    json: Json = False,
) -> None:
    """Find concepts by the words of their labels."""
    found = open_taxonomy(taxonomy).search(words, kind=kind, lang=lang, top=top)
    if json:
        print_json(found.to_dicts())
    elif found.is_empty():
        note("No label holds these words. Try fewer words, or: crosswalk link occupations.")
    else:
        print_table(found)


@app.command()
def translate(
    code: Annotated[str, typer.Argument(help="Code, such as 2221.")],
    scheme: CodeFrom,
    other: Annotated[str, typer.Argument(help="Classification wanted, such as 'SOC 2018' or 'NOC 2021'.")],
    taxonomy: TaxonomyFile = None,
    json: Json = False,
) -> None:
    """Translate a code from one classification to another; several answers mean that it is ambiguous."""
    codes = open_taxonomy(taxonomy).translate(code, scheme, other)
    if json:
        print_json({"code": code, "from": scheme, "to": other, "codes": codes, "ambiguous": len(codes) > 1})
    elif not codes:
        note("No table that was loaded joins the two classifications for this code.")
    else:
        print("\n".join(codes))
