"""Telling a report by the menu: the core, the token with the first answer, the rest if wanted."""

from dataclasses import replace

from tetea.domain.directory import phone
from tetea.domain.directory.services import emergency, outside_bodies
from tetea.domain.phones.ussd import asking
from tetea.domain.phones.ussd.talk import Talk
from tetea.domain.phones.ussd.world import CHANNEL, World, say, screen
from tetea.domain.reports import partial
from tetea.domain.reports.facets import from_minutes
from tetea.kernel.crypto.errors import TokenMalformed
from tetea.kernel.crypto.token import grouped, parse
from tetea.kernel.dialogue import next_question
from tetea.kernel.phone.screens import AIM, LIMIT, PREFIX, Screen, clip, width

# Of an SOS the place comes before anything else: whoever goes must know where.
SOS_FIRST = ("about_us", "county")
HOUR = 3600


def begin(talk: Talk, world: World) -> Talk:
    """Enter option 2: take up what a dropped session left, or ask the first question."""
    if talk.report is not None and not talk.is_finished:
        return talk.go("resume")
    if world.unfinished() is not None:
        return talk.go("resume")
    return _fresh(talk, world)


def begin_sos(talk: Talk, world: World) -> Talk:
    """Enter option 1: that she is in danger is an answer already, and is stored before any other.

    A second SOS adds to the first one, in the same session and after a dropped line.
    """
    if talk.report is None or talk.is_finished:
        left = world.unfinished()
        talk = _taken_up(_blank(talk), left) if left is not None and left.is_sos else _blank(talk)
    talk = replace(talk, is_sos=True, answers={**talk.answers, "danger": "yes"})
    return next_of(talk, world)


def begin_about_us(talk: Talk, world: World) -> Talk:
    """Enter by the complaint about somebody who works here: that is said before anything else.

    So not even the first answer is ever sealed to anybody inside.
    """
    return next_of(replace(_blank(talk), answers={"about_us": "yes"}), world)


def show_resume(talk: Talk, _world: World) -> Screen:
    """Ask whether to go on; nothing of what was told is shown."""
    return screen(talk, say(talk, "resume"), AIM - PREFIX)


def hear_resume(talk: Talk, key: str, world: World) -> Talk:
    """Take up the dropped session, or begin anew; the old report stays as far as it was told."""
    if key == "2":
        return _fresh(_blank(talk), world)
    if key != "1":
        return talk.puzzled()
    if talk.report is not None and not talk.is_finished:
        return next_of(talk, world)
    left = world.unfinished()
    if left is None:
        return _fresh(_blank(talk), world)
    return next_of(_taken_up(talk, left), world)


def show_question(talk: Talk, world: World) -> Screen:
    """Show the question at which she is; above it her number where it has just been made."""
    return with_token(talk, asking.show(talk, world))


def hear_question(talk: Talk, key: str, world: World) -> Talk:
    """Take an answer and go on to the next question."""
    heard = asking.hear(talk, key, world)
    if not heard.is_settled:
        return heard.talk
    settled = asking.answer(heard.talk, key, world)
    if settled.slip:
        return settled
    # From the screen as it was shown: going back must not find half an answer on it.
    talk = replace(talk, answers=settled.answers)
    if talk.spot.name == "about_us" and talk.answers["about_us"] == "yes":
        return talk.go("outside")
    return next_of(talk, world)


def next_of(talk: Talk, world: World) -> Talk:
    """Go to the question that waits; after the core to the choice of stopping there."""
    waiting = [name for name in SOS_FIRST if name not in talk.answers] if talk.is_sos else []
    if waiting:
        return talk.go("question", waiting[0])
    question = next_question(world.sheet, talk.answers, CHANNEL, world.today)
    if question is None:
        return replace(talk, is_finished=True).over("end")
    stops = not talk.goes_on and (not question.core or talk.is_sos)
    return talk.go("enough") if stops else talk.go("question", question.name)


def show_outside(talk: Talk, _world: World) -> Screen:
    """Say who reads it now, and name a body outside first."""
    body = next((one for one in outside_bodies(talk.lang) if one.phone), None)
    name, number = (body.name, body.phone) if body else ("", phone.free_number())
    room = LIMIT - PREFIX - width(say(talk, "outside", name="", phone=number)) - len("\n0 Back")
    text = say(talk, "outside", name=clip(name, max(8, room)), phone=number)
    return screen(talk, text, LIMIT - PREFIX)


def hear_outside(talk: Talk, key: str, world: World) -> Talk:
    """Go on with the report."""
    return next_of(talk, world) if key == "1" else talk.puzzled()


