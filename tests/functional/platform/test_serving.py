"""crosswalk serve as a process: a busy port, a worker that dies, the end, a second site on the same folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="crosswalk-site-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(folder: Path, port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "ignore", "-m", "crosswalk", "serve", "--port", str(port), "--data", str(folder)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CROSSWALK", "DJANGO"))}
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return bool(answer.read() == b"ok")
    except OSError:
        return False


def wait_until(what: object, seconds: int = 90) -> None:
    end = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.2)


def workers(of: int) -> list[psutil.Process]:
    alive = [each for each in psutil.Process(of).children() if each.status() != psutil.STATUS_ZOMBIE]
    return [each for each in alive if "db_worker" in each.cmdline()]


def servers(folder: Path) -> list[int]:
    return [
        each.pid
        for each in psutil.process_iter(["cmdline"])
        if str(folder / "database") in (each.info["cmdline"] or [])
    ]


def test_a_busy_port_is_told_in_one_sentence(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        started = serve(folder, taken.getsockname()[1])
        _, told = started.communicate(timeout=60)
    assert started.returncode == 2
    assert "is in use. Choose another one" in told
    assert "Traceback" not in told
    assert not (folder / "database").exists()


def test_two_sites_on_one_folder_a_worker_that_dies_and_a_clean_end(folder: Path) -> None:
    ports = free_port(), free_port()
    first = serve(folder, ports[0])
    wait_until(lambda: answers(ports[0]))
    second = serve(folder, ports[1])
    wait_until(lambda: answers(ports[1]))
    assert len(servers(folder)) == 1
    (dying,) = workers(first.pid)
    dying.kill()
    wait_until(lambda: workers(first.pid) and workers(first.pid)[0].pid != dying.pid)
    children = psutil.Process(first.pid).children(recursive=True)
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=60)
    assert first.returncode == 0
    assert not [each for each in children if each.is_running() and "postgres" not in each.name()]
    assert answers(ports[1])
    second.send_signal(signal.SIGINT)
    second.communicate(timeout=60)
    assert second.returncode == 0
    assert servers(folder) == []
    third = serve(folder, ports[0])
    wait_until(lambda: answers(ports[0]))
    third.send_signal(signal.SIGTERM)
    third.communicate(timeout=60)


def test_killed_outright_it_leaves_nothing_running_behind(folder: Path) -> None:
    """Nobody can catch SIGKILL: the parts see that the pipe to whoever started them is closed."""
    port = free_port()
    killed = serve(folder, port)
    wait_until(lambda: answers(port))
    left = psutil.Process(killed.pid).children(recursive=True)
    listening = {each.laddr.ip for part in left for each in part.net_connections("tcp") if each.status == "LISTEN"}
    assert listening == {"127.0.0.1"}, "nothing but the site listens, and on this machine alone"
    killed.kill()
    killed.communicate(timeout=60)
    wait_until(lambda: not [each for each in left if each.is_running() and each.status() != psutil.STATUS_ZOMBIE])
    wait_until(lambda: servers(folder) == [])
    assert not answers(port)
