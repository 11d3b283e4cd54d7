"""Partnership files for tests: the starter with changes, read as if it stood in a folder `corridor`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from crosswalk.partnerships import Partnership, starter
from crosswalk.partnerships.design.partnership import partnership_of
from crosswalk.yaml_files import parse_yaml

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
CORRIDOR = EXAMPLES / "corridor" / "partnership.yaml"


def read(text: str) -> Partnership:
    """A partnership from text."""
    return partnership_of(parse_yaml(text, Path("corridor/partnership.yaml")))


def changed(old: str, new: str, text: str | None = None) -> str:
    """A text (the starter's) with one place changed; the place must be there."""
    text = starter() if text is None else text
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text"
    return text.replace(old, new)


def line_of(part: str, text: str) -> int:
    """Line, from 1, on which a part of a text first stands."""
    return text[: text.index(part)].count("\n") + 1


class _Plain(yaml.SafeDumper):
    """Writes a value that stands in two places twice, without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def with_steps(steps: dict[str, Any], **more: Any) -> Partnership:
    """A small partnership with these steps, both tracks of ten people, and nothing that costs."""
    data = {
        "partnership": 1,
        "title": {"en": "A small one"},
        "model": "global_skill_partnership",
        "origin": "MAR",
        "destination": "DEU",
        "starts_on": "2027-01-01",
        "currency": "EUR",
        "horizon_months": 360,
        "occupation": {"title": {"en": "Electrician"}, "isco": "7411"},
        "parties": {
            "migrants": {"role": "migrants", "title": {"en": "People who go"}},
            "firm": {"role": "employer", "title": {"en": "Firm"}},
        },
        "cohort": {"people": {"home": 10, "away": 10}},
        "steps": {name: {"kind": "training", "title": {"en": name}} | step for name, step in steps.items()},
        "costs": {},
        "outcomes": {"placed": 1},
    } | more
    text = (
        yaml.dump(data, Dumper=_Plain, sort_keys=False)
        .replace("'2027-01-01'", "2027-01-01")
        .replace("'7411'", '"7411"')
    )
    return read(text)
