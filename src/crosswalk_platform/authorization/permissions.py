"""Everything that can be permitted, each as one word; roles.py says who holds what."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Permission"]


class Permission(StrEnum):
    """One thing that a role may do, in the organisation in which the role is held."""

    # organisations
    REGISTER_ORGANISATION = "register_organisation"
    APPROVE_ORGANISATION = "approve_organisation"
    SUSPEND_ORGANISATION = "suspend_organisation"
    EDIT_ORGANISATION = "edit_organisation"
    SEE_MEMBERS = "see_members"
    INVITE_MEMBER = "invite_member"
    CHANGE_ROLES = "change_roles"
    PROPOSE_AGREEMENT = "propose_agreement"
    APPROVE_AGREEMENT = "approve_agreement"
    END_AGREEMENT = "end_agreement"
    # people
    SEE_PEOPLE = "see_people"
    REGISTER_PERSON = "register_person"
    EDIT_PERSON = "edit_person"
    DECIDE_DUPLICATES = "decide_duplicates"
    REFER_PERSON = "refer_person"
    # people in need of international protection
    SEE_PROTECTION = "see_protection"
    EDIT_PROTECTION = "edit_protection"
    # keeping
    SEE_AUDIT = "see_audit"
    HOLD_RECORDS = "hold_records"
    ERASE_RECORDS = "erase_records"
