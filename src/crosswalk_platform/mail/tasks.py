"""Sends a letter beside the site; while the mail server is away it is tried again, ever later, for two days."""

from __future__ import annotations

import base64
from datetime import timedelta
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import UUID

from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone
from django_tasks import task

from crosswalk_platform.authorization.viewer import behind_the_wall
from crosswalk_platform.config.log import log
from crosswalk_platform.mail.models import Letter
from crosswalk_platform.people.keys import open_sealed

__all__ = ["PAUSES", "deliver"]

#: Minutes before each further try: just under two days in all.
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440)


@task()
def deliver(letter: str) -> None:
    """Send one letter, or plan the next try; a letter that nobody will ever take is given up."""
    with behind_the_wall(None):
        waiting = Letter.objects.filter(pk=UUID(letter)).first()
        if waiting is None:
            return
        try:
            _send(open_sealed(waiting.key, bytes(waiting.sealed), waiting.pk))
        except OSError as error:  # which smtplib's errors are too
            _later(waiting, error)
        else:
            waiting.delete()
            log.info("mail sent")


def _send(told: dict[str, Any]) -> None:
    with EmailBackend() as server:
        assert server.connection is not None
        server.connection.sendmail(parseaddr(told["from"])[1], told["to"], base64.b64decode(told["whole"]))


def _later(waiting: Letter, error: OSError) -> None:
    given_up = waiting.tries >= len(PAUSES) or _refused_for_good(error)
    log.error("mail given up" if given_up else "mail waits", exc_info=error, extra={"count": waiting.tries + 1})
    if given_up:
        waiting.delete()
        return
    pause = timedelta(minutes=PAUSES[waiting.tries])
    waiting.tries += 1
    waiting.save(update_fields=["tries"])
    deliver.using(run_after=timezone.now() + pause).enqueue(str(waiting.pk))


def _refused_for_good(error: OSError) -> bool:
    """Whether the server says that it will never take it for any of these addresses."""
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _ in error.recipients.values())
