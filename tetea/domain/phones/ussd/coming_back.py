"""Coming back with a token: status, answers page by page, words of her own."""

from dataclasses import replace

from tetea.domain.directory.clock_words import clock_words
from tetea.domain.directory.steps import step_book
from tetea.domain.directory.survey import survey
from tetea.domain.phones.ussd.services import leaf, leafed
from tetea.domain.phones.ussd.talk import Talk
from tetea.domain.phones.ussd.world import World, say, screen
from tetea.domain.reports import thread
from tetea.domain.reports.facets import from_minutes
from tetea.domain.reports.thread import ThreadView
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.crypto.token import DIGITS
from tetea.kernel.phone.screens import AIM, LIMIT, PREFIX, Screen, clip

HOUR = 3600
LONGEST_CLOCK = 30


def show_ask(talk: Talk, _world: World) -> Screen:
    """Ask for the token; say how much of it is there already, never which digits."""
    if talk.spot.typed:
        text = say(talk, "token_so_far", count=len(talk.spot.typed))
    else:
        text = say(talk, "token_ask")
    return screen(talk, text, AIM - PREFIX)


def hear_ask(talk: Talk, key: str, world: World) -> Talk:
    """Take digits until there are twenty, then open the thread. Raises Busy."""
    digits = talk.spot.typed + "".join(one for one in key if one.isdecimal())
    if not key.replace(" ", "").replace("-", "").isdecimal():
        return talk.puzzled()
    if len(digits) < DIGITS:
        return talk.stay(typed=digits)
    visit = world.open_token(digits)
    if isinstance(visit, str):
        return talk.stay(typed="").puzzled(f"token_{visit}")
    # The digits stay on no screen that she could go back to.
    return replace(talk.stay(typed=""), visit=visit).go("thread")


def show_thread(talk: Talk, world: World) -> Screen:
    """Show status, number of answers, and the clock that runs out first."""
    view = _view(talk, world)
    if view is None:
        return screen(talk, say(talk, "token_unknown"), AIM - PREFIX)
    status, count = say(talk, f"status_{view.status}"), len(_answers(view))
    text = say(talk, "thread", status=status, count=count, clock=_clock(talk, world, view))
    if view.may_rate:
        text = f"{text}\n{say(talk, 'may_rate')}"
    return screen(talk, text, LIMIT - PREFIX)


def hear_thread(talk: Talk, key: str, world: World) -> Talk:
    """Read, write, look for a service, or say how it was once it is closed."""
    places = {"1": "read", "2": "write", "3": "counties", "4": "done"}
    if key == "5" and (view := _view(talk, world)) is not None and view.may_rate:
        return talk.go("rate", survey()[0].code)
    return talk.go(places[key]) if key in places else talk.puzzled()


def show_rate(talk: Talk, _world: World) -> Screen:
    """Ask the next of the questions about how it was."""
    question = survey()[len(talk.spot.picks)]
    lines = [
        f"{number} {labels[talk.lang]}"
        for number, (_code, labels) in enumerate(question.options, 1)
    ]
    return screen(talk, "\n".join((question.short[talk.lang], *lines)), AIM - PREFIX)


def hear_rate(talk: Talk, key: str, _world: World) -> Talk:
    """Take one answer and go on; the last one is stored together with this hop."""
    options = survey()[len(talk.spot.picks)].options
    if not key.isdecimal() or not 1 <= int(key) <= len(options):
        return talk.puzzled()
    picks = (*talk.spot.picks, options[int(key) - 1][0])
    if len(picks) < len(survey()):
        return talk.go("rate", survey()[len(picks)].code, picks=picks)
    return replace(talk, rated=picks).over("rated")


def show_rated(talk: Talk, _world: World) -> Screen:
    """Thank her, and say that the way back stays open."""
    return Screen(say(talk, "rated"), is_end=True)


def show_read(talk: Talk, world: World) -> Screen:
    """Show a page of the answers, the newest first."""
    text = _all_answers(talk, world)
    return leaf(talk, text) if text else screen(talk, say(talk, "no_answers"), AIM - PREFIX)


def hear_read(talk: Talk, key: str, world: World) -> Talk:
    """Leaf on; where there is no answer yet, write."""
    text = _all_answers(talk, world)
    if text:
        return leafed(talk, key, text)
    return talk.go("write") if key == "1" else talk.puzzled()


def show_done(talk: Talk, world: World) -> Screen:
    """Show what was done for her, the newest first, and when each of it was."""
    text = _all_done(talk, world)
    return leaf(talk, text) if text else screen(talk, say(talk, "nothing_done"), AIM - PREFIX)


def hear_done(talk: Talk, key: str, world: World) -> Talk:
    """Leaf on."""
    text = _all_done(talk, world)
    return leafed(talk, key, text) if text else talk.puzzled()


def show_write(talk: Talk, _world: World) -> Screen:
    """Ask for her words. They are the last step: whatever follows belongs to them."""
    return screen(talk, say(talk, "write"), AIM - PREFIX)


def hear_write(talk: Talk, key: str, _world: World) -> Talk:
    """Take her words; they are stored together with this hop."""
    return replace(talk, said=(*talk.said, key)).over("written")


def show_written(talk: Talk, _world: World) -> Screen:
    """Say that her words are kept."""
    return Screen(say(talk, "written"), is_end=True)


def _view(talk: Talk, world: World) -> ThreadView | None:
    visitor = world.visitor(talk.visit) if talk.visit else None
    return None if visitor is None else thread.view(visitor)


def _answers(view: ThreadView) -> list[str]:
    return [one.text for one in reversed(view.messages) if one.author == "us"]


def _all_answers(talk: Talk, world: World) -> str:
    view = _view(talk, world)
    return "" if view is None else " * ".join(_answers(view))


def _all_done(talk: Talk, world: World) -> str:
    view = _view(talk, world)
    kinds = step_book().kinds
    told = [] if view is None else [one for one in view.card.done[::-1] if one[0] in kinds]
    return " * ".join(
        f"{from_minutes(at).astimezone(NAIROBI):%d.%m.} {kinds[kind].told[talk.lang]}"
        for kind, at in told
    )


def _clock(talk: Talk, world: World, view: ThreadView) -> str:
    for kind, due in sorted(view.card.clocks, key=lambda one: one[1]):
        hours = int((from_minutes(due) - world.now).total_seconds() // HOUR)
        if hours > 0:
            words = clock_words(kind)
            label = clip(words.label[talk.lang] if words else kind, LONGEST_CLOCK)
            return say(talk, "clock", clock=label, hours=hours)
    return ""
