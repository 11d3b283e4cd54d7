"""How the reasons of a likeness are told."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["Told", "told_reasons"]

REASONS: dict[str, str | Promise] = {
    "given_names.same": _("Given names are the same."),
    "given_names.sound": _("Given names sound the same in another spelling or alphabet."),
    "given_names.near": _("Given names are nearly the same."),
    "given_names.part": _("One record leaves out some of the given names."),
    "given_names.different": _("Given names differ."),
    "family_name.same": _("Family names are the same."),
    "family_name.sound": _("Family names sound the same in another spelling or alphabet."),
    "family_name.near": _("Family names are nearly the same."),
    "family_name.part": _("One record leaves out a part of the family name."),
    "family_name.different": _("Family names differ."),
    "order.swapped": _("Given names and family name stand in the other order."),
    "birth_date.same": _("The day of birth is the same."),
    "birth_date.swapped": _("Day and month of birth are swapped."),
    "birth_date.one_digit": _("The day of birth differs in one digit."),
    "birth_date.year": _("The year of birth is the same; a first of January is often a guess."),
    "birth_date.different": _("The day of birth differs."),
    "phone.same": _("The telephone number is the same."),
    "phone.different": _("The telephone number differs."),
    "email.same": _("The e-mail address is the same."),
    "email.different": _("The e-mail address differs."),
    "nationalities.same": _("They share a nationality."),
    "nationalities.different": _("They share no nationality."),
    "occupation.same": _("They share an occupation."),
    "occupation.different": _("They share no occupation."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One reason in words, and whether it speaks for one person."""

    text: str | Promise
    speaks_for: bool


def told_reasons(reasons: list[list[object]]) -> list[Told]:
    """Reasons as they are kept, in words, the weightiest first."""
    return [Told(REASONS[str(code)], int(str(weight)) > 0) for code, weight in reasons if str(code) in REASONS]
