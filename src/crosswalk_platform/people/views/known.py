"""How a fact of somebody else is known: an adviser or assessor says it, or takes it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from crosswalk_platform.authorization import Permission
from crosswalk_platform.design.forms import attempt, posted
from crosswalk_platform.people import actions
from crosswalk_platform.people.attesting import attested_by, evidence_of, fact_part
from crosswalk_platform.people.forms import EntryForm, KnownForm
from crosswalk_platform.people.steps import STEPS
from crosswalk_platform.people.telling import sections
from crosswalk_platform.people.views.profile import form_page
from crosswalk_platform.people.views.subject import Subject, changing

__all__ = ["known", "may_attest"]


def may_attest(subject: Subject) -> bool:
    """Whether the viewer may say how facts of this record are known; never of their own."""
    place = subject.seen.organisation
    return place is not None and subject.seen.changes and subject.viewer.may(Permission.ATTEST_FACTS, place)


@changing
def known(request: HttpRequest, subject: Subject, name: str, fact: str) -> HttpResponse:
    """Say how one fact is known, or take back what the own organisation said of it."""
    step = next((each for each in STEPS if each.name == name), None)
    part = fact_part(step, fact) if step else None
    if part is None or not may_attest(subject):
        raise Http404
    person = subject.person
    evidence = evidence_of(person.record, part, fact)
    if evidence is None:
        messages.warning(request, _("This entry was changed or taken out meanwhile. Here is what stands there now."))
        return redirect(subject.home)
    documents = [each for each in person.record.get("credentials") or [] if each.get("held", True)]
    form: Any = KnownForm(documents, posted(request), initial={"revision": person.revision})
    given: dict[str, Any] = {"by": subject.viewer, "person": person, "part": part, "key": fact}
    taking_back = "end" in request.POST
    if taking_back:
        form = EntryForm(request.POST)
    if request.method == "POST" and form.is_valid():
        given["revision"] = form.cleaned_data["revision"]
        act = actions.withdraw_attestation if taking_back else actions.attest
        if attempt(form, act, **given, **({} if taking_back else {"said": form.said()})) is not None:
            messages.success(request, _("Taken back.") if taking_back else _("Saved."))
            return redirect(subject.home)
        form.renew(person.revision)
    told = next(each for each in sections(subject.record) if each.step is step)
    facts = [each for each in told.facts if each.key == fact]
    end = _("Take it back") if attested_by(evidence, subject.place) else ""
    lead = _("The person reads the name of your organisation, not yours. Other organisations read only how and when.")
    return form_page(request, subject, form, _("How do you know?"), lead=lead, end=end, facts=facts)
