"""What a hop leaves behind: the report begun or grown, words for a thread, the session itself."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from django.db import transaction

from tetea.domain.directory.survey import survey
from tetea.domain.people.models import Organisation
from tetea.domain.phones import floods
from tetea.domain.phones.ussd.talk import Talk
from tetea.domain.phones.ussd.world import CHANNEL, World
from tetea.domain.reports import intake, partial, rating, thread
from tetea.domain.reports.errors import AlreadyRated
from tetea.domain.reports.sealing import Sealed, Submission
from tetea.kernel.crypto.token import ReporterKeys, Token, new_token
from tetea.kernel.dialogue import Value, complete

# Makes a session's row and returns what writes it, so that other writers wait for the write only.
Store = Callable[[Talk], Callable[[], None]]


def keep(organisation: Organisation, before: Talk, talk: Talk, world: World, store: Store) -> None:
    """Commit all that a hop has changed, in one transaction that ends with `store`.

    What `store` returns writes the session and raises when somebody else was first: then nothing is
    kept. KDF and sealing happen before the transaction. Raises Busy and DirectoryAlarm.
    """
    is_new = talk.answers != before.answers or talk.is_finished != before.is_finished
    if talk.answers and talk.report is None:
        _begin(organisation, talk, world, store)
    elif talk.report is not None and is_new and talk.report == before.report:
        _grow(organisation, before, talk, world, store)
    else:
        with transaction.atomic():
            _say(talk, world)
            store(replace(talk, said=(), rated=()))()


def seen(talk: Talk) -> Talk:
    """Return the session once its number has been on the screen and was answered."""
    return replace(talk, token_seen=True)


def stamped(talk: Talk, at: int) -> Talk:
    """Return the session with the moment of its last hop."""
    return replace(talk, at=at, slip="", said=(), rated=())


def resumed(talk: Talk, left: Talk) -> Talk:
    """Return a session as it stood before this hop, with what a dropped one had told already."""
    return replace(talk, answers=left.answers, report=left.report)


def closed(talk: Talk) -> Talk:
    """Return a dropped session that was taken up in another one: it goes on no more."""
    return replace(talk, is_over=True)


def submission_of(talk: Talk, world: World, *, finished: bool = False) -> Submission:
    """Return the answers as intake takes them.

    Her number rides along only when help must reach her or she allowed to be reached.
    """
    answers = complete(world.sheet, talk.answers, CHANNEL, world.today)
    in_danger = answers["danger"] == "yes"
    wants_contact = answers["consent_contact"] == "yes"
    return Submission(
        world.sheet,
        answers,
        talk.lang,
        CHANNEL,
        number=world.number if in_danger or wants_contact else "",
        is_urgent=in_danger,
        is_quarantined=talk.is_held and not in_danger,
        listed_from=_listed_from(world.now, in_danger or finished),
    )


def _listed_from(now: dt.datetime, at_once: bool) -> dt.datetime | None:  # noqa: FBT001  # one private step
    return None if at_once else partial.listed_from(now)


def _begin(organisation: Organisation, talk: Talk, world: World, store: Store) -> None:
    token = new_token()
    hers = intake.derive_in_slot(organisation, token)
    talk = replace(talk, is_held=floods.look(world.number).is_flood)
    submission = submission_of(talk, world, finished=talk.is_finished)
    intake.keep(organisation, submission, hers, _Claim(talk, world, token, hers, store))


class _Claim:
    """Stores the session in the report's own transaction, as soon as its rows are known."""

    def __init__(
        self, talk: Talk, world: World, token: Token, hers: ReporterKeys, store: Store
    ) -> None:
        self.talk, self.world, self.store = talk, world, store
        self.token, self.hers = token, hers

    def __call__(self, rows: Sealed) -> bool:
        _say(self.talk, self.world)
        floods.count(self.world.number)
        report = partial.begun(rows, self.hers)
        self.store(replace(self.talk, report=report, token=self.token.digits, token_seen=False))()
        return True


def _grow(organisation: Organisation, before: Talk, talk: Talk, world: World, store: Store) -> None:
    if talk.report is None:
        raise TypeError("nothing grows that has not begun")
    submission = submission_of(talk, world, finished=talk.is_finished)
    grown = partial.grow(organisation, talk.report, submission)
    write_session = store(replace(talk, report=grown.growing))
    with transaction.atomic():
        if partial.write(organisation, talk.report, grown):
            if talk.is_finished and not before.is_finished:
                partial.finish(organisation, grown.growing)
            _say(talk, world)
            write_session()
            return
        if not _must_be_another(before, talk):
            _tell_the_holder(organisation, before, talk, world)
            store(talk)()
            return
    # Somebody inside has it already: from here on it is another report.
    _begin(organisation, replace(talk, report=None), world, store)


def _must_be_another(before: Talk, talk: Talk) -> bool:
    """Whether a taken up report cannot take this: it is about those who have it, or a new cry."""
    is_about_us = talk.answers.get("about_us") == "yes"
    is_new_cry = talk.answers.get("danger") == "yes" and before.answers.get("danger") != "yes"
    return is_new_cry or (is_about_us and talk.report is not None and not talk.report.is_outside)


def _tell_the_holder(organisation: Organisation, before: Talk, talk: Talk, world: World) -> None:
    """Somebody works on it already: what she adds goes to them, as words in the thread."""
    if talk.report is None:
        return
    visitor = partial.visitor(organisation, talk.report)
    lines = [
        f"{world.sheet[name].label[talk.lang]} {_words(world, name, value, talk.lang)}"
        for name, value in talk.answers.items()
        if value is not None and before.answers.get(name) != value
    ]
    if visitor is not None and lines:
        thread.say(visitor, "\n".join(lines), CHANNEL)


def _words(world: World, name: str, value: Value, lang: str) -> str:
    labels = {choice.name: choice.label[lang] for choice in world.sheet[name].choices}
    chosen = value if isinstance(value, list) else [str(value)]
    return ", ".join(labels.get(one, one) for one in chosen)


def _say(talk: Talk, world: World) -> None:
    has_words = bool(talk.said or talk.rated)
    visitor = world.visitor(talk.visit) if talk.visit and has_words else None
    if visitor is None:
        return
    for text in talk.said:
        thread.say(visitor, text, CHANNEL)
    if talk.rated:
        codes = (one.code for one in survey())
        # Said already, by another way or twice: the first counts, and nobody is refused.
        with suppress(AlreadyRated):
            rating.rate(visitor, dict(zip(codes, talk.rated, strict=False)))
