"""One hop of a menu session: what the provider posted in, the next screen out, all of it committed.

A hop depends only on the callback and on what is stored under its session. The same text again
shows the same screen and does nothing twice; without a session (the power went) the transcript that
the provider sends along is played anew.
"""

from collections.abc import Callable
from functools import cached_property

from tetea.domain import moment
from tetea.domain.directory import phone
from tetea.domain.keyring.errors import Busy
from tetea.domain.people.models import Organisation
from tetea.domain.phones import sessions
from tetea.domain.phones.sessions import Address, Found
from tetea.domain.phones.ussd import keeping, places, report
from tetea.domain.phones.ussd.talk import Talk, dump, load
from tetea.domain.phones.ussd.world import World
from tetea.domain.reports import partial
from tetea.kernel.phone.messages import UssdHop
from tetea.kernel.phone.numbers import e164
from tetea.kernel.phone.screens import Screen

TRIES = 5
LABEL = "ussd"


class Overtaken(Exception):
    """Another request has written the session since it was read."""


def answer(organisation: Organisation, hop: UssdHop) -> str:
    """Return the answer to a hop as the gateway wants it; what it acknowledges is committed.

    Raises the database's own errors when it takes nothing, and DirectoryAlarm.
    """
    try:
        for _ in range(TRIES):
            try:
                return _Turn(organisation, hop).run()
            except Overtaken:
                continue
    except Busy:
        pass
    lang = default_language(organisation)
    free = phone.free_number()
    return Screen(phone.menu("busy", lang, free=free), is_end=True).reply()


def default_language(organisation: Organisation) -> str:
    """Return the language in which a phone is greeted."""
    return organisation.languages.partition(",")[0]


def keys_of(text: str) -> list[str]:
    """Return what was typed, one key press after the other; empty ones say nothing."""
    return [key for key in text.split("*") if key.strip("# ")]


def play(talk: Talk, keys: list[str], world: World) -> Talk:
    """Return the session after these key presses. Raises Busy."""
    for at, key in enumerate(keys):
        if talk.spot.place in places.FREE_TEXT and key not in {places.BACK, places.HOME}:
            return places.hear(talk, "*".join(keys[at:]), world)
        talk = places.hear(talk, key, world)
    return talk


def address_of(hop: UssdHop) -> Address:
    """Return where the session of a hop stands: bound to provider, session and caller together."""
    number = e164(hop.number) or hop.number
    return Address(LABEL, (hop.provider, hop.session, number), number, partial.PAUSE)


class _Turn:
    """One try at a hop."""

    def __init__(self, organisation: Organisation, hop: UssdHop) -> None:
        self.organisation, self.text = organisation, hop.text
        self.address = address_of(hop)
        self.found = sessions.find(organisation, self.address)
        self.before = load(self.found.content) if self.found else None
        self.world = World(organisation, self.address.caller, self.unfinished)
        self.reply = ""

    def run(self) -> str:
        """Return the answer, committed; raise Overtaken when somebody else was first."""
        before = self.before or Talk(default_language(self.organisation))
        if self.before is not None:
            known = before.shown_for(self.text)
            if known is None and not self._goes_on(before):
                # Late, and of no use any more: show where the session stands.
                known = before.shown_for(before.heard)
            if known is not None:
                return known
            before = self._seen(before)
        typed = self.text[len(before.heard) :] if self.before else self.text
        talk = play(before, keys_of(typed), self.world)
        if not talk.is_worth_keeping:
            return places.show(talk, self.world).reply()
        if talk.is_resumed and not before.is_resumed and self._dropped is not None:
            before = keeping.resumed(before, load(self._dropped.content))
        keeping.keep(self.organisation, before, talk, self.world, self._store)
        return self.reply

    def unfinished(self) -> Talk | None:
        """Return what was told from this number in a session that dropped lately."""
        return None if self._dropped is None else load(self._dropped.content)

    @cached_property
    def _dropped(self) -> Found | None:
        if not self.address.caller:
            return None
        oldest = moment.now().timestamp() - partial.PAUSE.total_seconds()
        own = self.found.row.pk if self.found else ""
        others = [
            (found, talk)
            for found in sessions.of_caller(self.organisation, self.address)
            if found.row.pk != own
            and (talk := load(found.content)).report is not None
            and not (talk.is_finished or talk.is_over)
            and talk.at >= oldest
        ]
        return max(others, key=lambda one: one[1].at)[0] if others else None

    def _goes_on(self, before: Talk) -> bool:
        return self.text.startswith(f"{before.heard}*" if before.heard else "")

    def _seen(self, before: Talk) -> Talk:
        """She answered the screen with her number on it, so she has seen it."""
        shown = report.shown_token(before)
        if shown and shown in (before.shown_for(before.heard) or ""):
            return keeping.seen(before)
        return before

    def _store(self, talk: Talk) -> Callable[[], None]:
        """Make the session's row with its screen; what this returns writes it, in the transaction
        of all that the hop does, and raises Overtaken.
        """
        talk, screen = _with_number(talk, self.world)
        reply = screen.reply()
        talk = keeping.stamped(talk, int(self.world.now.timestamp())).remember(self.text, reply)
        row = sessions.ready(self.organisation, self.address, self.found, dump(talk))

        def write() -> None:
            self.reply = reply
            if not sessions.put(row):
                raise Overtaken
            self._take_up(talk)

        return write

    def _take_up(self, talk: Talk) -> None:
        """Close the dropped session that goes on in this one."""
        was_resumed = self.before is not None and self.before.is_resumed
        if not talk.is_resumed or was_resumed or self._dropped is None:
            return
        old = keeping.closed(load(self._dropped.content))
        if not sessions.mark(self.organisation, self._dropped, dump(old)):
            raise Overtaken


def _with_number(talk: Talk, world: World) -> tuple[Talk, Screen]:
    """Show a new number before anything else, on a screen of its own where the next has no room."""
    shown = places.show(talk, world)
    number = report.shown_token(talk)
    if number and not talk.token_seen and number not in shown.text and not talk.is_over:
        talk = talk.go("number")
        return talk, places.show(talk, world)
    return talk, shown
