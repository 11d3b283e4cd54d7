"""How long each kind of row is kept, as data: what, how long since which day, and what is done then.

The words are those of `classification` on the models; docs/reference/retention.md is made from this table, and a test
holds that no words stand on a model which this table does not know.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

__all__ = ["LAST_USE", "SCHEDULES", "TOLD_BEFORE", "UNUSED", "Action", "Schedule"]


class Action(StrEnum):
    """What is done when the time is over."""

    ERASE = "erase"
    ANONYMISE = "anonymise"
    CLOSE = "close"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How long rows of one model are kept.

    Attributes:
        name: As it stands in the log.
        model: The model's label.
        words: As they stand in its classification.
        counted_from: The day from which the time runs, in words.
        since: The same day as an expression of PostgreSQL over the row; null means that the time does not run yet.
        after: How long, as an interval of PostgreSQL. The day itself still belongs to the time.
        action: What is done the day after; KEEP is for what a run does not end; `counted_from` says what does.
        unless: Expression over the row of what holds it back.
        blank: For ANONYMISE: the fields and what they are given.
        quiet: No count is told or logged, because it would tell how many people confide.
    """

    name: str
    model: str
    words: str
    counted_from: str
    since: str = ""
    after: str = ""
    action: Action = Action.ERASE
    unless: str = "false"
    blank: dict[str, str] = field(default_factory=dict)
    quiet: bool = False

    @property
    def due(self) -> str:
        """Expression of PostgreSQL: the row's time is over and nothing holds it."""
        return f"(({self.since}) + interval '{self.after}' < current_date AND NOT coalesce({self.unless}, false))"


#: How long before an erasure or a closing somebody is told by mail.
TOLD_BEFORE = timedelta(days=30)
#: How long an account is not used before its owner is told that it will be closed.
UNUSED = "23 months"
#: The last day on which somebody signed in to an account, or made it.
LAST_USE = "(greatest(accounts_user.date_joined, accounts_user.last_login) AT TIME ZONE 'UTC')::date"

_YEARS_AFTER_THE_END = "seven years after it ended"

SCHEDULES = (
    Schedule(
        name="people",
        model="people.Person",
        words="two years after the last change, or sooner on request",
        counted_from="the last change, or the last time somebody said that it is still right",
        since="(greatest(people_person.changed_at, people_person.confirmed_at) AT TIME ZONE 'UTC')::date",
        after="2 years",
        unless="people_person.held_until >= current_date",
    ),
    Schedule(
        name="confided",
        model="people.Confided",
        words="while advice goes on, then erased",
        counted_from="the last change, or the end of the last consent to advice, whichever is later",
        since="greatest((people_confided.changed_at AT TIME ZONE 'UTC')::date,"
        " advised_until(people_confided.person_id))",
        after="1 year",
        unless="person_is_held(people_confided.person_id)",
        quiet=True,
    ),
    Schedule(
        name="consents",
        model="consent.Consent",
        words="three years after it ended, as proof",
        counted_from="the day on which it was withdrawn or ran out",
        since="least((consent_consent.withdrawn_at AT TIME ZONE 'UTC')::date, consent_consent.until)",
        after="3 years",
        unless="person_is_held(consent_consent.person_id)",
        quiet=True,
    ),
    Schedule(
        name="invitations",
        model="organisations.Invitation",
        words="90 days after it ran out",
        counted_from="the day on which its link stopped working",
        since="(organisations_invitation.until AT TIME ZONE 'UTC')::date",
        after="90 days",
    ),
    Schedule(
        name="memberships",
        model="organisations.Membership",
        words=_YEARS_AFTER_THE_END,
        counted_from="the day on which the seat was taken away",
        since="(organisations_membership.ended_at AT TIME ZONE 'UTC')::date",
        after="7 years",
        action=Action.ANONYMISE,
        blank={"name": ""},
    ),
    Schedule(
        name="agreements",
        model="organisations.Agreement",
        words=_YEARS_AFTER_THE_END,
        counted_from="the day on which it ended",
        since="least((organisations_agreement.ended_at AT TIME ZONE 'UTC')::date, organisations_agreement.until)",
        after="7 years",
    ),
    Schedule(
        name="documents",
        model="documents.Document",
        words="until what was found is reviewed; seven days at most",
        counted_from="the worker erases file and row together, seven days after it was sent",
        action=Action.KEEP,
    ),
    Schedule(
        name="door answers",
        model="doors.DoorAnswers",
        words="as long as the person's record",
        counted_from="they go with the record",
        action=Action.KEEP,
    ),
    Schedule(
        name="proposals",
        model="duplicates.Proposal",
        words="while both records are kept",
        counted_from="they go with the first of the two records that is erased",
        action=Action.KEEP,
    ),
    Schedule(
        name="merges",
        model="duplicates.Merge",
        words="90 days after the merge, or as long as the kept record if that is shorter",
        counted_from="the day of the merge",
        since="(duplicates_merge.at AT TIME ZONE 'UTC')::date",
        after="90 days",
        unless="person_is_held(duplicates_merge.kept)",
    ),
    Schedule(
        name="letters",
        model="mail.Letter",
        words="until it has left; two days at most",
        counted_from="the day on which it was written",
        since="(mail_letter.written_at AT TIME ZONE 'UTC')::date",
        after="2 days",
    ),
    Schedule(
        name="organisations",
        model="organisations.Organisation",
        words=_YEARS_AFTER_THE_END,
        counted_from="an organisation has no end on this site: it is suspended, and what hangs on it ends by itself",
        action=Action.KEEP,
    ),
    Schedule(
        name="notices",
        model="retention.Notice",
        words="one year after it was sent",
        counted_from="the day on which the mail went out",
        since="retention_notice.sent_on",
        after="1 year",
    ),
    Schedule(
        name="accounts",
        model="accounts.User",
        words="until it is closed by whoever has it, or 30 days after a mail that nobody has used it for 23 months; "
        "30 days where its address was never confirmed",
        counted_from="the mail, or the day on which the account was made; "
        "a seat in an organisation and a profile of one's own keep it",
        since="CASE WHEN accounts_user.last_login IS NOT NULL OR EXISTS (SELECT FROM account_emailaddress AS address"  # noqa: S608 - our own text
        " WHERE address.user_id = accounts_user.id AND address.verified)"
        " THEN (SELECT max(notice.sent_on) FROM retention_notice AS notice WHERE notice.kind = 'account'"
        f" AND notice.subject = accounts_user.id AND notice.sent_on > {LAST_USE})"
        " ELSE (accounts_user.date_joined AT TIME ZONE 'UTC')::date END",
        after=f"{TOLD_BEFORE.days} days",
        action=Action.CLOSE,
        unless="accounts_user.email LIKE '%%@erased.invalid' OR account_sits(accounts_user.id)"
        " OR account_keeps_record(accounts_user.id)",
    ),
    Schedule(
        name="log",
        model="audit.Event",
        words="ten years, then removed from the beginning with the chain's anchor kept",
        counted_from="the database refuses any removal; after ten years its owner decides on it by hand",
        action=Action.KEEP,
    ),
)
