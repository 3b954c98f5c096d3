"""What waits to be sent: queued under the runtime key, claimed, sent once, never twice."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.conf import settings

from tetea.domain import moment
from tetea.domain.keyring.errors import KeyringError
from tetea.domain.outbox import (
    claims,
    content,
    credit,
    generations,
    kinds,
    providers,
    reports,
    spending,
    stops,
)
from tetea.domain.outbox.content import Content
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import Outgoing
from tetea.domain.people.models import Organisation
from tetea.domain.rows import new_id
from tetea.gateways import memory, smtp
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.phone import contact, segments
from tetea.kernel.sending import Accepted, Letter, NotSent, Text

logger = logging.getLogger(__name__)
State = Outgoing.State

# A round ends after so many seconds: the alarm clock must be looked at, however slow a provider is.
LONGEST_ROUND = 10.0
# An empty account is filled by people, not by trying.
BROKE = 15 * kinds.MINUTE

Maker = Callable[[Organisation, str], str]


@dataclass(frozen=True)
class Gateways:
    """How things leave: letters, texts, and what makes words at the moment of sending.

    A maker gets the subject that was put with the text and returns the words, which are stored
    nowhere; "" when there is nothing to send any more. It may raise a KeyringError such as Busy.
    """

    letter: Callable[[Letter], object]
    text: Callable[[Text], Accepted]
    makers: Mapping[Kind, Maker] = field(default_factory=dict)
    provider: str = providers.MEMORY
    """The name under which the provider's delivery reports will come."""


def gateways(makers: Mapping[Kind, Maker] | None = None) -> Gateways:
    """Return how things leave this installation; what is not configured is kept in memory."""
    url = settings.ENVIRONMENT.smtp_url
    return Gateways(
        letter=(lambda letter: smtp.send(letter, url)) if url else memory.send,
        text=providers.send,
        makers=makers or {},
        provider=providers.chosen(),
    )


def put(organisation: Organisation, letter: Letter, lane: Outgoing.Lane) -> Outgoing:
    """Queue a letter; it is readable to the running server only, for at most 72 hours."""
    row_id = new_id()
    what = Content(Kind.LETTER, letter.address, letter.text, letter.subject)
    return Outgoing.objects.create(
        id=row_id,
        organisation=organisation,
        lane=lane,
        not_before=claims.at_once(),
        drop_after=moment.coarse(moment.now() + kinds.RULES[Kind.LETTER].life),
        **content.put_in(organisation, row_id, what),
    )


def send_due(organisation: Organisation, ways: Gateways, most: int = 100) -> int:
    """Send what is due, urgent first; return how many left. States only move forward."""
    claims.settle(organisation)
    left, end = 0, time.monotonic() + LONGEST_ROUND
    for _ in range(most):
        row = claims.claim(organisation) if time.monotonic() < end else None
        if row is None:
            break
        left += _send(organisation, row, ways)
    return left


def _send(organisation: Organisation, row: Outgoing, ways: Gateways) -> int:
    try:
        what = _open(organisation, row)
    except (KeyringError, Unsealable):
        claims.move(row, (State.CLAIMED,), State.NEEDS_RESEAL)
        return 0
    if row.tries > len(kinds.RULES[what.kind].pauses) + 1:
        # Workers died over it again and again.
        _fail(organisation, row, what)
        return 0
    if what.kind is Kind.LETTER:
        return _send_letter(organisation, row, what, ways)
    if not _may_go(organisation, row, what):
        return 0
    words = _words(organisation, row, what, ways)
    return _send_text(organisation, row, (what, words), ways) if words else 0


def _send_letter(organisation: Organisation, row: Outgoing, what: Content, ways: Gateways) -> int:
    if not claims.begin(row, ""):
        return 0
    try:
        ways.letter(Letter(what.to, what.subject, what.text))
    except NotSent as refused:
        _refused(organisation, row, what, refused)
        return 0
    claims.sent(row)
    return 1


def _send_text(
    organisation: Organisation, row: Outgoing, ready: tuple[Content, str], ways: Gateways
) -> int:
    what, words = ready
    newest = generations.living()[0]
    # Not the row's own id: what lies in the provider's archive must not lead back to a row.
    reference = generations.name(newest, generations.REFERENCE, row.id)
    known = generations.name(newest, generations.PROVIDER, ways.provider, reference)
    if not claims.begin(row, known):
        return 0
    try:
        accepted = ways.text(Text(what.to, words, reference))
    except NotSent as refused:
        _refused(organisation, row, what, refused)
        return 0
    if accepted.provider_id:
        known = generations.name(newest, generations.PROVIDER, ways.provider, accepted.provider_id)
    claims.sent(row, provider_id=known)
    spending.add(
        organisation,
        sent=1,
        segments=segments.count(words).parts,
        cost=accepted.cost,
        currency=accepted.currency,
    )
    reports.catch_up(organisation, known)
    return 1


def _may_go(organisation: Organisation, row: Outgoing, what: Content) -> bool:
    """Look again at her hours and at STOP: the row may have waited long."""
    now = moment.now()
    if not contact.is_allowed(what.windows, now):
        claims.put_back(row, contact.next_allowed(what.windows, now), is_a_try=False)
        return False
    if what.kind is Kind.PAGE or not stops.is_barred(organisation, what.to):
        return True
    if stops.is_stopped(organisation, what.to):
        claims.over(row, State.CANCELLED)
    else:
        _wait(row, kinds.RULES[what.kind])
    return False


def _words(organisation: Organisation, row: Outgoing, what: Content, ways: Gateways) -> str:
    """Return the words, made just now if they are a token's; "" when they cannot leave now."""
    if what.text:
        return what.text
    maker = ways.makers.get(what.kind)
    if maker is None:
        _wait(row, kinds.RULES[what.kind])
        return ""
    try:
        words = maker(organisation, what.subject)
    except KeyringError:
        _later(organisation, row, what)
        return ""
    if not words:
        claims.over(row, State.CANCELLED)
    return words


def _refused(organisation: Organisation, row: Outgoing, what: Content, refused: NotSent) -> None:
    logger.warning("not sent: %s", row.pk)
    if refused.unclear:
        claims.unclear(organisation, row, what)
    elif refused.is_broke:
        credit.note_empty()
        claims.put_back(row, claims.rounded(moment.now() + BROKE, BROKE), is_a_try=False)
    elif refused.permanent:
        _fail(organisation, row, what)
    else:
        _later(organisation, row, what)


def _later(organisation: Organisation, row: Outgoing, what: Content) -> None:
    if not claims.try_later(row, what.kind):
        _fail(organisation, row, what)


def _fail(organisation: Organisation, row: Outgoing, what: Content) -> None:
    if claims.over(row, State.FAILED) and what.kind is not Kind.LETTER:
        spending.add(organisation, failed=1)


def _wait(row: Outgoing, rule: kinds.Rule) -> None:
    until = claims.rounded(moment.now() + rule.step, rule.step)
    claims.put_back(row, until, is_a_try=False)


def _open(organisation: Organisation, row: Outgoing) -> Content:
    return content.take_out(organisation, row)
