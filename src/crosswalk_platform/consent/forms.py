"""Forms about consent."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.consent.actions import LONGEST_DAYS

__all__ = ["AgreementForm"]


class AgreementForm(forms.Form):
    """Until when."""

    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A year at most; a year where you leave it empty."),
    )

    def clean_until(self) -> date | None:
        """From today to a year from now."""
        day: date | None = self.cleaned_data["until"]
        today = timezone.localdate()
        if day and not today <= day <= today + timedelta(days=LONGEST_DAYS):
            raise ValidationError(say("Choose a day within the next year."))
        return day
