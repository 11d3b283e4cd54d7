"""Forms of the steps that are one page each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crosswalk.types import Sex
from crosswalk_platform.people.forms.typed import CountriesField, DayField, country_field

__all__ = ["STEP_FORMS", "StepForm", "WithRevision"]

_SEXES = [("", _("I would rather not say")), (Sex.FEMALE, _("Woman")), (Sex.MALE, _("Man")), (Sex.OTHER, _("Other"))]
_IMPOSSIBLE = _("This day cannot be a date of birth. Check the year.")


class WithRevision(forms.Form):
    """Knows from which revision of the record its page was made, so that no change is overwritten unseen."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def renew(self, revision: int) -> None:
        """Let what was typed be saved over what stands there now, once its reader has been told."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["revision"] = str(revision)
        self.data = data


class StepForm(WithRevision):
    """A page of plain parts; what is left empty is not known."""

    def parts(self) -> dict[str, Any]:
        """The parts of the record as they were typed; None for what is empty."""
        return {name: value or None for name, value in self.cleaned_data.items() if name != "revision"}


class NameForm(StepForm):
    """Name and contact."""

    given_names = forms.CharField(label=_("Given names"), max_length=120, required=False)
    family_name = forms.CharField(
        label=_("Family name"), max_length=120, required=False, help_text=_("As in your passport or identity card.")
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("With the code of the country, such as +212 600 000 000."),
        validators=[RegexValidator(r"^\+?[0-9 ()./-]{5,30}$", _("Write digits only, with + before the country."))],
    )


class AboutForm(StepForm):
    """What laws ask of a person."""

    birth_date = DayField(label=_("Date of birth"), required=False, odd=_IMPOSSIBLE)
    nationalities = CountriesField(
        label=_("Nationalities"),
        required=False,
        help_text=_("Write the countries, with commas between. Or: stateless."),
    )
    residence = country_field(_("Country where you live now"))
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=_SEXES,
        help_text=_("Only used to check that women and men are treated alike."),
    )

    def clean_birth_date(self) -> str | None:
        """A day in the past."""
        day: str | None = self.cleaned_data["birth_date"]
        if day and not day < timezone.localdate().isoformat():
            raise forms.ValidationError(_IMPOSSIBLE)
        return day


class OccupationForm(StepForm):
    """Occupation in words."""

    headline = forms.CharField(
        label=_("What work do you do, or want to do?"),
        max_length=200,
        required=False,
        help_text=_("Such as: electrician"),
    )
    summary = forms.CharField(
        label=_("In a few sentences"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Employers to whom you agree can read this. Write nothing here that you confide for protection."),
    )

    def parts(self) -> dict[str, Any]:
        """Other words may name another concept."""
        return super().parts() | ({"occupation": None} if "headline" in self.changed_data else {})


class WhereForm(StepForm):
    """Where to, and where not."""

    destinations = CountriesField(
        label=_("Countries where you would work"),
        required=False,
        help_text=_("With commas between. Empty: any country."),
    )
    destinations_excluded = CountriesField(label=_("Countries where you would not work"), required=False)
    employers_excluded = forms.CharField(
        label=_("Employers who must not see you"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(names := self.initial.get("employers_excluded"), list):
            self.initial["employers_excluded"] = "\n".join(names)

    def clean_employers_excluded(self) -> list[str]:
        """One name for each line."""
        lines = (line.strip() for line in self.cleaned_data["employers_excluded"].splitlines())
        return [line for line in lines if line]

    def clean(self) -> dict[str, Any]:
        """No country is both wanted and not wanted."""
        told = super().clean() or {}
        both = set(told.get("destinations") or []) & set(told.get("destinations_excluded") or [])
        if both:
            self.add_error("destinations_excluded", _("A country stands in both lists. Take it out of one."))
        return told


class WhenForm(StepForm):
    """Availability."""

    available_from = DayField(label=_("I can start on"), required=False)


STEP_FORMS: dict[str, type[StepForm]] = {
    "name": NameForm,
    "about": AboutForm,
    "occupation": OccupationForm,
    "where": WhereForm,
    "when": WhenForm,
}
