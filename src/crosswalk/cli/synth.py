"""crosswalk synth: invented people, vacancies and facts of any number, the same for the same seed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosswalk.cli.common import TaxonomyFile, open_taxonomy
from crosswalk.cli.output import Json, busy, note, print_json
from crosswalk.cli.pathways.common import CatalogueFolder, Day, Destination, PathwayNames, chosen, day_of

app = typer.Typer(help="Make invented people, vacancies and facts.", no_args_is_help=True)

Number = Annotated[int, typer.Option("--n", min=1, help="How many.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Same seed, same records.")]
Out = Annotated[Path, typer.Option("-o", "--output", help="Parquet file to write.")]


@app.command()
def people(output: Out, n: Number = 1000, seed: Seed = 0, taxonomy: TaxonomyFile = None, json: Json = False) -> None:
    """Invented people with occupations, skills, jobs, education and languages."""
    from crosswalk.synthetic import write_people

    with busy("Making people …"):
        write_people(output, n, open_taxonomy(taxonomy), seed=seed)
    _tell(output, n, seed, json)


@app.command()
def vacancies(output: Out, n: Number = 100, seed: Seed = 0, taxonomy: TaxonomyFile = None, json: Json = False) -> None:
    """Invented vacancies with needs, floors, places and salaries."""
    from crosswalk.synthetic import write_vacancies

    with busy("Making vacancies …"):
        write_vacancies(output, n, open_taxonomy(taxonomy), seed=seed)
    _tell(output, n, seed, json)


@app.command()
def facts(
    output: Annotated[Path, typer.Option("-o", "--output", help="JSON Lines file to write.")],
    pathway: PathwayNames = None,
    destination: Destination = None,
    n: Number = 1000,
    seed: Seed = 0,
    on: Day = None,
    unknown: Annotated[float, typer.Option(min=0, max=1, help="Share of each fact that is left out.")] = 0.15,
    catalogue: CatalogueFolder = None,
    json: Json = False,
) -> None:
    """Invented facts for pathways, as `crosswalk pathways assess` and `reform` read them."""
    from crosswalk.synthetic import write_facts

    with busy("Making facts …"):
        write_facts(output, chosen(pathway, destination, catalogue), n, seed=seed, day=day_of(on), unknown=unknown)
    _tell(output, n, seed, json)


def _tell(output: Path, n: int, seed: int, json: bool) -> None:
    if json:
        print_json({"file": str(output), "records": n, "seed": seed})
    else:
        note(f"{n:,} invented records (seed {seed}): {output}")