def show_enough(talk: Talk, _world: World) -> Screen:
    """Say that it is kept, and offer to stop."""
    return with_token(talk, screen(talk, say(talk, "enough"), AIM - PREFIX))


def hear_enough(talk: Talk, key: str, world: World) -> Talk:
    """Tell more, check the number, or end."""
    if key == "1":
        return next_of(replace(talk, goes_on=True, is_sos=False), world)
    if key == "2":
        return talk.go("check")
    if key == "3":
        return replace(talk, is_finished=True).over("end")
    return talk.puzzled()


def show_check(talk: Talk, _world: World) -> Screen:
    """Ask for the number once: people lose half of what they do not write down."""
    if talk.spot.name:
        hides = talk.spot.name == "check_wrong" and talk.is_resumed
        key = f"{talk.spot.name}_hidden" if hides else talk.spot.name
        return screen(talk, say(talk, key, token=shown_token(talk)), LIMIT - PREFIX)
    return screen(talk, say(talk, "check"), AIM - PREFIX)


def hear_check(talk: Talk, key: str, _world: World) -> Talk:
    """Compare what she typed with her number."""
    if talk.spot.name:
        return talk.go("enough") if key == "1" else talk.puzzled()
    try:
        is_right = parse(key).digits == talk.token
    except TokenMalformed:
        is_right = False
    return talk.go("check", "check_right" if is_right else "check_wrong")


def show_number(talk: Talk, _world: World) -> Screen:
    """Show her number on a screen of its own, where the next screen has no room for it."""
    return screen(talk, say(talk, "number_alone", token=shown_token(talk)), LIMIT - PREFIX)


def hear_number(talk: Talk, key: str, _world: World) -> Talk:
    """Go on to the screen that the number stood before."""
    return talk.back() if key == "1" else talk.puzzled()


def show_end(talk: Talk, world: World) -> Screen:
    """Say that it is kept and how she comes back, with the clock that matters most."""
    if talk.is_sos or talk.answers.get("danger") == "yes":
        urgent = next(one.phone for one in emergency(talk.lang) if one.phone)
        key = "end_sos_resumed" if _hides_token(talk) else "end_sos"
        return Screen(say(talk, key, phone=urgent, token=shown_token(talk)), is_end=True)
    key = "end_resumed" if _hides_token(talk) else "end"
    advice = _advice(talk, world)
    return Screen(say(talk, key, token=shown_token(talk), advice=advice), is_end=True)


def with_token(talk: Talk, shown: Screen) -> Screen:
    """Put her new number above a screen until she has seen it once."""
    if not talk.token or talk.token_seen:
        return shown
    key = "your_number_sos" if talk.is_sos else "your_number"
    text = say(talk, key, token=shown_token(talk)) + shown.text
    return replace(shown, text=text) if width(text) <= LIMIT - PREFIX else shown


def _fresh(talk: Talk, world: World) -> Talk:
    question = next_question(world.sheet, {}, CHANNEL, world.today)
    if question is None:
        return talk.puzzled()
    return _blank(talk).go("question", question.name)


def _taken_up(talk: Talk, left: Talk) -> Talk:
    """Return the session with what a dropped one had told; none of it is shown again."""
    return replace(
        talk,
        answers=left.answers,
        report=left.report,
        token=left.token,
        token_seen=left.token_seen,
        is_sos=left.is_sos,
        is_held=left.is_held,
        goes_on=left.goes_on,
        is_resumed=True,
    )


def _blank(talk: Talk) -> Talk:
    """Return the session without the report that it held; that one stays as far as it was told."""
    return replace(
        talk,
        answers={},
        report=None,
        token="",
        token_seen=False,
        is_sos=False,
        goes_on=False,
        is_finished=False,
        is_resumed=False,
        is_held=False,
    )


def _hides_token(talk: Talk) -> bool:
    """After a dropped line somebody else may hold the phone; the number was shown before."""
    return talk.is_resumed and talk.token_seen


def shown_token(talk: Talk) -> str:
    """Return her number in groups of four, as a screen shows it; "" while there is none."""
    return grouped(parse(talk.token)) if talk.token else ""


def _advice(talk: Talk, world: World) -> str:
    if talk.report is not None:
        for kind, due in partial.card_of(talk.report).clocks:
            hours = int((from_minutes(due) - world.now).total_seconds() // HOUR)
            if kind == "pep" and hours > 0:
                return say(talk, "advice_pep", hours=hours)
    return say(talk, "advice_call", free=phone.free_number())
