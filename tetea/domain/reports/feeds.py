"""What a secret calendar address opens: moments, and nothing about anybody. No member's keys."""

import datetime as dt
import json
from dataclasses import dataclass

from tetea.domain.reports import places
from tetea.domain.reports.facets import from_minutes
from tetea.domain.reports.models import Feed
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.feed import feed_keys


@dataclass(frozen=True)
class Calendar:
    """When something is due, each with a random name that stays the same; and as of which day."""

    moments: tuple[tuple[str, dt.datetime], ...]
    as_of: dt.date


def read(secret: str) -> Calendar | None:
    """Return the calendar behind a secret; None when there is none, whatever was asked for."""
    try:
        keys = feed_keys(secret)
        feed = Feed.objects.select_related("member__organisation").get(lookup=keys.lookup)
        place = places.calendar(feed.member.organisation, feed.id)
        content = json.loads(keys.unseal_from(place, feed.blob))
    except (Unsealable, Feed.DoesNotExist):
        return None
    moments = tuple((str(name), from_minutes(at)) for name, at in content["moments"])
    return Calendar(moments, dt.date.fromisoformat(content["as_of"]))
