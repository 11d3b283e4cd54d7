"""Write security/components.csv: every pinned component with its licence, and how new it was on the day of the look.

The newest versions come from a file of tab-separated name, version and month (first line is a header), so that nothing
is asked of a registry in bulk: `python tools/components.py newest.tsv`.
"""

from __future__ import annotations

import csv
import re
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = ("component", "version", "licence", "source", "newest", "newest_since", "looked_at", "why_not_newest")
#: Names of licences as packages write them in their classifiers.
_CLASSIFIER = "License :: OSI Approved :: "


def main(newest: Path) -> None:
    """Write the file anew; what was said of why a version is kept stays."""
    path = ROOT / "security" / "components.csv"
    before = {row["component"]: row for row in csv.DictReader(path.open(encoding="utf-8"))} if path.exists() else {}
    known = {}
    for line in newest.read_text(encoding="utf-8").splitlines()[1:]:
        name, version, month = line.split("\t")[:3]
        known[_plain(name)] = (version, month)
    today = datetime.now(UTC).date().isoformat()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").split():
            name, _, version = line.partition("==")
            latest, month = known.get(_plain(name), (version, ""))
            old = before.get(name, {})
            writer.writerow(
                {
                    "component": name,
                    "version": version,
                    "licence": _licence(name) or old.get("licence", ""),
                    "source": f"https://pypi.org/project/{name}/{version}/",
                    "newest": version if _newer(version, latest) else latest,
                    "newest_since": month,
                    "looked_at": today,
                    "why_not_newest": "" if _newer(version, latest) else old.get("why_not_newest", ""),
                }
            )


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _newer(one: str, other: str) -> bool:
    """Whether a version is at least another."""
    numbers = [[int(part) for part in re.findall(r"\d+", each)] for each in (one, other)]
    return numbers[0] >= numbers[1]


def _licence(name: str) -> str:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    classes = [
        each.removeprefix(_CLASSIFIER) for each in told.get_all("Classifier") or [] if each.startswith(_CLASSIFIER)
    ]
    expression = told.get("License-Expression") or " OR ".join(classes)
    return expression or next(iter((told.get("License") or "").split("\n")), "")[:60]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
