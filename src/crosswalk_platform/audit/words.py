"""What the events of the log are called where people read them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["EVENTS", "WORDS_OF_KINDS", "Words"]

Words = str | Promise

#: What was done.
EVENTS: dict[str, Words] = {
    "access.refused": _("was refused a page"),
    "account.address_added": _("added an e-mail address"),
    "account.address_changed": _("changed the e-mail address"),
    "account.address_removed": _("removed an e-mail address"),
    "account.closed": _("account closed, as nobody used it"),
    "account.erased": _("account erased"),
    "account.password_changed": _("changed the password"),
    "account.password_reset": _("set a new password by mail"),
    "account.password_set": _("set a password"),
    "account.proof_added": _("added a second proof"),
    "account.proof_removed": _("removed a second proof"),
    "account.proof_renewed": _("renewed a second proof"),
    "account.proofs_removed": _("second proofs of an account removed"),
    "account.proved": _("proved who they are"),
    "account.proved_again": _("proved once more who they are"),
    "account.provider_added": _("connected a sign-in through others"),
    "account.provider_removed": _("ended a sign-in through others"),
    "account.refused": _("sign-in refused"),
    "account.sessions_ended": _("account signed out everywhere"),
    "account.signed_in": _("signed in"),
    "account.signed_out": _("signed out"),
    "agreement.ended": _("ended an agreement"),
    "agreement.proposed": _("proposed an agreement"),
    "agreement.signed": _("signed an agreement"),
    "consent.given": _("consent given"),
    "consent.taken": _("consent taken in"),
    "consent.withdrawn": _("consent withdrawn"),
    "document.erased": _("erased a document"),
    "document.read": _("document read by the site"),
    "document.reviewed": _("checked what was read of a document"),
    "document.sent": _("sent a document"),
    "documents.swept": _("old documents removed"),
    "doors.answered": _("answered a question on doors"),
    "doors.forgotten": _("forgot answers on doors"),
    "duplicates.different": _("decided that two records are of two people"),
    "duplicates.merged": _("merged two records"),
    "duplicates.proposed": _("records that may be of one person found"),
    "duplicates.undone": _("undid a merge"),
    "key.rotated": _("key of the site changed"),
    "member.invitation_withdrawn": _("withdrew an invitation"),
    "member.invited": _("invited a member"),
    "member.joined": _("joined"),
    "member.left": _("took a seat away"),
    "member.roles_changed": _("changed the roles of a member"),
    "organisation.approved": _("approved an organisation"),
    "organisation.edited": _("changed the page of the organisation"),
    "organisation.registered": _("registered an organisation"),
    "organisation.suspended": _("suspended an organisation"),
    "people.listed": _("looked at a list of people"),
    "person.attestation_withdrawn": _("took back that a fact is confirmed"),
    "person.attested": _("confirmed a fact of a record"),
    "person.begun": _("began a record"),
    "person.changed": _("changed a record"),
    "person.confirmed": _("said that a record is still right"),
    "person.erased": _("record erased"),
    "person.looked_at": _("looked at a record"),
    "person.merged": _("record merged into another"),
    "person.registered": _("registered a person"),
    "person.restored": _("record restored after a merge"),
    "person.taken_out": _("took out everything kept of a person"),
    "person.words_read": _("own words of a person read by the site"),
    "record.held": _("held a record"),
    "record.released": _("ended the hold of a record"),
    "retention.applied": _("erased what was due"),
    "site.example_loaded": _("example loaded"),
}

#: What it was done to.
WORDS_OF_KINDS: dict[str, Words] = {
    "people.person": _("Record"),
    "organisations.organisation": _("Organisation"),
    "organisations.membership": _("Seat"),
    "organisations.invitation": _("Invitation"),
    "organisations.agreement": _("Agreement"),
    "accounts.user": _("Account"),
    "duplicates.proposal": _("Pair of records"),
}
