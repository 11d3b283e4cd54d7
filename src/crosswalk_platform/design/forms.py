"""One way to show a form: label, hint, what to mend, then the field; what was typed is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, QueryDict

__all__ = ["Renderer", "attempt", "posted"]

R = TypeVar("R")
#: Widgets in which somebody writes: the first letter says from which side.
WRITTEN = frozenset({"text", "email", "url", "search"})


class Renderer(DjangoTemplates):
    """Renders every form and field of the site, and those of sign-in, with the templates of this app."""

    form_template_name = "design/form.html"
    field_template_name = "design/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """As Django does; what is written in a field runs the way of its own letters, whatever the page's way."""
        widget = context.get("widget", {})
        if widget.get("type") in WRITTEN or template_name.endswith("/textarea.html"):
            widget["attrs"].setdefault("dir", "auto")
        return super().render(template_name, context, request)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, though it be nothing; None where the page is only looked at.

    A form without data shows what stands in the record, so an empty answer has to be an answer.
    """
    return request.POST if request.method == "POST" else None


def attempt(form: BaseForm, act: Callable[..., R], **given: object) -> R | None:
    """What the action gives; where it refuses what was typed, the form says why beside the field, and None is given."""
    try:
        return act(**given)
    except ValidationError as refusal:
        told = refusal.error_dict if hasattr(refusal, "error_dict") else {"": refusal.error_list}
        for path, errors in told.items():
            field = path.rpartition(".")[2]
            form.add_error(field if field in form.fields else None, ValidationError(errors))
        return None
