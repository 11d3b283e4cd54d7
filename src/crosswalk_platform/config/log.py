"""The log of the site: one JSON line for each event, of listed keys only; nothing that somebody typed or is."""

from __future__ import annotations

import json
import logging
import time
import traceback
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

__all__ = ["LOGGING", "OneLine", "log", "requests"]

#: What the site itself writes; see `requests` and the commands for its events.
log = logging.getLogger("crosswalk.site")

#: Everything that a line may tell beside where it was written; a key that is not here is left out.
KEYS = ("event", "action", "request", "method", "route", "status", "milliseconds", "schedule", "count", "process")

_REQUEST: ContextVar[str] = ContextVar("request", default="")


class OneLine(logging.Formatter):
    """Formats an event without the values that went into its message.

    A message of a library may carry an address or an e-mail: of those only the place in the code is told, and the
    pattern of the message where its values are apart from it. Of an error: its kind, and the places it came through.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "where": f"{record.module}:{record.lineno}",
        }
        if record.args and isinstance(record.msg, str):
            told["pattern"] = record.msg
        if request := _REQUEST.get():
            told["request"] = request
        if record.name == log.name:
            told |= {key: record.__dict__[key] for key in KEYS if key in record.__dict__} | {"event": record.msg}
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
            told["through"] = [
                f"{frame.filename.rpartition('site-packages/')[2].rpartition('/src/')[2]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(told, ensure_ascii=False)


def requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Number each request, tell the number to the browser, and log route, status and time: no address, no account."""

    def middleware(request: HttpRequest) -> HttpResponse:
        number = uuid.uuid4().hex
        token, begun = _REQUEST.set(number), time.perf_counter()
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = number
            match = request.resolver_match
            if match is not None or not request.path.startswith("/static/"):
                log.info(
                    "request",
                    extra={
                        "method": request.method if request.method in _METHODS else "other",
                        "route": match.route if match else "",
                        "status": response.status_code,
                        "milliseconds": round(1000 * (time.perf_counter() - begun)),
                    },
                )
            return response
        finally:
            _REQUEST.reset(token)

    return middleware


_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})

#: For Django, its worker and the web server alike. The libraries' own handlers are taken away.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"one_line": {"()": "crosswalk_platform.config.log.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "one_line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        log.name: {"level": "INFO"},
        **{
            name: {"handlers": [], "level": "WARNING", "propagate": True}
            for name in (
                "django",
                "django.server",
                "django_tasks",
                "django_tasks_db",
                "gunicorn.error",
                "gunicorn.access",
            )
        },
    },
}
