"""Holds a partnership against the safeguards: met, not met, unknown or not applicable, with reason and remedy."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction

from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.safeguards.case import Case, Outcome
from crosswalk.partnerships.safeguards.evidence import Evidence
from crosswalk.partnerships.safeguards.findings import Finding, Findings
from crosswalk.partnerships.safeguards.origin import home_to_away, origin_consent, shortage_at_origin, who_list
from crosswalk.partnerships.safeguards.people import asked, deskilling, local_people, resettlement
from crosswalk.partnerships.safeguards.recruitment import employer_pays, recruiter, recruitment_cost, repayment_terms
from crosswalk.partnerships.safeguards.rulebook import Rulebook, rulebook
from crosswalk.partnerships.safeguards.said import in_words
from crosswalk.wording import Wording

__all__ = ["RULES", "check"]

#: How each safeguard of the data is judged.
RULES: Mapping[str, Callable[[Case], Outcome]] = {
    "who_list": who_list,
    "shortage_at_origin": shortage_at_origin,
    "home_to_away": home_to_away,
    "origin_consent": origin_consent,
    "employer_pays": employer_pays,
    "recruitment_cost": recruitment_cost,
    "repayment_terms": repayment_terms,
    "recruiter": recruiter,
    "contract": asked("written_contract"),
    "documents": asked("documents_kept_by_worker"),
    "change_of_employer": asked("free_to_change_employer"),
    "complaints": asked("complaints_heard"),
    "data_protection": asked("personal_data_protected"),
    "resettlement": resettlement,
    "existing_pathways": asked("existing_pathways_kept"),
    "local_people": local_people,
    "deskilling": deskilling,
}


def check(
    partnership: Partnership,
    *,
    on: date,
    evidence: Iterable[Evidence] = (),
    lang: str = "en",
    rules: Rulebook | None = None,
) -> Findings:
    """How a partnership stands to every safeguard on a day. Unknown is not no, and no total is made of it.

    Args:
        partnership: As `load_partnership` reads it.
        on: Day whose lists, bars and answers count.
        evidence: Figures about the origin, as `read_evidence` reads them.
        lang: One of `wording.LANGUAGES`.
        rules: Other data than those that come with Crosswalk.

    Returns:
        One finding for each safeguard, in the order of the data.

    Raises:
        FileError: The file answers a question that no safeguard asks.
        UsageError: There are no sentences in the language.
    """
    book = rules or rulebook()
    _refuse_strange_answers(partnership, book)
    case = Case(partnership, on, book, tuple(evidence), lang)
    words = Wording(lang, "crosswalk.partnerships.safeguards")
    found = tuple(_finding(case, name, words) for name in book.file.safeguards)
    return Findings(partnership.title(lang), on, found)


def _finding(case: Case, name: str, words: Wording) -> Finding:
    judged, entry = RULES[name](case), case.rules.file.safeguards[name]
    return Finding(
        safeguard=name,
        title=words(f"safeguard.{name}.title"),
        asks=words(f"safeguard.{name}.asks"),
        verdict=judged.verdict,
        reason=" ".join(in_words(said, words) for said in judged.reasons),
        remedy=" ".join(dict.fromkeys(in_words(said, words) for said in judged.remedies)),
        place=case.partnership.document.place(*judged.place),
        figures={figure: Fraction(value) for figure, value in judged.figures.items()},
        sources=case.rules.sources(entry.sources),
    )


def _refuse_strange_answers(partnership: Partnership, book: Rulebook) -> None:
    """A misspelt answer would leave its question open without a word."""
    known = [question for entry in book.file.safeguards.values() for question in entry.questions]
    for name in partnership.file.safeguards:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            raise partnership.document.error(
                f"No safeguard asks {name}.",
                "safeguards",
                name,
                remedy=f"Did you mean {near[0]}?" if near else f"The questions are {', '.join(sorted(known))}.",
            )
