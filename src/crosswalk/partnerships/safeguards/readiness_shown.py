"""What a partnership's file itself shows of each item of readiness; what it does not speak of stays unanswered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from crosswalk.partnerships.design.layout import CostGroup, Role
from crosswalk.partnerships.safeguards.case import Case, Said, answered
from crosswalk.partnerships.safeguards.worker_costs import worker_costs

__all__ = ["SHOWN", "Grade", "Shown"]

Grade = Literal["yes", "partly", "no", "unknown"]

#: A partnership planned for fewer months is a project, not a partnership: our own bar.
LONG_TERM_MONTHS = 36
#: The kinds of parties that a partnership needs; a government of each side makes the first.
KINDS: tuple[tuple[Role, ...], ...] = (
    ("employer",),
    ("training_provider",),
    ("social_partner", "ngo", "diaspora_body", "municipality"),
)
GOVERNMENTS: tuple[Role, Role] = ("origin_government", "destination_government")
SAFEGUARDS_OF_THE_PEOPLE = (
    "written_contract",
    "documents_kept_by_worker",
    "free_to_change_employer",
    "complaints_heard",
    "personal_data_protected",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the file shows, and the sentence that says so."""

    grade: Grade
    said: Said


def _of(found: int, all_of_them: int, said: Said) -> Shown | None:
    """In full, in part, or unanswered."""
    if not found:
        return None
    return Shown("yes" if found >= all_of_them else "partly", said)


def _sourced(case: Case, name: str | None) -> bool:
    """Whether a figure has a source that is not an assumption."""
    source = case.file.sources.get(name) if name else None
    return source is not None and not source.assumed


def _sector(case: Case) -> Shown | None:
    outcomes = case.file.outcomes
    at_home = outcomes.employed_at_home is not None and _sourced(case, outcomes.source)
    away = answered(case, "vacancies_not_filled_locally").verdict == "met"
    return _of(at_home + away, 2, Said("readiness.shown.demand", {"sides": at_home + away}))


def _country(_: Case) -> Shown | None:
    """Why two countries fit each other stands in no field."""
    return None


def _groups(case: Case) -> int:
    return len({cost.group for cost in case.file.costs.values()})


def _funding(case: Case) -> Shown | None:
    groups = _groups(case)
    return _of(groups, len(get_args(CostGroup)), Said("readiness.shown.funding", {"n": groups}))


def _agreement(case: Case) -> Shown | None:
    signed = sum(case.signed(role) is not None for role in GOVERNMENTS)
    return _of(signed, 2, Said("readiness.shown.agreement", {"n": signed}))


def _parties(case: Case) -> Shown | None:
    governments = all(case.parties(role) for role in GOVERNMENTS)
    kinds = governments + sum(any(case.parties(role) for role in roles) for roles in KINDS)
    return _of(kinds, 1 + len(KINDS), Said("readiness.shown.parties", {"n": kinds}))


def _training(case: Case) -> Shown | None:
    steps = [step for step in case.file.steps.values() if step.kind == "training"]
    whole = sum(bool(step.teaches and step.provider) for step in steps)
    shown = _of(len(steps), len(steps), Said("readiness.shown.training", {"of": len(steps), "n": whole}))
    return Shown("partly", shown.said) if shown and whole < len(steps) else shown


def _selection(case: Case) -> Shown | None:
    people = case.file.cohort.people
    home, away = people.get("home", 0), people.get("away", 0)
    said = Said("readiness.shown.tracks", {"home": home, "away": away})
    full = bool(home and away and case.file.cohort.skills_at_start is not None)
    return Shown("yes" if full else "partly", said)


def _recognition(case: Case) -> Shown | None:
    steps = sum(step.kind == "recognition" for step in case.file.steps.values())
    return _of(steps, 1, Said("readiness.shown.recognition", {"n": steps}))


