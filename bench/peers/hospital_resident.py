"""PyPI `matching` on one world: JSON of people, vacancies and places on stdin, seconds and pairs on stdout.

Started by bench/allocation_stable.py; a script of its own because bench/matching.py bears the package's name.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from importlib.metadata import version

from matching.games import HospitalResident

#: It copies its graph of objects recursively.
RECURSION, STACK = 1_000_000, 512 * 2**20


def main() -> None:
    """Builds the game and solves it."""
    sys.setrecursionlimit(RECURSION)
    world = json.load(sys.stdin)
    start = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(world["people"], world["vacancies"], world["places"])
    built = time.perf_counter()
    found = game.solve(optimal="resident")
    solved = time.perf_counter()
    pairs = [[who.name, at.name] for at, those in found.items() for who in those]
    result = {"seconds": solved - built, "seconds_to_build": built - start, "pairs": pairs}
    json.dump(result | {"version": version("matching")}, sys.stdout)


if __name__ == "__main__":
    threading.stack_size(STACK)
    thread = threading.Thread(target=main)
    thread.start()
    thread.join()
