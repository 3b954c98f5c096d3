"""The only way an SMS gets into the queue: with a permission, and past STOP."""

from tetea.domain import moment
from tetea.domain.outbox import claims, content, generations, kinds, stops
from tetea.domain.outbox.content import Content
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import Outgoing
from tetea.domain.people.models import Organisation
from tetea.domain.rows import new_id
from tetea.kernel.phone import contact
from tetea.kernel.phone.contact import Permission, Refusal


def put_text(
    organisation: Organisation,
    permission: Permission | Refusal,
    words: str,
    kind: Kind,
    *,
    subject: str = "",
) -> Outgoing | None:
    """Queue a text for the next moment at which it may go there; None when it may not go at all.

    None: there is no permission, or that number said STOP, or nobody can tell at present whether
    it did. For a token `words` are empty and `subject` is the opaque id that its maker gets at the
    moment of sending. A reply is also sealed to the dispatch group, so that a power cut does not
    lose it (raises DirectoryAlarm).
    """
    if not isinstance(permission, Permission):
        return None
    if kind is Kind.LETTER or (kind is Kind.TOKEN) == bool(words):
        raise ValueError("a token's words are made when it is sent, those of a text are given")
    if kind is not Kind.PAGE and stops.is_barred(organisation, permission.number):
        return None
    row_id = new_id()
    what = Content(kind, permission.number, words, subject, tuple(permission.windows))
    columns = content.put_in(organisation, row_id, what) | times(what)
    if kind is Kind.REPLY:
        columns |= content.put_source(organisation, row_id, what)
    return Outgoing.objects.create(
        id=row_id, organisation=organisation, lane=kinds.RULES[kind].lane, **columns
    )


def is_waiting(organisation: Organisation, number: str, kind: Kind) -> bool:
    """Whether a text of this lane waits for that number already."""
    return Outgoing.objects.filter(
        organisation=organisation,
        to_id__in=generations.names(generations.TO, number),
        lane=kinds.RULES[kind].lane,
        state=Outgoing.State.QUEUED,
    ).exists()


def times(what: Content) -> dict[str, object]:
    """Return from when on a text may go by her windows, and when it is too late."""
    now = moment.now()
    allowed = contact.next_allowed(what.windows, now)
    return {
        "not_before": claims.at_once() if allowed <= now else moment.coarse(allowed),
        "drop_after": moment.coarse(allowed + kinds.RULES[what.kind].life),
    }
