"""The forms of my doors: what is looked for, and one question of the catalogue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crosswalk.pathways import Fact, FactError
from crosswalk_platform.doors.catalogue import (
    MINOR,
    UNIT,
    countries,
    destinations,
    language_of_names,
    named_country,
    occupations,
)
from crosswalk_platform.doors.templatetags.texts import said

__all__ = ["OccupationForm", "QuestionForm", "WishesForm", "question_form"]

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
        language = language_of_names()
        lands = [(code, named_country(code, language)) for code in destinations()]
        self._choices("destinations", sorted(lands, key=lambda pair: pair[1]))
        self._choices("residence", [_NOTHING, *countries(language)])
        self._choices("occupation", group_choices())

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class QuestionForm(forms.Form):
    """One question: the field fits the fact, and its answer is read by the fact itself."""

    def __init__(self, fact: Fact, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        self.ask()

    def ask(self) -> None:
        """Add the fields that take the answer."""
        self.ask_for("value", _field(self.fact), _hint(self.fact))
        if self.fact.shape == "countries":
            self.fields["other"] = _country_field(_("Another one, if you have it"), required=False)

    def ask_for(self, name: str, field: forms.Field, hint: str) -> None:
        """Add one field with the words of the question."""
        field.label = said(self.fact.entry.ask)
        field.error_messages["required"] = _("Give an answer, or pass the question.")
        field.help_text = hint
        self.fields[name] = field

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


class OccupationForm(QuestionForm):
    """The question for an occupation of ISCO-08 in two small steps: its group, then the few occupations of the group.

    A list of all 436 is too heavy for a slow connection and too long for a phone.

    Args:
        within: Code of the group that was chosen, three digits; the first step where there is none.
        wished: Code of the group that is marked at first.
    """

    def __init__(self, fact: Fact, data: Any = None, *, within: str = "", wished: str = "") -> None:
        within = within or (data or {}).get("within", "")
        self.chosen = within if occupations_of(within) else ""
        self.wished = wished
        super().__init__(fact, data)

    def ask(self) -> None:
        """Ask for the group, or for the occupation within it."""
        if not self.chosen:
            hint = _("Choose the group of the work first; its occupations come next.")
            return self.ask_for("group", forms.ChoiceField(choices=group_choices(), initial=self.wished), hint)
        titles = _titles()
        choices = [(code, titles[code]) for code in occupations_of(self.chosen)]
        hint = _("Occupations of the group: %(group)s") % {"group": titles[self.chosen]}
        self.fields["within"] = forms.CharField(widget=forms.HiddenInput, initial=self.chosen)
        return self.ask_for("value", forms.ChoiceField(choices=choices, widget=forms.RadioSelect), hint)

    def clean(self) -> dict[str, Any]:
        """The answer, also where a group is one occupation; the first step gives `group` alone."""
        cleaned = super().clean()
        units = occupations_of(cleaned.get("group", ""))
        return cleaned | ({"answer": units[0]} if len(units) == 1 else {})


def question_form(fact: Fact, data: Any = None, **steps: str) -> QuestionForm:
    """The form that fits a fact; `steps` are those of `OccupationForm`."""
    if fact.entry.type == "occupation" and fact.unit.name == "ISCO-08":
        return OccupationForm(fact, data, **steps)
    return QuestionForm(fact, data)


def group_choices() -> list[Any]:
    """The 130 minor groups of ISCO-08 under the titles of their major groups.

    They keep the order of ISCO-08, in which work of one kind stands together: most titles begin with the same few
    words, so that the alphabet would help nobody. The armed forces come last.
    """
    titles = _titles()
    majors = sorted((code for code in titles if len(code) == 1), key=lambda code: (code == "0", code))
    minors = [code for code in titles if len(code) == MINOR]
    return [
        _NOTHING,
        *((titles[major], [(code, titles[code]) for code in minors if code[0] == major]) for major in majors),
    ]


def occupations_of(group: str) -> list[str]:
    """Codes of the occupations of a minor group; none where it is no minor group."""
    return [code for code in occupations("en") if len(code) == UNIT and code[:MINOR] == group]


def _titles() -> dict[str, str]:
    return occupations(language_of_names())


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
        return forms.CharField(max_length=12)
    widget = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"})
    return forms.DecimalField(max_digits=18, decimal_places=6, widget=widget)  # 1E999999 would be a million digits


def _options(fact: Fact) -> list[tuple[str, str]]:
    """The few answers of a fact; none where it is not of that kind."""
    if fact.entry.type == "yes_no":
        return [("yes", _("Yes")), ("no", _("No"))]
    plain = {"none": _("None, or no proof")}
    return [(name, said(fact.words[name]) if name in fact.words else plain.get(name, name)) for name in fact.options]


def _country_field(label: str, *, required: bool) -> forms.ChoiceField:
    special = [("XXA", named_country("XXA", "en")), ("XXB", named_country("XXB", "en"))]
    choices = [_NOTHING, *countries(language_of_names()), *special]
    return forms.ChoiceField(label=label, required=required, choices=choices)


def _hint(fact: Fact) -> str:
    """Where the answer is found, and in what it is counted; hints for the command line are left out."""
    found = fact.entry.found_in or {}
    where = "" if any("`" in text for text in found.values()) else said(found)
    counted = {"months": _("In months."), "years": _("In years."), "hours": _("In hours."), "percent": _("In percent.")}
    unit = counted.get(fact.unit.name, "")
    if fact.entry.type == "money":
        unit = _("Amount in %(unit)s, as figures only.") % {"unit": fact.unit.name}
    if fact.entry.type == "occupation":
        unit = _("The code of %(list)s; it stands in the papers of the offer.") % {"list": fact.unit.name}
    return format_html("{} {}", where, unit) if where and unit else where or unit


def _bounds(fact: Fact) -> str:
    if fact.shape == "number" and fact.entry.type != "level":
        return _("Give a value between %(low)s and %(high)s.") % {
            "low": fact.unit.show(fact.low),
            "high": fact.unit.show(fact.high),
        }
    return _("Choose one of the answers, or pass the question.")
