"""How the web server is set up beside what `crosswalk serve` tells it."""

from typing import Any

from gunicorn.glogging import Logger

from crosswalk_platform.config.log import LOGGING


class Quiet(Logger):  # type: ignore[misc]
    """Writes no line of its own for an answer: the site does (config.log), without addresses."""

    def access(self, *of_an_answer: Any) -> None:
        """Nothing; and nothing is put together for it."""


logger_class = Quiet
logconfig_dict = LOGGING
umask = 0o077
graceful_timeout = 15
timeout = 60
control_socket_disable = True
