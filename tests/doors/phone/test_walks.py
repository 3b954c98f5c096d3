"""Every screen of the menu in both languages, and a thousand phones that type nonsense."""

import hashlib
from dataclasses import replace

import pytest

from tests.doors.phone.walking import OTHER, TOKEN, Walker
from tetea.domain import moment
from tetea.domain.directory import phone as words
from tetea.domain.directory.places import counties
from tetea.domain.directory.services import services
from tetea.domain.phones import sessions
from tetea.domain.phones.ussd import hop as hops
from tetea.domain.phones.ussd import places
from tetea.domain.phones.ussd.talk import Spot, Talk, load
from tetea.domain.phones.ussd.world import World
from tetea.domain.reports import card as cards
from tetea.domain.reports import questionnaire
from tetea.domain.reports.work import items, opening
from tetea.kernel.dialogue.gsm7 import gsm7_length
from tetea.kernel.phone.screens import AIM, LIMIT, Screen

LANGUAGES = ("en", "sw")
NUMBER = "+254700000001"
CURLY = "“Tumekuona” — na tutakuja… 😀 Ŋ ‘kesho’, saa nne; "  # noqa: RUF001 - as pasted


@pytest.fixture
def world(organisation):
    return World(organisation, NUMBER, lambda: None)


@pytest.fixture
def growing(phone, organisation):
    """A report that has just begun, as the running server remembers it."""
    call = phone(NUMBER).dial()
    call.press("2", "2")
    [found] = sessions.of_caller(organisation, sessions.Address("ussd", (), NUMBER))
    report = load(found.content).report
    assert report is not None
    return report


@pytest.fixture
def thread_of_hers(world, organisation, sign_in, report, report_id):
    """A session that has opened a thread with two long answers in it and a clock that runs."""
    amina, received = sign_in("amina"), report(acts=["SEX-01"], when_known="today")
    opening.open_report(amina, report_id(received))
    for number in range(2):
        items.reply(amina, report_id(received), f"{number} {CURLY}" * 5)
    visit = world.open_token(received.token.digits)
    return Talk("en", spot=Spot("thread"), visit=visit)


