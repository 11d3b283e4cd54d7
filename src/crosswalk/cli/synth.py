"""crosswalk synth: invented people and vacancies of any number, the same for the same seed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosswalk.cli.common import TaxonomyFile, open_taxonomy
from crosswalk.cli.output import Json, busy, note, print_json

app = typer.Typer(help="Make invented people and vacancies.", no_args_is_help=True)

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


def _tell(output: Path, n: int, seed: int, json: bool) -> None:
    if json:
        print_json({"file": str(output), "records": n, "seed": seed})
    else:
        note(f"{n:,} invented records (seed {seed}): {output}")
