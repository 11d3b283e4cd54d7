"""The stakeholders of a partnership: the people, the employer, the two countries, the donor, by the parties' roles."""

from __future__ import annotations

from typing import Literal, get_args

from crosswalk.partnerships.design.partnership import Partnership

__all__ = ["STAKEHOLDERS", "Stakeholder", "members", "stakeholder_of"]

Stakeholder = Literal["migrants", "home_trainees", "origin", "destination", "employer", "donor", "other"]
STAKEHOLDERS: tuple[Stakeholder, ...] = get_args(Stakeholder)


def stakeholder_of(partnership: Partnership, party: str) -> Stakeholder:
    """The stakeholder to which a party belongs.

    The people, donors and employers stand for themselves, but an employer of the country of origin counts there. All
    other parties belong to the country that they are of: a training provider or the families to the origin.
    """
    entry = partnership.file.parties[party]
    if entry.role in ("migrants", "home_trainees", "donor"):
        return entry.role
    if entry.role in ("origin_government", "families") or entry.country == partnership.file.origin:
        return "origin"
    if entry.role == "employer":
        return "employer"
    if entry.role == "destination_government" or entry.country == partnership.file.destination:
        return "destination"
    return "other"


def members(partnership: Partnership, stakeholder: Stakeholder) -> tuple[str, ...]:
    """The parties of a stakeholder, in the order of the file."""
    return tuple(name for name in partnership.file.parties if stakeholder_of(partnership, name) == stakeholder)
