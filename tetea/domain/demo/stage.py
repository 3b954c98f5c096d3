"""Plays the demo's stories: each member signs in once and does her part as at any desk."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tetea.domain import moment
from tetea.domain.cases import (
    clocks,
    closing,
    coded,
    review,
    stories,
    supervision,
    ties,
    work,
)
from tetea.domain.cases.errors import ConsentMissing, NeedsReview, Refused
from tetea.domain.demo import script
from tetea.domain.demo.errors import BadScript
from tetea.domain.demo.script import Step, Tale
from tetea.domain.directory.survey import survey
from tetea.domain.keyring import unlock
from tetea.domain.keyring.unlock import Unlocked
from tetea.domain.people.models import Organisation
from tetea.domain.reports import intake, questionnaire, rating, thread
from tetea.domain.reports.work import absence, items, opening, queue, triage
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.crypto.token import Token
from tetea.kernel.dialogue import Value, complete, read_all

REPORTER = "reporter"
OUTSIDE = "outside"
# The two who between them see every wake-up row, also those of messages long read.
SWEEPERS = ("amina", "wanjiru")


@dataclass(frozen=True)
class Event:
    """A report that comes in (no step), or one step of its story."""

    at: dt.datetime
    order: int
    tale: Tale = field(repr=False)
    step: Step | None = None


@dataclass(frozen=True)
class Playing:
    """A story under way: its report and the token that opens its thread."""

    tale: Tale
    report_id: str
    token: Token = field(repr=False)


# Where in the words of a closing the coded reason stands, if whoever reported left.
REASON = 2


@dataclass(frozen=True)
class Turn:
    """One step of a member, with all that an action needs."""

    stage: "Stage"
    holder: Unlocked = field(repr=False)
    playing: Playing
    words: tuple[str, ...] = field(repr=False)

    @property
    def report_id(self) -> str:
        """The report it is about."""
        return self.playing.report_id

    def text(self, at: int) -> str:
        """Return one of the step's words; "@name" is a phrase in the reporter's language."""
        return self.stage.phrase(self.words[at], self.playing.tale.lang)

    def due(self, at: int) -> dt.datetime:
        """Return a due time: counted from this step, or after "@" from the present day."""
        text = self.words[at]
        if text.startswith("@"):
            return self.stage.now + script.span(text[1:])
        return moment.now() + script.span(text)


class Stage:
    """The signed-in members and the stories under way; lives for one loading of the demo."""

    def __init__(self, organisation: Organisation, now: dt.datetime) -> None:
        self.organisation, self.now = organisation, now
        self.company = script.company()
        self.cast: dict[str, Unlocked] = {}
        self.playing: dict[str, Playing] = {}

    def events(self, tales: tuple[Tale, ...]) -> list[Event]:
        """Return all that happens in the order of time; raise BadScript for a step to come."""
        found = sorted(self._events(tales), key=lambda event: (event.at, event.order))
        if found and found[-1].at > self.now:
            raise BadScript(f"a step of the story {found[-1].tale.name!r} lies in the future")
        return found

    def play(self, event: Event) -> None:
        """Let one thing happen at its own moment."""
        with moment.at(event.at):
            if event.step is None:
                self._receive(event.tale)
            elif event.step.who == REPORTER:
                self._she_does(self.playing[event.tale.name], event.step)
            else:
                playing = self.playing[event.tale.name]
                turn = Turn(self, self.member(event.step.who), playing, event.step.words)
                MEMBER_VERBS[event.step.verb](turn)

    def look_through(self) -> None:
        """Go through the lists as somebody does every morning: that clears what has been read."""
        for username in SWEEPERS:
            page = queue.queue(self.member(username), "all")
            while page.next:
                page = queue.queue(self.member(username), "all", page.next)

    def lock_all(self) -> None:
        """End every session that the stories needed."""
        for holder in self.cast.values():
            unlock.lock(holder.session)
        self.cast.clear()

    def phrase(self, text: str, lang: str) -> str:
        """Return a text, or the phrase that it names in that language."""
        return self.company.phrases[text[1:]][lang] if text.startswith("@") else text

    def _events(self, tales: tuple[Tale, ...]) -> Iterator[Event]:
        for tale in tales:
            received = tale.received_at(self.now)
            yield Event(received, 0, tale)
            for order, step in enumerate(tale.steps, start=1):
                yield Event(received + step.after, order, tale, step)

    def member(self, username: str) -> Unlocked:
        """Return a member's session, signing her in at her first turn."""
        if username not in self.cast:
            person = next(one for one in self.company.people if one.username == username)
            credentials = unlock.Credentials(username, person.passphrase, known_device=True)
            self.cast[username] = unlock.sign_in(self.organisation, credentials).unlocked
        return self.cast[username]

    def _receive(self, tale: Tale) -> None:
        sheet = questionnaire.current()
        answers = checked_answers(tale, moment.now())
        submission = intake.Submission(
            sheet, answers, tale.lang, tale.channel, tale.token, number=tale.number
        )
        token = intake.receive(self.organisation, submission).token
        report_id = thread.open_token(self.organisation, token.digits).thread.report_id
        self.playing[tale.name] = Playing(tale, report_id, token)

    def _she_does(self, playing: Playing, step: Step) -> None:
        visitor = thread.open_token(self.organisation, playing.token.digits)
        words = tuple(self.phrase(word, playing.tale.lang) for word in step.words)
        REPORTER_VERBS[step.verb](visitor, words)


