"""Forms about organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crosswalk.types import country_name
from crosswalk_platform.authorization.kinds import OrganisationKind
from crosswalk_platform.authorization.roles import roles_of_kind
from crosswalk_platform.organisations.models import Organisation, Purpose

__all__ = ["AgreementForm", "EditForm", "InvitationForm", "RegistrationForm", "RolesForm", "SuspensionForm"]


def countries() -> list[tuple[str, str]]:
    """Codes and names of all countries in the reader's language, in order of name."""
    import iso3166  # noqa: PLC0415 - a list of the standard, needed only where a form is shown

    language = (get_language() or "en").partition("-")[0]
    named = [(each.alpha3, country_name(each.alpha3, language)) for each in iso3166.countries]
    return [("", "—"), *sorted(named, key=lambda pair: pair[1])]


class WebsiteField(forms.URLField):
    """An address that a browser opens as a page, and as nothing else."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Website"),
            required=False,
            max_length=200,
            assume_scheme="https",
            validators=[URLValidator(schemes=["http", "https"])],
        )


class RegistrationForm(forms.ModelForm[Organisation]):
    """What is asked of a new organisation."""

    country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)
    website = WebsiteField()

    class Meta:
        model = Organisation
        fields = ("name", "kind", "country", "licence", "website")
        labels = {"name": _("Name"), "kind": _("What it is"), "licence": _("Number of its licence")}
        help_texts = {
            "licence": _("Needed for recruiters: the licence of the country they recruit in."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((kind.value, kind.label) for kind in OrganisationKind if kind != OrganisationKind.OPERATOR),
        ]

    def clean(self) -> dict[str, Any]:
        """What this kind of organisation cannot work without; the table refuses it too, but in its own words."""
        told = super().clean() or self.cleaned_data
        kind = told.get("kind")
        if kind and kind != OrganisationKind.INTERNATIONAL_ORGANISATION and not told.get("country"):
            self.add_error("country", _("Choose the country: only an international organisation stands in none."))
        if kind == OrganisationKind.RECRUITER and not told.get("licence"):
            self.add_error("licence", _("Give the number of the licence: without one a recruiter is not approved."))
        return told


class EditForm(forms.ModelForm[Organisation]):
    """What a coordinator may change."""

    website = WebsiteField()
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    class Meta:
        model = Organisation
        fields = ("name", "website", "revision")
        labels = {"name": _("Name")}


class RolesForm(forms.Form):
    """Roles of one kind of organisation, each with what it means."""

    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            (role.name, f"{role.title}. {role.description}") for role in roles_of_kind(kind)
        ]


class InvitationForm(RolesForm):
    """Who is offered a seat, and with which roles."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    field_order = ("name", "email", "roles")


class AgreementForm(forms.Form):
    """What is proposed to which organisation."""

    partner = forms.ModelChoiceField(label=_("With whom"), queryset=Organisation.objects.none())
    purposes = forms.MultipleChoiceField(label=_("What for"), choices=Purpose, widget=forms.CheckboxSelectMultiple)
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class SuspensionForm(forms.Form):
    """Why an organisation is suspended."""

    reason = forms.CharField(label=_("Why"), max_length=200)
