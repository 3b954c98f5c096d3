"""Services by county, rights in short, whom to complain to, and what is not there yet."""

from tetea.domain.directory import phone
from tetea.domain.directory.places import county_name
from tetea.domain.directory.services import Service, outside_bodies, services
from tetea.domain.phones.ussd import lists, report
from tetea.domain.phones.ussd.lists import Choices
from tetea.domain.phones.ussd.talk import Talk
from tetea.domain.phones.ussd.world import World, say, screen
from tetea.kernel.phone.screens import AIM, LIMIT, PREFIX, Screen, clip, pages, width

LONGEST_NAME = 40
BODIES = "outside"


def show_counties(talk: Talk, world: World) -> Screen:
    """List the counties: the organisation's own first."""
    return lists.show(talk, _counties(talk, world))


def hear_counties(talk: Talk, key: str, world: World) -> Talk:
    """Choose a county by its number or by the first letters of its name."""
    it = _counties(talk, world)
    if key.isalpha():
        every = _counties(talk.stay(typed=""), world)
        if not lists.starting_with(every.labels, key):
            return talk.puzzled("no_match")
        return talk.go("counties", typed=key)
    found = lists.pick(talk, it, key)
    if found is None or len(found[0]) > 1:
        return talk.puzzled()
    if found[1]:
        return talk.go("counties", typed=talk.spot.typed, page=talk.spot.page + 1)
    return talk.go("services", found[0][0])


def show_services(talk: Talk, _world: World) -> Screen:
    """List who helps there."""
    return lists.show(talk, _list(talk))


def hear_services(talk: Talk, key: str, _world: World) -> Talk:
    """Choose a service."""
    found = lists.pick(talk, _list(talk), key)
    if found is None or len(found[0]) > 1:
        return talk.puzzled()
    if found[1]:
        return talk.go(talk.spot.place, talk.spot.name, page=talk.spot.page + 1)
    return talk.go("service", found[0][0])


def show_service(talk: Talk, _world: World) -> Screen:
    """Show one service: name, number, whether the call is free, whether it was confirmed."""
    one = next(known for known in services(talk.lang) if known.code == talk.spot.name)
    values = {
        "phone": one.phone or say(talk, "no_phone"),
        "free": say(talk, "service_free") if one.free and one.phone else "",
        "unconfirmed": "" if one.confirmed else say(talk, "service_unconfirmed"),
    }
    room = LIMIT - PREFIX - width(say(talk, "service", name="", **values)) - len("\n0 Back")
    return screen(talk, say(talk, "service", name=clip(one.name, room), **values), LIMIT - PREFIX)


def show_rights(talk: Talk, _world: World) -> Screen:
    """List the rights."""
    return lists.show(talk, _rights(talk))


def hear_rights(talk: Talk, key: str, _world: World) -> Talk:
    """Choose one to read."""
    found = lists.pick(talk, _rights(talk), key)
    if found is None or len(found[0]) > 1:
        return talk.puzzled()
    if found[1]:
        return talk.go("rights", page=talk.spot.page + 1)
    return talk.go("right", found[0][0])


def show_right(talk: Talk, _world: World) -> Screen:
    """Show a page of one right."""
    return leaf(talk, _text_of(talk))


def hear_right(talk: Talk, key: str, _world: World) -> Talk:
    """Leaf on."""
    return leafed(talk, key, _text_of(talk))


def show_complain(talk: Talk, _world: World) -> Screen:
    """Ask about whom the complaint is."""
    return screen(talk, say(talk, "complain"), AIM - PREFIX)


def hear_complain(talk: Talk, key: str, _world: World) -> Talk:
    """Say what there is: a report here, or a body outside."""
    places = {"1": "complain_how", "2": "complain_us", "3": "bodies"}
    return talk.go(places[key], BODIES) if key in places else talk.puzzled()


def show_complain_how(talk: Talk, _world: World) -> Screen:
    """Say how a complaint about an official goes today."""
    return screen(talk, say(talk, talk.spot.place), LIMIT - PREFIX)


def hear_complain_how(talk: Talk, key: str, world: World) -> Talk:
    """Report it, or see the bodies outside."""
    if key == "1":
        is_us = talk.spot.place == "complain_us"
        return report.begin_about_us(talk, world) if is_us else report.begin(talk, world)
    if key == "2" and talk.spot.place == "complain_us":
        return talk.go("bodies", BODIES)
    return talk.puzzled()


def show_check_number(talk: Talk, _world: World) -> Screen:
    """Say that this does not exist here yet, and offer what does."""
    return screen(talk, say(talk, "check_number"), AIM - PREFIX)


def hear_check_number(talk: Talk, key: str, _world: World) -> Talk:
    """Lead to the services."""
    return talk.go("counties") if key == "1" else talk.puzzled()


def leaf(talk: Talk, text: str) -> Screen:
    """Return the page of a text at which she is."""
    every = _leaves(talk, text)
    page = min(talk.spot.page, len(every) - 1)
    more = say(talk, "key_more") if page + 1 < len(every) else ""
    return Screen(f"{every[page]}\n{say(talk, 'keys_list', more=more)}")


def leafed(talk: Talk, key: str, text: str) -> Talk:
    """Go to the next page of a text; from the last one nowhere."""
    if key != lists.MORE or talk.spot.page + 1 >= len(_leaves(talk, text)):
        return talk.puzzled()
    return talk.go(talk.spot.place, talk.spot.name, page=talk.spot.page + 1)


def _leaves(talk: Talk, text: str) -> tuple[str, ...]:
    foot = say(talk, "keys_list", more=say(talk, "key_more"))
    return pages(text, AIM - PREFIX - width(foot) - 1)


def _counties(talk: Talk, world: World) -> Choices:
    codes = world.county_order()
    names = [county_name(code) for code in codes]
    kept = range(len(codes))
    if talk.spot.typed:
        kept = lists.starting_with(names, talk.spot.typed)  # type: ignore[assignment]  # indexes too
    head = f"{say(talk, 'which_county')} {say(talk, 'letters')}"
    return Choices(head, tuple(codes[at] for at in kept), tuple(names[at] for at in kept))


def _list(talk: Talk) -> Choices:
    if talk.spot.place == "bodies":
        found, head = list(outside_bodies(talk.lang)), say(talk, "bodies")
    else:
        head = say(talk, "services", county=county_name(talk.spot.name))
        found = [one for one in services(talk.lang) if one.serves(talk.spot.name)]
        found = [one for one in found if one.kind != "police"]
        found.sort(key=lambda one: (one.counties == ("all",), not one.phone))
    return Choices(head, tuple(one.code for one in found), tuple(_short(one) for one in found))


def _short(service: Service) -> str:
    return clip(service.name, LONGEST_NAME)


def _rights(talk: Talk) -> Choices:
    every = phone.rights(talk.lang)
    head = say(talk, "rights")
    return Choices(head, tuple(one.code for one in every), tuple(one.title for one in every))


def _text_of(talk: Talk) -> str:
    return next(one.text for one in phone.rights(talk.lang) if one.code == talk.spot.name)
