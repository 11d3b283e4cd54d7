"""What can be wrong in what a partnership file says of earnings, effects, repayments and remittances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from crosswalk.partnerships.design.layout import PartnershipFile, Role
from crosswalk.partnerships.planning.steps import PeopleTrack, span
from crosswalk.yaml_files.source import Key

__all__ = ["flow_mistakes"]

Told = tuple[str, Key, str]
#: Whose work it is, and the role of those who earn by it.
EARNERS: dict[str, Role] = {"away": "migrants", "returned": "migrants", "home": "home_trainees"}
#: The people of each track.
PEOPLE: tuple[tuple[Role, PeopleTrack], ...] = (("migrants", "away"), ("home_trainees", "home"))
WORK_OF_REPAYMENT = {"migrants": "away", "employer": "away", "home_trainees": "home"}


def flow_mistakes(file: PartnershipFile) -> Iterator[Told]:
    """Everything that is wrong with flows of money."""
    yield from _people(file)
    yield from _earnings(file)
    yield from _effects(file)
    yield from _repayments(file)
    yield from _steps(file)
    for name, cost in file.costs.items():
        if cost.per == "returned" and cost.at is not None:
            message = f"{name} falls due on return, so not at {cost.at}."
            yield message, ("costs", name, "at"), "Leave `at` out."


def _people(file: PartnershipFile) -> Iterator[Told]:
    roles = Counter(party.role for party in file.parties.values())
    for role, _ in PEOPLE:
        if roles[role] > 1:
            yield f"Two parties have the role {role}.", ("parties",), "Make them one: it is the people of one track."
    for index, entry in enumerate(file.earnings):
        earner = EARNERS.get(entry.of)
        if earner and not roles[earner]:
            message = f"Earnings {entry.of} are given, but no party has the role {earner}."
            yield message, ("earnings", index), f"Add a party of role {earner}."
    for name, step in file.steps.items():
        for role, track in PEOPLE:
            taken = step.track in (track, "both") and file.cohort.people.get(track, 0) > 0
            if step.earnings_kept is not None and taken and not roles[role]:
                message = f"{name}: people lose earnings, but no party has the role {role}."
                yield message, ("steps", name, "earnings_kept"), f"Add a party of role {role}."
    if file.remittances and not roles["migrants"]:
        yield "Money is sent home, but no party has the role migrants.", ("remittances",), "Add a party of that role."


def _earnings(file: PartnershipFile) -> Iterator[Told]:
    given = [entry.of for entry in file.earnings]
    for index, entry in enumerate(file.earnings):
        if entry.of in given[:index]:
            yield f"Earnings {entry.of} stand here twice.", ("earnings", index, "of"), "Keep one of them."
        if not -1 < span(entry.growth).low <= span(entry.growth).high <= 1:
            message = f"Earnings {entry.of}: growth by the year lies between -1 and 1."
            yield message, ("earnings", index, "growth"), "Write 0.02 for 2 % a year."
    if file.remittances and "away" not in given:
        yield "Money is sent home out of earnings that are not given.", ("remittances",), "Add earnings of: away."


def _effects(file: PartnershipFile) -> Iterator[Told]:
    given = {entry.of for entry in file.earnings}
    for name, effect in file.effects.items():
        of = effect.per.removeprefix("month_")
        if effect.share_of_earnings is not None and of not in given:
            message = f"{name} is a share of earnings {of}, which are not given."
            yield message, ("effects", name, "share_of_earnings"), f"Add earnings of: {of}, or write money."
        if effect.paid_by == effect.party:
            yield f"{name} is paid by the party that gains it.", ("effects", name, "paid_by"), "Name another party."


def _repayments(file: PartnershipFile) -> Iterator[Told]:
    given = {entry.of for entry in file.earnings}
    covered = {cost.repaid for cost in file.costs.values()}
    for name, agreement in file.repayments.items():
        of = WORK_OF_REPAYMENT[agreement.by]
        if of not in given:
            message = f"{name} is repaid out of earnings {of}, which are not given."
            yield message, ("repayments", name), f"Add earnings of: {of}."
        if agreement.at_most_what_was_paid and name not in covered:
            message = f"{name} repays no cost."
            yield message, ("repayments", name), f"Write repaid: {name} under the costs that it covers."
        if agreement.by == "employer" and sum(party.role == "employer" for party in file.parties.values()) > 1:
            message = f"{name} is paid by the employer, but several parties have this role."
            yield message, ("repayments", name, "by"), "Make them one party."


def _steps(file: PartnershipFile) -> Iterator[Told]:
    for name, step in file.steps.items():
        key: Key = ("steps", name, "earnings_kept")
        if step.earnings_kept is not None:
            kept = span(step.earnings_kept)
            if not 0 <= kept.low <= kept.high <= 1:
                yield f"{name}: a share lies between 0 and 1.", key, "Write 0.5 for half of the earnings."
            if step.at_work:
                yield f"{name} is beside the work, whose wage is paid.", key, "Leave earnings_kept out."
