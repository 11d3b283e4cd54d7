"""crosswalk rotate-key: a new key for what people confide."""

from __future__ import annotations

from crosswalk_platform.cli.common import Data

__all__ = ["rotate_key"]


def rotate_key(data: Data = None) -> None:
    """Seal what people confide under a new key, while the site goes on; an interrupted run is finished by the next.

    The old key is removed when nothing is sealed under it any more: a backup from before needs its own secrets.
    """
    from crosswalk.cli.output import note, progress
    from crosswalk_platform.cli.django import alone, as_owner, refuse_another_version

    as_owner(data)
    refuse_another_version()
    from crosswalk_platform.people.rotation import rotate

    with alone("rotate-key"), progress("Sealing anew") as tell:
        newest = rotate(lambda rows: tell(rows, rows))
    note(f"Everything is sealed under {newest}. Make a new backup with --secrets; older ones need their own secrets.")
