"""What members of an organisation can see and do, and what they never see, told from its kind and the roles."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from crosswalk.types import country_name
from crosswalk_platform.authorization import Permission, Role
from crosswalk_platform.authorization.fields import Audience
from crosswalk_platform.authorization.roles import roles_of_kind
from crosswalk_platform.consent.purposes import purpose_named
from crosswalk_platform.people.fields import RECORD, SEES
from crosswalk_platform.people.words import PARTS

__all__ = ["Opened", "never_seen", "opened"]

Words = str | Promise

#: For each reason to see somebody: the permission that it takes, the purpose that is agreed to, whose record it is.
_REASONS: tuple[tuple[str, Permission, str, Words], ...] = (
    ("caseload", Permission.REGISTER_PERSON, "advice", _("People whom this organisation registered, as they agreed")),
    ("advice", Permission.EDIT_PERSON, "advice", _("People who agreed to be advised by this organisation")),
    ("offers", Permission.SEE_PEOPLE, "offers", _("People who agreed to be offered work by this organisation")),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """Records that are open to some roles.

    Attributes:
        whose: Whose records, and what had to come before.
        roles: The roles to which they are open.
        parts: Names of the parts that are seen.
    """

    whose: Words
    roles: tuple[Role, ...]
    parts: tuple[Words, ...]


def opened(kind: str) -> tuple[Opened, ...]:
    """Every reason for which a member of an organisation of this kind sees a person; empty where there is none.

    Example:
        >>> [len(opened(kind)) for kind in ("operator", "employer", "origin_government", "ngo")]
        [0, 1, 2, 3]
    """
    found = [
        Opened(whose, _holders(kind, permission), _parts(reason))
        for reason, permission, purpose, whose in _REASONS
        if kind in purpose_named(purpose).partners
    ]
    confided = (_("What they confided for their protection"),)
    protecting = _holders(kind, Permission.SEE_PROTECTION)
    found.append(Opened(_("People who agreed to its advice on protection"), protecting, confided))
    return tuple(each for each in found if each.roles)


def never_seen(kind: str, country: str, language: str) -> tuple[Words, ...]:
    """What no member of such an organisation ever sees, whatever their role.

    Args:
        kind: Of the organisation.
        country: Where it stands; empty where it stands in none.
        language: In which countries are named.
    """
    told: list[Words] = []
    if not _holders(kind, Permission.SEE_PEOPLE):
        told.append(_("The record of any person."))
    else:
        told.append(_("Anybody else: not on a page, in a list or a search, by a count or an error."))
    seen = {part for each in opened(kind) for part in each.parts}
    if seen and (hidden := [str(name) for name in PARTS.values() if name not in seen]):
        told.append(say("Of people whom they see: %(parts)s.") % {"parts": " · ".join(hidden)})
        told.append(_("Passports and other papers that tell who somebody is."))
    if not _holders(kind, Permission.SEE_PROTECTION):
        told.append(_("What people confided for their protection, and whether they confided anything."))
    elif country:
        named = {"country": country_name(country, language)}
        told.append(say("What nationals of its own country (%(country)s) confided for their protection.") % named)
    told.append(_("Members of other organisations, and what those agreed with each other."))
    return tuple(told)


def _holders(kind: str, permission: Permission) -> tuple[Role, ...]:
    return tuple(role for role in roles_of_kind(kind) if permission in role.may)


def _parts(reason: str) -> tuple[Words, ...]:
    """Names of the parts of a record that are seen for a reason; family is kept beside the record, for advisers."""
    audiences = SEES[reason]
    classes = {name: each.audience for name, each in RECORD.items()} | {"family": Audience.CASELOAD}
    return tuple(words for part, words in PARTS.items() if classes[part] in audiences)
