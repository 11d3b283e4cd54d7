"""Files are opened in a process of their own, with little memory and time, so that no file harms this one."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import crosswalk
from crosswalk.errors import InputError
from crosswalk.records.documents.text import DocumentText
from crosswalk.records.documents.transfer import READY, unpacked

__all__ = ["MAX_MEMORY", "MAX_SECONDS", "Extractor", "shared_extractor"]

#: A CV is read in well under a second; these bound what a file made to harm can take.
MAX_SECONDS = 40
MAX_MEMORY = 1_000_000_000
_LONGEST_ANSWER = 16_000_000
#: The process knows nothing of this one's environment but what Python needs to start.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "PYTHONHOME")
_SIMPLER = "Print the document to PDF again, or send it as .docx or plain text."


@dataclass(slots=True)
class Extractor:
    """A process that reads one file after the other; after a failure a new one is started.

    Only bytes go in and only JSON comes out, and the answer is checked as a stranger's. Threads take turns.

    Args:
        seconds: Time for one file.
        memory: Bytes that one file may take.

    Example:
        >>> extractor = Extractor()
        >>> try:
        ...     extractor.read(b"%PDF-1.7 cut off", "pdf", "cv.pdf")
        ... except InputError as error:
        ...     print(error.message)
        ... finally:
        ...     extractor.close()
        The PDF is damaged and cannot be opened.
    """

    seconds: int = MAX_SECONDS
    memory: int = MAX_MEMORY
    _process: subprocess.Popen[bytes] | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def read(self, content: bytes, kind: str, name: str) -> tuple[DocumentText, int]:
        """Text of a file and the number of its pages that were left unread.

        Args:
            content: The file.
            kind: "pdf", "docx" or "text".
            name: Name of the file, for errors.

        Raises:
            InputError: The file cannot be read, or took too much time or memory.
        """
        with self._turn:
            used = self._process is not None
            answer, late = self._ask(content, kind, name)
            if answer is None and used and not late:  # it may have died of something else than this file
                self.close()
                answer, late = self._ask(content, kind, name)
            if answer is None:
                raise self._failure(name, late)
            if "error" in answer:
                raise InputError(str(answer["error"]), remedy=str(answer.get("remedy", "")), place=name)
            try:
                return unpacked(answer)
            except (KeyError, TypeError, ValueError) as error:
                raise self._failure(name, False) from error

    def close(self) -> None:
        """End the process; the next file starts a new one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _ask(self, content: bytes, kind: str, name: str) -> tuple[dict[str, object] | None, bool]:
        """The answer, or None where the process died; and whether it was stopped because its time was up."""
        process = self._running()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(self.seconds, stop)
        watch.start()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            header = {"kind": kind, "name": name, "length": len(content)}
            process.stdin.write(json.dumps(header).encode() + b"\n" + content)
            process.stdin.flush()
            answer = json.loads(process.stdout.readline(_LONGEST_ANSWER))
            return (answer if isinstance(answer, dict) else None), False
        except (OSError, ValueError):
            return None, late.is_set()
        finally:
            watch.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _started(self.seconds, self.memory)
        return self._process

    def _failure(self, name: str, late: bool) -> InputError:
        """Why the process gave no answer, as it ended."""
        process = self._process
        self.close()
        status = process.returncode if process is not None else 0
        if late or status == -_CPU_TIME_IS_UP:
            message = f"Opening the file took longer than {self.seconds} seconds, so it was stopped."
        else:
            message = (
                f"Opening the file took more than {self.memory // 1_000_000} MB of memory or broke the program that "
                "opens it, so it was left out."
            )
        return InputError(message, remedy=_SIMPLER, place=name)

    def forget(self) -> None:
        """In a copy of this process: the reading process belongs to the original."""
        self._process = None
        self._turn = threading.Lock()


#: Number of the signal SIGXCPU, the same on Linux and macOS; Windows has none.
_CPU_TIME_IS_UP = 24


def _started(seconds: int, memory: int) -> subprocess.Popen[bytes]:
    """A new process; -P keeps it from importing what lies in the current folder."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment["PYTHONPATH"] = str(Path(crosswalk.__path__[0]).parent)
    environment |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"), "1")
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "crosswalk.records.documents.extractor", str(seconds), str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    assert process.stdout is not None
    if process.stdout.readline() != READY:
        process.kill()
        process.communicate()
        raise InputError(
            "The program that opens files did not start.",
            remedy="Install Crosswalk again.",
        )
    return process


@cache
def shared_extractor() -> Extractor:
    """The extractor of this process, started at the first file and ended with the process."""
    extractor = Extractor()
    atexit.register(extractor.close)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=extractor.forget)
    return extractor
