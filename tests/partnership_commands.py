"""Runs crosswalk partnership as a person at a terminal does, for every test of these commands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def crosswalk(*arguments: str | Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    """One command, its output, and its exit status held to the one expected; never a traceback."""
    command = [sys.executable, "-m", "crosswalk", "partnership", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == status, done.stdout + done.stderr
    return done
