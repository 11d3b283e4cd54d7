"""Two columns side by side in plain text, put one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from crosswalk.records.documents.sections import find_heading

__all__ = ["one_column"]

#: Lines that begin at the same place behind a wide gap, from which on they make a column.
FEWEST_LINES = 4
#: Part of the lines that may run across the gap between the columns, such as the name at the top.
MOST_ACROSS = 0.1
_BEHIND_A_GAP = re.compile(r"(?<= {3})\S")


def one_column(lines: Sequence[str]) -> list[str]:
    """The lines of the left column and then those of the right one; the lines as they are where there is one column.

    Both columns must open a section: a table, whose rows belong together, is left as it is.

    Example:
        >>> one_column(["Skills     Experience", "baking     Cook, Hotel", "grilling   2016-2020", "sauces     Waiter"])
        ['Skills', 'baking', 'grilling', 'sauces', '', 'Experience', 'Cook, Hotel', '2016-2020', 'Waiter']
    """
    lines = [line.expandtabs() for line in lines]
    begins = Counter(found.start() for line in lines for found in _BEHIND_A_GAP.finditer(line))
    place, count = max(begins.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    across = [line for line in lines if len(line) > place and line[max(place - 2, 0) : place].strip()]
    if count < FEWEST_LINES or len(across) > MOST_ACROSS * sum(bool(line.strip()) for line in lines):
        return list(lines)
    left = [line if line in across else line[:place].rstrip() for line in lines]
    right = ["" if line in across else line[place:].rstrip() for line in lines]
    if not (_opens_a_section(left) and _opens_a_section(right)):
        return list(lines)
    return [*left, "", *right]


def _opens_a_section(lines: Sequence[str]) -> bool:
    return any(line.strip() and find_heading(line.strip()) for line in lines)
