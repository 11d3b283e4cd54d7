"""What the doctor looks at outside the database: Python, folders, disk, mail, HTTPS, fonts, languages."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import stat
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from crosswalk_platform.cli.finding import Finding, ok, warning, wrong

__all__ = ["data_folder", "disk", "folders", "free", "installed", "python", "running", "site_findings"]

OLDEST_PYTHON = (3, 11)
#: Free space of the disk under which the site is in danger, and under which somebody should look.
LEAST_BYTES, FEW_BYTES = 500_000_000, 2_000_000_000
#: A certificate that ends sooner is told.
FEW_DAYS = 14
#: Private to the account that runs the site. The data folder itself is passed through by the embedded server.
PRIVATE_FOLDERS = ("secrets", "files", "mail", "quarantine")
MODULES = (
    "django psycopg allauth csp django_tasks django_tasks_db cryptography whitenoise gunicorn weasyprint fido2 qrcode"
)


def running() -> tuple[int, ...]:
    """The version of Python that runs this."""
    return tuple(sys.version_info[:2])


def data_folder() -> Path:
    """The data folder of this installation."""
    from crosswalk_platform.config.installation import installation

    return installation().data


def free(folder: Path) -> int:
    """Bytes that are free where the folder lies."""
    return shutil.disk_usage(folder).free


def python(version: tuple[int, ...]) -> Finding:
    """Whether Python is new enough."""
    told = ".".join(map(str, version))
    if version < OLDEST_PYTHON:
        return wrong("python", f"Python {told} is too old.", "Install Python 3.11 or later.")
    return ok("python", f"Python {told}.")


def installed(modules: str = MODULES) -> Finding:
    """Whether everything that the site needs is installed."""
    missing = [name for name in modules.split() if find_spec(name) is None]
    if missing:
        return wrong("extra", f"Not installed: {', '.join(missing)}.", "Run: pip install 'crosswalk[platform]'.")
    return ok("extra", "Everything that the site needs is installed.")


def folders(data: Path) -> Iterator[Finding]:
    """Whether the data folder can be written to, and what is in it is private."""
    if not data.is_dir():
        yield wrong(
            "data folder", f"{data} is no folder.", "Run crosswalk migrate, or name another with CROSSWALK_DATA."
        )
        return
    if not os.access(data, os.W_OK | os.X_OK):
        yield wrong(
            "data folder", f"{data} cannot be written to.", "Run as its owner, or give the folder to this account."
        )
        return
    yield ok("data folder", f"{data} can be written to.")
    for name in PRIVATE_FOLDERS:
        folder = data / name
        if not folder.exists():
            continue
        open_ = [each for each in (folder, *folder.rglob("*")) if stat.S_IMODE(each.stat().st_mode) & 0o077]
        if name != "secrets":
            open_ = [each for each in open_ if each == folder]  # nobody comes to what lies in a private folder
        if open_:
            yield wrong(
                name,
                f"{open_[0]} can be read by other accounts of this machine.",
                f"Run: chmod -R u=rwX,go= {folder}",
            )
        else:
            yield ok(name, f"{folder} is private.")


def disk(free: int) -> Finding:
    """Whether the disk has room."""
    told = f"{free / 1e9:.1f} GB are free."
    if free < LEAST_BYTES:
        return wrong("disk", told, "Make room now: without it nothing can be saved.")
    if free < FEW_BYTES:
        return warning("disk", told, "Make room soon.")
    return ok("disk", told)


def site_findings() -> Iterator[Finding]:
    """What can be looked at once the site's settings are read."""
    from django.conf import settings

    from crosswalk_platform.config.installation import installation

    place = installation()
    yield mail(place.mail_url, place.sender)
    yield https(secure=place.secure, debug=place.debug, hosts=place.hosts)
    yield from deploy_checks(secure=place.secure)
    if place.secure:
        yield from (certificate(host) for host in place.hosts if "." in host.strip(".") and not host.startswith("127."))
    yield from scanner(place.scanner)
    yield misspelt(os.environ)
    yield pdf()
    yield arabic_font()
    yield languages([code for code, _ in settings.LANGUAGES if code != "en"])


def mail(url: str | None, sender: str) -> Finding:
    """Whether mail leaves."""
    remedy = "Set CROSSWALK_MAIL_URL=smtp://user:password@host:587 and CROSSWALK_SENDER."
    if url is None:
        return warning("mail", "No mail server is set: mail is written to the data folder.", remedy)
    if "localhost" in sender:
        return warning("mail", "The sender of mail is still the example.", "Set CROSSWALK_SENDER.")
    from crosswalk_platform.config.mail import mail_settings

    server = mail_settings(url)
    try:
        socket.create_connection((server.host, server.port), timeout=5).close()
    except OSError:
        return wrong("mail", "The mail server does not answer.", "Check CROSSWALK_MAIL_URL, its port and the firewall.")
    return ok("mail", "The mail server answers.")


