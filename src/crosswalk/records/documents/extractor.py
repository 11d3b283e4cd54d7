"""The process that opens files for `isolation`: bytes in on stdin, JSON out on stdout, within limits.

Where memory does not suffice it ends: what is left of it after that is not to be trusted.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, BinaryIO

from crosswalk.errors import InputError
from crosswalk.records.documents.pdf import read_pdf
from crosswalk.records.documents.plain import read_plain
from crosswalk.records.documents.text import DocumentText
from crosswalk.records.documents.transfer import READY, packed
from crosswalk.records.documents.word import read_docx

if sys.platform != "win32":
    import resource

__all__ = ["main"]


def _limit_memory(memory: int) -> None:
    """Forbid more memory than is in use now and `memory` bytes; forbid writing files, and dumps."""
    if sys.platform != "win32":
        try:
            with open("/proc/self/statm", encoding="ascii") as sizes:
                used = int(sizes.read().split()[0]) * resource.getpagesize()
        except OSError:  # not Linux: what is in use is counted too, so the limit is tighter
            used = 0
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: int) -> None:
    """End this process when it has computed some seconds more, even if nobody is left to stop it."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def _read(content: bytes, kind: str, name: str) -> tuple[DocumentText, int]:
    if kind == "pdf":
        return read_pdf(content, name)
    return (read_docx if kind == "docx" else read_plain)(content, name), 0


def _answer(content: bytes, kind: str, name: str) -> dict[str, Any]:
    try:
        return packed(*_read(content, kind, name))
    except InputError as error:
        if _lacked_memory(error):
            raise MemoryError from error
        return {"error": error.message, "remedy": error.remedy}


def _lacked_memory(error: BaseException) -> bool:
    """Whether an error came of a lack of memory, which the libraries dress as damage of the file."""
    before = error.__cause__ or error.__context__
    return before is not None and (isinstance(before, MemoryError) or _lacked_memory(before))


def _serve(requests: BinaryIO, answers: BinaryIO, seconds: int) -> None:
    while header := requests.readline():
        asked = json.loads(header)
        content = requests.read(asked["length"])
        _limit_time(seconds)
        answers.write(json.dumps(_answer(content, asked["kind"], asked["name"])).encode() + b"\n")
        answers.flush()


def main(seconds: int, memory: int) -> None:
    """Answer one file after the other until stdin ends.

    Args:
        seconds: Time of computing for one file.
        memory: Bytes that a file may take beside what the program itself takes.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _limit_memory(memory)
    answers.write(READY)
    answers.flush()
    _serve(sys.stdin.buffer, answers, seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
