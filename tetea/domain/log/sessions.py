"""Log entries about signing in and locking."""

from django.db import transaction

from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.locking import lock_all
from tetea.domain.log.append import Action, append


def signed_in(holder: Holder) -> None:
    """Log that a member signed in."""
    _log(holder, "session.opened")


def locked(holder: Holder) -> None:
    """Log that a member locked her session."""
    _log(holder, "session.locked")


def lock_everything(holder: Holder) -> None:
    """Log it, then end every session and visit. Only intake goes on."""
    _log(holder, "session.locked-all")
    lock_all()


def address_set(holder: Holder) -> None:
    """Log that a member set where she is told; not where."""
    _log(holder, "member.address")


def _log(holder: Holder, verb: str) -> None:
    with transaction.atomic():
        append(holder.organisation, Action(verb, holder.member_id, holder.member_id, holder.role))
