"""What the keywords do."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.db import transaction

from tetea.domain.forum import changes
from tetea.domain.outbox import stops
from tetea.domain.phones import visit as visits
from tetea.domain.phones.sms import asking, telling
from tetea.domain.phones.sms import talk as talks
from tetea.domain.phones.sms.talk import RATE, Talk
from tetea.domain.phones.sms.turn import Turn
from tetea.domain.reports import thread
from tetea.domain.reports.errors import TokenUnknown
from tetea.domain.reports.models import State
from tetea.kernel.crypto.errors import TokenMalformed


def report(turn: Turn, rest: str) -> None:
    """The word alone is asked how; with words behind it, they are the report."""
    if rest.strip():
        telling.tell(turn, rest)
        return
    _answer(turn, "how_to_tell")


def stop(turn: Turn, _rest: str) -> None:
    """Nothing goes to this number any more, from this moment on; not even a word that it is so.

    Whoever holds the phone reads what comes. If the number belongs to a thread, the thread says so.
    """
    visitor = talks.visitor(turn.organisation, turn.talk) if turn.talk else None
    with transaction.atomic():
        turn.take()
        stops.add(turn.organisation, turn.number or turn.sms.number)
        if visitor is not None:
            thread.change_consents(visitor, {"contact": False})
            thread.change_contact(visitor, {"contact_way": "none"})


def start(turn: Turn, _rest: str) -> None:
    """Undo STOP: what she allowed before counts again, and no more than that."""
    with transaction.atomic():
        turn.take()
        stops.lift(turn.organisation, turn.number)
        turn.reply("started")


def token(turn: Turn, digits: str) -> None:
    """Send her a token, or join this number to the thread that the token opens. Raises Busy."""
    if not digits:
        with transaction.atomic():
            turn.take()
            if turn.talk is not None and (turn.talk.report or turn.talk.visit):
                turn.send_token()
            else:
                turn.reply("token_none")
        return
    try:
        visitor = thread.open_token(turn.organisation, digits, turn.number)
    except TokenMalformed:
        _answer(turn, "token_malformed")
        return
    except TokenUnknown:
        _answer(turn, "token_unknown")
        return
    view = thread.view(visitor)
    count = sum(one.author == "us" for one in view.messages)
    text = "token_closed" if view.status == State.CLOSED else "token_open"
    asked = RATE if view.may_rate else ""
    with transaction.atomic():
        turn.take()
        visit = visits.begun(visitor)
        turn.remember(Talk(turn.lang, visit=visit, is_finished=True, asked=asked))
        turn.reply(
            "token_rate" if asked else text, count=count, menu=asking.menu("menu_use", turn.lang)
        )


def services(turn: Turn, _rest: str) -> None:
    """Name the number that is free to call, and the menu."""
    _answer(turn, "services", menu=asking.menu("menu_3", turn.lang))


def rights(turn: Turn, _rest: str) -> None:
    """Say the shortest form of them, and the menu."""
    _answer(turn, "rights", menu=asking.menu("menu_5", turn.lang))


def changed(turn: Turn, _rest: str) -> None:
    """Say the newest line of what changed: it is for everybody, so for whoever holds the phone."""
    found = changes.newest(turn.organisation, 1)
    if not found:
        _answer(turn, "changed_none")
        return
    _answer(turn, "changed", line=found[0].text(turn.lang))


def check(turn: Turn, _rest: str) -> None:
    """Say that this is not there yet."""
    _answer(turn, "not_here")


def help_(turn: Turn, _rest: str) -> None:
    """Say what can be written."""
    _answer(turn, "help")


def _answer(turn: Turn, key: str, **values: object) -> None:
    with transaction.atomic():
        turn.take()
        turn.reply(key, **values)


COMMANDS: Mapping[str, Callable[[Turn, str], None]] = MappingProxyType(
    {
        "stop": stop,
        "start": start,
        "token": token,
        "services": services,
        "rights": rights,
        "check": check,
        "changed": changed,
        "help": help_,
    }
)
