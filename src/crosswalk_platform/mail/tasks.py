"""Sends a letter beside the site; while the mail server is away it is tried again, ever later, for two days."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import UUID

from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.db import connection
from django.utils import timezone
from django_tasks import task

from crosswalk_platform.config.log import log
from crosswalk_platform.mail.models import Letter
from crosswalk_platform.people.keys import open_sealed

__all__ = ["PAUSES", "deliver", "sending"]

#: Minutes before each further try: just under two days in all.
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440)


@task()
def deliver(letter: str) -> None:
    """Send one letter, or plan the next try; a letter that nobody will ever take is given up."""
    with sending():
        waiting = Letter.objects.filter(pk=UUID(letter)).first()
        if waiting is None:
            return
        try:
            _send(open_sealed(waiting.key, bytes(waiting.sealed), waiting.pk))
        except Exception as error:  # whatever breaks, the letter waits for its next try
            _later(waiting, error)
        else:
            waiting.delete()
            log.info("mail sent")


@contextmanager
def sending() -> Iterator[None]:
    """Let this process take letters out, behind row-level security; a page never does."""
    _say("on")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _say("")


def _say(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('crosswalk.sending', %s, false)", [word])


def _send(told: dict[str, Any]) -> None:
    with EmailBackend() as server:
        assert server.connection is not None
        to = [sanitize_address(each, "utf-8") for each in told["to"]]
        server.connection.sendmail(sanitize_address(told["from"], "utf-8"), to, base64.b64decode(told["whole"]))


def _later(waiting: Letter, error: Exception) -> None:
    given_up = waiting.tries >= len(PAUSES) or _refused_for_good(error)
    log.error("mail given up" if given_up else "mail waits", exc_info=error, extra={"count": waiting.tries + 1})
    if given_up:
        waiting.delete()
        return
    pause = timedelta(minutes=PAUSES[waiting.tries])
    waiting.tries += 1
    waiting.save(update_fields=["tries"])
    deliver.using(run_after=timezone.now() + pause).enqueue(str(waiting.pk))


def _refused_for_good(error: Exception) -> bool:
    """Whether the server says that it will never take it for any of these addresses."""
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _ in error.recipients.values())
