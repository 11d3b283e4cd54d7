"""Fields that take what people type: countries and languages by any of their names, months without a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import dates, timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from crosswalk.records.vocabulary import nearest_country, nearest_language
from crosswalk.types import country_code, country_name, language_code, language_name, registered_language
from crosswalk_platform.design.lists import comma
from crosswalk_platform.organisations.forms import countries

__all__ = [
    "CountriesField",
    "DayField",
    "LanguageField",
    "MonthField",
    "country_field",
    "named_country",
    "named_language",
]

_FIRST_YEAR = 1930
#: Days of lives and papers lie between these; anything else is a slip of the finger.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def _language_of_page() -> str:
    return (get_language() or "en").partition("-")[0]


def named_country(code: str) -> str:
    """Name of a country in the reader's language."""
    return country_name(code, _language_of_page())


def named_language(code: str) -> str:
    """Name of a language in the reader's language."""
    return language_name(code, _language_of_page())


def country_field(label: Any, **options: Any) -> forms.ChoiceField:
    """One country, from the list."""
    return forms.ChoiceField(label=label, choices=countries, required=False, **options)


class CountriesField(forms.CharField):
    """Several countries, typed by name in any language that is known here, one after the other with commas."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=2_000, **options)

    def prepare_value(self, value: Any) -> Any:
        """Names for codes."""
        return comma().join(named_country(code) for code in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str] | None:
        """Codes for names.

        Raises:
            ValidationError: A word is no country; a near one is named.
        """
        typed = [word.strip() for word in super().clean(value).replace("،", ",").replace("\n", ",").split(",")]
        codes = []
        for word in filter(None, typed):
            code = country_code(word)
            if code is None:
                raise ValidationError(_unknown(word, _named(nearest_country(word), named_country)))
            codes.append(code)
        return list(dict.fromkeys(codes)) or None


class LanguageField(forms.CharField):
    """A language, typed by its name in any language that is known here."""

    def prepare_value(self, value: Any) -> Any:
        """The name for a code; what was typed otherwise stays."""
        return named_language(value) if isinstance(value, str) and len(value) in {2, 3} else value

    def clean(self, value: Any) -> str | None:
        """The code for a name.

        Raises:
            ValidationError: The word is no language; a near one is named.
        """
        typed = super().clean(value).strip()
        if not typed:
            return None
        code = language_code(typed) or registered_language(typed)
        if code is None:
            raise ValidationError(_unknown(typed, _named(nearest_language(typed), named_language)))
        return code


def _named(near: str | None, name: Callable[[str], str]) -> str | None:
    """The reader's name for what the engine found near, which it gives as "Germany (DEU)"."""
    return name(near.rpartition("(")[2].rstrip(")")) if near else None


def _unknown(word: str, near: str | None) -> str:
    if near:
        return _("We do not know “%(word)s”. Did you mean %(near)s?") % {"word": word, "near": near}
    return _("We do not know “%(word)s”. Check the spelling, or write the name in another language.") % {"word": word}


class DayField(forms.DateField):
    """A day, kept as ISO 8601 writes it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, *, odd: Any = "", **options: Any) -> None:
        super().__init__(**options)
        self.odd = odd  # what is said of a day that cannot be

    def clean(self, value: Any) -> str | None:
        """The day as text.

        Raises:
            ValidationError: It is no day, or one that no life and no paper has.
        """
        found = super().clean(value)
        if found and not _FIRST_DAY <= found <= _LAST_DAY:
            raise ValidationError(self.odd or _("Check the year of this day."))
        return found.isoformat() if found else None


class _MonthWidget(forms.MultiWidget):
    template_name = "people/month.html"
    use_fieldset = True

    def __init__(self) -> None:
        months = [("", "—"), *((number, str(name)) for number, name in dates.MONTHS.items())]
        super().__init__(
            {
                "month": forms.Select(attrs={"aria-label": gettext_lazy("Month")}, choices=months),
                "year": forms.NumberInput(attrs={"aria-label": gettext_lazy("Year"), "inputmode": "numeric"}),
            }
        )

    def decompress(self, value: Any) -> list[Any]:
        """Month and year of a date."""
        if not value:
            return [None, None]
        day = value if isinstance(value, date) else date.fromisoformat(value)
        return [day.month, day.year]


class MonthField(forms.MultiValueField):
    """A month and a year; a year alone stands for its January. Kept as the first day of the month."""

    def __init__(self, **options: Any) -> None:
        latest = timezone.localdate().year + 10
        year = forms.IntegerField(
            validators=[MinValueValidator(_FIRST_YEAR), MaxValueValidator(latest)], required=False
        )
        month = forms.TypedChoiceField(
            choices=[("", ""), *((str(n), "") for n in range(1, 13))], coerce=int, required=False
        )
        super().__init__((month, year), required=False, require_all_fields=False, widget=_MonthWidget(), **options)

    def compress(self, data_list: Any) -> str | None:
        """The first day of the month, as text.

        Raises:
            ValidationError: There is a month and no year.
        """
        month, year = data_list or (None, None)
        if month and not year:
            raise ValidationError(_("Add the year."))
        return date(year, month or 1, 1).isoformat() if year else None
