"""Safeguards of the people themselves, of the pathways that exist, and of the people of the destination."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from crosswalk.partnerships.design.money import minor
from crosswalk.partnerships.safeguards.case import Case, Outcome, Said, all_of, answered, outcome
from crosswalk.partnerships.safeguards.worker_costs import monthly_income

__all__ = ["asked", "deskilling", "local_people", "resettlement"]


def asked(question: str) -> Callable[[Case], Outcome]:
    """A safeguard that only people can answer."""

    def judge(case: Case) -> Outcome:
        return answered(case, question)

    return judge


def resettlement(case: Case) -> Outcome:
    """Places for people in need of protection come in addition to resettlement; asked where such people take part."""
    question = "people_in_need_of_protection"
    place = ("safeguards", question)
    answer = case.answer(question)
    if answer is None:
        return outcome(
            "unknown", "protection.untold", {"question": question}, remedy="answer.to_answer", place=("safeguards",)
        )
    if answer.answer == "no":
        return outcome("not_applicable", "protection.nobody", place=place)
    return answered(case, "additional_to_resettlement")


def local_people(case: Case) -> Outcome:
    """The jobs could not be filled locally, and are paid as local workers are."""
    return all_of([answered(case, "vacancies_not_filled_locally", good_for="good_for_months"), _pay(case)])


def _pay(case: Case) -> Outcome:
    """Gross pay of the file against the local gross pay of a month in the answer's figure; the answer without one."""
    question = "pay_as_local_workers"
    told, answer = answered(case, question), case.answer(question)
    income = monthly_income(case.partnership)
    if answer is None or answer.figure is None or told.verdict == "unknown" or income is None:
        return told
    local = minor(answer.figure, case.file.currency)
    place = ("safeguards", question)
    values = {"low": round(income[0]), "high": round(income[2]), "local": local, "currency": case.file.currency}
    if income[0] >= local:
        return outcome("met", "pay.enough", values, place=place)
    remedy = f"question.{question}.remedy"
    if income[2] < local:
        return outcome("not_met", "pay.less", values, remedy=remedy, place=place)
    return outcome("unknown", "pay.unsure", values, remedy="pay.narrow", place=place)


def deskilling(case: Case) -> Outcome:
    """People do not work below their qualification: by the outcome where it is known, else by design."""
    answer, bar = case.answer("work_at_own_level"), case.bar("overqualified_share")
    if answer is not None and answer.figure is not None and answer.evidence and bar is not None:
        return _by_outcome(Fraction(answer.figure), bar, answer.evidence.rstrip("."))
    if answer is not None:
        return answered(case, "work_at_own_level")
    return _by_design(case)


def _by_outcome(share: Fraction, bar: Fraction, evidence: str) -> Outcome:
    few = share <= bar
    values = {"share": round(float(share * 100), 1), "bar": round(float(bar * 100), 1), "evidence": evidence}
    remedy = () if few else (Said("question.work_at_own_level.remedy"),)
    figures = {"overqualified_share": share, "bar": bar}
    place = ("safeguards", "work_at_own_level")
    return Outcome("met" if few else "not_met", (Said("level.outcome", values),), remedy, figures, place)


def _by_design(case: Case) -> Outcome:
    """The level of education of the cohort against the level that the job asks for."""
    held, job = case.file.cohort.qualification_level, case.file.occupation
    place = ("cohort", "qualification_level")
    if held is None:
        return outcome("unknown", "level.untold", remedy="level.tell", place=place)
    asks = (job.qualification_level,) * 2 if job.qualification_level is not None else case.rules.education(job.isco)
    if asks is None or asks[0] < held <= asks[1]:
        return outcome(
            "unknown", "level.job_untold", {"isco": job.isco}, remedy="level.tell_job", place=("occupation",)
        )
    values, remedy = {"held": held, "asks": asks[1]}, "question.work_at_own_level.remedy"
    if held > asks[1]:
        return outcome("not_met", "level.above", values, remedy=remedy, place=place)
    return outcome("met", "level.within", values, place=place)
