"""Forms of the entries of a profile's lists: one job, one skill, one language, and so on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.people.entries import entry_key
from crosswalk_platform.people.forms.steps import WithRevision
from crosswalk_platform.people.forms.typed import DayField, LanguageField, MonthField, country_field
from crosswalk_platform.people.words import CAN_DO, DOCUMENT_KINDS, KIN, SCHOOLING, SKILL_LEVELS

__all__ = ["ENTRY_FORMS", "EntryForm"]

_YES_NO = [("", _("Not decided")), ("yes", _("Yes")), ("no", _("No"))]


class EntryForm(WithRevision):
    """One entry of a list. What an entry says without this form, such as its concept, stays while its words stay."""

    def entry(self, before: dict[str, Any] | None) -> dict[str, Any]:
        """The entry as it was typed; as the person's own word of today, unless nothing was changed."""
        typed = {name: value for name, value in self.values().items() if value not in {None, ""}}
        if before is not None and entry_key({**self._untyped(before), **typed}) == entry_key(before):
            return before
        evidence = {"assurance": "self_declared", "on": timezone.localdate().isoformat()}
        return {**self._untyped(before or {}), **typed, "evidence": evidence}

    def values(self) -> dict[str, Any]:
        """Names and values for the entry."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    def _untyped(self, before: dict[str, Any]) -> dict[str, Any]:
        """What the form does not ask; concepts were found for words that may be others now."""
        added = {"occupation", "isco", "uri", "implied_by", "evidence", "months"}
        return {name: value for name, value in before.items() if name not in self.fields and name not in added}


class WorkForm(EntryForm):
    """A job, or other work."""

    title = forms.CharField(label=_("What you worked as"), max_length=200, help_text=_("Such as: cook in a school"))
    employer = forms.CharField(
        label=_("For whom"), max_length=200, required=False, help_text=_("Or: own business, family, farm.")
    )
    country = country_field(_("In which country"))
    start = MonthField(label=_("From"))
    end = MonthField(label=_("Until"), help_text=_("Leave it empty if you still do it."))
    ongoing = forms.BooleanField(label=_("I still do this"), required=False)
    unpaid = forms.BooleanField(label=_("It was unpaid"), required=False)
    description = forms.CharField(
        label=_("What you did there"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("paid") is False:
            self.initial["unpaid"] = True

    def clean(self) -> dict[str, Any]:
        """Work begins before it ends, and what goes on has no end."""
        told = super().clean() or {}
        start, end = told.get("start"), told.get("end")
        if start and end and end < start:
            self.add_error("end", _("The end is before the beginning."))
        if end and told.get("ongoing"):
            self.add_error("end", _("You still do it, and it has an end. Take one of the two out."))
        return told

    def values(self) -> dict[str, Any]:
        """`ongoing` and `paid` are unknown where nothing was ticked."""
        told = super().values()
        unpaid, ongoing = told.pop("unpaid"), told.pop("ongoing")
        return told | {"paid": False if unpaid else None, "ongoing": True if ongoing else None}

    def _untyped(self, before: dict[str, Any]) -> dict[str, Any]:
        kept = super()._untyped(before)
        return {name: value for name, value in kept.items() if not (name == "paid" and value is False)}


class SkillForm(EntryForm):
    """A skill in words."""

    text = forms.CharField(label=_("What you can do"), max_length=200, help_text=_("Such as: laying floor tiles"))
    level = forms.ChoiceField(label=_("How well"), required=False, choices=[("", "—"), *SKILL_LEVELS.items()])


class EducationForm(EntryForm):
    """School or training."""

    level = forms.ChoiceField(label=_("What kind"), required=False, choices=[("", "—"), *SCHOOLING.items()])
    title = forms.CharField(label=_("Subject, or name of the certificate"), max_length=200, required=False)
    institution = forms.CharField(label=_("School or place"), max_length=200, required=False)
    country = country_field(_("In which country"))
    end = MonthField(label=_("When you left"))
    completed = forms.TypedChoiceField(
        label=_("Did you finish it?"),
        required=False,
        choices=[("", "—"), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda typed: typed == "yes",
        empty_value=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(done := self.initial.get("completed"), bool):
            self.initial["completed"] = "yes" if done else "no"

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        told = super().clean() or {}
        if not told.get("level") and not told.get("title"):
            raise ValidationError(say("Say what kind of school or training it was."))
        return told


class LanguageForm(EntryForm):
    """A language, by what one can do in it."""

    language = LanguageField(label=_("Language"), max_length=60)
    native = forms.BooleanField(label=_("I grew up with it"), required=False)
    level = forms.ChoiceField(
        label=_("What you can do in it"),
        required=False,
        widget=forms.RadioSelect,
        choices=[*CAN_DO.items(), ("", _("I do not know"))],
        help_text=_("Choose the last sentence that is true for you."),
    )

    def values(self) -> dict[str, Any]:
        """`native` is unknown where it was not ticked."""
        told = super().values()
        return told | {"native": told["native"] or None}


class DocumentForm(EntryForm):
    """A certificate, licence or document."""

    kind = forms.ChoiceField(label=_("What it is"), choices=DOCUMENT_KINDS.items())
    name = forms.CharField(label=_("Name of it"), max_length=200, help_text=_("Such as: driving licence, class C"))
    issuer = forms.CharField(label=_("Who gave it"), max_length=200, required=False)
    country = country_field(_("In which country"))
    issued = DayField(label=_("Given on"), required=False)
    until = DayField(label=_("Runs out on"), required=False)

    def clean(self) -> dict[str, Any]:
        """It runs out after it was given."""
        told = super().clean() or {}
        if told.get("issued") and told.get("until") and told["until"] < told["issued"]:
            self.add_error("until", _("It runs out before it was given. Check the years."))
        return told


class RelativeForm(EntryForm):
    """Somebody of the family, without a name."""

    kinship = forms.ChoiceField(label=_("Who"), choices=KIN.items())
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        min_value=1900,
        max_value=2199,
        help_text=_("Some pathways have ages for children."),
    )
    moves = forms.TypedChoiceField(
        label=_("Would they move with you?"),
        required=False,
        choices=_YES_NO,
        coerce=lambda typed: typed == "yes",
        empty_value=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(moves := self.initial.get("moves"), bool):
            self.initial["moves"] = "yes" if moves else "no"

    def clean_birth_year(self) -> int | None:
        """Not in the future."""
        year: int | None = self.cleaned_data["birth_year"]
        if year and year > timezone.localdate().year:
            raise ValidationError(say("This year is in the future."))
        return year

    def entry(self, before: dict[str, Any] | None) -> dict[str, Any]:
        """What is kept of a relative; `before` says nothing more."""
        return {name: value for name, value in self.values().items() if value not in {None, ""}}


ENTRY_FORMS: dict[str, type[EntryForm]] = {
    "work": WorkForm,
    "skills": SkillForm,
    "education": EducationForm,
    "languages": LanguageForm,
    "documents": DocumentForm,
    "family": RelativeForm,
}
