"""The card: the little of her report that her token may show again, never the story."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tetea.domain.reports.facets import FacetClock, from_minutes

# May it be counted.
STATS, MEDIA = "stats", "media"
CONSENTS = (
    "store",
    "match",
    "alert",
    "partner",
    "police",
    "stats",
    "contact",
    "research",
    "media",
)

# So many of the newest steps stand on a card: it has one fixed size.
MOST_DONE = 12


@dataclass(frozen=True)
class Card:
    """Clock kinds and due times, place for services, consents: of one fixed size when sealed."""

    started: int
    county: str = ""
    sub_county: str = ""
    wants: tuple[str, ...] = ()
    clocks: tuple[tuple[str, int], ...] = ()
    consents: Mapping[str, bool] = field(default_factory=dict)
    consent_number: int = 1
    done: tuple[tuple[str, int], ...] = ()
    """What was done for her, (kind of step, minutes since 1970), the newest last."""
    closed: int = 0
    """When the case was closed, in minutes since 1970; 0 while it is open."""
    written: Mapping[str, str] = field(default_factory=dict)
    """Consents that a member wrote down for her, and how she gave them: said, signed, ..."""

    def dump(self) -> bytes:
        """Return the card as compact bytes."""
        content: dict[str, object] = {
            "started": self.started,
            "county": self.county,
            "sub": self.sub_county,
            "wants": self.wants,
            "clocks": self.clocks,
            "consents": dict(self.consents),
            "number": self.consent_number,
        }
        if self.done:
            content["done"] = self.done
        if self.closed:
            content["closed"] = self.closed
        if self.written:
            content["written"] = dict(self.written)
        return json.dumps(content, separators=(",", ":")).encode()

    @property
    def started_on(self) -> dt.date:
        """The day on which the thread began, so that she can tell hers from a stranger's."""
        return from_minutes(self.started).date()


def load(data: bytes) -> Card:
    """Read what `dump` wrote."""
    content = json.loads(data)
    return Card(
        started=content["started"],
        county=content["county"],
        sub_county=content["sub"],
        wants=tuple(content["wants"]),
        clocks=tuple((str(kind), int(due)) for kind, due in content["clocks"]),
        consents=dict(content["consents"]),
        consent_number=content["number"],
        done=tuple((str(kind), int(at)) for kind, at in content.get("done", ())),
        closed=int(content.get("closed", 0)),
        written={str(name): str(how) for name, how in content.get("written", {}).items()},
    )


def public_clocks(clocks: Iterable[FacetClock]) -> tuple[tuple[str, int], ...]:
    """Return (kind, due in minutes) of the clocks that she is shown."""
    return tuple((one.kind, one.due) for one in clocks if one.is_public and not one.done)


def consents_of(answers: Mapping[str, object]) -> dict[str, bool]:
    """Return her nine consents; whatever was not answered with yes is a no."""
    return {name: answers.get(f"consent_{name}") == "yes" for name in CONSENTS}
