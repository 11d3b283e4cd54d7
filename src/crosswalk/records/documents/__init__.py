"""CVs and job advertisements as PDF, DOCX or plain text become people and vacancies."""

from crosswalk.records.documents.cv import read_cv, read_cv_text
from crosswalk.records.documents.extract import extract_text
from crosswalk.records.documents.job_ad import read_job_ad, read_job_ad_text
from crosswalk.records.documents.parts import Span
from crosswalk.records.documents.reading import DocumentReading, JobAdReading
from crosswalk.records.documents.text import DocumentText, Line, Page

__all__ = [
    "DocumentReading",
    "DocumentText",
    "JobAdReading",
    "Line",
    "Page",
    "Span",
    "extract_text",
    "read_cv",
    "read_cv_text",
    "read_job_ad",
    "read_job_ad_text",
]
