"""Take a report: seal it outside the transaction, commit it whole, then hand out the token."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, transaction

from tetea.domain import moment
from tetea.domain.keyring import recipients, secretfile
from tetea.domain.keyring.errors import Busy
from tetea.domain.keyring.models import Wrap
from tetea.domain.keyring.slots import Lane, slot
from tetea.domain.log import append as log
from tetea.domain.people.models import Organisation
from tetea.domain.reports import card as cards
from tetea.domain.reports.errors import AlreadySent
from tetea.domain.reports.sealing import (
    UNSEEN,
    Place,
    Sealed,
    Submission,
    new_keys,
    reading_group,
    seal_report,
)
from tetea.domain.rows import raw_id
from tetea.kernel.crypto.registry import Group
from tetea.kernel.crypto.token import ReporterKeys, Token, derive, new_token

__all__ = [
    "UNSEEN",
    "Received",
    "Submission",
    "derive_in_slot",
    "keep",
    "reading_group",
    "receive",
    "write",
]

TRIES = 5


@dataclass(frozen=True)
class Received:
    """What she gets: the token, and what the confirmation page may show in this visit."""

    token: Token = field(repr=False)
    card: cards.Card = field(repr=False)
    about_us: bool


Claim = Callable[[Received], bool]
Claimed = Callable[[Sealed], bool]


def receive(
    organisation: Organisation, submission: Submission, claim: Claim | None = None
) -> Received:
    """Seal and store a report and return its token; what is returned has been committed.

    One Argon2id call and all sealing happen before the transaction, so the single writer is not
    held. A report about the organisation itself is sealed to the outside officer only, never to
    triage and never to the recovery key. `claim` runs inside the transaction and says whether this
    report may still be stored; when not, AlreadySent is raised and nothing is left behind.
    Raises Busy, also when the database takes nothing, and DirectoryAlarm.
    """
    token = submission.token or new_token()
    hers = derive_in_slot(organisation, token)
    about_us = submission.answers.get("about_us") == "yes"
    try:
        sealed = keep(
            organisation,
            submission,
            hers,
            lambda rows: claim is None or claim(Received(token, rows.shown, about_us)),
        )
    except (OperationalError, InterfaceError):
        # The database is away or locked: nothing was taken, and she is told so.
        raise Busy from None
    return Received(token, sealed.shown, about_us)


def derive_in_slot(organisation: Organisation, token: Token) -> ReporterKeys:
    """Return the keys of a new token: one Argon2id call in the lane of intake. Raises Busy."""
    with slot(Lane.INTAKE):
        return derive(token, raw_id(organisation.id), secretfile.read().org_salt)


def keep(
    organisation: Organisation, submission: Submission, hers: ReporterKeys, claim: Claimed
) -> Sealed:
    """Seal and store a report under keys that exist already; return what was committed.

    `claim` runs inside the transaction with the rows that are being written. Raises AlreadySent
    when it says no, DirectoryAlarm, and the database's own errors when it takes nothing.
    """
    now, place = moment.now(), Place()
    for _ in range(TRIES):
        rows = seal_report(recipients.book(organisation), submission, hers, now, place, new_keys())
        with transaction.atomic():
            # Before the claim: leaving this block without an error commits what it has written.
            if recipients.directory(organisation).head != rows.book.directory.head:
                continue
            if not claim(rows):
                raise AlreadySent
            write(rows)
            return rows
    raise transaction.TransactionManagementError("the directory changed at every try")


def write(rows: Sealed) -> None:
    """Write all rows of a report with its log entry. Inside a transaction."""
    rows.report.save(force_insert=True)
    Wrap.objects.bulk_create(rows.wraps)
    rows.thread.save(force_insert=True)
    rows.reporter_key.save(force_insert=True)
    rows.card.save(force_insert=True)
    rows.alert.save(force_insert=True)
    action = log.Action("report.received", rows.report.id, log.REPORTER)
    log.append(rows.book.organisation, action, rows.book.group(Group.LOG))
