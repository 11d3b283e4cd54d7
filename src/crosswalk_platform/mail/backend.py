"""Django's way to send mail: each letter is sealed and kept with the page's own changes, then left to the worker."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from crosswalk_platform.mail.models import Letter
from crosswalk_platform.mail.tasks import deliver
from crosswalk_platform.people.keys import seal

__all__ = ["Later"]


class Later(BaseEmailBackend):
    """No page waits for a mail server or breaks with it, and what a page takes back sends no mail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the letters that have somebody to go to.

        Returns:
            Their number.
        """
        addressed = [each for each in email_messages if each.recipients()]
        for each in addressed:
            number = uuid.uuid4()
            message: Any = each.message()
            whole = base64.b64encode(message.as_bytes(linesep="\r\n")).decode()
            key, sealed = seal({"from": each.from_email, "to": each.recipients(), "whole": whole}, number)
            Letter.objects.create(pk=number, key=key, sealed=sealed)
            deliver.enqueue(str(number))
        return len(addressed)
