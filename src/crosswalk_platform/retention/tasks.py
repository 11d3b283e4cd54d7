"""What the worker does every night: a retention run, and old sessions and finished tasks swept out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from crosswalk_platform.config.log import log
from crosswalk_platform.documents.models import KEPT_FOR, quarantine
from crosswalk_platform.retention.run import apply
from crosswalk_platform.retention.telling import tell

__all__ = ["HOUR", "keep_house", "plan"]

#: The hour of the night, in UTC.
HOUR = 3
_TASKS_KEPT_DAYS = 30


@task()
def keep_house() -> None:
    """Plan the next night, then do this one."""
    plan()
    for name, count in tell().items():
        log.info("told", extra={"schedule": name, "count": count})
    for name, count in apply().items():
        log.info("retention", extra={"schedule": name, "count": count})
    call_command("clearsessions")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM site_counts WHERE expires < now()")
    _sweep_files()
    call_command("prune_db_task_results", min_age_days=_TASKS_KEPT_DAYS, verbosity=0)


def plan() -> None:
    """Have the worker do it the next night, unless that is planned already."""
    if DBTaskResult.objects.filter(task_path=keep_house.module_path, status="READY").exists():
        return
    now = timezone.now()
    night = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    keep_house.using(run_after=night if night > now else night + timedelta(days=1)).enqueue()


def _sweep_files() -> None:
    """Remove sent files whose row is gone: one that went with a record whose documents the eraser may not see."""
    oldest = (timezone.now() - KEPT_FOR - timedelta(days=1)).timestamp()
    for path in Path(quarantine().location).glob("*"):
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
