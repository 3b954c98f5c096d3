"""What waits to be sent, and whether the worker lives."""

import datetime as dt

from tetea.checking.finding import Finding, fine, grave, warn
from tetea.domain import moment
from tetea.domain.keyring.errors import KeyringError
from tetea.domain.outbox import overview, pulse
from tetea.domain.outbox.overview import Overview
from tetea.domain.people.queries import NotSetUp, organisation
from tetea.domain.phones import spool

# It looks every five seconds; a slow provider may hold it for a minute.
LATE = dt.timedelta(minutes=3)
# State -> what to do about it.
LOOKS = {
    "needs-reseal": "cannot be read after a power cut: a coordinator or hotline member signs in",
    "unclear": "may have left or not, and are not sent again: look at the desk",
    "failed": "could not be sent: look at the desk",
    "missed": "were too late: look at the desk",
}


def findings() -> list[Finding]:
    """Return how the queue stands; no word and no number of a message is read."""
    try:
        return [_worker(), _spool(), *_queue(overview.of(organisation()))]
    except (NotSetUp, KeyringError):
        return []  # It was named among the settings.


def _worker() -> Finding:
    last = pulse.last()
    if last is None or moment.now() - last > LATE:
        return grave("No worker lives: start `tetea serve` (or `tetea work` beside it).")
    return fine("The worker lives.")


def _spool() -> Finding:
    waits = spool.waiting()
    if waits:
        return warn(
            f"{waits} messages came while the database was away and wait as files, sealed: the "
            "worker brings them in; if the number stays, look at the disk and the journal."
        )
    return fine("Nothing waits outside the database.")


def _queue(state: Overview) -> list[Finding]:
    found = [
        warn(f"{state.counts[name]} messages {what}.")
        for name, what in LOOKS.items()
        if state.counts.get(name)
    ]
    if state.has_unknown_stops:
        found.append(
            warn(
                "Who said STOP is unknown after a power cut, so no text leaves: a member signs in."
            )
        )
    if state.is_quiet:
        found.append(grave("Alerts are due and nothing has left for hours: see the lines above."))
    waits = f"{state.waiting} messages wait to be sent"
    return [*found, fine(f"{waits}.")]
