"""How the web server is set up beside what `crosswalk serve` tells it."""

from crosswalk_platform.config.log import LOGGING

logconfig_dict = LOGGING
umask = 0o077
graceful_timeout = 15
timeout = 60
control_socket_disable = True
