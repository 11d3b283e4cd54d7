"""Write the picture of the README from the report of `make demo` (needs Debian's chromium)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "report.png"
REPORT = Path("demo-output") / "report.html"
SIZE = (1000, 1240)  #: each half: width and height of the browser's window
COLOURS = 64  #: the report uses few; a palette keeps the file small


def shot(page: Path, to: Path) -> Image.Image:
    """The window's content of a page, as a picture."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    size = f"--window-size={SIZE[0]},{SIZE[1]}"
    subprocess.run(["chromium", *options, size, f"--screenshot={to}", page.as_uri()], check=True, capture_output=True)
    return Image.open(to).convert("RGB")


def main() -> None:
    """Put the first page and the shortlist of the job named on the command line (job-2) side by side."""
    job = sys.argv[1] if len(sys.argv) > 1 else "job-2"
    html = REPORT.read_text(encoding="utf-8")
    only = f"<style>body *{{visibility:hidden}} #{job},#{job} *{{visibility:visible}} "
    only += f"#{job}{{position:absolute;top:0;left:0;right:0;margin:1.5rem;z-index:9}}</style></head>"
    with tempfile.TemporaryDirectory() as folder:
        pages = [Path(folder) / "whole.html", Path(folder) / "job.html"]
        pages[0].write_text(html, encoding="utf-8")
        pages[1].write_text(html.replace("</head>", only, 1), encoding="utf-8")
        halves = [shot(page, page.with_suffix(".png")) for page in pages]
    both = Image.new("RGB", (SIZE[0] * 2 + 20, SIZE[1]), "white")
    both.paste(halves[0], (0, 0))
    both.paste(halves[1], (SIZE[0] + 20, 0))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    small = both.resize((both.width * 4 // 5, both.height * 4 // 5), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    print(f"{PICTURE}: {PICTURE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
