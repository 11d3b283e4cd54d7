"""Safeguards of fair recruitment: who pays, how much, what is paid back, and through whom."""

from __future__ import annotations

from fractions import Fraction

from crosswalk.partnerships.safeguards.case import Case, Outcome, Said, Verdict, all_of, answered, outcome
from crosswalk.partnerships.safeguards.recruitment_cost import months_of_income
from crosswalk.partnerships.safeguards.worker_costs import WorkerCost, monthly_income, worker_costs

__all__ = ["employer_pays", "recruiter", "recruitment_cost", "repayment_terms"]


def employer_pays(case: Case) -> Outcome:
    """No worker bears a fee of recruitment or a related cost, at once or out of earnings."""
    if unfit := _unfit(case):
        return unfit
    found = worker_costs(case.partnership, case.rules.file.worker_cost_groups["employer_pays"], case.lang)
    if not found:
        return _untold(case) or outcome("met", "pays.nothing", place=("costs",))
    reasons = tuple(Said(f"pays.{cost.how}", _told(case, cost)) for cost in found)
    first = found[0]
    place = ("costs" if first.how == "paid" else "repayments", first.name)
    return Outcome("not_met", reasons, (Said("pays.remedy"),), place=place)


def recruitment_cost(case: Case) -> Outcome:
    """What one worker bears, in months of income in the job (SDG 10.7.1), low to high."""
    if unfit := _unfit(case):
        return unfit
    income = monthly_income(case.partnership)
    if income is None:
        return outcome("unknown", "months.no_income", remedy="months.tell_income", place=("earnings",))
    found = worker_costs(case.partnership, case.rules.file.worker_cost_groups["recruitment_cost"])
    borne = [sum((cost.amount[index] for cost in found), Fraction(0)) for index in range(3)]
    low, likely, high = (months_of_income(borne[index], income[2 - index]) for index in range(3))
    bar = case.bar("recruitment_months")
    if bar is None:
        return outcome("unknown", "months.no_bar", {"day": case.on})
    verdict: Verdict = "met" if high <= bar else "not_met" if low > bar else "unknown"
    if verdict == "met" and (untold := _untold(case)):
        return untold
    values = {
        "months": round(float(likely), 2),
        "low": round(float(low), 2),
        "high": round(float(high), 2),
        "bar": float(bar),
    }
    return Outcome(
        verdict,
        (Said("months.one" if low == high else "months.range", values),),
        () if verdict == "met" else (Said("months.remedy" if verdict == "not_met" else "months.narrow", values),),
        {"months_low": low, "months_likely": likely, "months_high": high, "bar": bar},
        ("costs",),
    )


def repayment_terms(case: Case) -> Outcome:
    """What is held back from earnings is short, small and no more than was advanced; no other bond ties people."""
    if case.partnership.people("away") == 0:
        return outcome("not_applicable", "nobody_leaves", place=("cohort", "people"))
    return all_of([*_agreements(case), answered(case, "no_other_bond")])


def _agreements(case: Case) -> list[Outcome]:
    months, share = case.bar("repayment_months"), case.bar("repayment_share")
    found = []
    for name, agreement in case.file.repayments.items():
        if agreement.by == "employer":
            continue
        place = ("repayments", name)
        values = {"name": name, "months": agreement.months, "share": _percent(Fraction(agreement.share_of_earnings))}
        wrong = []
        if months is not None and agreement.months > months:
            wrong.append(Said("bond.long", {**values, "bar": int(months)}))
        if share is not None and Fraction(agreement.share_of_earnings) > share:
            wrong.append(Said("bond.large", {**values, "bar": _percent(share)}))
        if not agreement.at_most_what_was_paid:
            wrong.append(Said("bond.open", values))
        if wrong:
            found.append(Outcome("not_met", tuple(wrong), (Said("bond.remedy", values),), place=place))
        else:
            found.append(outcome("met", "bond.within", values, place=place))
    return found or [outcome("met", "bond.none", place=("repayments",))]


def recruiter(case: Case) -> Outcome:
    """A recruiter that takes part is licensed and holds to a standard of ethical recruitment."""
    if not case.parties("recruiter"):
        return outcome("not_applicable", "recruiter.none", place=("parties",))
    return answered(case, "recruiter_licensed")


def _unfit(case: Case) -> Outcome | None:
    """Why costs of workers cannot be judged."""
    if case.partnership.people("away") == 0:
        return outcome("not_applicable", "nobody_leaves", place=("cohort", "people"))
    if not case.file.costs:
        return outcome("unknown", "pays.no_costs", remedy="pays.tell_costs", place=("costs",))
    return None


def _untold(case: Case) -> Outcome | None:
    """Where no cost of moving is written, nobody knows who bears it."""
    if any(cost.group == "migration" or cost.fee_of_recruitment for cost in case.file.costs.values()):
        return None
    return outcome("unknown", "pays.no_migration", remedy="pays.tell_migration", place=("costs",))


def _told(case: Case, cost: WorkerCost) -> dict[str, object]:
    return {
        "titles": cost.titles,
        "low": round(cost.amount[0]),
        "high": round(cost.amount[2]),
        "currency": case.file.currency,
    }


def _percent(share: Fraction) -> float:
    return round(float(share * 100), 2)
