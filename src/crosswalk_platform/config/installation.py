"""What an installation of the site can set without code, and the secrets that it makes once and keeps."""

from __future__ import annotations

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from functools import cache
from pathlib import Path

from pydantic import BaseModel, Field, FilePath, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError as NotJsonError

from crosswalk.errors import SettingsError

__all__ = ["Installation", "OpenIDProvider", "fernet_key", "installation", "secret", "write_secret"]


class OpenIDProvider(BaseModel, frozen=True):
    """Somebody who vouches for people over OpenID Connect; docs/how-to/run-the-site.md says how it is set up."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,29}$", description="Stands in addresses and with each account.")
    name: str = Field(min_length=1, description="As people read it on the button.")
    issuer: str = Field(
        pattern=r"^(https://|http://(localhost|127\.0\.0\.1)(:|/|$))", description="Its issuer, to the letter."
    )
    client: str = Field(min_length=1, description="This site's name at the provider.")
    secret: str = Field(min_length=1, description="This site's secret at the provider.")


class Installation(BaseSettings):
    """Settings of the site; every variable begins with CROSSWALK_, but DATABASE_URL."""

    model_config = SettingsConfigDict(env_prefix="CROSSWALK_", frozen=True, populate_by_name=True)

    data: Path = Field(
        default_factory=lambda: Path.home() / ".local" / "share" / "crosswalk",
        description="Folder of the embedded database, uploaded files and generated secrets.",
    )
    database_url: str | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="PostgreSQL as the site uses it: a role that is neither owner nor superuser. "
        "None starts the embedded server in the data folder.",
    )
    owner_database_url: str | None = Field(
        default=None,
        description="The same database as its owner, for the commands migrate, backup, restore, rotate-key and "
        "audit verify, and for a doctor that looks at everything; unset while serving.",
    )
    as_owner: bool = Field(default=False, description="This process works as the owner: for migrations alone.")
    hosts: tuple[str, ...] = Field(
        default=("localhost", "127.0.0.1", "[::1]"),
        description='Names under which the site may be asked for, as a JSON list such as ["doors.example.org"].',
    )
    secure: bool = Field(
        default=False, description="The site is reached over HTTPS: cookies and headers are set for nothing else."
    )
    debug: bool = Field(default=False, description="Shows errors in full; for development only.")
    paced: bool = Field(
        default=True, description="Refuses an account or address that asks too often; false for load tests only."
    )
    openid: tuple[OpenIDProvider, ...] = Field(
        default=(),
        description="Providers of OpenID Connect through which people may sign in, as a JSON list of "
        '{"id", "name", "issuer", "client", "secret"}.',
    )
    second_factor: bool | None = Field(
        default=None,
        description="Whoever sits in an organisation signs in with two proofs; without a word where secure is set.",
    )
    breached_passwords: FilePath | None = Field(
        default=None,
        description="File of SHA-1 sums of breached passwords, sorted, one a line, such as the Pwned Passwords "
        "downloader writes; a new password must not stand there.",
    )
    sender: str = Field(default="Crosswalk <no-reply@localhost>", description="Sender of the site's mail.")
    mail_url: str | None = Field(
        default=None,
        description="smtp://user:password@host:587 (or smtps:// and 465) of the mail server; "
        "none writes mail to the data folder.",
    )
    scanner: str | None = Field(
        default=None,
        description="unix:///path or tcp://host:port of clamd, which scans uploads; none scans none, and says so.",
    )


@cache
def installation() -> Installation:
    """The settings of this process, read once.

    Raises:
        SettingsError: A variable has a value that cannot be used.
    """
    try:
        found = Installation()
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(
            f"{first['msg']}.", remedy="See docs/reference/settings.md.", place=_variable(str(first["loc"][0]))
        ) from None
    except NotJsonError as error:  # it may hold a secret: neither it nor what it was made from is told
        named = re.search(r'field "(\w+)"', str(error))
        raise SettingsError(
            "This setting is a list, and is not written as JSON.",
            remedy='Write it like CROSSWALK_HOSTS=["doors.example.org"]; see docs/reference/settings.md.',
            place=_variable(named[1]) if named else "",
        ) from None
    if found.owner_database_url and found.database_url is None:
        raise SettingsError(
            "The owner of a database is named, but the database is not.",
            remedy="Set DATABASE_URL as the service has it; the owner alone would reach the embedded database instead.",
            place="CROSSWALK_OWNER_DATABASE_URL",
        )
    if found.debug and found.secure:
        raise SettingsError(
            "CROSSWALK_DEBUG shows errors in full, and CROSSWALK_SECURE says that the world can see them.",
            remedy="Unset CROSSWALK_DEBUG.",
        )
    return found


def _variable(field: str) -> str:
    """Name of the variable of a setting; errors tell one with a name of its own by that."""
    return field if field.isupper() else f"CROSSWALK_{field.upper()}"


def secret(name: str) -> str:
    """A secret of this installation, from its file in the data folder; made at the first use, for no other eyes."""
    folder = installation().data / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        write_secret(name, secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")


def fernet_key(name: str) -> bytes:
    """A secret of this installation as a key of Fernet: AES-128-CBC with HMAC-SHA256."""
    return urlsafe_b64encode(hashlib.sha256(secret(name).encode()).digest())


def write_secret(name: str, value: str) -> None:
    """Put a secret into its file, whole or not at all; one that is there already stays."""
    folder = installation().data / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f".{name}-{secrets.token_hex(8)}"  # two processes may come to it at the same moment
    part.touch(mode=0o600)
    part.write_text(value, encoding="ascii")
    try:
        with suppress(FileExistsError):
            (folder / name).hardlink_to(part)
    finally:
        part.unlink()
