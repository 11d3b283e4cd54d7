"""The load generator of bench/site.py, in a process of its own: asks a site on this machine over kept connections.

It reads one JSON document from standard input and writes one to standard output. A plan to `ask` names addresses, which
are asked for in turn; one to `register` a number of people, who all fill in the sign-up form at once.
"""

from __future__ import annotations

import asyncio
import collections
import gzip
import json
import re
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(slots=True)
class Browser:
    """One kept connection and its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body of an answer; a connection that the site closed meanwhile is opened again, once."""
        try:
            return await self._ask(path, form)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.streams = None
            return await self._ask(path, form)

    async def _ask(self, path: str, form: dict[str, str] | None) -> tuple[int, bytes]:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        body = urlencode(form or {}).encode()
        lines = [
            f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
            f"Host: localhost:{self.port}",
            "Accept-Encoding: gzip, br",
            "Sec-Fetch-Site: same-origin",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        ]
        if form is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        length, closes = 0, False
        for line in head[1:]:
            name, _, value = line.partition(": ")
            if name == "Content-Length":
                length = int(value)
            elif name == "Set-Cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
            closes |= line.lower() == "connection: close"
        found = await reader.readexactly(length)
        if closes:
            writer.close()
            self.streams = None
        return int(head[0].split()[1]), found


async def ask(plan: dict[str, Any]) -> dict[str, Any]:
    """Ask for the addresses in turn on each connection, until the time is over; the first seconds do not count."""
    counted_from = time.perf_counter() + plan["warm_up"]
    end = counted_from + plan["seconds"]
    taken: list[float] = []
    statuses: collections.Counter[int] = collections.Counter()
    size = 0

    async def visitor(number: int) -> None:
        nonlocal size
        browser = Browser(plan["port"], dict(plan["cookies"]))
        while (begin := time.perf_counter()) < end:
            status, body = await browser.ask(*plan["asked"][number % len(plan["asked"])])
            if begin >= counted_from:
                taken.append(time.perf_counter() - begin)
                statuses[status] += 1
                size = max(size, len(body))
            number += 1

    await asyncio.gather(*(visitor(number) for number in range(plan["connections"])))
    return {"milliseconds": [round(1000 * each, 2) for each in taken], "statuses": statuses, "bytes": size}


async def register(plan: dict[str, Any]) -> dict[str, Any]:
    """Everybody opens the sign-up page, fills it in and sends it, all at once."""
    statuses: collections.Counter[int] = collections.Counter()
    taken: list[float] = []

    async def person(number: int) -> None:
        browser, begin = Browser(plan["port"]), time.perf_counter()
        status, body = await browser.ask("/account/signup/")
        statuses[status] += 1
        if token := _TOKEN.search(gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body):
            form = {
                "csrfmiddlewaretoken": token[1].decode(),
                "email": f"{plan['name']}{number}@example.org",
                "password1": f"harbour lantern {number} orchard",
            }
            status, _ = await browser.ask("/account/signup/", form)
            statuses[status] += 1
        taken.append(time.perf_counter() - begin)

    await asyncio.gather(*(person(number) for number in range(plan["people"])))
    return {"milliseconds": [round(1000 * each, 2) for each in taken], "statuses": statuses}


def main() -> None:
    """Carry out the plan; the time of this process is part of the answer."""
    plan = json.load(sys.stdin)
    found = asyncio.run({"ask": ask, "register": register}[plan["do"]](plan))
    found["processor_seconds"] = time.process_time()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
