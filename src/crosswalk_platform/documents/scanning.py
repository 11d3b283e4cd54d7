"""Asks a virus scanner (clamd) about a file, where the installation names one in CROSSWALK_SCANNER."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from crosswalk.errors import CrosswalkError
from crosswalk_platform.config.installation import installation

__all__ = ["ScannerError", "scan"]

#: A scanner elsewhere is reached through an encrypted tunnel that ends here.
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_CHUNK = 1 << 16
_SECONDS = 30
_LONGEST_ANSWER = 4_096


class ScannerError(CrosswalkError):
    """A scanner is set, and does not answer as one; no file is opened until it does."""

    code = "scanner"
    exit_status = 9


def scan(content: bytes) -> str:
    """What the scanner says of these bytes.

    Returns:
        clean, infected, or not_scanned where no scanner is set.

    Raises:
        ScannerError: A scanner is set, and does not answer.
    """
    address = installation().scanner
    if address is None:
        return "not_scanned"
    try:
        answer = _ask(address, content)
    except OSError as error:
        raise ScannerError(
            "The virus scanner does not answer.", remedy="Start clamd, or mend CROSSWALK_SCANNER."
        ) from error
    if answer.endswith("FOUND"):
        return "infected"
    if answer.endswith("OK"):
        return "clean"
    raise ScannerError("The virus scanner gave no verdict.", remedy="Look at the log of clamd.")


def _ask(address: str, content: bytes) -> str:
    """Send the bytes as clamd's INSTREAM takes them: each chunk after its length, a chunk of no bytes at the end."""
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            line.sendall(len(chunk).to_bytes(4, "big") + chunk)
        line.sendall((0).to_bytes(4, "big"))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (part := line.recv(_LONGEST_ANSWER)):
            answer += part
    return answer.rstrip(b"\0").decode("utf-8", errors="replace").strip()


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(_SECONDS)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    if parts.hostname not in HERE:  # clamd speaks in clear: what people send in stays on this machine
        raise OSError(f"{parts.scheme} leads to another machine")
    return socket.create_connection((parts.hostname, parts.port or 3310), timeout=_SECONDS)