def https(*, secure: bool, debug: bool, hosts: tuple[str, ...]) -> Finding:
    """Whether the site is set for the world."""
    if debug:
        return wrong("https", "CROSSWALK_DEBUG is set: errors show what nobody should see.", "Unset it.")
    local = all(host in {"localhost", "127.0.0.1", "[::1]"} for host in hosts)
    if not secure and local:
        return warning(
            "https",
            "The site answers on this machine only, without HTTPS.",
            "To open it: CROSSWALK_HOSTS, CROSSWALK_SECURE=1.",
        )
    if not secure:
        return wrong("https", "The site has a public name, but is not set for HTTPS.", "Set CROSSWALK_SECURE=1.")
    return ok("https", "Cookies and headers are set for HTTPS.")


def certificate(host: str, port: int = 443) -> Finding:
    """Whether browsers trust who answers under the site's name, and how long."""
    remedy = "Get a certificate of a public authority, such as Let's Encrypt, and renew it by itself."
    try:
        with (
            socket.create_connection((host, port), timeout=5) as line,
            ssl.create_default_context().wrap_socket(line, server_hostname=host) as encrypted,
        ):
            told = encrypted.getpeercert() or {}
    except ssl.SSLError:
        return wrong("certificate", f"Browsers do not trust the certificate of {host}.", remedy)
    except OSError:
        return warning("certificate", f"{host} cannot be asked from here on port {port}.", "Look from elsewhere.")
    left = int((ssl.cert_time_to_seconds(str(told["notAfter"])) - time.time()) // 86_400)
    if left < FEW_DAYS:
        return warning("certificate", f"The certificate of {host} ends in {left} days.", remedy)
    return ok("certificate", f"Browsers trust the certificate of {host} for {left} days.")


def deploy_checks(*, secure: bool) -> Iterator[Finding]:
    """Django's own checks; those of deployment where the site is set for it."""
    from django.core.checks import WARNING, run_checks

    found = [each for each in run_checks(include_deployment_checks=secure) if each.level >= WARNING]
    for each in found:
        yield wrong(
            "django", f"{each.id}: {each.msg}", each.hint or "See the page of checks in Django's documentation."
        )
    if not found:
        yield ok("django", f"Django's checks{' of deployment' if secure else ''} find nothing.")


def scanner(address: str | None) -> Iterator[Finding]:
    """Whether the virus scanner that is set answers; while it does not, no file that is sent in is opened."""
    if address is None:
        return
    from crosswalk_platform.documents.scanning import ScannerError, scan

    try:
        scan(b"")
    except (ScannerError, ValueError):
        yield wrong(
            "scanner",
            "The virus scanner does not answer: no file that is sent in is opened.",
            "Start clamd, or write CROSSWALK_SCANNER=unix:///path or tcp://127.0.0.1:3310.",
        )
    else:
        yield ok("scanner", "The virus scanner answers.")


def misspelt(environment: Iterable[str]) -> Finding:
    """Whether a variable begins with CROSSWALK_ and is no setting: it does nothing, and nobody would notice."""
    from crosswalk.settings import Settings
    from crosswalk_platform.config.installation import Installation

    known = {f"CROSSWALK_{name.upper()}" for name in (*Settings.model_fields, *Installation.model_fields, "passphrase")}
    if unknown := sorted(
        name for name in environment if name.upper().startswith("CROSSWALK_") and name.upper() not in known
    ):
        return warning(
            "settings", f"No setting has this name: {', '.join(unknown)}.", "See docs/reference/settings.md."
        )
    return ok("settings", "Every variable of Crosswalk is a setting.")


def pdf() -> Finding:
    """Whether PDFs can be made."""
    from crosswalk_platform.retention.pdf import why_no_pdf

    problem = why_no_pdf()
    return warning("pdf", problem.message, problem.remedy) if problem else ok("pdf", "PDFs can be made.")


def arabic_font(program: str = "fc-list") -> Finding:
    """Whether a font for Arabic is at hand; without one a PDF shows boxes."""
    remedy = "Install one (Debian: fontconfig and fonts-noto-core)."
    try:
        found = subprocess.run([program, ":lang=ar", "family"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return warning("fonts", "It cannot be told which fonts there are.", remedy)
    if not found.strip():
        return warning("fonts", "No font for Arabic is installed: a PDF would show boxes.", remedy)
    return ok("fonts", "A font for Arabic is installed.")


def languages(codes: list[str], sentence: str = "Take everything out") -> Finding:
    """Whether the site speaks each of its languages."""
    from django.utils.translation import gettext, override

    silent = []
    for code in codes:
        with override(code):
            if gettext(sentence) == sentence:
                silent.append(code)
    if silent:
        return warning(
            "languages", f"Not translated or not compiled: {', '.join(silent)}.", "Start crosswalk serve once."
        )
    return ok("languages", "Every language of the site is at hand.")
