"""Forms about keeping and erasing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

__all__ = ["EraseAccountForm", "EraseRecordForm", "HoldForm", "ProofForm", "ReasonForm"]


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("Without names; it stands in the log."))


class HoldForm(ReasonForm):
    """Until when and why a record is kept."""

    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ("until", "reason")


class EraseRecordForm(forms.Form):
    """The number of the record, typed once more."""

    number = forms.CharField(label=_("Type the number of the record"), max_length=36)

    def __init__(self, number: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = number

    def clean_number(self) -> str:
        """The number, where it is the one."""
        typed = str(self.cleaned_data["number"]).strip().lower()
        if typed != self.expected:
            raise ValidationError(_("This is another number. Type the one that stands above."))
        return typed


class EraseAccountForm(forms.Form):
    """The address of the account, typed once more."""

    email = forms.EmailField(
        label=_("Type your e-mail address"),
        help_text=_("So that nothing is erased by a slip."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = email

    def clean_email(self) -> str:
        """The address, where it is the one."""
        typed = str(self.cleaned_data["email"]).strip().lower()
        if typed != self.expected:
            raise ValidationError(_("This is another address. Type the one that you sign in with."))
        return typed


class ProofForm(forms.Form):
    """The number that somebody was given when their data were erased."""

    number = forms.CharField(label=_("Number of the proof"), max_length=80)
