"""Every write about duplicates; see authorization.access.action for what they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization import Permission, Viewer, action
from crosswalk_platform.duplicates import consents
from crosswalk_platform.duplicates.comparing import part_alike
from crosswalk_platform.duplicates.merging import merged
from crosswalk_platform.duplicates.models import UNDONE_WITHIN, Merge, Proposal
from crosswalk_platform.organisations.models import Organisation
from crosswalk_platform.people.actions import change_family, change_record
from crosswalk_platform.people.models import Person

__all__ = ["decide_different", "decide_same", "propose_duplicates", "undo_decision"]

#: What hangs on a record and may stand in the way of a merge only by being there: it is moved, or nobody may know.
_NOT_ASKED = {"consent.Consent", "people.Confided"}


@action(Permission.DECIDE_DUPLICATES)
def propose_duplicates(*, by: Viewer, organisation: Organisation, part: int = 0, parts: int = 1) -> int:
    """Compare the people of an organisation's caseload with each other, and with nobody else.

    Args:
        by, organisation: Who asks, where.
        part: Which part of the work, from 0: a part is a transaction of its own, can be done in any order, and again.
        parts: Into how many it is divided, as `comparing.parts_of` says for this caseload.

    Returns:
        How many pairs are new; a pair that was decided is not proposed again.
    """
    found = part_alike(organisation, part, parts)
    before = Proposal.objects.filter(organisation=organisation).count()
    Proposal.objects.bulk_create(
        (
            Proposal(
                organisation=organisation,
                first=first,
                second=second,
                likeness=likeness.value,
                reasons=[[reason.code, reason.weight] for reason in likeness.reasons],
            )
            for first, second, likeness in found.pairs
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )
    new = Proposal.objects.filter(organisation=organisation).count() - before
    told, of = found.people, organisation.pk
    record("duplicates.proposed", by=by, organisation=of, people=told, new=new, part=part + 1, parts=parts)
    return new


@action(Permission.DECIDE_DUPLICATES)
def decide_different(*, by: Viewer, organisation: Organisation, proposal: Proposal) -> None:
    """Say that they are two people; the pair is never proposed again, unless this is undone.

    Raises:
        PermissionDenied: The proposal is another organisation's.
        ValidationError: It was decided meanwhile.
    """
    decided = _open(organisation, proposal)
    _decide(decided, Proposal.Status.DIFFERENT, by)
    record("duplicates.different", by=by, subject=decided, organisation=organisation.pk)


@action(Permission.DECIDE_DUPLICATES)
def decide_same(
    *, by: Viewer, organisation: Organisation, proposal: Proposal, keep: UUID, revisions: Mapping[UUID, int],
    takes: Mapping[str, str],
) -> Merge:  # fmt: skip
    """Say that they are one person: one record is kept with what was chosen of both, the other goes into the merge.

    Args:
        by, organisation, proposal: Who decides, where, about which pair.
        keep: The record that is kept.
        revisions: Of both records, as they were when they were compared.
        takes: For each part of which both say something: kept, gone or both.

    Raises:
        PermissionDenied: The proposal is another organisation's, or a record is no longer in its caseload.
        ValidationError: It was decided, or a record changed, meanwhile; somebody has an account; a record is held; or
            what was chosen does not go together.
    """
    assert by.user is not None
    decided = _open(organisation, proposal)
    both = {
        each.pk: each
        for each in Person.objects.filter(pk__in=[proposal.first, proposal.second], organisation=organisation)
    }
    if set(both) != {proposal.first, proposal.second} or keep not in both:
        raise PermissionDenied
    kept = both.pop(keep)
    (gone,) = both.values()
    _refuse(kept, gone, revisions)
    before = {"record": kept.record, "family": kept.family}
    copy = _copy(gone)
    _change(by, kept, merged(kept, gone, takes))
    moved = consents.take_over(kept, gone)
    merge = Merge.objects.create(
        organisation=organisation,
        proposal=decided,
        kept=kept.pk,
        gone=gone.pk,
        copy=copy,
        before=before,
        after={"record": kept.record, "family": kept.family},
        consents=moved,
        by=by.user,
    )
    _decide(decided, Proposal.Status.SAME, by)
    record("duplicates.merged", by=by, subject=kept, organisation=organisation.pk, other=str(gone.pk))
    record("person.merged", by=by, subject=gone, organisation=organisation.pk, into=str(kept.pk))
    Person.objects.filter(pk=gone.pk)._raw_delete(
        "default"
    )  # what hangs on it has moved; the database sees to the rest
    if Person.objects.filter(pk=gone.pk).exists():
        raise PermissionDenied
    return merge


@action(Permission.DECIDE_DUPLICATES)
def undo_decision(*, by: Viewer, organisation: Organisation, proposal: Proposal) -> None:
    """Take a decision back. After a merge the other record is as it was, under its number.

    In the kept record a part that was changed since stays as it is.

    Raises:
        PermissionDenied: The proposal is another organisation's.
        ValidationError: There is nothing to undo, or the kept record has itself been merged since.
    """
    decided = _locked(organisation, proposal)
    if decided.status == Proposal.Status.OPEN:
        raise ValidationError(_("This was not decided, or it was undone already."))
    if decided.status == Proposal.Status.SAME:
        _take_apart(by, organisation, decided)
    decided.status, decided.decided_by, decided.decided_at = Proposal.Status.OPEN, None, None
    decided.undone_at = timezone.now()
    decided.save()
    record("duplicates.undone", by=by, subject=decided, organisation=organisation.pk)


def _locked(organisation: Organisation, proposal: Proposal) -> Proposal:
    if proposal.organisation_id != organisation.pk:
        raise PermissionDenied
    return Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def _open(organisation: Organisation, proposal: Proposal) -> Proposal:
    locked = _locked(organisation, proposal)
    if locked.status != Proposal.Status.OPEN:
        raise ValidationError(_("Somebody else has decided this meanwhile."), code="conflict")
    return locked


def _decide(proposal: Proposal, status: Proposal.Status, by: Viewer) -> None:
    proposal.status, proposal.decided_by, proposal.decided_at = status, by.user, timezone.now()
    proposal.undone_at = None
    proposal.save()


def _refuse(kept: Person, gone: Person, revisions: Mapping[UUID, int]) -> None:
    """Stop where a merge would take something from somebody; nothing of this looks at what was confided."""
    if kept.account_id or gone.account_id:
        raise ValidationError(_("One of them has an account. Only the person can put these records together."))
    if any(revisions.get(each.pk) != each.revision for each in (kept, gone)):
        raise ValidationError(_("One of the records has changed meanwhile. Look at both again."), code="conflict")
    if gone.held_until and gone.held_until >= timezone.localdate():
        raise ValidationError(_("This record is held, and cannot go: keep it, and let the other one go."))
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.label not in _NOT_ASKED and model.objects.filter(**{relation.field.name: gone}).exists():
            raise ValidationError(_("Something still hangs on the record that would go, such as a CV to be checked."))


def _copy(person: Person) -> dict[str, Any]:
    """Every column as text or JSON, exactly; Django's serializer would round times to milliseconds."""
    fields = person._meta.concrete_fields
    return {
        field.attname: None if field.value_from_object(person) is None else field.value_to_string(person)
        for field in fields
    }


