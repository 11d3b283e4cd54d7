"""crosswalk serve: the whole site from one command, on any machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Annotated

import typer

from crosswalk.errors import UsageError
from crosswalk_platform.cli.common import PATIENCE, Data

__all__ = ["serve"]

#: A part that dies at once is started again after this many seconds, then twice as many, up to the last.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


def serve(
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port on this machine.")] = 8000,
    data: Data = None,
    example: Annotated[
        bool, typer.Option("--example", help="Load the example corridor and an account for each role.")
    ] = False,
    threads: Annotated[int, typer.Option(min=1, max=64, help="Pages made at the same time.")] = 4,
) -> None:
    """Start the site and its worker on this machine; without DATABASE_URL also its own PostgreSQL.

    A part that dies is started again. SIGTERM and SIGINT (Ctrl+C) let both finish what they do; killed outright,
    both end as well.
    """
    _port_is_free(port)
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _stop)
    from crosswalk_platform.cli.django import alone, start
    from crosswalk_platform.config.installation import installation

    start(data, anew=True)  # held to the end: the embedded server stops with the last process that holds it
    if example and installation().secure:
        raise UsageError(
            "The example's invented accounts do not belong on a site that is open to the world.",
            remedy="Leave --example out, or unset CROSSWALK_SECURE.",
        )
    from crosswalk_platform.config.grants import refuse_a_role_above_the_walls

    refuse_a_role_above_the_walls()
    _migrate(example)
    from django.core.management import call_command
    from django.db import connection

    from crosswalk_platform.retention.tasks import plan

    with alone("static"):
        call_command("collectstatic", verbosity=0, interactive=False)
    plan()
    connection.close()
    web = (
        *("gunicorn", "crosswalk_platform.config.wsgi:application", "--bind"),
        *(f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", str(threads), "--workers", "1"),
        *("--config", "python:crosswalk_platform.config.web"),
    )
    worker = ("django", "db_worker", "--no-reload", "--no-startup-delay")
    print(f"http://localhost:{port}/", flush=True)
    _keep_alive(_Part("site", web), _Part("worker", worker))


class _Part:
    """A process of the site that is started again when it dies."""

    def __init__(self, name: str, command: tuple[str, ...]) -> None:
        self.name, self.command = name, command
        self.pause, self.again_at = FIRST_PAUSE, 0.0
        self.start()

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl+C reaches it through us alone, once; it ends when we do."""
        self.since = time.monotonic()
        served = {name: value for name, value in os.environ.items() if name != "CROSSWALK_OWNER_DATABASE_URL"}
        command = (sys.executable, "-m", "crosswalk_platform.cli.part", *self.command)
        self.process = subprocess.Popen(command, start_new_session=True, env=served, stdin=subprocess.PIPE)

    def look_after(self) -> None:
        """Start it again if it died; later each time, until it has lived for a while."""
        if self.process.poll() is None:
            if time.monotonic() - self.since > LONGEST_PAUSE:
                self.pause = FIRST_PAUSE
            return
        from crosswalk.cli.output import note

        now = time.monotonic()
        if not self.again_at:
            note(f"The {self.name} ended with status {self.process.returncode}; it starts again in {self.pause:.0f} s.")
            self.again_at, self.pause = now + self.pause, min(2 * self.pause, LONGEST_PAUSE)
        elif now >= self.again_at:
            self.again_at = 0.0
            self.start()


def _keep_alive(*parts: _Part) -> None:
    try:
        while True:
            for part in parts:
                part.look_after()
            time.sleep(0.2)
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for part in parts:
            part.process.terminate()
        for part in parts:
            try:
                part.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                part.process.kill()
                part.process.wait()


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise UsageError(
                f"Port {port} cannot be used by this account.", remedy="Choose one above 1023 with --port."
            ) from error
        except OSError as error:
            raise UsageError(f"Port {port} is in use.", remedy="Choose another one with --port or PORT.") from error


def _migrate(example: bool) -> None:
    """Bring the database to this version; where its owner is not known, only see that it is."""
    from django.db import connection

    from crosswalk_platform.cli.database_health import migrations
    from crosswalk_platform.config.installation import installation

    place = installation()
    if place.database_url is not None and place.owner_database_url is None:
        if (found := migrations(connection)).state == "wrong":
            raise UsageError(found.sentence, remedy="Run crosswalk migrate with CROSSWALK_OWNER_DATABASE_URL first.")
        return
    command = [sys.executable, "-m", "crosswalk", "migrate", *(["--example"] if example else [])]
    if status := subprocess.run(command, check=False).returncode:
        raise typer.Exit(status)
