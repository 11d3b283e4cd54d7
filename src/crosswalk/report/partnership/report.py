"""Write the report of a partnership: one HTML file with everything in it, and the same as a tagged PDF."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crosswalk.errors import UsageError
from crosswalk.report.pages import environment, lean, write_page
from crosswalk.report.partnership.checks import readiness, safeguards
from crosswalk.report.partnership.money import cash, costs
from crosswalk.report.partnership.pdf import typesetter, write_pdf
from crosswalk.report.partnership.people import journey, skills
from crosswalk.report.partnership.sources import assumptions, method
from crosswalk.report.partnership.study import Study
from crosswalk.report.partnership.summary import numbers, summary
from crosswalk.report.partnership.timeline import timeline
from crosswalk.report.partnership.words import PartnershipWords
from crosswalk.report.partnership.worth import hangs_on, models, worth

__all__ = ["check_formats", "write_partnership_report"]

SECTIONS = (
    summary, timeline, skills, journey, costs, cash, worth, hangs_on, models, safeguards, readiness, assumptions, method
)  # fmt: skip


def write_partnership_report(path: Path, study: Study, *, lang: str = "en") -> None:
    """Write a study as one document, in the format that the name of the file asks for.

    Args:
        path: Ends in .html or .pdf; written whole or not at all.
        lang: One of `wording.LANGUAGES`; the study should speak it too.

    Raises:
        UsageError: The name ends in something else, the language is not spoken, or no PDF can be made here.
        OSError: The file cannot be written.
    """
    check_formats([path])
    words = PartnershipWords(lang, study.partnership)
    page = _page(study, words)
    if path.suffix == ".html":
        write_page(path, page)
        return
    write_pdf(path, lean(page))


def check_formats(paths: Iterable[Path]) -> None:
    """Refuse what cannot be written, before anything is reckoned.

    Raises:
        UsageError: A name ends in something else than .html or .pdf, or no PDF can be made on this machine.
    """
    for path in paths:
        if path.suffix not in (".html", ".pdf"):
            raise UsageError(
                "A report is written as HTML or PDF.", remedy="End the name in .html or .pdf.", place=str(path)
            )
        if path.suffix == ".pdf":
            typesetter(path)


def _page(study: Study, words: PartnershipWords) -> str:
    shown: dict[str, Any] = {
        "title": words.said(study.partnership.file.title),
        "day": words.day(study.on),
        "numbers": numbers(study, words),
        "sections": [section(study, words) for section in SECTIONS],
    }
    return environment(words, "crosswalk.report.partnership").get_template("partnership.html").render(shown)
