"""What can be wrong in a partnership file beyond its layout: names, tracks, shares, papers, pathways."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from crosswalk.errors import CrosswalkError
from crosswalk.partnerships.design.layout import PartnershipFile, StepEntry
from crosswalk.partnerships.design.mistakes_of_flows import flow_mistakes
from crosswalk.partnerships.design.mistakes_of_money import money_mistakes
from crosswalk.partnerships.planning.steps import TRACKS, ahead_of, circle, on_track, span, waits_for
from crosswalk.pathways import encode_facts, load_pathway, pathway_folders
from crosswalk.types import country_code
from crosswalk.yaml_files.source import Key

__all__ = ["Mistake", "mistakes"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something that is wrong in the file: one sentence, where it stands, and what to write instead."""

    message: str
    key: Key
    remedy: str


def mistakes(file: PartnershipFile, catalogue: Path) -> Iterator[Mistake]:
    """Everything that is wrong, in no particular order."""
    yield from _countries(file)
    yield from _tracks(file)
    yield from _parties(file)
    yield from _sources(file)
    for message, key, remedy in (*money_mistakes(file), *flow_mistakes(file)):
        yield Mistake(message, key, remedy)
    names = list(_names_of_steps(file))
    yield from names
    if names:
        return
    if around := circle(waits_for(file.steps)):
        waits = ", ".join(f"{name} waits for {before}" for name, before in pairwise(around))
        remedy = f"Take one of them out, such as {around[1]} out of `after` of {around[0]}."
        yield Mistake(f"The steps go round in a circle: {waits}.", ("steps", around[0], "after"), remedy)
        return
    yield from _papers(file)
    yield from _pathways(file, catalogue)


def _near(name: str, known: Collection[str], otherwise: str) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"Did you mean {near[0]}?" if near else otherwise


def _countries(file: PartnershipFile) -> Iterator[Mistake]:
    for key in ("origin", "destination"):
        code = getattr(file, key)
        if country_code(code) != code:
            yield Mistake(f"{code} is no country.", (key,), "Write its three letters of ISO 3166, such as MAR.")
    if file.origin == file.destination:
        yield Mistake("Origin and destination are one country.", ("destination",), "A partnership joins two.")


def _tracks(file: PartnershipFile) -> Iterator[Mistake]:
    people = {track: file.cohort.people.get(track, 0) for track in TRACKS}
    for part, entries in (("steps", file.steps), ("costs", file.costs)):
        for name, entry in entries.items():
            if entry.track != "both" and not people[entry.track]:
                remedy = f"Write cohort: people: {entry.track}: a number above 0, or leave the track out."
                yield Mistake(f"{name}: the {entry.track} track has no people.", (part, name, "track"), remedy)
    for track in TRACKS:
        if people[track] and not any(on_track(s.track, track) and not s.at_work for s in file.steps.values()):
            message = f"{people[track]} people begin on the {track} track, which has no step."
            yield Mistake(message, ("cohort", "people", track), f"Add a step of track {track} or both.")
    if not any(people.values()):
        yield Mistake("Nobody begins.", ("cohort", "people"), "Write how many begin, such as {home: 20, away: 20}.")


def _parties(file: PartnershipFile) -> Iterator[Mistake]:
    named: list[tuple[str, Key]] = [
        (step.provider, ("steps", name, "provider")) for name, step in file.steps.items() if step.provider
    ]
    for name, cost in file.costs.items():
        named += [(party, ("costs", name, "paid_by", party)) for party in cost.paid_by]
        named += [(cost.paid_to, ("costs", name, "paid_to"))] if cost.paid_to else []
        if cost.repaid and cost.repaid not in file.repayments:
            remedy = _near(cost.repaid, file.repayments, "Add it under repayments.")
            yield Mistake(
                f"{name} is repaid by {cost.repaid}, which is no repayment.", ("costs", name, "repaid"), remedy
            )
    for name, repayment in file.repayments.items():
        named += [(repayment.to, ("repayments", name, "to"))]
        if repayment.by not in {party.role for party in file.parties.values()}:
            message = f"{name} is paid by {repayment.by}, but no party has this role."
            yield Mistake(message, ("repayments", name, "by"), f"Add a party of role {repayment.by}.")
    for name, effect in file.effects.items():
        named += [(effect.party, ("effects", name, "party"))]
        named += [(effect.paid_by, ("effects", name, "paid_by"))] if effect.paid_by else []
    named += [(file.remittances.to, ("remittances", "to"))] if file.remittances else []
    for party, key in named:
        if party not in file.parties:
            yield Mistake(
                f"{'.'.join(map(str, key[:-1]))}: {party} is no party.", key, _near(party, file.parties, _PARTY)
            )


