"""Pages of docs/reference about the site: who may do what, how long things are kept, its settings."""

from __future__ import annotations

import os
import tempfile
from types import ModuleType

os.environ.setdefault("CROSSWALK_DATA", tempfile.mkdtemp(prefix="crosswalk-docs-"))  # settings make a key there
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crosswalk_platform.config.settings")

import django
from django.utils.translation import override

django.setup()

from crosswalk_platform.authorization import ROLES, Permission  # noqa: E402
from crosswalk_platform.authorization.kinds import OrganisationKind  # noqa: E402
from crosswalk_platform.authorization.permissions import PERMITS  # noqa: E402
from crosswalk_platform.config.installation import Installation  # noqa: E402
from crosswalk_platform.retention.schedules import SCHEDULES, Action  # noqa: E402

__all__ = ["error_modules", "pages", "settings"]


def access() -> str:
    """Roles with what they permit, and the table of roles and permissions."""
    lines = [
        "\n# Who may do what\n",
        "A role is held by one member in one organisation, and permits there what stands here; nothing is permitted",
        "anywhere else. Sharing a person's record takes that person's consent besides. No role may do everything.\n",
    ]
    for role in ROLES:
        kinds = [str(OrganisationKind(kind).label) for kind in OrganisationKind if kind in role.held_in]
        lines += [f"## {role.title}\n", f"{role.description}\n", f"- Held in: {'; '.join(kinds)}."]
        lines.append(f"- May: {'; '.join(str(PERMITS[each]) for each in Permission if each in role.may)}.")
        if role.not_with:
            apart = ", ".join(str(other.title) for other in ROLES if other.name in role.not_with)
            lines.append(f"- Never held by the same person together with: {apart}.")
        lines.append("")
    lines += [
        "## All permissions\n",
        f"| | {' | '.join(str(role.title) for role in ROLES)} |",
        f"| --- |{' --- |' * len(ROLES)}",
    ]
    for permission in Permission:
        lines.append(
            f"| {PERMITS[permission]} | {' | '.join('yes' if permission in role.may else '' for role in ROLES)} |"
        )
    return "\n".join(lines) + "\n"


def retention() -> str:
    """The retention schedules."""
    lines = [
        "\n# How long things are kept\n",
        "The worker applies this table every night; `crosswalk retain` does the same at once, `--dry-run` only counts.",
        "The last day still belongs to the time. A record that is held stays, with all that hangs on it.",
        "Whoever has an account is told by mail 30 days before their record is erased or their account is closed.\n",
        "| what | kept | counted from | then |",
        "| --- | --- | --- | --- |",
    ]
    done = {
        Action.ERASE: "erased",
        Action.ANONYMISE: "the name is taken out",
        Action.CLOSE: "closed; what an organisation holds too stays there",
        Action.KEEP: "not by a run",
    }
    lines += [f"| {each.name} | {each.words} | {each.counted_from} | {done[each.action]} |" for each in SCHEDULES]
    return "\n".join(lines) + "\n"


def settings() -> list[tuple[str, str]]:
    """Variable and meaning of each setting of the site."""
    return [
        (str(field.validation_alias or f"CROSSWALK_{name.upper()}"), field.description or "")
        for name, field in Installation.model_fields.items()
    ]


def error_modules() -> tuple[ModuleType, ...]:
    """Modules of the site that define errors with an exit code."""
    from crosswalk_platform.audit import verify  # noqa: PLC0415
    from crosswalk_platform.documents import scanning  # noqa: PLC0415
    from crosswalk_platform.people import keys  # noqa: PLC0415
    from crosswalk_platform.retention import backup, pdf  # noqa: PLC0415

    return (verify, keys, scanning, pdf, backup)


def pages() -> dict[str, str]:
    """Every page by its name below docs/reference."""
    with override("en"):
        return {"access.md": access(), "retention.md": retention()}
