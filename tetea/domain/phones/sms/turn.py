"""One SMS and what is known of its number: the hands with which commands and telling work."""

import datetime as dt
from dataclasses import replace
from functools import cached_property

from tetea.domain.outbox import texts
from tetea.domain.outbox.kinds import Kind
from tetea.domain.people.models import Organisation
from tetea.domain.phones import floods, receipts, sessions
from tetea.domain.phones.receipts import Before
from tetea.domain.phones.sms import asking
from tetea.domain.phones.sms import talk as talks
from tetea.domain.phones.sms.talk import Talk
from tetea.domain.reports.errors import AlreadySent
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.phone import contact
from tetea.kernel.phone.keywords import Command
from tetea.kernel.phone.messages import IncomingSms
from tetea.kernel.phone.numbers import e164

# Within an hour, to one number: more is somebody's program, and each costs.
MOST_ANSWERS = 20
MOST_TOKENS = 3


class Overtaken(Exception):
    """Another request has written this conversation since it was read."""


class Turn:
    """One SMS at work. `number` is "" when nobody can be answered there."""

    def __init__(
        self, organisation: Organisation, sms: IncomingSms, before: Before, now: dt.datetime
    ) -> None:
        self.organisation, self.sms, self.before, self.now = organisation, sms, before, now
        self.number = e164(sms.number)
        self.lang = organisation.languages.partition(",")[0]
        self.is_urgent = False

    @property
    def is_suspect(self) -> bool:
        """Whether its id was used before for other words: kept, held back, unanswered."""
        return self.before is Before.OTHER_WORDS

    @property
    def is_piece(self) -> bool:
        """Whether it is a later part of a longer SMS, so that its first word is no keyword."""
        return self.sms.part is not None and self.sms.part.number > 1

    @property
    def today(self) -> dt.date:
        """The day where the phones are."""
        return self.now.astimezone(NAIROBI).date()

    @cached_property
    def found(self) -> sessions.Found | None:
        """The conversation with this number as it was read."""
        if not self.number:
            return None
        return sessions.find(self.organisation, talks.address(self.number))

    @cached_property
    def talk(self) -> Talk | None:
        """The conversation with this number.

        None also when the network has changed since: the SIM may be in other hands now, and
        whoever holds it must not come into somebody else's thread.
        """
        if self.found is None or self.is_suspect:
            return None
        known = talks.load(self.found.content)
        moved = self.sms.network and known.network and self.sms.network != known.network
        return None if moved else known

    def understand(self, command: Command) -> None:
        """Remember in which language to answer and whether her words sound like danger."""
        known = self.talk.lang if self.talk else self.lang
        self.lang = command.lang or known
        self.is_urgent = command.is_urgent

    def take(self) -> None:
        """Write that this SMS was taken; raise AlreadySent when it was. Inside the transaction."""
        if not receipts.keep(self.sms, self.before):
            raise AlreadySent

    def remember(self, talk: Talk) -> None:
        """Write the conversation; raise Overtaken when it changed. Inside the transaction."""
        if not self.number or self.is_suspect:
            return
        talk = replace(
            talk,
            lang=self.lang,
            number=self.number,
            network=self.sms.network or talk.network,
            at=int(self.now.timestamp()),
        )
        address, content = talks.address(self.number), talks.dump(talk)
        if not sessions.put(sessions.ready(self.organisation, address, self.found, content)):
            raise Overtaken

    def reply(self, key: str, **values: object) -> None:
        """Answer the number that has just written, once and without content. In the transaction."""
        if not self.number or self.is_suspect:
            return
        if floods.spend("answer", self.number, MOST_ANSWERS):
            words = asking.text(key, self.lang, **values)
            texts.put_text(self.organisation, contact.answering(self.number), words, Kind.ACK)

    def send_token(self) -> None:
        """Queue a token: it is made at the moment of sending and stored nowhere."""
        if floods.spend("token", self.number, MOST_TOKENS):
            permission = contact.answering(self.number)
            texts.put_text(self.organisation, permission, "", Kind.TOKEN, subject=self.number)
