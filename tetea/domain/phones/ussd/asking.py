"""A question of the questionnaire on a phone: shown as choices, a date or words, and answered."""

from dataclasses import dataclass, replace

from tetea.domain.directory import vocabularies
from tetea.domain.phones.ussd import dates, lists
from tetea.domain.phones.ussd.lists import LONG, Choices
from tetea.domain.phones.ussd.talk import Talk
from tetea.domain.phones.ussd.world import World, say, screen
from tetea.kernel.dialogue import Choice, Question, Value, WrongAnswer, choices_for, read_answer
from tetea.kernel.phone.screens import AIM, PREFIX, Screen

LEAVE = "8"
DATES = frozenset({"date", "datetime"})


def show(talk: Talk, world: World) -> Screen:
    """Return the screen of the question at which she is."""
    question = world.sheet[talk.spot.name]
    if question.type.startswith("select_"):
        return lists.show(talk, _choices(talk, world, question))
    text = question.short.get(talk.lang) or question.label[talk.lang]
    if question.type in DATES:
        text = f"{text}\n{dates.ask(talk, world)}"
    if question.type == "note":
        return screen(talk, f"{text}\n{say(talk, 'go_on')}", AIM - PREFIX)
    foot = say(talk, "keys_list", more=say(talk, "key_skip"))
    return Screen(f"{text}\n{foot}")


@dataclass(frozen=True)
class Heard:
    """What a key press made of the screen; `is_settled` when the question has its answer."""

    talk: Talk
    is_settled: bool = False


def hear(talk: Talk, key: str, world: World) -> Heard:
    """Take what she typed: an answer, a step inside the question, or a slip."""
    question = world.sheet[talk.spot.name]
    if question.type.startswith("select_"):
        return _hear_choice(talk, key, world, question)
    if question.type in DATES and key != LEAVE:
        found = dates.read(talk, key, world)
        return Heard(talk.puzzled()) if found is None else Heard(found, dates.is_whole(found))
    return Heard(talk, is_settled=True)


def answer(talk: Talk, key: str, world: World) -> Talk:
    """Return the session with her answer in it, or puzzled when it is none.

    Leaving out keeps an answer that was given before: going back loses nothing.
    """
    question = world.sheet[talk.spot.name]
    raw = _raw(talk, key, question)
    if raw is None:
        answers: dict[str, Value] = {question.name: None, **talk.answers}
        return replace(talk, answers=answers)
    try:
        value = read_answer(world.sheet, question, raw, talk.answers, world.today)
    except WrongAnswer:
        return talk.stay(picks=(), groups=(), page=0, typed="").puzzled()
    return replace(talk, answers={**talk.answers, question.name: value})


def _raw(talk: Talk, key: str, question: Question) -> list[str] | None:
    if question.type == "note":
        return None
    if question.type.startswith("select_"):
        return list(talk.spot.picks) or None
    if question.type in DATES:
        return [talk.spot.typed] if talk.spot.typed else None
    return None if key == LEAVE else [key]


def _hear_choice(talk: Talk, key: str, world: World, question: Question) -> Heard:
    it = _choices(talk, world, question)
    if key == LEAVE:
        # With something chosen already it means "that is all", otherwise "leave it out".
        return _next_group(talk)
    if key.isalpha() and len(_all(talk, world, question)) > LONG:
        return _by_letters(talk, key, world, question)
    found = lists.pick(talk, it, key)
    if found is None or (question.type == "select_one" and len(found[0]) > 1):
        return Heard(talk.puzzled())
    codes, more = found
    if _asks_groups(talk, question):
        changed: dict[str, object] = {"groups": (*talk.spot.groups, *(f"+{one}" for one in codes))}
    elif question.type == "select_multiple" or not more:
        new = tuple(one for one in codes if one not in talk.spot.picks)
        changed = {"picks": (*talk.spot.picks, *new)}
    else:
        changed = {}
    if more:
        return Heard(_inside(talk, page=talk.spot.page + 1, **changed))
    return _next_group(talk, **changed)


def _inside(talk: Talk, **more: object) -> Talk:
    """Go one step on inside the question; "0" leads back to this page of it."""
    return talk.jump(replace(talk.spot, **more))  # type: ignore[arg-type]  # fields of Spot


def _next_group(talk: Talk, **changed: object) -> Heard:
    """Go on to the choices of the next group that she named; settled when there is none left."""
    spot = replace(talk.spot, **changed)  # type: ignore[arg-type]  # fields of Spot
    waiting = [one for one in spot.groups if one.startswith("+")]
    if not waiting:
        return Heard(replace(talk, spot=spot), is_settled=True)
    groups = (waiting[0][1:], *waiting[1:])
    return Heard(talk.jump(replace(spot, groups=groups, page=0)))


def _asks_groups(talk: Talk, question: Question) -> bool:
    """Whether this screen names groups of choices rather than choices."""
    grouped = bool(vocabularies.groups(question.name))
    return grouped and not any(not one.startswith("+") for one in talk.spot.groups)


def _choices(talk: Talk, world: World, question: Question) -> Choices:
    head = question.short.get(talk.lang) or question.label[talk.lang]
    if _asks_groups(talk, question):
        rows = vocabularies.groups(question.name)
        labels = tuple(row.short.get(talk.lang, row.labels[talk.lang]) for row in rows)
        codes = tuple(row.name for row in rows)
    else:
        head, every = _within(talk, world, question, head)
        codes = tuple(one.name for one in every)
        labels = tuple(_label(talk, one) for one in every)
    if question.type == "select_multiple":
        head = f"{head} {say(talk, 'several')}"
    has_some = bool(talk.spot.picks) or any(one.startswith("+") for one in talk.spot.groups)
    return Choices(head, codes, labels, say(talk, "key_done" if has_some else "key_skip"))


def _within(talk: Talk, world: World, question: Question, head: str) -> tuple[str, list[Choice]]:
    """Return the heading and the choices: those of one group, those that begin so, or all."""
    every = _all(talk, world, question)
    inside = [one for one in talk.spot.groups if not one.startswith("+")]
    if inside:
        [row] = [one for one in vocabularies.groups(question.name) if one.name == inside[0]]
        kept = [one for one in every if one.extra.get("parent") == row.name]
        return row.short.get(talk.lang, row.labels[talk.lang]), kept
    if talk.spot.typed:
        names = [_label(talk, one) for one in every]
        return head, [every[at] for at in lists.starting_with(names, talk.spot.typed)]
    if len(every) > LONG and question.type == "select_one":
        return f"{head} {say(talk, 'letters')}", every
    return head, every


def _all(talk: Talk, world: World, question: Question) -> list[Choice]:
    offered = list(choices_for(world.sheet, question, talk.answers))
    if question.name != "county":
        return offered
    order = {code: at for at, code in enumerate(world.county_order())}
    return sorted(offered, key=lambda one: order.get(one.name, len(order)))


def _by_letters(talk: Talk, key: str, world: World, question: Question) -> Heard:
    names = [_label(talk, one) for one in _all(talk, world, question)]
    if not lists.starting_with(names, key):
        return Heard(talk.puzzled())
    return Heard(_inside(talk, typed=key, page=0))


def _label(talk: Talk, choice: Choice) -> str:
    return choice.short.get(talk.lang) or choice.label[talk.lang]
