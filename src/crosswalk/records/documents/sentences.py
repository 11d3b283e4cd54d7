"""Sentences of running text, each with its place in the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crosswalk.records.documents.text import Line

__all__ = ["Sentence", "sentences"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the place of each of its characters in the document."""

    text: str
    start: int
    end: int


def sentences(lines: Iterable[Line], text: str) -> Iterator[Sentence]:
    """Sentences of running text, over line ends; a gap or a bullet ends one too."""
    blocks: list[list[int]] = []
    for line in lines:
        if blocks and not line.gap and not line.bullet:
            blocks[-1][1] = line.end
        else:
            blocks.append([line.body()[0], line.end])
    for first, last in blocks:
        position = first
        block = text[first:last]
        for stop in [*(found.end() for found in re.finditer(r"(?<!\b\w)(?<!\b\w\w)[.!?؟](?=\s|$)", block)), len(block)]:
            piece = text[position : first + stop]
            if piece.strip():
                yield Sentence(piece.replace("\n", " "), position, first + stop)
            position = first + stop