def _ends(growing, lang):
    """Sessions at their end: with and without a clock, in danger or not, taken up again or not."""
    soon = int((moment.now().timestamp() + 71 * 3600 + 1800) // 60)
    with_clock = replace(growing, last_card=cards.Card(1, clocks=(("pep", soon),)).dump())
    talk = Talk(lang, answers={"danger": "no"}, token=TOKEN, token_seen=True).over("end")
    return [
        replace(talk, report=report, is_sos=is_sos, is_resumed=is_resumed)
        for report in (growing, with_clock)
        for is_sos in (False, True)
        for is_resumed in (False, True)
    ]


def _wrong(shown):
    """What is wrong with a screen; "" when nothing is."""
    if len(shown.text) > LIMIT or len(shown.screen.text) > LIMIT - len("CON "):
        return f"{len(shown.text)} characters"
    if (gsm7_length(shown.text) or LIMIT + 1) > LIMIT:
        return "not in the alphabet of every phone"
    if "{" in shown.text or "\n\n" in shown.text:
        return "a gap"
    if shown.screen.is_end != shown.text.startswith("END "):
        return "prefix"
    way_back = words.menu("keys_list", shown.talk.lang, more="")
    needs_one = not shown.screen.is_end and shown.talk.spot.place != "root"
    if needs_one and way_back not in shown.text.split("\n")[-1]:
        return "no way back"
    return ""


def _leads_out(shown, world):
    """Whether 0 leads one step back and 00 to the first menu."""
    if shown.screen.is_end:
        return True
    home = places.hear(shown.talk, "00", world)
    back = places.hear(shown.talk, "0", world)
    return home.spot == Spot() and back.spot in {Spot(), *shown.talk.trail}


def test_every_screen_in_both_languages_fits_can_be_read_and_leads_back(world, growing):
    walker = Walker(world, growing)
    starts = [talk for lang in LANGUAGES for talk in walker.every_question(lang)]
    starts += [talk for lang in LANGUAGES for talk in _ends(growing, lang)]
    starts += [Talk(lang, report=growing, spot=Spot("resume")) for lang in LANGUAGES]
    starts += [Talk(lang, spot=Spot("rate", "helped")) for lang in LANGUAGES]
    shown = list(walker.walk(*(Talk(lang) for lang in LANGUAGES), *starts))

    wrong = [f"{one.name}: {_wrong(one)}: {one.text}" for one in shown if _wrong(one)]
    assert wrong == []
    assert [one.name for one in shown if not _leads_out(one, world)] == []
    # Nothing that could occur was left out: places, questions, counties, services.
    seen = {(one.talk.spot.place, one.talk.spot.name) for one in shown}
    met = {place for place, _ in seen}
    assert met >= set(places.PLACES) - {"thread", "read", "done", "write", "written", "over"}
    sheet = questionnaire.current()
    asked = {one.name for one in sheet.questions if "ussd" in one.channels}
    assert {name for place, name in seen if place == "question"} == asked
    assert {name for place, name in seen if place == "services"} == {c.code for c in counties()}
    usual = {one.code for one in services("en") if one.kind != "police"}
    assert {name for place, name in seen if place == "service"} >= usual
    # Aimed at 140. What is above it shows a number, a name of an office, or a word about a slip.
    plain = [one for one in shown if not one.talk.slip]
    long = [one for one in plain if len(one.text) > AIM]
    assert len(shown) > 2000
    assert len(long) / len(plain) < 0.01, sorted({one.name for one in long})


def test_every_screen_of_a_thread_with_long_answers_fits_and_loses_no_word(
    world, growing, thread_of_hers
):
    walker = Walker(world, growing)
    starts = [replace(thread_of_hers, lang=lang) for lang in LANGUAGES]
    starts += [Talk(lang, spot=Spot("written"), is_over=True) for lang in LANGUAGES]
    starts += [Talk(lang, spot=Spot("over"), is_over=True) for lang in LANGUAGES]
    shown = list(
        walker.walk(*starts, within={"thread", "read", "done", "write", "written", "over"})
    )

    assert [f"{one.name}: {_wrong(one)}" for one in shown if _wrong(one)] == []
    pages = {
        one.talk.spot.page: one.text
        for one in shown
        if one.talk.spot.place == "read" and one.talk.lang == "en" and not one.talk.slip
    }
    read = " ".join(pages[at].removeprefix("CON ").split("\n")[0] for at in sorted(pages))
    assert read.count('"Tumekuona" - na tutakuja... ?') == 10
    assert read.count("saa nne;") == 10
    assert read.startswith("1 ")  # the newest answer stands first


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_said_when_we_cannot_go_on_fits_too(organisation, lang):
    free = words.free_number()
    grouped = " ".join(TOKEN[at : at + 4] for at in range(0, 20, 4))
    for key in ("busy", "away", "away_number", "away_empty"):
        text = Screen(words.menu(key, lang, free=free, token=grouped), is_end=True).reply()
        assert len(text) <= AIM, key
        assert gsm7_length(text)


def test_a_token_right_wrong_and_malformed_leads_on_in_every_case(phone, report):
    right = report().token.digits
    slip = right[:-1] + str((int(right[-1]) + 1) % 10)
    call = phone().dial()
    screens = [call.press("4")]
    screens += [call.press(typed) for typed in (slip, OTHER, "12x", right[:7], right[7:])]

    assert all(len(one) <= AIM for one in screens)
    assert screens[-1].startswith("CON We have it. Answers: 0.")
    assert call.press("00").startswith("CON You pay airtime")


# ---- a thousand phones ------------------------------------------------------------------------

NONSENSE = (
    *"1234567890",
    *("00", "12", "19", "0101", "31", "3113", "9" * 500, "x" * 500, "*", "#", "**", "1#", "#1"),
    *("", " ", "abc", "k", "ß", "²", "²²²²", "\u0661", "\u0660\u0661" * 2, "😀", "\x00", "\x07"),
    *("%s", "{free}", "-1", "1.5", "1,3", "ñ", "Ω", "\u202e", TOKEN, OTHER, "0" * 20, "\r\n", "&"),
)  # fmt: skip


def _keys(walk):
    """The keys of one walk: always the same, and chosen by nobody."""
    drawn = hashlib.sha512(f"walk {walk}".encode()).digest()
    return [NONSENSE[one % len(NONSENSE)] for one in drawn[1 : 3 + drawn[0] % 12]]


def test_t80_a_thousand_walks_of_nonsense_end_nowhere_without_a_way_on(world, growing):
    for walk in range(1000):
        walker, talk = Walker(world, growing), Talk(LANGUAGES[walk % 2])
        for key in ["1", "2"][: walk % 3] + _keys(walk):
            for pressed in hops.keys_of(key):
                shown = walker.press(talk, pressed)
                talk = shown.talk
                assert _wrong(shown) == "", (walk, key)
        if not talk.is_over:
            assert places.hear(talk, "00", world).spot == Spot(), walk


def test_t80_nonsense_is_answered_at_every_question_too(world, growing):
    walker = Walker(world, growing)
    for start in walker.every_question("sw"):
        for key in NONSENSE:
            talk = start
            for pressed in hops.keys_of(key):
                shown = walker.press(talk, pressed)
                talk = shown.talk
                assert _wrong(shown) == "", (start.spot.name, key)


def test_t80_through_the_gateway_nonsense_is_always_answered_and_kept(phone):
    for walk in range(0, 1000, 20):
        call = phone(f"+2547001{walk:05}").dial()
        for key in _keys(walk):
            screen = call.press(key)
            assert len(screen) <= LIMIT
            if screen.startswith("END "):
                break
        else:
            home = call.press("00")
            home = call.press("00") if "1195" not in home else home
            assert "1195" in home, walk


def test_t80_a_key_in_pieces_and_doubled_separators_say_the_same(phone):
    one, two = phone().dial(), phone().dial()
    one.press("3", "1")

    assert two.post("3**1*") == one.screen
    assert two.post("*3*#*1#") == one.screen
