"""The form that puts two records together: which is kept, and for each difference what is taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.duplicates.merging import BOTH, differences
from crosswalk_platform.people.models import Person

__all__ = ["MergeForm"]


class MergeForm(forms.Form):
    """One choice for each part of which both records say something different."""

    keep = forms.ChoiceField(
        label=_("Which record is kept"),
        help_text=_("The other one goes. What you choose below is kept in any case."),
        widget=forms.RadioSelect,
    )

    def __init__(self, first: Person, second: Person, place: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides = {"first": first, "second": second}
        newer = "first" if first.changed_at >= second.changed_at else "second"
        self.fields["keep"].choices = [("first", _("Record A")), ("second", _("Record B"))]  # type: ignore[attr-defined]
        self.fields["keep"].initial = newer
        self.parts = []
        for each in differences(first, second, place):
            if each.choose:
                self.parts.append(each.part)
                choices = [("first", _side(say("A"), each.first)), ("second", _side(say("B"), each.second))]
                self.fields[each.part] = forms.ChoiceField(
                    label=str(each.name),
                    choices=choices + ([(BOTH, _("Both"))] if each.many else []),
                    initial=BOTH if each.many else newer,
                    widget=forms.RadioSelect,
                )
        for side, person in self.sides.items():
            self.fields[f"{side}_revision"] = forms.IntegerField(
                min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput, initial=person.revision
            )

    def decision(self) -> dict[str, Any]:
        """What the action is given."""
        keep = self.cleaned_data["keep"]
        takes = {part: self.cleaned_data[part] for part in self.parts}
        revisions: dict[UUID, int] = {
            person.pk: self.cleaned_data[f"{side}_revision"] for side, person in self.sides.items()
        }
        return {
            "keep": self.sides[keep].pk,
            "revisions": revisions,
            "takes": {
                part: BOTH if side == BOTH else "kept" if side == keep else "gone" for part, side in takes.items()
            },
        }


def _side(name: str, lines: tuple[str, ...]) -> str:
    """What one record says, as the label of a choice: one line for each entry, each in its own direction."""
    told = format_html_join("", '<bdi class="line">{}</bdi>', ((line,) for line in lines))
    return format_html("<span>{}: {}</span>", name, told)
