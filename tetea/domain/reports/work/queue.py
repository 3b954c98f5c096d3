"""The lists of the desk: by danger and by what is lost soonest, opened in the session."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from tetea.domain import moment
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.outbox.models import Alert
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.facets import FacetClock, Facets
from tetea.domain.reports.models import Report, State, ThreadItem
from tetea.domain.reports.sealing import QUARANTINED
from tetea.domain.reports.thread import READABLE, all_read
from tetea.domain.reports.work import alerts, items, reach
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Group, Part

PAGE = 50
QUEUES = ("now", "mine", "waiting", "all", "closed", "quarantine")
SOON = dt.timedelta(hours=24)
# How many alert rows one page looks at before it gives up on filling itself.
LOOKS = 6
DANGER = frozenset({"danger"})
FAR_AWAY = 1 << 40


@dataclass(frozen=True)
class Row:
    """One line of a list."""

    id: str
    state: str
    facets: Facets = field(repr=False)
    is_mine: bool
    has_new: bool
    in_reach: bool
    is_review: bool = False
    """She was asked to review its closing."""

    @property
    def is_waiting(self) -> bool:
        """Whether it still waits for triage."""
        return self.state == State.NEW

    @property
    def is_danger(self) -> bool:
        """Whether she said that she is in danger now."""
        return self.facets.danger == "yes"

    @property
    def next_clock(self) -> FacetClock | None:
        """The clock that runs out first."""
        return next(iter(self.facets.open_clocks), None)


@dataclass(frozen=True)
class Page:
    """A page of a list; `next` is the cursor of the following one, or empty."""

    rows: tuple[Row, ...]
    next: str = ""


def queue(holder: Holder, which: str, cursor: str = "", size: int = PAGE) -> Page:
    """Return a page of a queue; raises KeyError for an unknown one.

    Only what her keys reach is listed: a paralegal sees a report from triage on.
    """
    pages = {
        "now": _soonest,
        "all": _soonest,
        "waiting": _soonest,
        "mine": _mine,
        "closed": _closed,
        "quarantine": _soonest,
    }
    return pages[which](holder, which, cursor, size)


def counts(holder: Holder) -> dict[str, int]:
    """Return how many reports each queue holds, from clear columns and wraps alone."""
    groups = _groups(holder, "all")
    every = Alert.objects.filter(organisation=holder.organisation, group__in=groups)
    rows = every.filter(_told()).exclude(alert_class=QUARANTINED)
    soon = moment.now() + SOON
    # A coordinator must not learn from a number that somebody reported about the organisation.
    by_state = Report.objects.filter(organisation=holder.organisation)
    is_outside = Q(thread__group=Group.OUTSIDE.value)
    by_state = by_state.filter(is_outside if holder.holds(Group.OUTSIDE) else ~is_outside)
    return {
        "now": rows.filter(Q(alert_class="A") | Q(next_alert_at__lte=soon)).count(),
        "mine": _own(holder).filter(state=State.OPEN).count() + _came_back(holder).count(),
        "waiting": rows.filter(group__in=_groups(holder, "waiting")).count(),
        "all": rows.count(),
        "closed": by_state.filter(state=State.CLOSED).count(),
        "quarantine": every.filter(alert_class=QUARANTINED).count(),
    }


def rows_of(holder: Holder, reports: Iterable[Report]) -> tuple[Row, ...]:
    """Open the facets of these reports; those out of reach are left out."""
    shown = list(reports)
    ids = [report.id for report in shown]
    wraps = {
        wrap.object: wrap
        for wrap in Wrap.objects.filter(object__in=ids, part=Part.FACETS)
        if wrap.group
    }
    own = set(
        Wrap.objects.filter(recipient=holder.member_id, part=Part.BODY, object__in=ids).values_list(
            "object", flat=True
        )
    )
    new = items.has_new(holder, ids)
    found = []
    for report in shown:
        try:
            facets = reach.open_facets(holder, report, wraps.get(report.id))
        except NotFound:
            continue
        found.append(
            Row(
                id=report.id,
                state=report.state,
                facets=facets,
                is_mine=facets.owner == holder.member_id,
                has_new=report.id in new,
                in_reach=report.id in own or report.state == State.NEW,
                is_review=bool(facets.review) and facets.review == holder.member_id,
            )
        )
    return tuple(found)


def _soonest(holder: Holder, which: str, cursor: str, size: int) -> Page:
    groups = _groups(holder, which)
    alert_rows = Alert.objects.defer("call").filter(
        _told(), organisation=holder.organisation, group__in=groups
    )
    is_held = Q(alert_class=QUARANTINED)
    alert_rows = alert_rows.filter(is_held if which == "quarantine" else ~is_held)
    if which == "now":
        soon = moment.now() + SOON
        alert_rows = alert_rows.filter(Q(alert_class="A") | Q(next_alert_at__lte=soon))
    ids: list[str] = []
    at = cursor
    for _ in range(LOOKS):
        batch = list(_after(alert_rows, at)[:size])
        for alert in batch:
            at = _cursor(alert)
            report_id = _about(holder, alert)
            if report_id and report_id not in ids:
                ids.append(report_id)
            if len(ids) == size:
                break
        if len(batch) < size or len(ids) == size:
            break
    found = listed(holder).in_bulk(ids)
    rows = sorted(rows_of(holder, [found[one] for one in ids if one in found]), key=_lost_soonest)
    more = bool(at) and _after(alert_rows, at).exists()
    return Page(tuple(rows), at if more else "")


def _mine(holder: Holder, _which: str, cursor: str, size: int) -> Page:
    back = Q(id__in=_came_back(holder).values("id"))
    reports = _own(holder).filter(Q(state=State.OPEN) | back, id__gt=cursor).order_by("id")
    found = list(reports[:size])
    rows = [row for row in rows_of(holder, found) if row.is_mine or row.is_review]
    rows.sort(key=_lost_soonest)
    return Page(tuple(rows), found[-1].id if len(found) == size else "")


def _closed(holder: Holder, _which: str, cursor: str, size: int) -> Page:
    month, _, last = cursor.partition(".")
    reports = listed(holder).filter(state=State.CLOSED)
    if cursor:
        reports = reports.filter(Q(month__lt=month) | Q(month=month, id__gt=last))
    found = list(reports.order_by("-month", "id")[:size])
    more = f"{found[-1].month}.{found[-1].id}" if len(found) == size else ""
    return Page(rows_of(holder, found), more)


def _lost_soonest(row: Row) -> tuple[bool, int]:
    """Danger first, then whatever runs out first.

    The alert rows bring the right reports onto a page; their times only say when somebody is woken.
    """
    in_danger = any(clock.kind in DANGER for clock in row.facets.open_clocks)
    due = [clock.due for clock in row.facets.open_clocks]
    if row.facets.step_due:
        due.append(row.facets.step_due)
    return not in_danger, min(due, default=FAR_AWAY)


def _came_back(holder: Holder) -> QuerySet[Report]:
    """What is closed, and where something came that nobody has read yet."""
    waiting = ThreadItem.objects.filter(
        thread__report=OuterRef("id"), case_wrap__isnull=True, kind__in=READABLE
    )
    return _own(holder).filter(Exists(waiting), state=State.CLOSED)


def _own(holder: Holder) -> QuerySet[Report]:
    """The reports that are her work; the outside officer has hers by her group."""
    hers = Q(recipient=holder.member_id, owns=True)
    if holder.holds(Group.OUTSIDE):
        hers |= Q(group=Group.OUTSIDE.value)
    wraps = Wrap.objects.filter(hers, part=Part.BODY, object=OuterRef("id"))
    return listed(holder).filter(Exists(wraps))


def listed(holder: Holder) -> QuerySet[Report]:
    """Return reports as a list needs them: stories stay where they are."""
    ours = Report.objects.filter(organisation=holder.organisation)
    return ours.defer("story", "identity")


def _groups(holder: Holder, which: str) -> list[str]:
    wanted = [Group.INTAKE, Group.OUTSIDE]
    if which != "waiting":
        wanted.append(Group.TEAM)
    return [group.value for group in wanted if holder.holds(group)]


def _told() -> Q:
    """What she is still telling by phone stands in no list before its time: see reports.partial."""
    return Q(listed_from__isnull=True) | Q(listed_from__lte=moment.now())


def _after(rows: QuerySet[Alert], cursor: str) -> QuerySet[Alert]:
    ordered = rows.order_by("alert_class", "next_alert_at", "id")
    if not cursor:
        return ordered
    klass, stamp, last = cursor.split(".")
    when = dt.datetime.fromtimestamp(int(stamp), dt.UTC)
    later = Q(next_alert_at__gt=when) | Q(next_alert_at=when, id__gt=last)
    return ordered.filter(Q(alert_class__gt=klass) | (Q(alert_class=klass) & later))


def _cursor(alert: Alert) -> str:
    return f"{alert.alert_class}.{int(alert.next_alert_at.timestamp())}.{alert.id}"


def _about(holder: Holder, alert: Alert) -> str:
    """Return the report an alert is about; "" when it does not open or has been dealt with."""
    try:
        about = alerts.target(holder, alert)
    except (NoSuchKey, Unsealable, LookupError):
        return ""
    report_id = about.get("report", "")
    if about.get("why") == "thread" and all_read(report_id):
        alert.delete()
        return ""
    return report_id
