"""The map of the menu: every screen, what it shows, and what a key press does there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from tetea.domain.directory import phone
from tetea.domain.phones.ussd import coming_back, report, services
from tetea.domain.phones.ussd.talk import Talk
from tetea.domain.phones.ussd.world import World, say
from tetea.kernel.phone.screens import LIMIT, PREFIX, Screen, width

BACK, HOME = "0", "00"
OTHER_LANGUAGE = {"en": "sw", "sw": "en"}
# Here her words are the last thing typed, so `*` in them does not divide them.
FREE_TEXT = frozenset({"write"})


class PlaceOnMap(NamedTuple):
    """One screen of the menu."""

    show: Callable[[Talk, World], Screen]
    hear: Callable[[Talk, str, World], Talk]


def show(talk: Talk, world: World) -> Screen:
    """Return the screen at which a session is, with a word about a slip where there was one."""
    shown = PLACES[talk.spot.place].show(talk, world)
    if not talk.slip:
        return shown
    text = f"{say(talk, talk.slip)}\n{shown.text}"
    return replace(shown, text=text) if width(text) <= LIMIT - PREFIX else shown


def hear(talk: Talk, key: str, world: World) -> Talk:
    """Return the session after one key press. Raises Busy where a token is opened."""
    talk = replace(talk, slip="")
    if talk.is_over:
        return talk.over("over") if talk.spot.place != "over" else talk
    key = key.strip().strip("#").strip()
    if key == HOME:
        return talk.home()
    if key == BACK:
        return talk.back()
    return PLACES[talk.spot.place].hear(talk, key, world) if key else talk


def _root(talk: Talk, _world: World) -> Screen:
    price = say(talk, f"price_{phone.line().payer}", free=phone.free_number())
    return Screen(say(talk, "root", price=price))


def _from_root(talk: Talk, key: str, world: World) -> Talk:
    doors: dict[str, str] = {
        "3": "counties",
        "4": "token",
        "5": "rights",
        "6": "complain",
        "7": "check_number",
    }
    if key in doors:
        return talk.go(doors[key])
    if key == "1":
        return report.begin_sos(talk, world)
    if key == "2":
        return report.begin(talk, world)
    if key == "9":
        return replace(talk, lang=OTHER_LANGUAGE[talk.lang])
    return talk.puzzled()


def _over(talk: Talk, _world: World) -> Screen:
    return Screen(say(talk, "over"), is_end=True)


def _nothing(talk: Talk, _key: str, _world: World) -> Talk:
    return talk.puzzled()


PLACES: Mapping[str, PlaceOnMap] = MappingProxyType(
    {
        "root": PlaceOnMap(_root, _from_root),
        "resume": PlaceOnMap(report.show_resume, report.hear_resume),
        "question": PlaceOnMap(report.show_question, report.hear_question),
        "outside": PlaceOnMap(report.show_outside, report.hear_outside),
        "enough": PlaceOnMap(report.show_enough, report.hear_enough),
        "check": PlaceOnMap(report.show_check, report.hear_check),
        "number": PlaceOnMap(report.show_number, report.hear_number),
        "end": PlaceOnMap(report.show_end, _nothing),
        "counties": PlaceOnMap(services.show_counties, services.hear_counties),
        "services": PlaceOnMap(services.show_services, services.hear_services),
        "bodies": PlaceOnMap(services.show_services, services.hear_services),
        "service": PlaceOnMap(services.show_service, _nothing),
        "rights": PlaceOnMap(services.show_rights, services.hear_rights),
        "right": PlaceOnMap(services.show_right, services.hear_right),
        "complain": PlaceOnMap(services.show_complain, services.hear_complain),
        "complain_how": PlaceOnMap(services.show_complain_how, services.hear_complain_how),
        "complain_us": PlaceOnMap(services.show_complain_how, services.hear_complain_how),
        "check_number": PlaceOnMap(services.show_check_number, services.hear_check_number),
        "token": PlaceOnMap(coming_back.show_ask, coming_back.hear_ask),
        "thread": PlaceOnMap(coming_back.show_thread, coming_back.hear_thread),
        "read": PlaceOnMap(coming_back.show_read, coming_back.hear_read),
        "done": PlaceOnMap(coming_back.show_done, coming_back.hear_done),
        "write": PlaceOnMap(coming_back.show_write, coming_back.hear_write),
        "written": PlaceOnMap(coming_back.show_written, _nothing),
        "rate": PlaceOnMap(coming_back.show_rate, coming_back.hear_rate),
        "rated": PlaceOnMap(coming_back.show_rated, _nothing),
        "over": PlaceOnMap(_over, _nothing),
    }
)