def _restored(copy: Mapping[str, Any]) -> Person:
    fields = {field.attname: field for field in Person._meta.concrete_fields}
    return Person(**{name: fields[name].to_python(value) for name, value in copy.items() if name in fields})


def _change(by: Viewer, kept: Person, parts: dict[str, Any]) -> None:
    family = parts.pop("family", None)
    if parts:
        change_record(by=by, person=kept, revision=kept.revision, parts=parts)
    if family is not None:
        change_family(by=by, person=kept, revision=kept.revision, family=family)


def _take_apart(by: Viewer, organisation: Organisation, proposal: Proposal) -> None:
    merge = Merge.objects.select_for_update(of=("self",)).filter(proposal=proposal, undone_at=None).first()
    if merge is None or merge.at < timezone.now() - UNDONE_WITHIN:
        raise ValidationError(_("The copy of the other record is no longer kept; this cannot be undone."))
    kept = Person.objects.filter(pk=merge.kept, organisation=organisation).first()
    if kept is None:
        raise ValidationError(_("The kept record was merged itself, or has left. Undo that first."))
    merge.undone_at, merge.undone_by = timezone.now(), by.user
    merge.save()
    restored = _restored(merge.copy)
    restored.save(force_insert=True)
    before, after = merge.before["record"], merge.after["record"]
    parts = {
        part: before.get(part)
        for part in sorted(set(before) | set(after))
        if before.get(part) != after.get(part) and kept.record.get(part) == after.get(part)
    }
    if parts:
        change_record(by=by, person=kept, revision=kept.revision, parts=parts)
    if kept.family == merge.after["family"] != merge.before["family"]:
        change_family(by=by, person=kept, revision=kept.revision, family=merge.before["family"])
    consents.give_back(kept, restored, merge.consents)
    record("person.restored", by=by, subject=restored, organisation=organisation.pk, out_of=str(kept.pk))