def checked_answers(tale: Tale, received_at: dt.datetime) -> Mapping[str, Value]:
    """Return a story's answers as the public form would hand them in; raise BadScript."""
    sheet = questionnaire.current()
    today = received_at.astimezone(NAIROBI).date()
    # A phone asks less than the web: what it does not ask, she was never asked.
    told = {
        name: value
        for name, value in tale.told_answers(received_at).items()
        if name not in sheet.by_name or tale.channel in sheet[name].channels
    }
    answers, faults = read_all(sheet, told, tale.channel, today)
    if faults:
        names = ", ".join(sorted(fault.name for fault in faults))
        raise BadScript(f"the story {tale.name!r} does not fit the questionnaire: {names}")
    return complete(sheet, answers, tale.channel, today)


def _look(turn: Turn) -> opening.OpenReport:
    """Open the report on purpose, once in a session; afterwards read what is new in it."""
    if turn.holder.has_opened(turn.report_id):
        return opening.read_report(turn.holder, turn.report_id)
    return opening.open_report(turn.holder, turn.report_id)


def _open(turn: Turn) -> None:
    opening.open_report(turn.holder, turn.report_id)


def _assign(turn: Turn) -> None:
    _look(turn)
    (member_id,) = (
        one for one, username, _ in triage.assignable(turn.holder) if username == turn.words[0]
    )
    triage.assign(turn.holder, turn.report_id, member_id)


def _reply(turn: Turn) -> None:
    """Answer her; the first answer is what the clock of the first day stands for."""
    running = {clock.kind for clock in _look(turn).facets.open_clocks}
    items.reply(turn.holder, turn.report_id, turn.text(0))
    if "first_support" in running:
        clocks.settle_clock(turn.holder, turn.report_id, "first_support")


def _case(turn: Turn) -> None:
    _look(turn)
    work.open_case(turn.holder, turn.report_id, turn.text(0), turn.due(1))
    look = None if turn.holder.role == OUTSIDE else coded.look(turn.holder, turn.report_id)
    if look is not None and look.may_count:
        coded.code(turn.holder, turn.report_id, look.proposed)


def _next(turn: Turn) -> None:
    _look(turn)
    work.set_next_step(turn.holder, turn.report_id, turn.text(0), turn.due(1))


def _lend(turn: Turn) -> None:
    _look(turn)
    stories.lend(turn.holder, turn.report_id, turn.text(0))


def _note(turn: Turn) -> None:
    _look(turn)
    work.record(turn.holder, turn.report_id, turn.text(0))


