"""What has to run inside the installation for the lines of the phone channels."""

import time
from collections.abc import Callable
from itertools import count as counted
from statistics import median

from django.db import connection, transaction
from django.db.models import Model

from bench.filler import INSERT, row
from bench.place import BenchFailed
from bench.texts import written
from tetea.domain.keyring import secretfile
from tetea.domain.outbox import content, kinds, send
from tetea.domain.outbox import texts as outgoing
from tetea.domain.outbox.content import Content
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import Outgoing
from tetea.domain.people.models import Organisation
from tetea.domain.people.queries import organisation
from tetea.domain.phones import sessions, spool
from tetea.domain.phones.models import PhoneSession, Receipt
from tetea.domain.phones.sms import talk as talks
from tetea.domain.reports.models import Report, Thread
from tetea.domain.rows import new_id
from tetea.gateways import memory
from tetea.kernel.phone import contact
from tetea.kernel.phone.addresses import gateway_addresses
from tetea.kernel.sending import Accepted, Text

RUNS = 5
QUEUED, BEHIND = 2_000, 10_000
ROW = 1_000
# The worker brings in what waits every five seconds.
LONGEST_SPOOL, PAUSE = 60.0, 0.5
WORDS = "Tumepata. We have it. 1 ndiyo/yes 2 hapana/no"
_numbers = counted(20_000_000)


def paths() -> dict[str, str]:
    """Return the addresses of the gateways."""
    return gateway_addresses(secretfile.read().gateway_secret)


def sizes() -> dict[str, int]:
    """Return how many bytes a session takes, and the story of a report that was told in one."""
    blobs = [len(one.blob) for one in PhoneSession.objects.exclude(caller="")]
    stories = [len(one.story) for one in Report.objects.all()]
    return {"session": int(median(blobs)), "story": int(median(stories))}


def stored() -> dict[str, int]:
    """Return how many reports, threads and receipts of SMS there are, once the spool is empty.

    Raises BenchFailed when something waits there for ever.
    """
    give_up = time.monotonic() + LONGEST_SPOOL
    while spool.waiting():
        if time.monotonic() > give_up:
            raise BenchFailed(f"{spool.waiting()} reports wait in the spool and do not come in")
        time.sleep(PAUSE)
    tables: tuple[type[Model], ...] = (Report, Thread, Receipt)
    return {one.__name__: one._default_manager.count() for one in tables}  # noqa: SLF001  # by type


def kept(runs: str, count: str) -> dict[str, int]:
    """Return how many SMS have a conversation that holds exactly their words, and how many reports
    these lead to. What came by the spool has none.
    """
    ours, whole, made = organisation(), 0, set()
    for sms in (one for run in range(int(runs)) for one in written(run, int(count))):
        found = sessions.find(ours, talks.address(sms.number))
        talk = talks.load(found.content) if found else None
        if talk is not None and talk.report and [one.text for one in talk.pieces] == [sms.text]:
            whole += 1
            made.add(talk.report.place.report)
    there = set(Report.objects.values_list("id", flat=True))
    return {"whole": whole, "made": len(made & there)}


def outbox() -> dict[str, list[float]]:
    """Return, of five runs, texts a second that leave a queue of two thousand, transactions a
    second of one insert beside it, and the milliseconds that a page waits behind ten thousand.
    """
    ours = organisation()
    _queue(ours, QUEUED)
    rates: list[float] = []
    bare: list[float] = []
    for _ in range(RUNS):
        rates.append(_rate_of_sending(ours, QUEUED // RUNS))
        bare.append(_bare(QUEUED // RUNS))
    _queue(ours, BEHIND)
    return {"rates": rates, "bare": bare, "waits": [_page(ours) * 1000 for _ in range(RUNS)]}


def _queue(ours: Organisation, count: int) -> None:
    """Queue answers as `put_text` does, many in one transaction."""
    rows = []
    for _ in range(count):
        permission, row_id = contact.answering(_number()), new_id()
        what = Content(Kind.ACK, permission.number, WORDS, "", permission.windows)
        columns = content.put_in(ours, row_id, what) | outgoing.times(what)
        lane = kinds.RULES[Kind.ACK].lane
        rows.append(Outgoing(id=row_id, organisation=ours, lane=lane, **columns))
    Outgoing.objects.bulk_create(rows, batch_size=500)


def _rate_of_sending(ours: Organisation, count: int) -> float:
    began, left = time.perf_counter(), 0
    while left < count:
        some = send.send_due(ours, _ways(memory.send), count - left)
        if not some:
            raise BenchFailed("texts that are due do not leave the queue")
        left += some
    return count / (time.perf_counter() - began)


def _bare(count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT, row(ROW))
    return count / (time.perf_counter() - began)


def _page(ours: Organisation) -> float:
    """Return the seconds from queueing a page to its leaving first of all."""
    gone: list[tuple[str, float]] = []

    def text(one: Text) -> Accepted:
        gone.append((one.number, time.perf_counter()))
        return memory.send(one)

    number, began = _number(), time.perf_counter()
    outgoing.put_text(ours, contact.on_duty(number), WORDS, Kind.PAGE)
    send.send_due(ours, _ways(text), 1)
    [(to, at)] = gone
    if to != number:
        raise BenchFailed("an urgent text was overtaken")
    return at - began


def _ways(text: Callable[[Text], Accepted]) -> send.Gateways:
    return send.Gateways(letter=memory.send, text=text)


def _number() -> str:
    return f"+2547{next(_numbers):08d}"
