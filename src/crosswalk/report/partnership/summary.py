"""The first page in plain words: what, who, when, how many, at what cost, who pays and gains, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from crosswalk.partnerships.economics.simulate import Simulation, Worth
from crosswalk.partnerships.economics.triple_win import TripleWin
from crosswalk.partnerships.planning.plan import TrackPlan
from crosswalk.report.partnership.blocks import Block, Cell, Section, Table
from crosswalk.report.partnership.study import Study
from crosswalk.report.partnership.words import PartnershipWords

__all__ = ["claim", "numbers", "per_person", "summary", "worths"]


def numbers(study: Study, words: PartnershipWords) -> list[tuple[str, str]]:
    """The few figures at the top of the page."""
    found = [(words(f"head.begin_{each.track}"), words.number(each.begin)) for each in study.plan.tracks]
    found += [(words(f"head.day_{each.track}"), words.month_of(each.first_day[1])) for each in study.plan.tracks]
    simulation = study.simulation
    found.append((words("head.cost"), words.about(simulation.cost.median)))
    if placed := simulation.cost_per.get("placed"):
        found.append((words("head.cost_placed"), words.about(placed.median)))
    return found


def summary(study: Study, words: PartnershipWords) -> Section:
    """The summary."""
    return Section(
        "summary",
        words("section.summary"),
        (
            Block(words=(_what(study, words), *(_when(each, words) for each in study.plan.tracks))),
            claim(study.simulation.triple_win, words),
            Block(words("summary.gains"), points=tuple(worths(study, words))),
            Block(words("summary.each"), table=per_person(study.simulation, words)),
            Block(words("summary.unknown"), points=tuple(_unknown(study, words)), caution=True),
            Block(words("summary.parties"), table=_parties(study, words)),
        ),
    )


def _what(study: Study, words: PartnershipWords) -> str:
    file = study.partnership.file
    people = {track: words.number(study.partnership.people(track)) for track in ("home", "away")}
    kind = "both" if all(study.partnership.people(track) for track in ("home", "away")) else "one"
    return words(
        f"summary.what_{kind}",
        occupation=str(words.said(file.occupation.title)),
        origin=words.country(file.origin),
        destination=words.country(file.destination),
        model=words(f"model.{file.model}"),
        day=words.day(file.starts_on),
        people=words.number(sum(file.cohort.people.values())),
        **people,
    )


def _when(track: TrackPlan, words: PartnershipWords) -> str:
    quick, likely, slow = map(words.day, track.first_day)
    work = words("summary.work_unknown") if track.work is None else words.few_to_many(track.work)
    return words(f"summary.when_{track.track}", day=likely, quick=quick, slow=slow, begin=track.begin, work=work)


def claim(found: TripleWin, words: PartnershipWords) -> Block:
    """Whether everybody wins, with the lower bounds; or what is missing to say so. Nothing else may claim it."""
    if found.missing:
        points = [
            words(
                "claim.lacks",
                who=words.stakeholder(each.stakeholder),
                side=words(f"claim.{each.side}"),
                place=each.place,
            )
            for each in found.missing
        ]
        return Block(words("claim.title"), words=(words("claim.open"),), points=tuple(points), caution=True)
    text = words("claim.holds" if found.holds else "claim.fails", n=found.together, draws=found.draws)
    points = [
        words("claim.bound", who=words.stakeholder(who), money=words.about(bound))
        for who, bound in found.lower_bounds.items()
    ]
    return Block(words("claim.title"), words=(text,), points=tuple(points), caution=not found.holds)


def _in_a_line(worth: Worth, draws: int, words: PartnershipWords) -> str:
    return words(
        "worth.line",
        money=words.about(worth.present.median),
        range=words.between(worth.present),
        n=worth.wins,
        draws=draws,
    )


def worths(study: Study, words: PartnershipWords) -> Iterator[str]:
    """What the partnership is worth to each stakeholder, a line each."""
    for who, worth in study.simulation.stakeholders.items():
        line = _in_a_line(worth, study.simulation.draws, words)
        yield words("worth.of", who=words.stakeholder(who), line=line)


def per_person(simulation: Simulation, words: PartnershipWords) -> Table:
    """How many are trained, placed and retained, and all costs by each of them."""
    rows = []
    for name, people in simulation.people.items():
        cost = simulation.cost_per.get(name)
        low, median, high = (words.parts(each) for each in (people.low, people.median, people.high))
        shown = median if low == high else words("number.range", likely=median, low=low, high=high)
        spread = "" if cost is None or cost.low == cost.high else words.exact_between(cost)
        money = words("summary.no_cost") if cost is None else words.exact(cost.median)
        rows.append((words(f"people.{name}"), shown, money, spread))
    headers = (words("summary.person"), words("summary.expected"), words("summary.cost"), words("summary.range"))
    return Table(words("summary.each"), headers, tuple(rows), frozenset({1, 2, 3}))


def _unknown(study: Study, words: PartnershipWords) -> Iterator[Cell]:
    file, claimed = study.partnership.file, study.simulation.triple_win
    for name in claimed.left_out:
        yield words("summary.left_out", title=str(words.said(file.effects[name].title)))
    if claimed.missing:
        yield words("summary.missing", n=len(claimed.missing))
    unknown = study.findings.counts["unknown"]
    if unknown:
        yield words("summary.open_safeguards", n=unknown, of=len(study.findings.findings))
    for each in study.readiness.lists:
        yield words("summary.readiness", title=each.title, summary=each.summary)
    nobody = [need.skill.label for need in study.gap.open_needs()]
    if nobody:
        yield words("summary.nobody", skills=words.together(nobody))
    if any(source.assumed for source in file.sources.values()):
        yield words("summary.assumed")


def _parties(study: Study, words: PartnershipWords) -> Table:
    rows = []
    for name, party in study.partnership.file.parties.items():
        where = words.country(party.country) if party.country else ""
        signed = words.day(party.signed_on) if party.signed_on else words("summary.not_signed")
        signed = "" if party.role in ("migrants", "home_trainees", "families") else signed
        rows.append((words.party(name), words(f"role.{party.role}"), where, "; ".join(party.duties), signed))
    headers = tuple(words(f"summary.{key}") for key in ("party", "role", "country", "duties", "signed"))
    return Table(words("summary.parties"), headers, tuple(rows))
