"""A small partnership for the safeguards: eight nurses' aides of a listed country, with one thing changed at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from crosswalk.partnerships import Partnership
from crosswalk.partnerships.safeguards import Evidence, Finding
from crosswalk.partnerships.safeguards.check import check
from partnership_files import with_steps

#: A day on which every list, scope and bar of the data is in force.
DAY = date(2026, 11, 22)
SHOWN = "minutes of the steering group"


def yes(**more: Any) -> dict[str, Any]:
    """An answer that something shows."""
    return {"answer": "yes", "evidence": SHOWN} | more


def no(**more: Any) -> dict[str, Any]:
    """An answer of no that something shows."""
    return {"answer": "no", "evidence": SHOWN} | more


def title(text: str) -> dict[str, str]:
    return {"en": text}


PARTIES = {
    "ministry": {"role": "origin_government", "title": title("Ministry")},
    "state": {"role": "destination_government", "title": title("State")},
    "firm": {"role": "employer", "title": title("Firm")},
    "migrants": {"role": "migrants", "title": title("Those who go")},
}


def cost(amount: float | dict[str, float], *, group: str = "migration", **more: Any) -> dict[str, Any]:
    """A cost of one person, paid by those who go where nothing else is said."""
    entry = {
        "group": group,
        "title": title("Papers"),
        "money": {"amount": amount, "currency": "EUR"},
        "track": "away",
        "paid_by": {"migrants": 1},
    }
    return entry | more


def earning(amount: float | dict[str, float], per: str = "month") -> list[dict[str, Any]]:
    """Earnings in the job of destination."""
    return [{"of": "away", "money": {"amount": amount, "currency": "EUR"}, "per": per}]


def small(*, steps: dict[str, Any] | None = None, **more: Any) -> Partnership:
    """A partnership of Ghana and Germany for healthcare assistants, with other parts in place of its own."""
    base: dict[str, Any] = {
        "origin": "GHA",
        "occupation": {"title": title("Healthcare assistant"), "isco": "5321"},
        "parties": PARTIES,
    }
    return with_steps(steps or {"course": {"weeks": 52}}, **(base | more))


def found(safeguard: str, *, on: date = DAY, evidence: tuple[Evidence, ...] = (), **more: Any) -> Finding:
    """One finding about the small partnership."""
    findings = check(small(**more), on=on, evidence=evidence).findings
    return next(finding for finding in findings if finding.safeguard == safeguard)


def answer(safeguard: str, question: str, **value: Any) -> Finding:
    """One finding when one question is answered."""
    return found(safeguard, safeguards={question: value})
