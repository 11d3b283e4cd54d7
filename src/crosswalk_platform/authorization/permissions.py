"""Everything that can be permitted, each as one word; roles.py says who holds what."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["PERMITS", "Permission"]


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
    ATTEST_FACTS = "attest_facts"
    DECIDE_DUPLICATES = "decide_duplicates"
    REFER_PERSON = "refer_person"
    # people in need of international protection
    SEE_PROTECTION = "see_protection"
    EDIT_PROTECTION = "edit_protection"
    # keeping
    SEE_AUDIT = "see_audit"
    HOLD_RECORDS = "hold_records"
    ERASE_RECORDS = "erase_records"


#: What each permits, as it is read after the word "may".
PERMITS: dict[Permission, str | Promise] = {
    Permission.REGISTER_ORGANISATION: _("bring organisations onto the site"),
    Permission.APPROVE_ORGANISATION: _("approve organisations that somebody else registered"),
    Permission.SUSPEND_ORGANISATION: _("suspend organisations"),
    Permission.EDIT_ORGANISATION: _("change the page of the organisation"),
    Permission.SEE_MEMBERS: _("see the members of the organisation and their roles"),
    Permission.INVITE_MEMBER: _("invite members"),
    Permission.CHANGE_ROLES: _("give other members other roles, and take seats away"),
    Permission.PROPOSE_AGREEMENT: _("propose agreements to other organisations"),
    Permission.APPROVE_AGREEMENT: _("sign agreements that others proposed"),
    Permission.END_AGREEMENT: _("end agreements"),
    Permission.SEE_PEOPLE: _("see people who agreed to it"),
    Permission.REGISTER_PERSON: _("register people who agree to it"),
    Permission.EDIT_PERSON: _("change records of people whom they advise"),
    Permission.ATTEST_FACTS: _("confirm facts of people whom they advise"),
    Permission.DECIDE_DUPLICATES: _("decide whether two records are of one person"),
    Permission.REFER_PERSON: _("refer people to other organisations"),
    Permission.SEE_PROTECTION: _("see what people confided to them for their protection"),
    Permission.EDIT_PROTECTION: _("write down what people confide to them for their protection"),
    Permission.SEE_AUDIT: _("read the log of the organisation"),
    Permission.HOLD_RECORDS: _("hold records that must be kept"),
    Permission.ERASE_RECORDS: _("erase records that must go"),
}
