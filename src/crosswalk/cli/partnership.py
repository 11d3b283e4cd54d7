"""crosswalk partnership: design a Skills Mobility Partnership, from an empty file to a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosswalk.cli.common import TaxonomyFile, open_linker, open_taxonomy
from crosswalk.cli.match import On, as_date
from crosswalk.cli.output import Json, busy, note, print_json
from crosswalk.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from crosswalk.partnerships.design.partnership import Partnership
    from crosswalk.partnerships.planning.skills_gap import SkillsGap
    from crosswalk.partnerships.safeguards import Evidence

app = typer.Typer(help="Design a Skills Mobility Partnership: its plan, costs and safeguards.", no_args_is_help=True)

PartnershipFile = Annotated[
    Path, typer.Argument(help="Partnership file, .yaml; `crosswalk partnership new` writes one.")
]
Lang = Annotated[str, typer.Option("--lang", help="Language of titles and labels (ISO 639-1).")]
Speaks = Annotated[str, typer.Option("--lang", help="Language: en, fr, es, ar.")]
Draws = Annotated[int, typer.Option(min=1, max=1_000_000, help="Draws of all uncertain numbers.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same figures.")]
EvidenceFile = Annotated[
    Path | None,
    typer.Option("--evidence", help="CSV of figures about the origin: indicator, country, isco, on, value, source."),
]


@app.command()
def new(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="File to write; one that exists is not replaced.")
    ] = Path("partnership.yaml"),
    json: Json = False,
) -> None:
    """Write a partnership file to fill in, with every key explained; it can be planned as it is."""
    from crosswalk.partnerships import starter

    if output.exists():
        remedy = "Name another file with -o, or remove it."
        raise UsageError("This file exists already and was not replaced.", remedy=remedy, place=str(output))
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(starter(), encoding="utf-8")
    if json:
        print_json({"file": str(output)})
    else:
        note(f"{output}: fill it in, then crosswalk partnership plan {output}")


@app.command()
def schema() -> None:
    """The JSON Schema of a partnership file, for editors and other programs."""
    from crosswalk.partnerships import json_schema

    print_json(json_schema())


@app.command()
def plan(
    file: PartnershipFile,
    taxonomy: TaxonomyFile = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Plan from the first class to the first day at work: dates, what waits, what expires, and the skills gap."""
    from crosswalk.cli.planning import print_plan
    from crosswalk.partnerships import load_partnership
    from crosswalk.partnerships import plan as plan_of

    partnership = load_partnership(file)
    found = plan_of(partnership)
    gap = _gap(partnership, taxonomy, lang)
    if json:
        print_json(found.as_json() | {"skills_gap": gap.as_json()})
    else:
        print_plan(found, gap, partnership, lang)


@app.command()
def check(
    file: PartnershipFile,
    evidence: EvidenceFile = None,
    on: On = None,
    lang: Speaks = "en",
    json: Json = False,
) -> None:
    """Hold it against the safeguards, and say how ready its design is: each with its reason and what is missing."""
    from crosswalk.cli.partnership_told import print_check
    from crosswalk.partnerships import load_partnership
    from crosswalk.partnerships.safeguards.check import check as check_of
    from crosswalk.partnerships.safeguards.readiness import readiness
    from crosswalk.report.partnership import PartnershipWords

    partnership, day, figures = load_partnership(file), as_date(on), _evidence(evidence)
    findings = check_of(partnership, on=day, evidence=figures, lang=lang)
    ready = readiness(partnership, on=day, evidence=figures, lang=lang)
    if json:
        print_json(findings.as_json() | {"readiness": ready.as_json()["lists"]})
    else:
        print_check(findings, ready, PartnershipWords(lang, partnership))


