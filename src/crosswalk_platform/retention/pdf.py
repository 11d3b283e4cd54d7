"""A person's record as a document to read and print; nothing outside the document is ever fetched."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from crosswalk.errors import CrosswalkError
from crosswalk.types import country_name, language_name
from crosswalk_platform.people.models import Person

__all__ = ["PdfError", "record_as_pdf", "why_no_pdf"]

LABELS = {
    "given_names": _("Given names"), "family_name": _("Family name"), "email": _("E-mail"), "phone": _("Telephone"),
    "birth_date": _("Date of birth"), "sex": _("Sex"), "nationalities": _("Nationalities"), "residence": _("Lives in"),
    "occupation": _("Occupation"), "headline": _("Occupation in own words"), "summary": _("Summary"),
    "experience": _("Work"), "education": _("School and training"), "languages": _("Languages"),
    "skills": _("Skills"), "credentials": _("Certificates and documents"), "destinations": _("Would work in"),
    "destinations_excluded": _("Would not work in"), "employers_excluded": _("Employers who must not see this"),
    "available_from": _("Can start from"), "consent_matching": _("Agrees to be matched"),
    "not_understood": _("Not understood"), "evidence": _("How it is known"), "family": _("Family"),
    "legal_status": _("Legal status"), "reasons": _("Reasons"), "refugee_documents": _("Refugee documents"),
    "places_to_avoid": _("Places to avoid"),
    "title": _("Title"), "name": _("Name"), "text": _("Words"), "employer": _("Employer"), "country": _("Country"),
    "start": _("From"), "end": _("Until"), "ongoing": _("Still"), "months": _("Months"), "paid": _("Paid"),
    "description": _("Description"), "level": _("Level"), "field": _("Field"), "institution": _("Institution"),
    "completed": _("Completed"), "language": _("Language"), "native": _("First language"),
    "listening": _("Listening"), "reading": _("Reading"), "spoken_interaction": _("Talking with others"),
    "spoken_production": _("Speaking"), "writing": _("Writing"), "kind": _("Kind"), "issuer": _("Issued by"),
    "issued": _("Issued on"), "until": _("Valid until"), "held": _("Held"), "assurance": _("How it is known"),
    "by": _("By"), "on": _("On"), "kinship": _("Kinship"), "birth_year": _("Year of birth"), "moves": _("Would move"),
}  # fmt: skip
_COUNTRIES = frozenset({"nationalities", "residence", "destinations", "destinations_excluded", "country"})


class PdfError(CrosswalkError):
    """PDFs cannot be made on this machine."""

    code = "pdf"
    exit_status = 10


def why_no_pdf() -> PdfError | None:
    """What keeps this machine from making PDFs; None where nothing does."""
    try:
        import weasyprint  # noqa: F401, PLC0415 - loads libraries of the system, which may be absent
    except ModuleNotFoundError:
        return PdfError(
            "PDFs cannot be made: WeasyPrint is not installed.", remedy="Run: pip install 'crosswalk[platform]'."
        )
    except OSError:
        return PdfError(
            "PDFs cannot be made: a library of the system is missing.",
            remedy="Whoever runs this site installs Pango (Debian: libpango-1.0-0 and libpangoft2-1.0-0).",
        )
    return None


def record_as_pdf(person: Person, confided: dict[str, Any]) -> bytes:
    """The record, and what was confided, in the reader's language.

    Raises:
        PdfError: The machine cannot make PDFs.
    """
    if problem := why_no_pdf():
        raise problem
    import weasyprint  # noqa: PLC0415

    told = {
        "direction": "rtl" if get_language_bidi() else "ltr",
        "language": get_language(),
        "record": _readable({**person.record, "family": person.family}),
        "confided": _readable(confided),
        "day": timezone.localdate(),
    }
    html = render_to_string("retention/record_pdf.html", told)
    pdf: bytes = weasyprint.HTML(string=html, url_fetcher=_nothing).write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def _nothing(url: str, **_: Any) -> Any:
    raise ValueError("A record is typeset without anything from elsewhere.")


def _readable(record: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """Label and values of each part; a value is text, or again a list of labels and values."""
    return [
        (str(LABELS.get(name, name)), [_value(name, each) for each in (value if isinstance(value, list) else [value])])
        for name, value in record.items()
        if value not in (None, [], {}) and name != "uri"
    ]


def _value(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return _readable(value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    language = (get_language() or "en").partition("-")[0]
    if name in _COUNTRIES:
        return country_name(str(value), language)
    if name == "language":
        return language_name(str(value), language)
    return str(value)
