"""What the doctor found: one thing, whether it is well, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "ok", "warning", "wrong"]

State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes:
        name: What was looked at.
        state: ok; warning, where the site works but should not stay so; wrong, where it must not go on.
        sentence: What is.
        remedy: What to do; empty where all is well.
    """

    name: str
    state: State
    sentence: str
    remedy: str = ""


def _made(state: State) -> Callable[..., Finding]:
    def make(name: str, sentence: str, remedy: str = "") -> Finding:
        return Finding(name, state, sentence, remedy)

    return make


ok, warning, wrong = _made("ok"), _made("warning"), _made("wrong")