@app.command()
def simulate(
    file: PartnershipFile,
    draws: Draws = 10_000,
    seed: Seed = 1,
    of: Annotated[str, typer.Option("--of", help="Whose tornado to show: employer, origin, migrants …")] = "employer",
    lang: Speaks = "en",
    json: Json = False,
) -> None:
    """Reckon over many draws what it is worth to each, what it costs for each person, and what that hangs on."""
    from crosswalk.cli.partnership_told import print_simulation, print_tornado
    from crosswalk.partnerships import load_partnership
    from crosswalk.partnerships.economics.results import break_even_as_json, simulation_as_json, tornado_as_json
    from crosswalk.partnerships.economics.sensitivity import present_values, tornado
    from crosswalk.partnerships.economics.simulate import simulate as simulate_it
    from crosswalk.report.partnership import PartnershipWords
    from crosswalk.report.partnership.study import break_evens

    partnership = load_partnership(file)
    with busy("Simulating"):
        found = simulate_it(partnership, draws=draws, seed=seed)
        swings, levers = tornado(partnership), break_evens(partnership)
    whose = next((name for name in found.stakeholders if name == of), None)
    if whose is None:
        raise UsageError(f"The partnership has no {of}.", remedy=f"Name one of {', '.join(found.stakeholders)}.")
    if json:
        beside = {"tornado": tornado_as_json(swings), "break_even": [break_even_as_json(each) for each in levers]}
        print_json(simulation_as_json(found) | beside)
        return
    words = PartnershipWords(lang, partnership)
    print_simulation(found, levers, words)
    print_tornado(swings[whose], present_values(partnership, [{}])[0][whose], found, whose, words)


@app.command()
def compare(
    files: Annotated[
        list[Path], typer.Argument(help="One file: the same cohort under several models. More: side by side.")
    ],
    draws: Draws = 10_000,
    seed: Seed = 1,
    lang: Speaks = "en",
    json: Json = False,
) -> None:
    """Put models of a partnership, or several partnership files of one currency, side by side."""
    from crosswalk.cli.partnership_told import print_compared
    from crosswalk.partnerships import load_partnership
    from crosswalk.partnerships.economics.compare import compare as compare_files
    from crosswalk.partnerships.economics.compare import compare_models
    from crosswalk.partnerships.economics.results import compared_as_json
    from crosswalk.report.partnership import PartnershipWords

    partnerships = {str(path): load_partnership(path) for path in files}
    first = next(iter(partnerships.values()))
    if len({each.file.currency for each in partnerships.values()}) > 1:
        raise UsageError("The files are of several currencies.", remedy="Write the same currency in each, with rates.")
    with busy("Simulating"):
        if len(partnerships) == 1:
            found = compare_models(first, draws=draws, seed=seed)
        else:
            found = compare_files(partnerships, draws=draws, seed=seed)
    if json:
        print_json(compared_as_json(found))
    else:
        print_compared(found, PartnershipWords(lang, first))


@app.command()
def report(
    file: PartnershipFile,
    output: Annotated[
        list[Path] | None, typer.Option("-o", "--output", help="File to write, .html or .pdf; repeat for both.")
    ] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Folder for the figures as CSV files.")] = None,
    taxonomy: TaxonomyFile = None,
    evidence: EvidenceFile = None,
    draws: Draws = 10_000,
    seed: Seed = 1,
    on: On = None,
    lang: Speaks = "en",
    json: Json = False,
) -> None:
    """Write the whole design as a document that a ministry can read (HTML, PDF) and as tables (CSV)."""
    from crosswalk.partnerships import load_partnership
    from crosswalk.report.partnership import check_formats, study, write_partnership_report, write_tables

    documents = output or ([] if csv else [Path("partnership.html")])
    check_formats(documents)
    partnership = load_partnership(file)
    with busy("Planning, simulating and checking") as show:
        found = study(
            partnership,
            _gap(partnership, taxonomy, lang),
            on=as_date(on),
            evidence=_evidence(evidence),
            draws=draws,
            seed=seed,
            lang=lang,
        )
        for path in documents:
            show(f"Writing {path}")
            write_partnership_report(path, found, lang=lang)
        tables = write_tables(csv, found) if csv else []
    if json:
        print_json({"files": [str(path) for path in [*documents, *tables]]})
    else:
        for path in [*documents, *([csv] if csv else [])]:
            note(f"Written: {path}")


def _evidence(path: Path | None) -> tuple[Evidence, ...]:
    from crosswalk.partnerships.safeguards import read_evidence

    if path is None:
        return ()
    if not path.is_file():
        raise NotFoundError("There is no such file.", remedy="Check the path.", place=str(path))
    return read_evidence(path)


def _gap(partnership: Partnership, taxonomy: Path | None, lang: str) -> SkillsGap:
    """The skills gap; the linker, which takes a while to open, is asked only for words that are no label."""
    from crosswalk.partnerships import skills_gap

    skills = open_taxonomy(taxonomy)
    gap = skills_gap(partnership, skills, lang=lang)
    if gap.not_linked:
        return skills_gap(partnership, skills, linker=open_linker(skills), lang=lang)
    return gap
