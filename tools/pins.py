"""Renew constraints.txt: the versions of everything that the project's own requirements bring along."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Install every requirement into a fresh environment and write down what came."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *(r for g in project["project"]["optional-dependencies"].values() for r in g),
        *(r for g in project["dependency-groups"].values() for r in g),
    ]
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
        frozen = subprocess.run(
            [python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True, encoding="utf-8"
        ).stdout
    pins = [line for line in frozen.splitlines() if re.fullmatch(r"[A-Za-z0-9._-]+==[^ ]+", line)]
    (ROOT / "constraints.txt").write_text("\n".join(sorted(pins, key=str.lower)) + "\n", encoding="utf-8")
    print(f"{len(pins)} pins", file=sys.stderr)


if __name__ == "__main__":
    main()