_PARTY = "Add it under parties, with its role and title."


def _sources(file: PartnershipFile) -> Iterator[Mistake]:
    for name, key in _named_sources(file.model_dump(by_alias=True), ()):
        if name not in file.sources:
            remedy = _near(name, file.sources, "Add it under sources, with title and read_on.")
            yield Mistake(f"{'.'.join(map(str, key[:-1]))}: {name} is no source.", key, remedy)


def _named_sources(data: object, key: Key) -> Iterator[tuple[str, Key]]:
    if isinstance(data, Mapping):
        for name, value in data.items():
            if name == "source" and isinstance(value, str):
                yield value, (*key, name)
            elif name != "facts":
                yield from _named_sources(value, (*key, str(name)))
    elif isinstance(data, list | tuple):
        for index, value in enumerate(data):
            yield from _named_sources(value, (*key, index))


def _names_of_steps(file: PartnershipFile) -> Iterator[Mistake]:
    for name, step in file.steps.items():
        for index, before in enumerate(step.after):
            key: Key = ("steps", name, "after", index)
            other = file.steps.get(before)
            if other is None:
                remedy = _near(before, file.steps, "Add the step, or take it out of `after`.")
                yield Mistake(f"{name} comes after {before}, which is no step.", key, remedy)
            elif other.track not in ("both", step.track):
                message = f"{name} (track {step.track}) waits for {before}, which only the {other.track} track takes."
                yield Mistake(message, key, f"Give {before} the track both, or {name} the track {other.track}.")
            elif other.at_work and not step.at_work:
                message = f"{name} comes before the first day at work and waits for {before}, which comes after it."
                yield Mistake(message, key, f"Write at_work: true for {name} too, or leave it away for {before}.")
        if span(step.weeks).low < 0:
            yield Mistake(f"{name} takes less than 0 weeks.", ("steps", name, "weeks"), "Write 0 or more.")
    for name, cost in file.costs.items():
        if cost.at is not None and cost.at not in file.steps:
            remedy = _near(cost.at, file.steps, "Leave `at` out where it falls due on the first day.")
            yield Mistake(f"{name} falls due at {cost.at}, which is no step.", ("costs", name, "at"), remedy)


def _papers(file: PartnershipFile) -> Iterator[Mistake]:
    after = waits_for(file.steps)
    yielded = {
        paper: [name for name, step in file.steps.items() if paper in _papers_of(step)]
        for step in file.steps.values()
        for paper in _papers_of(step)
    }
    for name, step in file.steps.items():
        earlier = ahead_of(name, after)
        for index, paper in enumerate(step.needs):
            key: Key = ("steps", name, "needs", index)
            if paper not in yielded:
                remedy = _near(paper, yielded, "Write it under `yields` of the step that ends with it.")
                yield Mistake(f"{name} needs {paper}, which no step yields.", key, remedy)
            elif not earlier.intersection(yielded[paper]):
                giver = yielded[paper][0]
                message = f"{name} needs {paper}, but does not come after {giver}, which yields it."
                yield Mistake(message, key, f"Add {giver} to `after` of {name}.")


def _papers_of(step: StepEntry) -> set[str]:
    return {each.paper for each in step.yields}


def _pathways(file: PartnershipFile, catalogue: Path) -> Iterator[Mistake]:
    folders = {f"{folder.parent.name}.{folder.name}": folder for folder in pathway_folders(catalogue)}
    for name, step in file.steps.items():
        if step.pathway is None:
            if step.facts:
                remedy = "Name the pathway that asks for them, or leave them out."
                yield Mistake(f"{name} states facts of no pathway.", ("steps", name, "facts"), remedy)
            continue
        key: Key = ("steps", name, "pathway")
        if step.kind != "mobility":
            yield Mistake(f"{name} is a step of {step.kind} with a pathway.", key, "Write kind: mobility.")
        if step.pathway not in folders:
            remedy = _near(step.pathway, folders, "`crosswalk pathways list` shows all.")
            yield Mistake(f"{name}: the catalogue has no pathway {step.pathway}.", key, remedy)
            continue
        pathway = load_pathway(folders[step.pathway])
        if pathway.file.destination != file.destination:
            message = f"{name}: {step.pathway} leads to {pathway.file.destination}, not to {file.destination}."
            yield Mistake(message, key, f"Name a pathway to {file.destination}.")
        for fact, value in step.facts.items():
            try:
                encode_facts(pathway.facts, {fact: list(value) if isinstance(value, tuple) else value})
            except CrosswalkError as error:
                yield Mistake(f"{name}: {error.message}", ("steps", name, "facts", fact), error.remedy)
