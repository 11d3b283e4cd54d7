"""How mail leaves: by the worker to the server of CROSSWALK_MAIL_URL, encrypted, or into files of the data folder."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from crosswalk.errors import SettingsError

__all__ = ["Mail", "mail_settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Django's settings of mail."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    tls: bool = False
    starttls: bool = False


def mail_settings(url: str | None) -> Mail:
    """What an address means.

    Raises:
        SettingsError: It is no address of a mail server.

    Example:
        >>> mail_settings("smtp://post:secret@mail.example.org").port
        587
    """
    if url is None:
        return Mail(backend="django.core.mail.backends.filebased.EmailBackend")
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or port == -1:
        raise SettingsError(
            "CROSSWALK_MAIL_URL is no address of a mail server.", remedy="Write smtp://user:password@host:587."
        )
    return Mail(
        backend="crosswalk_platform.mail.backend.Later",
        host=parts.hostname,
        port=port or (465 if parts.scheme == "smtps" else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp",
    )