def _movement(case: Case) -> Shown | None:
    steps = case.file.steps.values()
    named = sum(step.kind == "mobility" and step.pathway is not None for step in steps)
    services = sum(step.kind == "service" for step in steps)
    said = Said("readiness.shown.mobility", {"n": named, "services": services})
    return _of(bool(named) + bool(services), 2, said)


def _evaluation(case: Case) -> Shown | None:
    """Targets are not an evaluation: the file shows it in part at most."""
    outcomes = case.file.outcomes
    told = [bool(outcomes.retention), outcomes.employed_at_home is not None, outcomes.return_share is not None]
    shown = _of(sum(told), len(told), Said("readiness.shown.outcomes", {"n": sum(told), "of": len(told)}))
    return Shown("partly", shown.said) if shown else None


def _planning(case: Case) -> Shown | None:
    """Years ahead are shown by the file; that it goes on after the cohort is not."""
    months = case.file.horizon_months
    return Shown("partly", Said("readiness.shown.horizon", {"months": months})) if months >= LONG_TERM_MONTHS else None


def _data(case: Case) -> Shown | None:
    file = case.file
    costs = [entry.source for entry in file.costs.values()]
    named = [*costs, *(entry.source for entry in file.earnings), file.outcomes.source]
    known = sum(_sourced(case, name) for name in named)
    return _of(known, len(named), Said("readiness.shown.figures", {"n": known, "of": len(named)}))


def _local_jobs(case: Case) -> Shown | None:
    home, jobs = case.file.cohort.people.get("home"), case.file.outcomes.employed_at_home
    if not home:
        return Shown("no", Said("readiness.shown.home_jobs", {"home": 0, "known": False})) if home == 0 else None
    said = Said("readiness.shown.home_jobs", {"home": home, "known": jobs is not None})
    return Shown("yes" if jobs is not None else "partly", said)


def _skills_recognised(case: Case) -> Shown | None:
    cohort, steps = case.file.cohort, case.file.steps.values()
    described = cohort.skills_at_start is not None and cohort.skills_needed is not None
    recognised = any(step.kind == "recognition" for step in steps)
    said = Said("readiness.shown.levels", {"n": described + recognised, "of": 2})
    return _of(described + recognised, 2, said)


def _all_levels(case: Case) -> Shown | None:
    cohort = case.file.cohort
    told = [cohort.qualification_level, case.file.occupation.qualification_level]
    known = sum(each is not None for each in (*told, cohort.skills_at_start, cohort.skills_needed))
    return _of(known, 4, Said("readiness.shown.levels", {"n": known, "of": 4}))


def _well_being(case: Case) -> Shown | None:
    met = sum(answered(case, question).verdict == "met" for question in SAFEGUARDS_OF_THE_PEOPLE)
    of = len(SAFEGUARDS_OF_THE_PEOPLE)
    return _of(met, of, Said("readiness.shown.safeguards", {"n": met, "of": of}))


def _fair_costs(case: Case) -> Shown | None:
    groups = _groups(case)
    if not groups or not case.partnership.people("away"):
        return None
    borne = bool(worker_costs(case.partnership, case.rules.file.worker_cost_groups["employer_pays"]))
    full = groups == len(get_args(CostGroup)) and not borne
    return Shown("yes" if full else "partly", Said("readiness.shown.costs", {"n": groups, "borne": borne}))


SHOWN: Mapping[str, Callable[[Case], Shown | None]] = {
    "sector": _sector,
    "country": _country,
    "funding": _funding,
    "agreement": _agreement,
    "stakeholders": _parties,
    "training": _training,
    "selection": _selection,
    "recognition": _recognition,
    "movement": _movement,
    "evaluation": _evaluation,
    "planning": _planning,
    "many_parties": _parties,
    "data": _data,
    "local_jobs": _local_jobs,
    "skills_recognised": _skills_recognised,
    "all_levels": _all_levels,
    "well_being": _well_being,
    "fair_costs": _fair_costs,
}
