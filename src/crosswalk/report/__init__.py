"""Shortlists with reasons as one self-contained HTML page in English, French, Spanish or Arabic."""

from crosswalk.report.report import write_report
from crosswalk.wording import LANGUAGES

__all__ = ["LANGUAGES", "write_report"]
