"""The two forms of my doors: what is looked for, and one question of the catalogue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from crosswalk.pathways import Fact, FactError
from crosswalk_platform.doors.catalogue import countries, destinations, named_country, occupations
from crosswalk_platform.doors.templatetags.texts import said

__all__ = ["QuestionForm", "WishesForm"]

_NOTHING = ("", "–")


class WishesForm(forms.Form):
    """What somebody looks for; every field may stay empty."""

    destinations = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Countries where you could work")
    )
    residence = forms.ChoiceField(required=False, label=gettext_lazy("Country where you live now"))
    occupation = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Work that you do or look for"),
        help_text=gettext_lazy("Groups of the International Standard Classification of Occupations."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        lands = [(code, named_country(code, language)) for code in destinations()]
        self._choices("destinations", sorted(lands, key=lambda pair: pair[1]))
        self._choices("residence", [_NOTHING, *countries(language)])
        self._choices(
            "occupation", [_NOTHING, *((code, name) for code, name in occupations().items() if len(code) == 3)]
        )

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class QuestionForm(forms.Form):
    """One question: the field fits the fact, and its answer is read by the fact itself."""

    def __init__(self, fact: Fact, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        field = _field(fact)
        field.label = said(fact.entry.ask)
        field.help_text = _hint(fact)
        self.fields["value"] = field
        if fact.shape == "countries":
            self.fields["other"] = _country_field(_("Another one, if you have it"), required=False)

    def clean(self) -> dict[str, Any]:
        """The answer as the catalogue takes it, under `answer`.

        Raises:
            ValidationError: The fact does not take it; the message says what it takes.
        """
        cleaned = super().clean() or {}
        if "value" not in cleaned:
            return cleaned
        answer = self._plain(cleaned)
        try:
            self.fact.encode(answer)
        except FactError:
            self.add_error("value", ValidationError(_bounds(self.fact)))
        cleaned["answer"] = answer
        return cleaned

    def _plain(self, cleaned: dict[str, Any]) -> Any:
        value = cleaned["value"]
        kind = self.fact.entry.type
        if kind == "yes_no":
            return value == "yes"
        if kind == "countries":
            return sorted({code for code in (value, cleaned.get("other")) if code})
        if kind == "date":
            return value.isoformat()
        return str(value)


def _field(fact: Fact) -> forms.Field:
    """The field for the answers of a fact."""
    kind = fact.entry.type
    if options := _options(fact):
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect)
    if kind in {"country", "countries"}:
        return _country_field("", required=True)
    if kind == "date":
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    if kind == "occupation":
        if fact.unit.name != "ISCO-08":
            return forms.CharField(max_length=12)
        return forms.ChoiceField(choices=_of_length(4), widget=forms.Select(attrs={"lang": "en", "dir": "ltr"}))
    return forms.DecimalField(localize=False, widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}))


def _options(fact: Fact) -> list[tuple[str, str]]:
    """The few answers of a fact; none where it is not of that kind."""
    if fact.entry.type == "yes_no":
        return [("yes", _("Yes")), ("no", _("No"))]
    if fact.entry.type == "level":
        return [(level, _("None, or no proof") if level == "none" else level) for level in fact.options]
    return [(name, said((fact.entry.options or {})[name])) for name in fact.options]


def _of_length(digits: int) -> list[tuple[str, str]]:
    """Occupations of ISCO-08 with codes of that many digits."""
    return [_NOTHING, *((code, name) for code, name in occupations().items() if len(code) == digits)]


def _country_field(label: str, *, required: bool) -> forms.ChoiceField:
    special = [("XXA", named_country("XXA", "en")), ("XXB", named_country("XXB", "en"))]
    choices = [_NOTHING, *countries(get_language() or "en"), *special]
    return forms.ChoiceField(label=label, required=required, choices=choices)


def _hint(fact: Fact) -> str:
    """Where the answer is found, and in what it is counted; hints for the command line are left out."""
    found = fact.entry.found_in or {}
    where = "" if any("`" in text for text in found.values()) else said(found)
    counted = {"months": _("In months."), "years": _("In years."), "hours": _("In hours."), "percent": _("In percent.")}
    unit = counted.get(fact.unit.name, "")
    if fact.entry.type == "money":
        unit = _("Amount in %(unit)s, as figures only.") % {"unit": fact.unit.name}
    if fact.entry.type == "occupation" and fact.unit.name != "ISCO-08":
        unit = _("The code of %(list)s; it stands in the papers of the offer.") % {"list": fact.unit.name}
    return where + (" " if where and unit else "") + unit


def _bounds(fact: Fact) -> str:
    if fact.shape == "number" and fact.entry.type != "level":
        return _("Give a value between %(low)s and %(high)s.") % {
            "low": fact.unit.show(fact.low),
            "high": fact.unit.show(fact.high),
        }
    return _("Choose one of the answers, or pass the question.")
