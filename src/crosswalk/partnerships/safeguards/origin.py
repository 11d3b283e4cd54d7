"""Safeguards of the country of origin: the list of WHO, shortage in the occupation, training for home, consent."""

from __future__ import annotations

from fractions import Fraction

from crosswalk.partnerships.safeguards.case import Case, Outcome, Said, all_of, answered, outcome

__all__ = ["home_to_away", "origin_consent", "shortage_at_origin", "who_list"]


def who_list(case: Case) -> Outcome:
    """No active recruitment of health and care workers from a listed country but by an agreement with support.

    Nobody is forbidden to leave: people may apply of their own accord.
    """
    protected, origin = case.protected(), case.file.origin
    place = ("occupation", "isco")
    if protected == "none":
        return outcome("not_applicable", "who.other_work", {"isco": case.file.occupation.isco}, place=place)
    edition = case.rules.edition(case.on)
    if edition is None:
        return outcome("unknown", "who.no_list", {"day": case.on}, remedy="who.ask_who", place=("origin",))
    overdue = edition.review_due is not None and edition.review_due <= case.on
    due = (Said("who.review_due", {"list": edition.title, "day": edition.review_due}),) if overdue else ()
    values = {"country": origin, "list": edition.title}
    if origin not in edition.countries and overdue and _meets_criteria(case):
        remedy = (Said("who.ask_now"),)
        return Outcome("unknown", (Said("who.not_listed", values), *due, Said("who.criteria", values)), remedy)
    if origin not in edition.countries:
        return Outcome("not_applicable", (Said("who.not_listed", values), *due), place=("origin",))
    if protected is None:
        return outcome("unknown", "who.work_unknown", values, remedy="who.say_work", place=place)
    parts = [_agreement(case), answered(case, "health_system_support")]
    return all_of(parts, Said(f"who.listed_{protected}", values), *due)


def _meets_criteria(case: Case) -> bool:
    """Whether the evidence puts the origin below both bars of the list, so that a newer list may name it."""
    for indicator in ("health_worker_density", "service_coverage_index"):
        row, bar = case.newest(indicator), case.bar(indicator)
        if row is None or bar is None or row.value >= bar:
            return False
    return True


def _agreement(case: Case) -> Outcome:
    """An agreement is shown by both governments' signatures, or answered."""
    days = [case.signed(role) for role in ("origin_government", "destination_government")]
    signed = [day for day in days if day is not None]
    if len(signed) == len(days):
        return outcome("met", "who.signed", {"day": max(signed)}, place=("parties",))
    return answered(case, "government_agreement")


def shortage_at_origin(case: Case) -> Outcome:
    """The origin does not lack people in the occupation; any sign that it does decides."""
    signs = list(_signs(case))
    told = answered(case, "no_shortage_at_origin", good_for="good_for_months")
    if told.verdict != "unknown" or not signs:
        signs.append(told)
    return all_of(signs)


def _signs(case: Case) -> list[Outcome]:
    found = []
    if row := case.newest("shortage"):
        values = {"country": row.country, "day": row.on, "source": row.source}
        short = row.value == 1
        key, remedy = ("origin.short", "question.no_shortage_at_origin.remedy") if short else ("origin.not_short", "")
        found.append(outcome("not_met" if short else "met", key, values, remedy=remedy))
    if case.protected() in ("health", "care") and (density := _density(case)):
        found.append(density)
    return found


def _density(case: Case) -> Outcome | None:
    """Doctors, nurses and midwives per 10,000, from the evidence or from the answer's figure, against WHO's median."""
    bar = case.bar("health_worker_density")
    answer, row = case.answer("no_shortage_at_origin"), case.newest("health_worker_density")
    if row is not None:
        value, source = row.value, f"{row.source}, {row.on}"
    elif answer is not None and answer.figure is not None:
        value, source = Fraction(answer.figure), answer.evidence
    else:
        return None
    if bar is None:
        return None
    values = {"value": float(value), "bar": float(bar), "source": source}
    short = value < bar
    remedy = (Said("question.no_shortage_at_origin.remedy"),) if short else ()
    key = "origin.low_density" if short else "origin.density"
    figures = {"health_worker_density": value, "median": bar}
    return Outcome("not_met" if short else "met", (Said(key, values),), remedy, figures)


def home_to_away(case: Case) -> Outcome:
    """At least so many are trained for the labour market of origin as leave; another bar can be agreed and shown."""
    people, place = case.file.cohort.people, ("cohort", "people")
    away, home = people.get("away"), people.get("home")
    if home is None and case.file.model == "away_only":
        home = 0
    if away == 0:
        return outcome("not_applicable", "nobody_leaves", place=place)
    if away is None or home is None:
        return outcome("unknown", "ratio.untold", remedy="ratio.tell", place=place)
    bar, because = _home_bar(case)
    if bar is None:
        return outcome("unknown", "ratio.no_bar", place=place)
    ratio = Fraction(home, away)
    enough = ratio >= bar
    values = {"home": home, "away": away, "ratio": round(float(ratio), 2), "bar": float(bar)}
    return Outcome(
        "met" if enough else "not_met",
        (Said("ratio.enough" if enough else "ratio.few", values), because),
        () if enough else (Said("ratio.remedy", values),),
        {"home_per_away": ratio, "bar": bar},
        place,
    )


def _home_bar(case: Case) -> tuple[Fraction | None, Said]:
    """How many for one: what was agreed, where the agreement is shown, else our bar."""
    agreed = case.answer("home_to_away_agreed")
    if agreed is not None and agreed.figure is not None and answered(case, "home_to_away_agreed").verdict == "met":
        return Fraction(agreed.figure), Said("ratio.agreed_bar", {"evidence": agreed.evidence.strip().rstrip(".")})
    return case.bar("home_per_away"), Said("ratio.our_bar")


def origin_consent(case: Case) -> Outcome:
    """The government of origin agreed, and workers' and employers' organisations were asked."""
    day = case.signed("origin_government")
    signed = outcome("met", "consent.signed", {"day": day}, place=("parties",)) if day else None
    social = outcome("met", "consent.social", place=("parties",)) if case.parties("social_partner") else None
    return all_of([signed or answered(case, "origin_consent"), social or answered(case, "social_partners_consulted")])