def _step(turn: Turn) -> None:
    """Write down a step of casework. It happens at the moment that the stage pretends."""
    _look(turn)
    name = turn.playing.tale.name
    words = (turn.words[0], turn.text(1), *turn.words[2:])
    done = script.casework(name, words, moment.now(), turn.stage.now)
    try:
        work.record_step(turn.holder, turn.report_id, done)
    except ConsentMissing as missing:
        fault = f"needs the consent {missing.consent!r}"
    except Refused as refused:
        fault = f"is refused: {refused.code}"
    else:
        return
    raise BadScript(f"the story {name!r}, step {done.kind!r}: {fault}")


def _settle(turn: Turn) -> None:
    """Stop clocks that no step stands for; raise BadScript for one that does not run."""
    _look(turn)
    for kind in turn.words:
        try:
            clocks.settle_clock(turn.holder, turn.report_id, kind)
        except KeyError:
            name = turn.playing.tale.name
            raise BadScript(f"the story {name!r}: no clock {kind!r} runs to be settled") from None


def _close(turn: Turn) -> None:
    """Close a report; ask for the closing of a case, and let a supervisor approve it."""
    _look(turn)
    reason = turn.words[2] if len(turn.words) > REASON else ""
    ending = closing.Ending(turn.words[0], turn.text(1), reason)
    try:
        closing.close(turn.holder, turn.report_id, ending)
    except NeedsReview:
        found = review.reviewers(turn.holder)
        member_id, name, _role = next((one for one in found if one[0] != _owner(turn)), found[0])
        review.ask(turn.holder, turn.report_id, ending, member_id)
        supervisor = turn.stage.member(name)
        opening.open_report(supervisor, turn.report_id)
        review.approve(supervisor, turn.report_id)


def _tie(turn: Turn) -> None:
    """Say that another story is of the same incident; whoever says it holds the keys of both."""
    other = turn.stage.playing[turn.words[0]].report_id
    _look(turn)
    if not turn.holder.has_opened(other):
        opening.open_report(turn.holder, other)
    ties.tie(turn.holder, turn.report_id, other)


def _read(turn: Turn) -> None:
    """Read the case once more, so that the team's row shows what came in it."""
    _look(turn)
    work.read_case(turn.holder, turn.report_id)


def _care(turn: Turn) -> None:
    """Say how the work leaves her."""
    strain, text, agreed = turn.words
    supervision.write(turn.holder, supervision.Talk(turn.holder.member_id, strain, text, agreed))


def _away(turn: Turn) -> None:
    """Say that she will be away; a colleague covers from one day to another from now."""
    cover, first, last = turn.words
    days = (turn.stage.now + script.span(first), turn.stage.now + script.span(last))
    to = turn.stage.member(cover).member_id
    absence.go(turn.holder, turn.holder.member_id, days, to)


def _owner(turn: Turn) -> str:
    return opening.read_report(turn.holder, turn.report_id).facets.owner


MEMBER_VERBS: Mapping[str, Callable[[Turn], None]] = {
    "open": _open,
    "assign": _assign,
    "reply": _reply,
    "case": _case,
    "next": _next,
    "note": _note,
    "lend": _lend,
    "step": _step,
    "settle": _settle,
    "close": _close,
    "tie": _tie,
    "read": _read,
    "care": _care,
    "away": _away,
}


def _says(visitor: thread.Visitor, words: tuple[str, ...]) -> None:
    thread.say(visitor, words[0])


def _consents(visitor: thread.Visitor, words: tuple[str, ...]) -> None:
    """Change consents: "+police" gives one, "-alert" takes one back."""
    thread.change_consents(visitor, {word[1:]: word[0] == "+" for word in words})


def _contact(visitor: thread.Visitor, words: tuple[str, ...]) -> None:
    way, number = words
    thread.change_contact(visitor, {"contact_way": way, "contact_number": number})


def _rates(visitor: thread.Visitor, words: tuple[str, ...]) -> None:
    """Say how it was: an answer to each question, and her own words."""
    *answers, text = words
    codes = (one.code for one in survey())
    rating.rate(visitor, dict(zip(codes, answers, strict=True)), text)


REPORTER_VERBS: Mapping[str, Callable[[thread.Visitor, tuple[str, ...]], None]] = {
    "say": _says,
    "consent": _consents,
    "contact": _contact,
    "rate": _rates,
}
