"""Every field of every table says who may see it and how long it is kept; what is not said fails a test."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Audience", "FieldClass", "classified"]


class Audience(StrEnum):
    """Who may come to see a field, widest first."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed_in"
    ORGANISATION = "organisation"
    CASELOAD = "caseload"
    CONSENTED = "consented"
    SELF = "self"
    PROTECTION = "protection"
    AUDITORS = "auditors"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class FieldClass:
    """Audience and retention of one field."""

    audience: Audience
    retention: str


def classified(audience: Audience, names: str, *, retention: str) -> dict[str, FieldClass]:
    """The class of each of these fields; join several with `|`."""
    return {name: FieldClass(audience, retention) for name in names.split()}
