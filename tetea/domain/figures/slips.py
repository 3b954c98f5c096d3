"""What is sealed for the register by whoever may write it: a case to count, one to take out.

Anybody can seal; only the figures group reads. So a paralegal gives her case to the figures
without being able to read them, and a withdrawal by token needs nobody to be signed in.
"""

from dataclasses import dataclass, field

from tetea.domain.figures.models import Waiting
from tetea.domain.keyring import recipients
from tetea.domain.people.models import Organisation
from tetea.domain.rows import new_id, raw_id
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hpke import seal_to
from tetea.kernel.crypto.registry import Group, Kind, Part
from tetea.kernel.register.contribution import Contribution, Slip


@dataclass(frozen=True)
class Sealed:
    """A slip that only the figures group opens, with the id it is bound to."""

    id: str
    epoch: int
    blob: bytes = field(repr=False)


def put(organisation: Organisation, contribution: Contribution) -> None:
    """Give a case to the register; the newest number of one id counts. Inside a transaction."""
    lay(organisation, _seal(organisation, Slip(contribution)))


def drop(organisation: Organisation, contribution_id: bytes) -> None:
    """Have a contribution taken out for good. Inside a transaction."""
    lay(organisation, recall(organisation, contribution_id))


def recall(organisation: Organisation, contribution_id: bytes) -> Sealed:
    """Return what takes a contribution out, for keeping until it is asked for."""
    return _seal(organisation, Slip(drop=contribution_id))


def lay(organisation: Organisation, slip: Sealed) -> None:
    """Let a sealed slip wait for the register; a second time changes nothing."""
    Waiting.objects.get_or_create(
        id=slip.id,
        defaults={"organisation": organisation, "epoch": slip.epoch, "blob": slip.blob},
    )


def place(organisation: Organisation, slip_id: str) -> Context:
    """Return the place of a slip."""
    return Context(Kind.FIGURES, raw_id(organisation.id), raw_id(slip_id), Part.NOTE)


def _seal(organisation: Organisation, slip: Slip) -> Sealed:
    group = recipients.group(organisation, Group.FIGURES)
    slip_id = new_id()
    blob = seal_to(group.pk, place(organisation, slip_id), slip.dump(), group.epoch)
    return Sealed(slip_id, group.epoch, blob)
