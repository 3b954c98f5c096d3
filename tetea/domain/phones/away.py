"""What the phone channels do while the database takes nothing: seal into the spool, say so.

Sealing needs only public keys, and the last verified directory is still in memory.
"""

from django.db import models

from tetea.domain import moment
from tetea.domain.directory import phone
from tetea.domain.directory.keywords import keyword_table
from tetea.domain.keyring import recipients
from tetea.domain.keyring.errors import Busy
from tetea.domain.people.models import Organisation
from tetea.domain.phones import receipts, spool
from tetea.domain.phones.errors import NotKept
from tetea.domain.phones.sms import asking
from tetea.domain.phones.sms.commands import COMMANDS
from tetea.domain.phones.ussd import hop as hops
from tetea.domain.phones.ussd import keeping
from tetea.domain.phones.ussd.talk import Talk
from tetea.domain.phones.ussd.world import WorldAway
from tetea.domain.reports import intake, questionnaire
from tetea.domain.reports.sealing import Place, Sealed, Submission, new_keys, seal_report
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.crypto.token import ReporterKeys, grouped, keys_without_token, new_token
from tetea.kernel.dialogue import MAX_TEXT, Value, complete, read_answer
from tetea.kernel.phone.keywords import parse
from tetea.kernel.phone.messages import IncomingSms, UssdHop
from tetea.kernel.phone.numbers import e164
from tetea.kernel.phone.screens import Screen


def answer(organisation: Organisation, hop: UssdHop) -> str:
    """Keep what the transcript of a session holds and end it; raise NotKept, DirectoryAlarm.

    The token is given at once, because the session cannot go on. The same hop again is kept once
    and answered without a token, which is stored nowhere.
    """
    number = hops.address_of(hop).caller
    world = WorldAway(organisation, number, _nothing_left)
    talk = hops.play(Talk(hops.default_language(organisation)), hops.keys_of(hop.text), world)
    free = phone.free_number()
    if not talk.answers:
        return Screen(phone.menu("away_empty", talk.lang, free=free), is_end=True).reply()
    key = _key("ussd", hop.provider, hop.session, number)
    token = new_token()
    try:
        hers = intake.derive_in_slot(organisation, token)
    except Busy:
        hers = keys_without_token()
    rows = _seal(organisation, keeping.submission_of(talk, world), hers)
    if not spool.put(key, _rows(rows)):
        return Screen(phone.menu("away", talk.lang, free=free), is_end=True).reply()
    text = phone.menu("away_number", talk.lang, token=grouped(token), free=free)
    return Screen(text, is_end=True).reply()


def receive(organisation: Organisation, sms: IncomingSms) -> None:
    """Keep an SMS as a report of its own, which is not answered; an empty one says nothing.

    Raises NotKept, also for STOP and the other commands: nobody can do them now, and the gateway
    brings them again. Raises DirectoryAlarm.
    """
    if not sms.text.strip():
        return
    command = parse(sms.text, keyword_table())
    is_first = sms.part is None or sms.part.number == 1
    if command.name in COMMANDS and is_first:
        raise NotKept
    is_cry = command.name == "sos" and is_first
    submission = _submission(organisation, sms, is_cry=is_cry, is_urgent=command.is_urgent)
    rows = _seal(organisation, submission, keys_without_token())
    receipt = receipts.row(sms)
    key = receipt.id if receipt else _key("sms", sms.provider, sms.number, sms.text)
    spool.put(key, [*([receipt] if receipt else []), *_rows(rows)])


def _submission(
    organisation: Organisation, sms: IncomingSms, *, is_cry: bool, is_urgent: bool
) -> Submission:
    sheet = questionnaire.current()
    today = moment.now().astimezone(NAIROBI).date()
    said: dict[str, Value] = {"danger": "yes"} if is_cry else {}
    said["story"] = read_answer(sheet, sheet["story"], sms.text[:MAX_TEXT], said, today)
    return Submission(
        sheet,
        complete(sheet, said, asking.CHANNEL, today),
        hops.default_language(organisation),
        asking.CHANNEL,
        number=e164(sms.number) if is_cry else "",
        is_urgent=is_urgent,
    )


def _seal(organisation: Organisation, submission: Submission, hers: ReporterKeys) -> Sealed:
    book = recipients.remembered(organisation)
    return seal_report(book, submission, hers, moment.now(), Place(), new_keys())


def _rows(sealed: Sealed) -> list[models.Model]:
    return [
        sealed.report,
        *sealed.wraps,
        sealed.thread,
        sealed.reporter_key,
        sealed.card,
        sealed.alert,
    ]


def _nothing_left() -> None:
    """Nobody can look for a dropped session now."""


def _key(label: str, *parts: str) -> str:
    return receipts.name_of(label, *parts)
