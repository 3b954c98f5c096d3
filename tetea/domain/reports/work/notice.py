"""A member's answer, and whether a phone may be told that it waits: by safe contact, past STOP."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from tetea.domain import moment
from tetea.domain.directory import phone
from tetea.domain.keyring.holder import Holder
from tetea.domain.outbox import stops, texts
from tetea.domain.outbox.kinds import Kind
from tetea.domain.reports.models import Thread
from tetea.domain.reports.work import items, opening, reach
from tetea.domain.reports.work.opening import OpenReport
from tetea.kernel.crypto.registry import Group
from tetea.kernel.phone import contact
from tetea.kernel.phone.contact import Permission, Refusal

# Phones without a browser: answers are read in their menu, page by page.
PHONES = frozenset({"ussd", "sms"})


class Bar(StrEnum):
    """What stands against a notice beside the reasons of `contact.Reason`. Fixed words."""

    STOPPED = "stopped"
    STOPS_UNKNOWN = "stops-unknown"
    ABOUT_US = "about-us"


@dataclass(frozen=True)
class Notice:
    """What becomes, or became, of the SMS that an answer waits. Number and words stay inside."""

    why_not: str = ""
    """A `contact.Reason` or a `Bar`; empty when there is a notice."""
    windows: tuple[str, ...] = ()
    """The hours within which it may go, as codes of contact_hours."""
    goes_from: dt.datetime | None = None
    """The first moment at which it may go."""
    has_own_words: bool = False
    is_waiting: bool = False
    """One about an earlier answer has not left yet; no second one is queued."""

    @property
    def state(self) -> str:
        """Return "queued", "waiting" for that of an earlier answer, or "none"."""
        if self.why_not:
            return "none"
        return "waiting" if self.is_waiting else "queued"


def channels(opened: OpenReport) -> frozenset[str]:
    """Return every channel by which something of hers came, a further token included."""
    hers = {one.channel for one in opened.messages if one.author == "reporter"}
    tokens = {one.channel for one in opened.tokens}
    return frozenset({opened.story.channel, *hers, *tokens} - {""})


def is_by_phone(opened: OpenReport) -> bool:
    """Whether anything of hers came by a phone that shows answers page by page."""
    return bool(channels(opened) & PHONES)


def expected(holder: Holder, opened: OpenReport) -> Notice:
    """Return what will become of the notice if she is answered now. Changes nothing."""
    return _notice(holder, _allowed(holder, opened))


def reply(holder: Holder, report_id: str, text: str) -> Notice:
    """Send her a message and, where she allowed it, queue the SMS that says so; both or neither.

    Raises NotOpened and NotFound as `items.reply` does.
    """
    with transaction.atomic():
        # Of two answers at once the second sees the notice of the first.
        reach.lock(holder, report_id)
        items.reply(holder, report_id, text)
        opened = opening.read_report(holder, report_id)
        allowed = _allowed(holder, opened)
        found = _notice(holder, allowed)
        if isinstance(allowed, Permission) and not found.is_waiting:
            words = allowed.words or phone.sms("reply", opened.story.lang)
            if texts.put_text(holder.organisation, allowed, words, Kind.REPLY) is None:
                # STOP came in between.
                return Notice(Bar.STOPPED)
    return found


def _notice(holder: Holder, allowed: Permission | str) -> Notice:
    if not isinstance(allowed, Permission):
        return Notice(allowed)
    return Notice(
        windows=allowed.windows,
        goes_from=contact.next_allowed(allowed.windows, moment.now()),
        has_own_words=bool(allowed.words),
        is_waiting=texts.is_waiting(holder.organisation, allowed.number, Kind.REPLY),
    )


def _allowed(holder: Holder, opened: OpenReport) -> Permission | str:
    # The notice would also be sealed to the dispatch group, for after a power cut: coordinators
    # would hold the number of somebody who reported about them.
    if Thread.objects.filter(report=opened.report, group=Group.OUTSIDE.value).exists():
        return Bar.ABOUT_US
    hers = opening.for_sending(holder, opened.report.id)
    found = contact.permission(
        hers.contact,
        consent_contact=opened.consents.answers.get("contact", False),
        own_number=hers.number,
        names=(holder.organisation.name,),
    )
    if isinstance(found, Refusal):
        return found.reason
    if not stops.is_barred(holder.organisation, found.number):
        return found
    is_stopped = stops.is_stopped(holder.organisation, found.number)
    return Bar.STOPPED if is_stopped else Bar.STOPS_UNKNOWN
