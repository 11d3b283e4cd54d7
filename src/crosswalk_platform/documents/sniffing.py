"""What an uploaded file is, by its content, before anything opens it: one thing, and one that is read."""

from __future__ import annotations

import io
import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crosswalk.errors import InputError
from crosswalk.records.documents.sniff import check_package, kind_of

__all__ = ["ENDINGS", "LARGEST", "LONGEST_TEXT", "check_content", "check_name", "refusal", "unreadable"]

#: Bytes that a file may have.
LARGEST = 5_000_000
#: Bytes that a plain text may have: a hundred pages.
LONGEST_TEXT = 300_000
#: How the name of a file of each kind ends.
ENDINGS = {"pdf": "pdf", "docx": "docx", "text": "txt"}
_PDF, _ZIP = b"%PDF-", b"PK\x03\x04"


def check_content(content: bytes) -> str:
    """Kind of a file: pdf, docx or text, by its content alone.

    Raises:
        ValidationError: It is empty, too large, two things at once, or none that is read; one plain sentence.
    """
    if not content:
        raise ValidationError(_("The file is empty. Save the document again, and send the new file."))
    if len(content) > LARGEST:
        raise ValidationError(too_large())
    starts_as_pdf, starts_as_zip = content.startswith(_PDF), content.startswith(_ZIP)
    if (_PDF in content[:1024] and not starts_as_pdf) or (starts_as_pdf and zipfile.is_zipfile(io.BytesIO(content))):
        raise ValidationError(
            _("The file is two kinds of file at once, as harmful files are. Send a plain PDF or Word file.")
        )
    try:
        kind = kind_of(content, "CV")
        if starts_as_zip:
            check_package(content, "CV")
    except InputError as error:
        raise ValidationError(refusal(error)) from error
    if kind == "text" and content.lstrip(b"\xef\xbb\xbf \t\r\n\v\f")[:1] == b"<":
        raise ValidationError(_("This is a web page, not a document. Save it as PDF, Word (.docx) or plain text."))
    if kind == "text" and len(content) > LONGEST_TEXT:
        raise ValidationError(_("This text is too long for a CV. Send the CV alone."))
    return kind


def check_name(name: str, kind: str) -> None:
    """See that a file is called what it is; nothing else of its name counts, and none of it is kept.

    Raises:
        ValidationError: Its name ends otherwise.
    """
    ending = name.rpartition(".")[2].lower()
    if ending != ENDINGS[kind]:
        raise ValidationError(
            _("The name of the file must end in .%(ending)s, as its content says. Rename it, and send it again.")
            % {"ending": ENDINGS[kind]}
        )


def refusal(error: InputError) -> str:
    """What the engine says of a file, in the language of the page; one plain sentence where it has no such words."""
    message = _(error.message)
    if message == error.message and not (get_language() or "en").startswith("en"):
        return unreadable()
    return f"{message} {_(error.remedy)}"


def unreadable() -> str:
    """The sentence for a file that cannot be read, whatever the reason."""
    return _("The file could not be read. Save it as a new PDF, or fill in the steps yourself.")


def too_large() -> str:
    """The sentence for a file that is too large."""
    return _("The file is too large: at most 5 MB are read. Save it without pictures, or send the CV alone.")
