"""A canary in each phone channel: told the whole way like a report, found sealed, taken away.

Once an hour (T-70). It tells a word of chance from a number to which nobody can write, and STOP
stands for that number meanwhile, so that nothing is ever sent there. It stands in no list, because
it is gone before half an hour of silence has passed; the log keeps that it came and went.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType

from django.db import models, transaction

from tetea.domain.keyring import secretfile
from tetea.domain.keyring.models import Wrap
from tetea.domain.log import append as log
from tetea.domain.outbox import alarm, roster, stops
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import Alert, Outgoing
from tetea.domain.people.models import Organisation
from tetea.domain.phones import sessions
from tetea.domain.phones.sessions import Found
from tetea.domain.phones.sms import talk as sms_talks
from tetea.domain.phones.ussd import hop as hops
from tetea.domain.phones.ussd import talk as ussd_talks
from tetea.domain.reports.models import Report, State, Thread
from tetea.domain.reports.partial import Growing
from tetea.domain.reports.sealing import Place
from tetea.domain.rows import SUITES
from tetea.gateways import africastalking, ourselves
from tetea.kernel.crypto.registry import Part
from tetea.kernel.phone.addresses import gateway_addresses
from tetea.kernel.phone.messages import UssdHop

# Universal freephone numbers (ITU-T E.169.1) take calls, never an SMS; none begins with 0.
NOBODY = "+800"
FIRST, LAST = 10_000_000, 99_999_999
SECONDS = 5.0
HOUR = 3600
TOLD = frozenset({"coordinator"})
NOTICE = alarm.Notice(
    "Notes",
    "Something of ours does not work.\nKitu chetu hakifanyi kazi.\n",
    Kind.PAGE,
    Outgoing.Lane.NORMAL,
)
# Not in danger, in option 2: the shortest call that leaves something.
KEYS = "2*2"


@dataclass(frozen=True)
class Canary:
    """One bird: the number that it tells from, and the word by which it is looked for."""

    number: str = field(
        default_factory=lambda: f"{NOBODY}{FIRST + secrets.randbelow(LAST - FIRST + 1)}"
    )
    word: str = field(default_factory=lambda: secrets.token_hex(8))


class Hourly:
    """Says when the next one is due: once in each hour, at a minute that nobody can foresee."""

    def __init__(self) -> None:
        self._hour = time.monotonic()
        self._due = self._hour + secrets.randbelow(HOUR)

    def is_due(self) -> bool:
        """Whether it is time; then the next one is an hour's chance away."""
        if time.monotonic() < self._due:
            return False
        self._hour += HOUR
        self._due = self._hour + secrets.randbelow(HOUR)
        return True


def look(organisation: Organisation, server: str) -> tuple[str, ...]:
    """Let the canary sing and page coordinators and duty phones when it is not heard.

    Returns the channels that are missing. Where no server listens, this worker runs alone, and
    where it has no gateways, they are another server's: then nothing is missing.
    """
    try:
        missing = sing(organisation, server)
    except ourselves.Unreachable:
        return ()
    if missing:
        for address in roster.addresses(organisation, TOLD, with_duty=True):
            alarm.notify(organisation, address, NOTICE)
    return missing


def sing(organisation: Organisation, server: str) -> tuple[str, ...]:
    """Tell something by each channel of a server and return those in which it was not found.

    `server` is its address on this machine. Raises ourselves.Unreachable when nothing listens
    there, and the database's own errors.
    """
    canary = Canary()
    stops.add(organisation, canary.number)
    try:
        return tuple(
            name for name, way in WAYS.items() if not _is_heard(organisation, server, canary, way)
        )
    finally:
        stops.lift(organisation, canary.number)


@dataclass(frozen=True)
class _Way:
    """One channel: what is posted there, and where it must be found afterwards."""

    callback: str
    fields: Callable[[Canary], Mapping[str, str]]
    find: Callable[[Organisation, Canary], tuple[Found, Growing] | None]


def _is_heard(organisation: Organisation, server: str, canary: Canary, way: _Way) -> bool:
    path = gateway_addresses(secretfile.read().gateway_secret)[way.callback]
    try:
        heard = ourselves.post(f"{server}{path}", way.fields(canary), SECONDS)
    except ourselves.Unreachable as silence:
        if silence.reason == "connection":
            raise
        return False
    if heard.status == HTTPStatus.NOT_FOUND:
        return True
    found = way.find(organisation, canary)
    if heard.status != HTTPStatus.OK or found is None:
        return False
    session, report = found
    is_whole = _is_whole_and_sealed(report.place, canary.word)
    _take_away(organisation, session, report.place)
    return is_whole


def _by_sms(organisation: Organisation, canary: Canary) -> tuple[Found, Growing] | None:
    found = sessions.find(organisation, sms_talks.address(canary.number))
    report = sms_talks.load(found.content).report if found else None
    return (found, report) if found and report else None


def _by_menu(organisation: Organisation, canary: Canary) -> tuple[Found, Growing] | None:
    hop = UssdHop(africastalking.PROVIDER, canary.word, canary.number, KEYS)
    found = sessions.find(organisation, hops.address_of(hop))
    report = ussd_talks.load(found.content).report if found else None
    return (found, report) if found and report else None


def _is_whole_and_sealed(place: Place, word: str) -> bool:
    """Whether every row is there, nothing is readable, and it counts as one report."""
    report = Report.objects.filter(pk=place.report).first()
    thread = Thread.objects.filter(pk=place.thread).first()
    alert = Alert.objects.filter(pk=place.alert, listed_from__isnull=False).first()
    wraps = list(Wrap.objects.filter(object=place.report))
    if report is None or thread is None or alert is None:
        return False
    items = list(thread.items.all())
    is_sealed = all(blob[0] in SUITES for blob in (report.story, report.identity, report.facets))
    is_openable = {Part.BODY.value, Part.FACETS.value} <= {one.part for one in wraps}
    rows: list[models.Model] = [report, thread, alert, *wraps, *items]
    return is_sealed and is_openable and bool(items) and not _reads(rows, word)


def _reads(rows: list[models.Model], word: str) -> bool:
    values = (value for row in rows for value in vars(row).values())
    return any(word.encode() in _bytes(value) for value in values)


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _take_away(organisation: Organisation, session: Found, place: Place) -> None:
    with transaction.atomic():
        session.row.delete()
        Alert.objects.filter(pk=place.alert).delete()
        Wrap.objects.filter(object=place.report).delete()
        Report.objects.filter(pk=place.report, state=State.NEW).delete()
        log.append(organisation, log.Action("canary.removed", place.report))


WAYS: Mapping[str, _Way] = MappingProxyType(
    {
        "menu": _Way(
            "ussd",
            lambda bird: {"sessionId": bird.word, "phoneNumber": bird.number, "text": KEYS},
            _by_menu,
        ),
        "sms": _Way(
            "sms",
            lambda bird: {"id": bird.word, "from": bird.number, "text": f"Ndege {bird.word}"},
            _by_sms,
        ),
        "kannel": _Way(
            "kannel_sms",
            lambda bird: {"id": bird.word, "from": bird.number, "text": f"Ndege {bird.word}"},
            _by_sms,
        ),
    }
)
