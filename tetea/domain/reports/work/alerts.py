"""Keep a report's alert row in step with what is open: one row per object, without its reason."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from tetea.domain import moment
from tetea.domain.keyring import recipients, runtime
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.keyring.holder import Holder
from tetea.domain.outbox import calling
from tetea.domain.outbox.calling import Away, Call
from tetea.domain.outbox.models import Alert
from tetea.domain.reports import places
from tetea.domain.reports.errors import WrongState
from tetea.domain.reports.facets import Facets, from_minutes
from tetea.domain.reports.work import duties
from tetea.kernel.clocks.alerts import public_alert_time
from tetea.kernel.clocks.rules import AlertClass
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.hpke import seal_to
from tetea.kernel.crypto.registry import Group
from tetea.kernel.crypto.seal import seal, unseal

# At most so many calls are sealed again at a sign-in: some tenths of a second.
MOST = 1000
HOUR = dt.timedelta(hours=1)
# An open report is looked at again after this time even when no clock runs.
REVIEW = dt.timedelta(days=7)
# How soon a clock that rang and was not stopped rings again, once somebody works on it.
AGAIN: dict[AlertClass, dt.timedelta] = {"A": dt.timedelta(hours=1), "B": dt.timedelta(hours=24)}


def target(holder: Holder, alert: Alert) -> dict[str, str]:
    """Open what an alert is about; raise NoSuchKey or Unsealable."""
    group = Group(alert.group)
    place = places.alert_target(holder.organisation, alert.id)
    if group is Group.TEAM:
        plain = unseal(holder.team(alert.epoch), place, alert.target)
    else:
        plain = holder.group(group, alert.epoch).unseal_from(place, alert.target, alert.epoch)
    return dict(json.loads(plain))


def reset(holder: Holder, report_id: str, facets: Facets, *, to_team: bool) -> None:
    """Write the next alert of a report anew, counted from what is still open."""
    now = moment.now()
    due, klass = _next(facets, now)
    changes: dict[str, object] = {
        "alert_class": klass,
        "next_alert_at": public_alert_time(due, klass),
        "listed_from": None,
        "tries": 0,
    }
    if to_team:
        generation = recipients.group(holder.organisation, Group.TEAM).epoch
        place = places.alert_target(holder.organisation, facets.alert)
        changes |= {
            "group": Group.TEAM.value,
            "epoch": generation,
            "target": seal(holder.team(generation), place, _about(report_id, facets)),
            **calling.columns(
                holder.organisation, facets.alert, _call(_whose(facets), duties.away(holder))
            ),
        }
    if Alert.objects.filter(id=facets.alert).update(**changes) == 0:
        raise WrongState


def renew(holder: Holder, report_id: str, facets: Facets, *, to_team: bool) -> str:
    """Make an alert row for a report that has none any more; return its id."""
    group = Group.TEAM if to_team else Group.OUTSIDE
    recipient = recipients.group(holder.organisation, group)
    due, klass = _next(facets, moment.now())
    alert = Alert(
        organisation=holder.organisation,
        alert_class=klass,
        next_alert_at=public_alert_time(due, klass),
        group=group.value,
        epoch=recipient.epoch,
    )
    place = places.alert_target(holder.organisation, alert.id)
    plain = _about(report_id, facets)
    if to_team:
        alert.target = seal(holder.team(recipient.epoch), place, plain)
        call = _call(_whose(facets), duties.away(holder))
        for name, value in calling.columns(holder.organisation, alert.id, call).items():
            setattr(alert, name, value)
    else:
        alert.target = seal_to(recipient.pk, place, plain, recipient.epoch)
    alert.save(force_insert=True)
    return alert.id


def top_up(holder: Holder, *, all_anew: bool = False) -> int:
    """Seal again, for three more days, whose work the team's next alerts are; return how many.

    For whoever signs in with the team's key: the runtime key of three days ago is gone, and after
    a power cut every one. With `all_anew` also those of today, because somebody is away now.
    """
    if not holder.holds(Group.TEAM):
        return 0
    rows = Alert.objects.filter(
        organisation=holder.organisation,
        group=Group.TEAM.value,
        next_alert_at__lte=moment.now() + runtime.LIFE,
    )
    absent, changed = duties.away(holder), []
    today = runtime.current().number
    for alert in rows.order_by("next_alert_at")[:MOST]:
        is_fresh = alert.call_generation == today and calling.read(holder.organisation, alert)
        if is_fresh and not all_anew:
            continue
        try:
            whose = target(holder, alert).get("whose", "")
        except (NoSuchKey, Unsealable):
            continue
        columns = calling.columns(holder.organisation, alert.id, _call(whose.split(), absent))
        for name, value in columns.items():
            setattr(alert, name, value)
        changed.append(alert)
    Alert.objects.bulk_update(changed, ["call", "call_generation"], batch_size=100)
    return len(changed)


def drop(facets: Facets) -> None:
    """Delete a report's alert row: nothing is open any more."""
    Alert.objects.filter(id=facets.alert).delete()


def _whose(facets: Facets) -> list[str]:
    """Whose work it is: the owner's, and while a closing waits also hers who was asked."""
    return [one for one in (facets.owner, facets.review) if one]


def _about(report_id: str, facets: Facets) -> bytes:
    return json.dumps({"report": report_id, "whose": " ".join(_whose(facets))}).encode()


def _call(whose: Sequence[str], absent: Mapping[str, Away]) -> Call:
    away = tuple((one, absent[one]) for one in whose if one in absent)
    return Call(tuple(dict.fromkeys(whose)), away)


def _next(facets: Facets, now: dt.datetime) -> tuple[dt.datetime, AlertClass]:
    moments: list[tuple[dt.datetime, AlertClass]] = []
    for one in facets.open_clocks:
        klass: AlertClass = "A" if one.alert_class == "A" else "B"
        # Its time to ring has come, and it still runs or may not wait: it goes on ringing.
        if one.alert_at <= now and (klass == "A" or one.due_at > now):
            moments.append((now + AGAIN[klass], klass))
        moments.append((one.alert_at, klass))
    if facets.step_due:
        moments.append((from_minutes(facets.step_due), "B"))
    if facets.review_due:
        # Whoever was asked has not answered: it goes on ringing, once a day.
        asked = from_minutes(facets.review_due)
        moments.append((asked if asked > now else now + AGAIN["B"], "B"))
    if facets.silent:
        # Nobody has heard a word: it rings when that begins, and then once a week.
        silent = from_minutes(facets.silent)
        moments.append((silent if silent > now else now + REVIEW, "B"))
    future = [(due, klass) for due, klass in moments if due > now]
    due, klass = min(future, default=(now + REVIEW, "B"))
    # Of two that ring within the hour the row keeps the graver class: it is rung more often.
    if any(one == "A" and at <= due + HOUR for at, one in future):
        klass = "A"
    return due, klass
