"""Free text becomes a report and a conversation: begun, grown for half an hour, then a thread."""

import datetime as dt
from contextlib import suppress
from dataclasses import replace

from django.db import transaction

from tetea.domain.directory import phone
from tetea.domain.directory.services import emergency
from tetea.domain.phones import floods
from tetea.domain.phones.sms import asking
from tetea.domain.phones.sms import talk as talks
from tetea.domain.phones.sms.talk import RATE, Talk
from tetea.domain.phones.sms.turn import Turn
from tetea.domain.reports import intake, partial, questionnaire, rating, thread
from tetea.domain.reports.errors import AlreadyRated
from tetea.domain.reports.sealing import Sealed, Submission
from tetea.kernel.crypto.token import ReporterKeys, keys_without_token
from tetea.kernel.dialogue import MAX_TEXT, Value, complete, read_answer

# Of several SMS in a row one is confirmed, not each: they cost, and a full inbox draws looks.
QUIET = dt.timedelta(minutes=2)
FIRST = "about_us"
# By SMS the first question alone is asked. Letters, because "1" by itself is a cry for help.
HELPED = "helped"
RATED = {"A": "yes", "B": "partly", "C": "no"}


def tell(turn: Turn, text: str) -> None:
    """Take free text: more of the report, a message for the thread, or a new report."""
    talk = turn.talk
    if talk is None or (talk.report is None and talk.visit is None):
        _begin(turn, Talk(turn.lang), text)
        return
    if _still_grows(turn, talk):
        _more(turn, talk, text)
    else:
        _say(turn, talk, text)


def answer(turn: Turn) -> bool:
    """Take an answer to what we asked last; False when it is something else.

    Looked at before any keyword: "1" alone is a cry for help, but after a question it says yes.
    """
    talk = turn.talk
    if talk is None or not talk.asked or turn.sms.part is not None or turn.is_suspect:
        return False
    if talk.asked == RATE:
        return _rate(turn, talk)
    value = asking.read(talk.asked, turn.sms.text, talk.answers, turn.today)
    if value is None:
        return False
    _answer(turn, talk, talk.asked, value)
    return True


def _rate(turn: Turn, talk: Talk) -> bool:
    """Take one letter as how it was; anything else is words for the thread, or a cry."""
    code = RATED.get(turn.sms.text.strip(" .!").upper())
    visitor = talks.visitor(turn.organisation, talk)
    if code is None or visitor is None:
        return False
    with transaction.atomic():
        turn.take()
        turn.remember(replace(talk, asked=""))
        # Said already by another channel: the first counts, and nobody is refused.
        with suppress(AlreadyRated):
            rating.rate(visitor, {HELPED: code})
        turn.reply("rated")
    return True


def cry(turn: Turn, text: str) -> None:
    """Take an SOS. Repeated within half an hour it is the same one, with more words."""
    talk = turn.talk
    if talk is not None and talk.report is not None and _still_grows(turn, talk):
        answers: dict[str, Value] = {**talk.answers, "danger": "yes"}
        _more(turn, replace(talk, answers=answers), text)
    else:
        answers = {"danger": "yes"}
        _begin(turn, Talk(turn.lang, answers=answers), text)


def hold(turn: Turn) -> None:
    """Keep an SMS whose id came before with other words: it may be forged, it may be true."""
    _begin(turn, Talk(turn.lang), turn.sms.text)


def _begin(turn: Turn, talk: Talk, text: str) -> None:
    if text.strip():
        talk = replace(talk, pieces=talks.add(talk.pieces, text, turn.sms.part))
    answers = _with_story(turn, talk)
    is_flood = turn.is_suspect or (
        answers.get("danger") != "yes" and floods.look(turn.number, turn.sms.text).is_flood
    )
    # A flood is asked nothing, so that it is answered nothing either.
    asked = asking.next_name(answers, turn.today) if turn.number and not is_flood else ""
    hers, talk = keys_without_token(), replace(talk, answers=answers, asked=asked, is_held=is_flood)
    intake.keep(turn.organisation, _submission(turn, talk), hers, _Claim(turn, talk, hers))


class _Claim:
    """Stores receipt, conversation and answer in the report's own transaction."""

    def __init__(self, turn: Turn, talk: Talk, hers: ReporterKeys) -> None:
        self.turn, self.talk, self.hers = turn, talk, hers

    def __call__(self, rows: Sealed) -> bool:
        turn = self.turn
        turn.take()
        floods.count(turn.number, turn.sms.text)
        turn.remember(replace(self.talk, report=partial.begun(rows, self.hers)))
        _ask_first(turn, self.talk)
        return True


def _more(turn: Turn, talk: Talk, text: str) -> None:
    """Add to the report; when somebody has taken it up, it is a message to them."""
    before, report = turn.talk or talk, talk.report
    if report is None:
        raise TypeError("nothing grows that has not begun")
    is_new_cry = _in_danger(talk) and not _in_danger(before)
    if text.strip():
        talk = replace(talk, pieces=talks.add(talk.pieces, text, turn.sms.part))
    talk = replace(talk, answers=_with_story(turn, talk))
    grown = partial.grow(turn.organisation, report, _submission(turn, talk))
    with transaction.atomic():
        if partial.write(turn.organisation, report, grown):
            turn.take()
            turn.remember(replace(talk, report=grown.growing))
            _ask_first(turn, talk) if is_new_cry else _confirm(turn, before)
            return
        if not is_new_cry:
            turn.take()
            _put_into_thread(turn, talk, text or turn.sms.text)
            _confirm(turn, before)
            return
    # Somebody reads it already and need not look again for hours: a cry is a report of its own.
    _begin(turn, Talk(turn.lang, answers={"danger": "yes"}), text)


