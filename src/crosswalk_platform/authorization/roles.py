"""The roles, written to be read by somebody who does not program; docs/reference/access.md is made from them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.authorization.kinds import OrganisationKind as Kind
from crosswalk_platform.authorization.permissions import Permission as May

__all__ = ["ROLES", "Role", "role_named", "roles_of_kind"]

_GOVERNMENTS = frozenset({Kind.ORIGIN_GOVERNMENT, Kind.DESTINATION_GOVERNMENT})
_PROTECTING = frozenset({Kind.INTERNATIONAL_ORGANISATION, Kind.NGO})
_ALL = frozenset(Kind) - {Kind.OPERATOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What somebody does in an organisation.

    Attributes:
        name: As it is kept.
        title, description: As it is shown.
        held_in: Kinds of organisations in which it can be held.
        may: What it permits, there.
        not_with: Roles that the same person cannot hold in the same organisation (separation of duties).
    """

    name: str
    title: str | Promise
    description: str | Promise
    held_in: frozenset[Kind]
    may: frozenset[May]
    not_with: frozenset[str] = frozenset()


ROLES: tuple[Role, ...] = (
    Role(
        name="administrator",
        title=_("Site administrator"),
        description=_("Brings organisations onto the site and suspends them. Sees no person's record."),
        held_in=frozenset({Kind.OPERATOR}),
        may=frozenset({May.REGISTER_ORGANISATION, May.SUSPEND_ORGANISATION, May.SEE_MEMBERS, May.INVITE_MEMBER}),
        not_with=frozenset({"approver", "auditor"}),
    ),
    Role(
        name="approver",
        title=_("Approver of organisations"),
        description=_("Confirms that an organisation is what it says. Never the one who registered it."),
        held_in=frozenset({Kind.OPERATOR}),
        may=frozenset({May.APPROVE_ORGANISATION, May.SEE_MEMBERS}),
        not_with=frozenset({"administrator", "auditor"}),
    ),
    Role(
        name="auditor",
        title=_("Auditor"),
        description=_("Reads the log of who did and saw what. Changes nothing and sees no person's record."),
        held_in=_ALL | {Kind.OPERATOR},
        may=frozenset({May.SEE_AUDIT}),
        not_with=frozenset(
            {"administrator", "approver", "coordinator", "caseworker", "protection_officer", "archivist"}
        ),
    ),
    Role(
        name="coordinator",
        title=_("Coordinator"),
        description=_("Looks after the organisation's page, its members and its agreements with others."),
        held_in=_ALL,
        may=frozenset(
            {May.EDIT_ORGANISATION, May.SEE_MEMBERS, May.INVITE_MEMBER, May.CHANGE_ROLES, May.PROPOSE_AGREEMENT}
        ),
        not_with=frozenset({"signatory", "auditor"}),
    ),
    Role(
        name="signatory",
        title=_("Signatory"),
        description=_("Signs and ends agreements with other organisations. Never the one who proposed them."),
        held_in=_ALL,
        may=frozenset({May.APPROVE_AGREEMENT, May.END_AGREEMENT, May.SEE_MEMBERS}),
        not_with=frozenset({"coordinator"}),
    ),
    Role(
        name="caseworker",
        title=_("Caseworker"),
        description=_("Registers and advises people, with their consent."),
        held_in=_PROTECTING | _GOVERNMENTS | {Kind.TRAINING_PROVIDER, Kind.DIASPORA_BODY, Kind.MUNICIPALITY},
        may=frozenset(
            {May.SEE_PEOPLE, May.REGISTER_PERSON, May.EDIT_PERSON, May.ATTEST_FACTS, May.DECIDE_DUPLICATES,
             May.REFER_PERSON}
        ),
        not_with=frozenset({"auditor"}),
    ),
    Role(
        name="protection_officer",
        title=_("Protection officer"),
        description=_("Advises people in need of international protection. Sees what they confided, as they agreed."),
        held_in=_PROTECTING,
        may=frozenset(
            {May.SEE_PEOPLE, May.EDIT_PERSON, May.ATTEST_FACTS, May.SEE_PROTECTION, May.EDIT_PROTECTION}
        ),
        not_with=frozenset({"auditor"}),
    ),
    Role(
        name="recruitment_officer",
        title=_("Recruitment officer"),
        description=_("Offers work. Sees people who agreed to be shown to this organisation, and only what they show."),
        held_in=frozenset({Kind.EMPLOYER, Kind.RECRUITER}),
        may=frozenset({May.SEE_PEOPLE}),
    ),
    Role(
        name="archivist",
        title=_("Records officer"),
        description=_("Holds records that must be kept, and erases those that must go."),
        held_in=_ALL,
        may=frozenset({May.HOLD_RECORDS, May.ERASE_RECORDS}),
        not_with=frozenset({"auditor"}),
    ),
)  # fmt: skip

_BY_NAME = {role.name: role for role in ROLES}


def role_named(name: str) -> Role:
    """The role of that name; KeyError where there is none."""
    return _BY_NAME[name]


def roles_of_kind(kind: str) -> tuple[Role, ...]:
    """Roles that can be held in organisations of a kind, in order of the list."""
    return tuple(role for role in ROLES if kind in role.held_in)
