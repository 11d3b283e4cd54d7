"""crosswalk account: what whoever runs the site may do with an account; nobody can choose somebody else's password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crosswalk_platform.cli.common import Data

if TYPE_CHECKING:
    from crosswalk_platform.accounts.models import User

__all__ = ["app"]

app = typer.Typer(help="End sessions, or take away second proofs that were lost.", no_args_is_help=True)

Why = Annotated[str, typer.Option("--reason", help="Why, for the log: no names.", prompt="Reason")]


@app.command("sign-out")
def sign_out(
    email: Annotated[str | None, typer.Argument(help="Whose sessions; without it --everybody.")] = None,
    everybody: Annotated[bool, typer.Option("--everybody", help="Every session of the site.")] = False,
    reason: Why = "",
    data: Data = None,
) -> None:
    """End the sessions of one account, or of everybody, at once."""
    from crosswalk.cli.output import note
    from crosswalk.errors import UsageError
    from crosswalk_platform.cli.django import refuse_another_version, start

    if everybody == (email is not None):
        raise UsageError("Whose sessions end?", remedy="Give one address, or --everybody.")
    start(data)
    refuse_another_version()
    from django.db import transaction

    from crosswalk_platform.audit.record import record
    from crosswalk_platform.authorization import NOBODY
    from crosswalk_platform.retention.closing import sign_everybody_out, sign_out_everywhere

    with transaction.atomic():
        user = _account(email) if email else None
        ended = sign_out_everywhere(user) if user else sign_everybody_out()
        record("account.sessions_ended", by=NOBODY, subject=user, purpose=reason, count=ended)
    note(f"{ended} sessions ended.")


@app.command("remove-proofs")
def remove_proofs(
    email: Annotated[str, typer.Argument(help="Whose second proofs were lost.")], reason: Why = "", data: Data = None
) -> None:
    """Take away all passkeys and codes of an account, end its sessions and tell its owner.

    Do so only after the organisation's coordinator has seen the person as when the seat was given.
    """
    from crosswalk.cli.output import note
    from crosswalk_platform.cli.django import refuse_another_version, start

    start(data)
    refuse_another_version()
    from allauth.mfa.models import Authenticator
    from django.core.mail import send_mail
    from django.db import transaction
    from django.template.loader import render_to_string
    from django.utils import translation
    from django.utils.translation import gettext as _

    from crosswalk_platform.audit.record import record
    from crosswalk_platform.authorization import NOBODY
    from crosswalk_platform.retention.closing import sign_out_everywhere

    with transaction.atomic():
        user = _account(email)
        removed, _rows = Authenticator.objects.filter(user=user).delete()
        sign_out_everywhere(user)
        record("account.proofs_removed", by=NOBODY, subject=user, purpose=reason, count=removed)
        with translation.override(user.language):
            told = render_to_string("accounts/proofs_removed.txt")
            send_mail(_("Your passkeys and codes were removed"), told, None, [user.email])
    note(f"{removed} proofs removed. The account signs in with its password, and sets up a new proof.")


def _account(email: str) -> User:
    from crosswalk.errors import InputError
    from crosswalk_platform.accounts.models import User

    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise InputError("No account has this address.", remedy="Ask its owner which address they sign in with.")
    return user
