"""Links titles of records: whole, by their pieces, and by the words at either end that name an occupation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosswalk.taxonomy.linking.linker import Link

__all__ = ["HEAD_AMONG", "best_of_title", "title_heads", "title_pieces"]

#: Links of a title among which the occupation that its head names must be.
HEAD_AMONG = 5
#: A title is surely linked from this probability on: then its head is not asked.
SURE_OF_TITLE = 0.3
#: Least probability of the occupation that a head names. On 420 national titles with full ESCO heads add 3 right
#: occupations (248 to 251); with the starter taxonomy, 840 titles, 2 (146 to 148).
SURE_OF_HEAD = 0.8

_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_PIECES = re.compile(r"\s*(?:,|;|:|–|—|\||\s-\s)\s*")
_SIDES = re.compile(r"\s+/\s+|\s*[,;|–—]\s*")
_SHORTEST = 3


def title_pieces(title: str) -> list[str]:
    """A title and its pieces: what is outside and inside brackets, before a comma or dash, beside a slash.

    Example:
        >>> title_pieces("Truck driver (Berufskraftfahrer CE)")
        ['Truck driver (Berufskraftfahrer CE)', 'Truck driver', 'Berufskraftfahrer CE']
    """
    pieces = [title, _BRACKETS.sub(" ", title), *_BRACKETS.findall(title)]
    pieces += [_PIECES.split(pieces[1])[0], *_SIDES.split(pieces[1])]
    tidy = (" ".join(piece.split()) for piece in pieces)
    return list(dict.fromkeys(piece for piece in tidy if len(piece) >= _SHORTEST))


def title_heads(title: str) -> list[str]:
    """The words at either end of a title, where many languages put what it is about.

    Example:
        >>> title_heads("Infirmière en réanimation")
        ['Infirmière', 'Infirmière en', 'en réanimation', 'réanimation']
    """
    words = title.split()
    ends = [words[:count] for count in range(1, len(words))] + [words[count:] for count in range(1, len(words))]
    return list(dict.fromkeys(head for end in ends if len(head := " ".join(end)) >= _SHORTEST))


def best_of_title(title: str, pieces: Sequence[str], links: Mapping[str, Sequence[Link]]) -> Link | None:
    """The likeliest occupation of a title: of itself or a piece, or of its head where none of these is sure.

    A head counts only where it surely names an occupation, and one that the whole title or a piece comes near too.

    Args:
        title: As it is written.
        pieces: From `title_pieces`.
        links: The best links of each piece and of each of `title_heads`, best first.
    """
    found = [links[piece][0] for piece in pieces if links.get(piece)]
    best = max(found, key=lambda link: link.score, default=None)  # the earlier, fuller piece on a tie
    if best is None or best.score >= SURE_OF_TITLE:
        return best
    near = {link.uri for piece in pieces for link in links.get(piece, ())}
    heads = [links[head][0] for head in title_heads(title) if links.get(head)]
    sure = [head for head in heads if head.score >= SURE_OF_HEAD and head.uri in near]
    return max([best, *sure], key=lambda link: link.score)
