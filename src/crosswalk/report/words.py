"""Words of the report in one language: its own sentences and those of matching."""

from __future__ import annotations

from crosswalk.wording import Wording

__all__ = ["Words"]


class Words(Wording):
    """All that the report says in one language.

    Args:
        language: One of LANGUAGES.

    Raises:
        UsageError: There are no sentences in the language.

    Example:
        >>> words = Words("fr")
        >>> words("number.people"), words.share(0.64), words.counted("vacancy.months", 6)
        ('personnes lues', '64\\xa0%', '6 mois')
    """

    def __init__(self, language: str) -> None:
        super().__init__(language, "crosswalk.matching", "crosswalk.report")
