"""The report of a partnership for a ministry: HTML, PDF and tables, in English, French, Spanish or Arabic."""

from crosswalk.report.partnership.report import check_formats, write_partnership_report
from crosswalk.report.partnership.study import Study, study
from crosswalk.report.partnership.tables import write_tables
from crosswalk.report.partnership.words import PartnershipWords

__all__ = ["PartnershipWords", "Study", "check_formats", "study", "write_partnership_report", "write_tables"]