def _say(turn: Turn, talk: Talk, text: str) -> None:
    with transaction.atomic():
        turn.take()
        _put_into_thread(turn, talk, text)
        _confirm(turn, talk)


def _put_into_thread(turn: Turn, talk: Talk, text: str) -> None:
    visitor = talks.visitor(turn.organisation, talk)
    part = turn.sms.part
    mark = f"[{part.number}/{part.total}] " if part else ""
    if visitor is not None and text.strip():
        thread.say(visitor, mark + text, asking.CHANNEL)
    turn.remember(talk)


def _confirm(turn: Turn, before: Talk) -> None:
    if not before.is_held and turn.now.timestamp() - before.at > QUIET.total_seconds():
        turn.reply("got_more")


def _answer(turn: Turn, talk: Talk, name: str, value: Value) -> None:
    """Keep an answer to a question of ours and ask the next one."""
    answers = {**talk.answers, name: value}
    if name == "consent_contact" and value == "yes":
        answers["contact_way"] = "sms"
    asked = asking.next_name(answers, turn.today)
    after = replace(talk, answers=answers, asked=asked, is_finished=not asked)
    if talk.report is None:
        _say(turn, talk, turn.sms.text)
        return
    grown = partial.grow(turn.organisation, talk.report, _submission(turn, after))
    with transaction.atomic():
        if partial.write(turn.organisation, talk.report, grown):
            turn.take()
            if after.is_finished:
                partial.finish(turn.organisation, grown.growing)
            turn.remember(replace(after, report=grown.growing))
            _ask(turn, after)
            return
        if name != "about_us" or value != "yes":
            turn.take()
            _change_thread(turn, after, name)
            turn.remember(after)
            _ask(turn, after)
            return
    # Somebody inside has it already: from here on it is another report, for the officer outside.
    _begin(turn, Talk(turn.lang, answers=answers, pieces=talk.pieces), "")


def _ask_first(turn: Turn, talk: Talk) -> None:
    """Ask what waits, and before it say that it is kept; in danger, whom to call beside us."""
    if _in_danger(talk) and talk.asked == FIRST:
        turn.reply("got_it_urgent", phone=_urgent_number(turn.lang))
    elif talk.asked:
        turn.reply(asking.TEXTS[talk.asked])


def _in_danger(talk: Talk) -> bool:
    return talk.answers.get("danger") == "yes"


def _ask(turn: Turn, after: Talk) -> None:
    if after.asked:
        turn.reply(asking.TEXTS[after.asked])
    elif after.answers.get("consent_contact") == "yes":
        turn.reply("will_write")
    else:
        turn.reply("will_not_write", menu=asking.menu("menu_4", turn.lang))


def _change_thread(turn: Turn, after: Talk, name: str) -> None:
    """Somebody works on it already: what she allows goes into the thread, signed by her keys."""
    visitor = talks.visitor(turn.organisation, after)
    if visitor is None:
        return
    if name == "consent_contact":
        thread.change_consents(visitor, {"contact": after.answers[name] == "yes"})
    elif name == "contact_hours":
        rules = {"contact_way": "sms", "contact_hours": after.answers[name]}
        thread.change_contact(visitor, {**rules, "contact_number": turn.number})


def _still_grows(turn: Turn, talk: Talk) -> bool:
    if talk.report is None:
        return False
    part = turn.sms.part
    if part is not None and any(one.reference == part.reference for one in talk.pieces):
        return True
    age = turn.now.timestamp() - talk.at
    return not talk.is_finished and age <= partial.PAUSE.total_seconds()


def _with_story(turn: Turn, talk: Talk) -> dict[str, Value]:
    text = talks.story(talk.pieces, phone.sms("missing_part", turn.lang))[:MAX_TEXT]
    sheet = questionnaire.current()
    # Read as every channel reads words, so that the same words are the same answer.
    story = read_answer(sheet, sheet["story"], text, talk.answers, turn.today)
    return {**talk.answers, "story": story} if story else dict(talk.answers)


def _submission(turn: Turn, talk: Talk) -> Submission:
    sheet = questionnaire.current()
    answers = complete(sheet, talk.answers, asking.CHANNEL, turn.today)
    in_danger = answers["danger"] == "yes"
    is_reachable = in_danger or answers["consent_contact"] == "yes"
    is_held = talk.is_held and not in_danger
    is_whole = in_danger or turn.is_urgent or talk.is_finished or is_held
    return Submission(
        sheet,
        answers,
        turn.lang,
        asking.CHANNEL,
        number=turn.number if is_reachable else "",
        is_urgent=in_danger or turn.is_urgent,
        is_quarantined=is_held,
        listed_from=None if is_whole else partial.listed_from(turn.now),
    )


def _urgent_number(lang: str) -> str:
    return next(one.phone for one in emergency(lang) if one.phone)
