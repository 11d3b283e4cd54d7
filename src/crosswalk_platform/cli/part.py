"""Runs a part of the site for as long as whoever started it lives: `python -m crosswalk_platform.cli.part MODULE …`.

Standard input is the end of a pipe that the starter holds open. However the starter ends, also by SIGKILL, the system
closes the pipe, and the part ends as if it had been asked to. That works on every system that has pipes.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

from crosswalk_platform.cli.common import PATIENCE  # its package must not import this module, which runs as a program

__all__ = ["main"]


def main() -> None:
    """Run the module that the first argument names, with the others as its own."""
    threading.Thread(target=_end_with_the_starter, name="end with the starter", daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_the_starter() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


if __name__ == "__main__":
    main()
