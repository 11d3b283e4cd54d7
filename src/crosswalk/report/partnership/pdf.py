"""A page as a tagged PDF (PDF/UA-1), typeset on this machine; nothing is fetched from anywhere."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import vl_convert

from crosswalk.errors import UsageError

__all__ = ["pictured", "typesetter", "write_pdf"]

DRAWING = re.compile(r'<svg (viewBox="[^"]*") role="img" aria-label="([^"]*)">(.*?)</svg>', re.DOTALL)
#: Points of a picture for each point of its drawing, enough for print.
SHARPNESS = 2
PAPER = '<rect width="100%" height="100%" fill="white"/>'


def typesetter(path: Path) -> Any:
    """What makes a PDF out of a page; it reads what the page itself holds and fetches nothing.

    Raises:
        UsageError: The libraries that typeset a PDF are not on this machine; `path` cannot be written.
    """
    try:
        import weasyprint  # noqa: PLC0415 - it loads pango, which may be absent and takes a while
    except (ImportError, OSError) as error:
        raise UsageError(
            "No PDF can be made here: WeasyPrint, or the library pango that it needs, cannot be loaded.",
            remedy="On Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. Or write HTML and "
            "print it from a browser.",
            place=str(path),
        ) from error
    return weasyprint


def write_pdf(path: Path, page: str) -> None:
    """Write a page, whole or not at all.

    Raises:
        UsageError: As `typesetter`.
    """
    joined = pictured(page) if 'dir="rtl"' in page else page
    weasyprint = typesetter(path)
    own = weasyprint.URLFetcher(allowed_protocols={"data"})
    document = weasyprint.HTML(string=joined, url_fetcher=own)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part{os.getpid()}")
    document.write_pdf(part, pdf_variant="pdf/ua-1")
    part.replace(path)


def pictured(page: str) -> str:
    """A page whose drawings are pictures: WeasyPrint sets text in a drawing letter by letter, which breaks Arabic."""

    def picture(found: re.Match[str]) -> str:
        box, name, inside = found.groups()
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="sans-serif">{PAPER}{inside}</svg>'
        data = b64encode(vl_convert.svg_to_png(svg, scale=SHARPNESS)).decode("ascii")
        return f'<img alt="{name}" src="data:image/png;base64,{data}">'

    return DRAWING.sub(picture, page)
