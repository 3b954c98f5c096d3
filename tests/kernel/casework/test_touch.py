"""Whether we are in touch: silence is noticed, and nobody calls where a call is unsafe."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tetea.domain.directory.silence import silence_rule
from tetea.domain.directory.steps import step_book
from tetea.kernel.casework.entries import Entry
from tetea.kernel.casework.file import Facts, fold
from tetea.kernel.casework.touch import SilenceRule, contact_fault, touch
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.phone.contact import WINDOWS, is_allowed

START = dt.datetime(2026, 3, 2, 6, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
RULE = SilenceRule(after=14 * DAY, tries=3)
CALLS = {"contact_way": "call", "contact_hours": ["morning"]}


def line(kind, after, **fields):
    at = START + after
    return Entry(id=f"{kind}{after}", at=at, by="rose", kind=kind, fields=fields)


def stands(*lines, heard=()):
    book = step_book()
    file = fold(lines, (), book, Facts(received=START))
    return touch(file, book, (START, *heard), RULE)


def local(after):
    return (START + after).astimezone(NAIROBI).strftime("%Y-%m-%dT%H:%M")


def test_a_fresh_case_has_no_next_contact_and_is_not_silent_yet():
    found = stands()

    assert found.level(START + DAY) == "unset"
    assert found.level(START + 14 * DAY) == "silent"


def test_a_promise_counts_until_its_hour_and_is_late_after_it():
    found = stands(line("next_contact", DAY, at=local(3 * DAY), how="face"))

    assert found.level(START + 2 * DAY) == "set"
    assert found.level(START + 4 * DAY) == "late"


def test_a_promise_in_a_month_puts_silence_off_until_the_day_after():
    found = stands(line("next_contact", DAY, at=local(30 * DAY), how="face"))

    assert found.level(START + 20 * DAY) == "set"
    assert found.level(START + 31 * DAY) == "silent"


def test_a_call_in_which_we_spoke_ends_silence_and_a_try_without_answer_does_not():
    tried = stands(line("silence", 15 * DAY), line("silence", 16 * DAY))
    spoke = stands(line("silence", 15 * DAY), line("call", 16 * DAY))

    assert (tried.level(START + 17 * DAY), tried.tries) == ("silent", 2)
    assert (spoke.level(START + 17 * DAY), spoke.tries) == ("unset", 0)


def test_a_step_at_which_she_sat_with_us_is_a_word_too_and_keeps_no_promise():
    rule = SilenceRule(after=14 * DAY, tries=3, spoke=frozenset({"safety_plan"}))
    book = step_book()
    lines = (
        line("next_contact", DAY, at=local(3 * DAY), how="face"),
        line("safety_plan", 10 * DAY, plan="A bag with us."),
    )
    found = touch(fold(lines, (), book, Facts(received=START)), book, (START,), rule)

    assert found.heard == START + 10 * DAY
    assert found.level(START + 11 * DAY) == "late"


def test_the_rule_that_ships_names_steps_that_exist():
    assert silence_rule().spoke <= step_book().kinds.keys()


def test_her_own_message_counts_as_a_word():
    found = stands(heard=(START + 13 * DAY,))

    assert found.level(START + 20 * DAY) == "unset"
    assert found.heard == START + 13 * DAY


@given(
    st.lists(st.tuples(st.sampled_from(["call", "visit", "silence", "note"]), st.integers(0, 90)))
)
def test_silence_never_begins_later_than_the_rule_after_the_last_word(steps):
    found = stands(*(line(kind, day * DAY) for kind, day in steps))
    last = max([day for kind, day in steps if kind in {"call", "visit"}], default=0)

    assert found.silent_from == START + last * DAY + RULE.after


def promise(how, hour, **more):
    return {"how": how, "at": f"2026-03-10T{hour:02}:00", **more}


@pytest.mark.parametrize(
    ("how", "hour", "contact", "allowed", "code"),
    [
        ("call", 10, CALLS, True, ""),
        ("call", 13, CALLS, True, "contact_hours"),
        ("call", 10, CALLS, False, "contact_refused"),
        ("sms", 10, CALLS, True, "contact_other_way"),
        ("call", 10, {"contact_way": "none"}, True, "contact_other_way"),
        ("call", 10, {"contact_way": "call"}, True, "contact_hours"),
        ("call", 10, {}, True, "contact_unknown"),
        ("call", 10, {"contact_way": "not_asked"}, True, "contact_unknown"),
        ("call", 10, {"contact_way": "whatsapp", "contact_hours": "any"}, True, ""),
        ("member", 3, {"contact_way": "through_member"}, True, ""),
        ("member", 10, CALLS, True, "contact_other_way"),
        ("token", 3, {"contact_way": "none"}, False, ""),
        ("face", 3, {}, False, ""),
        ("", 3, {}, False, ""),
    ],
)
def test_t64_a_contact_is_promised_only_by_her_rules(how, hour, contact, allowed, code):
    assert contact_fault(promise(how, hour), contact, may_contact=allowed)[1] == code


def test_what_she_chose_herself_just_now_fills_a_gap_and_overrules_nothing():
    chosen = promise("call", 10, agreed="yes")

    assert contact_fault(chosen, {}, may_contact=False) == ("", "")
    for rules in ({"contact_way": "none"}, {"contact_way": "sms", "contact_hours": "any"}):
        assert contact_fault(chosen, rules, may_contact=True)[0] == "how"


@given(
    st.sampled_from(["call", "sms"]),
    st.integers(0, 23),
    st.sets(st.sampled_from([*WINDOWS, "whenever"])),
    st.sampled_from(["call", "sms", "whatsapp", "none", "email", ""]),
    st.booleans(),
)
def test_t64_no_promise_ever_rings_outside_the_hours_that_are_safe(how, hour, hours, way, may):
    contact = {"contact_way": way, "contact_hours": sorted(hours)}
    _field, code = contact_fault(promise(how, hour), contact, may_contact=may)
    if not code:
        at = dt.datetime(2026, 3, 10, hour, tzinfo=NAIROBI)
        assert may
        assert is_allowed(hours, at)
        assert way in {how, "whatsapp"}
