"""XML elements without their name spaces: names, texts, and plain nested data."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from crosswalk.records.values import TEXT_LIMIT

__all__ = ["children", "local_name", "shape", "text_at"]

DEPTH_LIMIT = 64
#: Parts that hold pictures and attached files; they are not read.
HEAVY = {"Photo", "Signature", "AttachmentList", "Attachment", "PrintingPreferences", "RenderingInformation"}
_DATE = ("year", "month", "day")


def local_name(element: Element) -> str:
    """Name of an element without its name space."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> list[Element]:
    """Elements at a path of names; all that bear the last name."""
    found = [] if element is None else [element]
    for name in names:
        found = [child for parent in found for child in parent if local_name(child) == name]
    return found


def text_at(element: Element | None, *names: str) -> str | None:
    """Text of the first element at a path that has any, bounded, on one line; None where there is none."""
    for found in children(element, *names):
        if said := " ".join((found.text or "").replace("\0", "").split()):
            return said[:TEXT_LIMIT]
    return None


def shape(element: Element, depth: int = 0) -> Any:
    """An element in the shape of Europass JSON: texts, objects, and lists under the name of their members.

    Raises:
        RecursionError: It is nested more deeply than any CV.
    """
    if depth > DEPTH_LIMIT:
        raise RecursionError
    if len(element) == 0:
        dates = {name.capitalize(): value.lstrip("-") for name, value in element.attrib.items() if name in _DATE}
        return dates or (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        name = local_name(child)
        if name in HEAVY:
            continue
        value = shape(child, depth + 1)
        if name.endswith("List") and len(child):
            found[name.removesuffix("List")] = [shape(part, depth + 2) for part in child]
        elif name in found:
            found[name] = [*(found[name] if isinstance(found[name], list) else [found[name]]), value]
        else:
            found[name] = value
    return found
