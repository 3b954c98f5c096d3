"""What the desk shows about sending: counts, failures, costs, and whether anything leaves."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Max

from tetea.domain import moment
from tetea.domain.outbox import alarm, claims, credit, spending, stops
from tetea.domain.outbox.models import Alert, Outgoing
from tetea.domain.outbox.spending import Spent
from tetea.domain.people.models import Organisation
from tetea.kernel.sending import Balance

# T-71: alerts have rung and nothing has left for so long.
QUIET = dt.timedelta(hours=3)
# What rang just now may still be on its way.
GRACE = dt.timedelta(minutes=30)
# An alert that no worker fires is late; one of class B may be due up to ninety minutes before its
# hour from the beginning (kernel.clocks.alerts).
LATE = dt.timedelta(hours=2)


@dataclass(frozen=True)
class Overview:
    """Counts by state of the rows that are still kept (days), costs of the month, warnings."""

    counts: Mapping[str, int]
    month: Spent
    balance: Balance | None
    is_low: bool
    is_quiet: bool
    has_unknown_stops: bool
    """No text leaves until a member on dispatch has signed in."""

    @property
    def waiting(self) -> int:
        """How many messages wait to leave."""
        return sum(self.counts.get(state, 0) for state in ("queued", "claimed", "sending"))


def of(organisation: Organisation) -> Overview:
    """Return how sending stands. It needs no key."""
    known = credit.last()
    return Overview(
        counts=_counts(organisation),
        month=spending.of_month(organisation),
        balance=known.balance if known else None,
        is_low=known.is_low if known else False,
        is_quiet=is_quiet(organisation),
        has_unknown_stops=stops.unresolved(organisation),
    )


def is_quiet(organisation: Organisation) -> bool:
    """Whether alerts have rung, or should have, and no notice has left since for hours (T-71)."""
    now = moment.now()
    if alarm.due(organisation, now - LATE).exists():
        return True
    last_left = _last_left(organisation)
    rung = [
        when
        for alert in Alert.objects.filter(organisation=organisation, tries__gt=0)
        .exclude(alert_class=alarm.QUARANTINED)
        .order_by("id")[:1000]
        if (when := alarm.last_fired(alert)) is not None and when <= now - GRACE
    ]
    if not rung:
        return False
    return last_left is None or (last_left < max(rung) and last_left <= now - QUIET)


def _counts(organisation: Organisation) -> dict[str, int]:
    rows = Outgoing.objects.filter(organisation=organisation).values_list("state")
    found = dict(rows.annotate(count=Count("id")))
    return {state: found.get(state, 0) for state in Outgoing.State.values}


def _last_left(organisation: Organisation) -> dt.datetime | None:
    left = Outgoing.objects.filter(organisation=organisation, state__in=claims.LEFT).exclude(
        lane=Outgoing.Lane.ANSWER
    )  # Those leave by themselves and wake nobody.
    last: dt.datetime | None = left.aggregate(last=Max("not_before"))["last"]
    return last
