"""Write the pictures of the README and of the tutorials from the reports of `make demo` (needs Debian's chromium)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
REPORT = Path("demo-output") / "report.html"
PARTNERSHIP = Path("demo-output") / "partnership.html"
SIZE = (1000, 1240)  #: each half of the README's picture: width and height of the browser's window
COLOURS = 64  #: the report uses few; a palette keeps the file small
#: Pictures of the partnership: what of the page is shown, by a selector of CSS.
PARTS = {
    "head": "header.head",
    "summary": "#summary",
    "timeline": "#timeline figure",
    "costs": "#costs figure",
    "worth": "#worth figure",
    "swings": "#swings figure:nth-of-type(5)",
}


def shot(page: Path, to: Path, size: tuple[int, int] = SIZE) -> Image.Image:
    """The window's content of a page, as a picture."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    window = f"--window-size={size[0]},{size[1]}"
    subprocess.run(["chromium", *options, window, f"--screenshot={to}", page.as_uri()], check=True, capture_output=True)
    return Image.open(to).convert("RGB")


def only(html: str, part: str) -> str:
    """A page that shows one part of it alone."""
    style = f"<style>body *{{visibility:hidden}} {part},{part} *{{visibility:visible}} "
    style += f"{part}{{position:absolute;top:0;left:0;right:0;margin:1.5rem;z-index:9}}</style></head>"
    return html.replace("</head>", style, 1)


def trimmed(picture: Image.Image) -> Image.Image:
    """A picture without the empty paper below it."""
    paper = Image.new("RGB", picture.size, picture.getpixel((2, picture.height - 2)))
    box = ImageChops.difference(picture, paper).getbbox()
    return picture.crop((0, 0, picture.width, min(picture.height, (box[3] if box else 0) + 24)))


def save(picture: Image.Image, name: str) -> None:
    """Write a picture small enough for a slow line."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    small = picture.resize((picture.width * 4 // 5, picture.height * 4 // 5), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size // 1000} kB")


def readme(job: str, folder: Path) -> None:
    """The first page of the report and the shortlist of a job, side by side."""
    html = REPORT.read_text(encoding="utf-8")
    pages = [folder / "whole.html", folder / "job.html"]
    pages[0].write_text(html, encoding="utf-8")
    pages[1].write_text(only(html, f"#{job}"), encoding="utf-8")
    halves = [shot(page, page.with_suffix(".png")) for page in pages]
    both = Image.new("RGB", (SIZE[0] * 2 + 20, SIZE[1]), "white")
    both.paste(halves[0], (0, 0))
    both.paste(halves[1], (SIZE[0] + 20, 0))
    save(both, "report")


def partnership(folder: Path) -> None:
    """Parts of the report of the partnership, one picture each."""
    html = PARTNERSHIP.read_text(encoding="utf-8")
    for name, part in PARTS.items():
        page = folder / f"{name}.html"
        page.write_text(only(html, part), encoding="utf-8")
        save(trimmed(shot(page, page.with_suffix(".png"), (SIZE[0], 2 * SIZE[1]))), f"partnership-{name}")


def main() -> None:
    """Draw all; the job of the README's picture can be named on the command line (job-2)."""
    with tempfile.TemporaryDirectory() as folder:
        readme(sys.argv[1] if len(sys.argv) > 1 else "job-2", Path(folder))
        partnership(Path(folder))


if __name__ == "__main__":
    main()
