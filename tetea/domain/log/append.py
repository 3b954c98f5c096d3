"""Write a log entry in the transaction of the effect itself; reads are logged beforehand."""

import json
import secrets
from dataclasses import dataclass, field

from django.db import connection, transaction

from tetea.domain import moment
from tetea.domain.keyring import recipients
from tetea.domain.keyring.recipients import Recipient
from tetea.domain.log.models import LogDetail, LogEntry
from tetea.domain.people.models import Organisation
from tetea.domain.rows import raw_id
from tetea.kernel.crypto import log as format_v1
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hpke import seal_to
from tetea.kernel.crypto.registry import Group, Kind, Part

SALT_BYTES = 32
REPORTER = "reporter"
SYSTEM = "system"
# One row lock hands out dense indexes in commit order, on both databases. A sequence would leave
# gaps at every rollback.
NEXT_INDEX = """
    INSERT INTO log_loghead (organisation_id, size) VALUES (%s, 1)
    ON CONFLICT (organisation_id) DO UPDATE SET size = log_loghead.size + 1
    RETURNING size - 1
"""


@dataclass(frozen=True)
class Action:
    """What is logged. `extra` takes text and whole numbers only, never free text of a report."""

    verb: str
    object: str
    actor: str = SYSTEM
    role: str = ""
    extra: dict[str, str | int] = field(default_factory=dict)


def append(organisation: Organisation, action: Action, recipient: Recipient | None = None) -> int:
    """Append one entry and return its index. Call it last inside the effect's transaction.

    The detail is sealed to the log key with a salt of its own; the entry commits to its exact
    bytes. `recipient` is the log's key, where the caller has just read it. Raises an error
    outside a transaction: no log, no effect.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a log entry belongs to its effect")
    detail = _detail(action)
    salt = secrets.token_bytes(SALT_BYTES)
    recipient = recipient or recipients.group(organisation, Group.LOG)
    log_id = format_v1.log_id(recipients.genesis_hash(organisation))
    index = _next_index(organisation)
    entry = format_v1.entry(log_id, index, format_v1.commit(salt, detail))
    context = Context(Kind.LOG, raw_id(organisation.id), log_id, Part.DETAIL, index)
    blob = seal_to(recipient.pk, context, salt + detail, recipient.epoch)
    LogEntry.objects.create(
        organisation=organisation, index=index, entry=entry, leaf=format_v1.leaf(entry)
    )
    LogDetail.objects.create(
        organisation=organisation, index=index, epoch=recipient.epoch, blob=blob
    )
    return index


def _detail(action: Action) -> bytes:
    # These exact bytes are stored and committed to; they are never serialised again.
    content = {
        "action": action.verb,
        "actor": action.actor,
        "at": int(moment.now().timestamp()),
        "object": action.object,
        "role": action.role,
        **action.extra,
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _next_index(organisation: Organisation) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_INDEX, [organisation.pk])
        row = cursor.fetchone()
    if row is None:
        raise LookupError("the organisation has no log")
    return int(row[0])
