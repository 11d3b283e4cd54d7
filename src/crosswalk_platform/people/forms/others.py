"""The forms that are no step of the profile: guided questions, protection, why one looks, registering somebody."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.consent.forms import TakenForm
from crosswalk_platform.people.attesting import Attestation
from crosswalk_platform.people.entries import entry_key
from crosswalk_platform.people.forms.steps import NameForm, WithRevision
from crosswalk_platform.people.unpaid import questions, skill_choices

__all__ = ["KnownForm", "ProtectionForm", "PurposeForm", "RegisterForm", "UnpaidForm"]


class UnpaidForm(WithRevision):
    """The groups first; of those that were ticked, each skill."""

    groups = forms.MultipleChoiceField(
        label=_("What have you done, paid or not?"), choices=questions, widget=forms.CheckboxSelectMultiple
    )
    skills = forms.MultipleChoiceField(
        label=_("Which of these have you done yourself?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick only what is true. Nothing else enters your profile."),
    )

    def __init__(self, asked: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked:
            self.fields["skills"].choices = skill_choices(asked)  # type: ignore[attr-defined]
            self.fields["groups"].widget = forms.MultipleHiddenInput()
        else:
            del self.fields["skills"]


class ProtectionForm(forms.Form):
    """What is confided."""

    legal_status = forms.CharField(
        label=_("Your status where you live now"),
        max_length=200,
        required=False,
        help_text=_("Such as: recognised refugee, asylum seeker, no papers."),
    )
    reasons = forms.CharField(
        label=_("Why you need protection"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only as much as you want to say."),
    )
    refugee_documents = forms.CharField(
        label=_("Documents that show it"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    places_to_avoid = forms.CharField(
        label=_("Countries or people to keep away from"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class KnownForm(WithRevision):
    """How somebody else's fact is known; the kinds are the engine's."""

    assurance = forms.ChoiceField(
        label=_("How do you know?"),
        widget=forms.RadioSelect,
        choices=[
            ("attested", _("I saw a document, or somebody who knows confirmed it, also in a sworn statement")),
            ("tested", _("It was tested or assessed: a test, a work sample, an interview; no papers are needed")),
            ("verified", _("The school, authority or register that it comes from confirmed it")),
        ],
    )
    on = forms.DateField(label=_("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    document = forms.ChoiceField(
        label=_("Document it rests on"),
        required=False,
        help_text=_("One of the record. When it runs out, the fact counts as said by the person again."),
    )

    def __init__(self, documents: list[dict[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(entry_key(each), each["name"]) for each in documents]
        self.fields["document"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> Any:
        """Not in the future."""
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(say("This day is in the future."))
        return day

    def said(self) -> Attestation:
        """What the action is given."""
        return Attestation(**{name: self.cleaned_data[name] for name in ("assurance", "on", "document")})


class PurposeForm(forms.Form):
    """Why somebody looks at a record outside their caseload."""

    purpose = forms.CharField(
        label=_("Why do you look at this record?"),
        max_length=200,
        help_text=_("The person can read what you write here."),
    )


class RegisterForm(TakenForm, NameForm):
    """Somebody without an account, who agreed before an adviser."""

    organisation = forms.ChoiceField(label=_("Registered by"))
    #: Of the page, so that pressing twice registers once.
    number = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput, initial=uuid4)
    field_order = (*NameForm.base_fields, "organisation")

    def __init__(self, organisations: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["revision"]
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]
        self.fields["given_names"].required = True

    def parts(self) -> dict[str, Any]:
        """What is known of the person from the beginning."""
        names = ("given_names", "family_name", "email", "phone")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
