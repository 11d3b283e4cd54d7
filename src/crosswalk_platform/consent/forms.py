"""Forms about consent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.consent.actions import LONGEST_DAYS, Taken
from crosswalk_platform.consent.models import How

__all__ = ["AgreementForm", "TakenForm"]


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


class TakenForm(forms.Form):
    """How somebody without an account agreed before an adviser, who read the words to them."""

    language = forms.ChoiceField(label=_("Language in which you explained it"), choices=settings.LANGUAGES)
    how = forms.ChoiceField(
        label=_("How they agreed"),
        choices=[pair for pair in How.choices if pair[0] != How.ON_SITE],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    agreed = forms.BooleanField(
        label=_("I read the words above to the person in a language they understand, and they agreed freely.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", (get_language() or "en").partition("-")[0])
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> date:
        """Within the last year."""
        day: date = self.cleaned_data["on"]
        if not 0 <= (timezone.localdate() - day).days < LONGEST_DAYS:
            raise ValidationError(say("This day is in the future, or too long ago. Ask the person again."))
        return day

    def taken(self) -> Taken:
        """What was written down."""
        return Taken(**{name: self.cleaned_data[name] for name in ("how", "on", "language")})
