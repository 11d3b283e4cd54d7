"""ASVS V4.2: where an HTTP message begins and ends is never in doubt; asked of the server that the site runs in."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
#: Messages of which two readers could see different ends.
DOUBTFUL = {
    "two lengths": b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "a length and chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    "chunks of another kind": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunks twice": b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "a blank before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a sign before the length": b"Content-Length: +5\r\n\r\nhello",
    "a negative length": b"Content-Length: -1\r\n\r\n",
    "a length with a line break": b"Content-Length: 5\n 6\r\n\r\nhello",
    "a folded header": b"X-A: 1\r\n b\r\nContent-Length: 0\r\n\r\n",
    "a header of a megabyte": b"X-A: " + b"a" * 1_000_000 + b"\r\n\r\n",
    "ten thousand headers": b"X-A: 1\r\n" * 10_000 + b"\r\n",
    "a zero byte": b"X-A: a\0b\r\nContent-Length: 0\r\n\r\n",
}


def _parsed(message: bytes) -> list[tuple[str, bytes]]:
    """Requests that the server takes from these bytes."""
    from gunicorn.config import Config
    from gunicorn.http.parser import RequestParser

    from crosswalk_platform.config import web

    config = Config()
    for name, value in vars(web).items():
        if name in config.settings:
            config.set(name, value)
    ours, theirs = socket.socketpair()
    ours.settimeout(2)

    def send() -> None:
        try:
            theirs.sendall(message)
            theirs.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    sender = threading.Thread(target=send)
    sender.start()
    found: list[tuple[str, bytes]] = []
    try:
        parser: Any = RequestParser(config, ours, ("127.0.0.1", 1))
        for request in parser:
            found.append((request.path, request.body.read()))
    finally:
        ours.close()
        theirs.close()
        sender.join()
    return found


@pytest.mark.parametrize("name", DOUBTFUL)
def test_a_message_whose_end_is_in_doubt_is_refused_whole(name: str) -> None:
    from gunicorn.http.errors import ParseException

    with pytest.raises(ParseException):
        _parsed(HEAD + DOUBTFUL[name])


def test_messages_that_follow_each_other_are_told_apart() -> None:
    first = HEAD + b"Content-Length: 5\r\n\r\nhello"
    second = HEAD.replace(b"/ ", b"/two ") + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    assert _parsed(first + second) == [("/", b"hello"), ("/two", b"abc")]


@pytest.mark.parametrize("long", ["/" + "a" * 5_000, "/?" + "b=1&" * 2_000])
def test_an_address_that_is_too_long_is_refused(long: str) -> None:
    from gunicorn.http.errors import ParseException

    with pytest.raises(ParseException):
        _parsed(b"GET " + long.encode() + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
