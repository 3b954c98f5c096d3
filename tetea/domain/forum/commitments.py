"""What was promised at forums, and what became of it."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from tetea.domain import moment
from tetea.domain.forum import meetings, vault
from tetea.domain.forum.errors import NotFound, Wrong
from tetea.domain.forum.models import Commitment
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.rows import new_id
from tetea.kernel.crypto.registry import Group
from tetea.kernel.forum import NEEDS_EVIDENCE, OPEN, STATES, Promise, Word

LONGEST_OWNER, LONGEST = 120, 500


def make(holder: Holder, forum_id: str, owner: str, what: str, due: dt.date) -> str:
    """Write down a promise made at a forum; return its id. `owner` is a post, never a name.

    Raises Wrong, NotForDuty, and NotFound for a forum that is not there.
    """
    vault.may_write(holder)
    meetings.read(holder, forum_id)
    _text("owner", owner, LONGEST_OWNER)
    _text("what", what, LONGEST)
    row = Commitment(id=new_id(), organisation=holder.organisation)
    promise = Promise(row.id, forum_id, owner.strip(), what.strip(), due)
    with transaction.atomic():
        vault.put(holder, row, _dump(promise))
        row.save(force_insert=True)
        _log(holder, "commitment.made", row.id)
    return row.id


def say(holder: Holder, commitment_id: str, state: str, evidence: str) -> Promise:
    """Say how a promise stands and by what one sees it; return it. "open" again is the undo.

    Raises Wrong without evidence where it is owed, NotForDuty, NotFound.
    """
    vault.may_write(holder)
    if state not in STATES:
        raise Wrong("state", "unknown")
    if state in NEEDS_EVIDENCE:
        _text("evidence", evidence, LONGEST)
    with transaction.atomic():
        rows = Commitment.objects.select_for_update()
        row = rows.filter(organisation=holder.organisation, id=commitment_id).first()
        if row is None:
            raise NotFound
        promise = _load(vault.take(holder, row), row.id)
        word = Word(state, today(), holder.username, evidence.strip())
        promise = Promise(
            promise.id, promise.forum, promise.owner, promise.what, promise.due,
            (*promise.words, word),
        )  # fmt: skip
        vault.put(holder, row, _dump(promise))
        row.save()
        _log(holder, "commitment.said", row.id)
    return promise


def every(holder: Holder) -> tuple[Promise, ...]:
    """Return all promises, open ones first, by their day; empty without the team's key."""
    if not holder.holds(Group.TEAM):
        return ()
    rows = Commitment.objects.filter(organisation=holder.organisation)
    found = [_load(vault.take(holder, row), row.id) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.state != OPEN, one.due, one.id)))


def today() -> dt.date:
    """Return the day in the organisation's time zone."""
    return timezone.localtime(moment.now()).date()


def _text(name: str, text: str, longest: int) -> None:
    if not text.strip():
        raise Wrong(name, "missing")
    if len(text) > longest:
        raise Wrong(name, "long")


def _dump(one: Promise) -> dict[str, object]:
    return {
        "forum": one.forum,
        "owner": one.owner,
        "what": one.what,
        "due": one.due.isoformat(),
        "words": [[w.state, w.day.isoformat(), w.by, w.evidence] for w in one.words],
    }


def _load(content: Mapping[str, object], commitment_id: str) -> Promise:
    words = content["words"]
    return Promise(
        id=commitment_id,
        forum=str(content["forum"]),
        owner=str(content["owner"]),
        what=str(content["what"]),
        due=dt.date.fromisoformat(str(content["due"])),
        words=tuple(
            Word(str(state), dt.date.fromisoformat(day), str(by), str(evidence))
            for state, day, by, evidence in (words if isinstance(words, list) else ())
        ),
    )


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
