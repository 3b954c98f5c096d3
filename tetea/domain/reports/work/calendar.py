"""A member's calendar: what is due in her cases, on the desk and behind a secret address."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from tetea.domain import moment
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.log import append as log
from tetea.domain.reports import places
from tetea.domain.reports.facets import Facets, minutes
from tetea.domain.reports.models import Feed, Report, State
from tetea.domain.reports.work import duties, queue
from tetea.domain.reports.work.queue import Row
from tetea.domain.rows import raw_id
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.crypto.feed import feed_keys, new_secret
from tetea.kernel.crypto.frame import lp, u64
from tetea.kernel.crypto.hpke import seal_to
from tetea.kernel.crypto.registry import Group, Part

# A calendar looks so far back and ahead; beyond it nobody plans.
BACK, AHEAD = dt.timedelta(days=7), dt.timedelta(days=60)
# So many of a member's cases are looked through, and so many moments kept.
MOST = 400


@dataclass(frozen=True)
class Due:
    """Something of a case that is due: a clock by its kind, or "" for the next step."""

    report_id: str
    kind: str
    at: int
    """Minutes since 1970."""
    row: Row | None = field(default=None, repr=False, compare=False)


def due(holder: Holder) -> tuple[Due, ...]:
    """Return what is due in the cases that are hers or that she covers, soonest first.

    Only what the whole team may know is opened, so no log entry is written: of a case against an
    official its times alone.
    """
    rows = queue.rows_of(holder, _reports(_whose(holder, holder.member_id)))
    whose = _whose(holder, holder.member_id)
    found = [
        Due(row.id, kind, at, row)
        for row in rows
        if row.facets.owner in whose
        for kind, at in _moments(row.facets)
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def has_feed(holder: Holder) -> bool:
    """Tell whether she has a secret address."""
    return Feed.objects.filter(member_id=holder.member_id).exists()


def new_feed(holder: Holder) -> str:
    """Make her a secret address, in place of any older one; return its secret, shown once."""
    secret = new_secret()
    keys = feed_keys(secret)
    with transaction.atomic():
        Feed.objects.filter(member_id=holder.member_id).delete()
        feed = Feed(member_id=holder.member_id, lookup=keys.lookup, enc_pk=keys.enc_pk)
        feed.blob = _sealed(holder, feed, ())
        feed.save(force_insert=True)
        refresh(holder, holder.member_id)
        _log(holder, "calendar.made")
    return secret


def drop_feed(holder: Holder) -> None:
    """Withdraw her secret address: from now on it leads nowhere."""
    with transaction.atomic():
        gone, _ = Feed.objects.filter(member_id=holder.member_id).delete()
        if gone:
            _log(holder, "calendar.withdrawn")


def refresh(holder: Holder, *members: str) -> None:
    """Bring the calendars of these members up to date, of those who have one.

    For whoever has the team's key: whoever changes a case, signs in or looks at the calendar.
    """
    if not holder.holds(Group.TEAM):
        return
    for feed in Feed.objects.filter(member_id__in=[one for one in members if one]):
        whose = _whose(holder, feed.member_id)
        rows = queue.rows_of(holder, _reports(whose))
        moments = (
            (_name(feed, row.id, kind), at)
            for row in rows
            if row.facets.owner in whose
            for kind, at in _moments(row.facets)
        )
        feed.blob = _sealed(holder, feed, moments)
        feed.save(update_fields=["blob"])


def _whose(holder: Holder, member_id: str) -> set[str]:
    now = moment.now()
    absent = duties.away(holder).items()
    return {member_id} | {
        member for member, one in absent if one.cover == member_id and one.covers(now)
    }


def _reports(whose: Iterable[str]) -> Iterable[Report]:
    own = Wrap.objects.filter(recipient__in=whose, part=Part.BODY, owns=True).values("object")
    return Report.objects.defer("story", "identity").filter(state=State.OPEN, id__in=own)[:MOST]


def _moments(facets: Facets) -> list[tuple[str, int]]:
    now = moment.now()
    first, last = minutes(now - BACK), minutes(now + AHEAD)
    found = [(one.kind, one.due) for one in facets.open_clocks]
    if facets.step_due:
        found.append(("", facets.step_due))
    return [one for one in found if first <= one[1] <= last]


def _name(feed: Feed, report_id: str, kind: str) -> str:
    """A name that stays the same for a calendar and says nothing to whoever has only the feed."""
    parts = lp(b"tetea/calendar/v1/name", feed.enc_pk, raw_id(report_id), kind.encode(), u64(0))
    return hashlib.sha256(parts).hexdigest()[:24]


def _sealed(holder: Holder, feed: Feed, moments: Iterable[tuple[str, int]]) -> bytes:
    as_of = moment.now().astimezone(NAIROBI).date().isoformat()
    content = {"as_of": as_of, "moments": sorted(moments, key=lambda one: one[1])[:MOST]}
    place = places.calendar(holder.organisation, feed.id)
    return seal_to(feed.enc_pk, place, json.dumps(content).encode(), 0)


def _log(holder: Holder, verb: str) -> None:
    log.append(
        holder.organisation, log.Action(verb, holder.member_id, holder.member_id, holder.role)
    )
