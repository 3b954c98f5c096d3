"""The calendar behind a secret address, for a phone: when, and not a word of what."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Alarm, Calendar, Event

from tetea.domain.reports import feeds
from tetea.doors import policy

# What a calendar draws, and how long before it a phone may ring.
LENGTH = dt.timedelta(minutes=30)
BEFORE = dt.timedelta(hours=1)
AGAIN = dt.timedelta(hours=1)


@policy.public
@require_safe
def read(_request: HttpRequest, secret: str) -> HttpResponse:
    """Answer with the moments as iCalendar (RFC 5545), or that there is no such page.

    Every event has the same word: a lost phone, or the company behind its calendar, learns that
    its owner has something to do then, as of anybody who works.
    """
    found = feeds.read(secret)
    if found is None:
        raise Http404
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("refresh-interval", AGAIN, parameters={"value": "DURATION"})
    # Of the day alone: the minute would tell when somebody wrote into a case.
    stamp = dt.datetime.combine(found.as_of, dt.time(), dt.UTC)
    for name, at in found.moments:
        calendar.add_component(_event(name, at, stamp))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = "inline"
    return response


def _event(name: str, at: dt.datetime, stamp: dt.datetime) -> Event:
    event = Event()
    event.add("uid", name)
    event.add("dtstamp", stamp)
    event.add("dtstart", at)
    event.add("duration", LENGTH)
    event.add("summary", _("Busy"))
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Busy"))
    alarm.add("trigger", -BEFORE)
    event.add_component(alarm)
    return event
