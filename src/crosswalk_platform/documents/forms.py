"""Forms about documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.documents.sniffing import check_content, check_name
from crosswalk_platform.people.forms.steps import WithRevision
from crosswalk_platform.people.telling import told_entry, told_value
from crosswalk_platform.people.words import PARTS

__all__ = ["ReviewForm", "SendForm"]


class SendForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Your CV"),
        allow_empty_file=True,
        help_text=_("PDF, Word (.docx) or plain text, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.txt,application/pdf,text/plain"}),
        max_length=255,
    )

    def clean_file(self) -> Any:
        """One kind of file, of a size that is read, and called what it is.

        Raises:
            ValidationError: It is not.
        """
        sent = self.cleaned_data["file"]
        check_name(sent.name, check_content(sent.read()))
        sent.seek(0)
        return sent


class ReviewForm(WithRevision):
    """What was found, in groups by part; nothing is ticked before the person ticks it."""

    def __init__(self, found: list[dict[str, Any]], record: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for place, each in enumerate(found):
            groups.setdefault(each["part"], []).append((str(place), _told(each["part"], each["value"])))
        for part, choices in groups.items():
            self.fields[part] = forms.MultipleChoiceField(
                label=str(PARTS.get(part, part)), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
            if (stands := record.get(part)) and not isinstance(found[int(choices[0][0])]["value"], dict):
                self.fields[part].help_text = say("It takes the place of: %(now)s") % {"now": told_value(part, stands)}

    def taken(self) -> list[int]:
        """Places of what was ticked."""
        ticked = (self.cleaned_data[name] for name in self.fields if name != "revision")
        return sorted(int(place) for places in ticked for place in places)


def _told(part: str, value: Any) -> str:
    if isinstance(value, dict):
        text, more = told_entry(part, value)
        return f"{text} – {more}" if more else text
    return told_value(part, value)
