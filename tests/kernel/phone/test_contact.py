"""Safe contact: what is not known is not allowed, and nothing goes at the wrong hour."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.phone.contact import (
    WINDOWS,
    Permission,
    Reason,
    Refusal,
    answering,
    is_allowed,
    next_allowed,
    on_duty,
    permission,
)

AKINYI = "+254712345678"
SISTER = "+254722000111"
RULES = {"contact_way": "sms", "contact_hours": ["morning", "evening"]}

START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 3 * 365 * 24 * 60 * 60).map(lambda n: START + timedelta(seconds=n))
known = st.lists(st.sampled_from(sorted(WINDOWS)), min_size=1, max_size=4).map(tuple)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def agreed(own_number=AKINYI, names=(), **changes):
    """Return what may be done when she agreed to be contacted, by RULES with these changes."""
    return permission(RULES | changes, consent_contact=True, own_number=own_number, names=names)


def at(hour, minute=0, day=22):
    return datetime(2026, 11, day, hour, minute, tzinfo=NAIROBI)


@given(known, moments)
def test_the_next_moment_is_allowed_and_never_in_the_past(windows, now):
    found = next_allowed(windows, now)

    assert found >= now
    assert found.utcoffset() == timedelta(0)
    assert is_allowed(windows, found)
    assert (found == now) == is_allowed(windows, now)


@given(known, moments)
def test_no_minute_before_the_next_moment_was_allowed(windows, now):
    found = next_allowed(windows, now)
    waiting = int((found - now).total_seconds() // 600)

    assert not any(is_allowed(windows, now + timedelta(minutes=10 * n)) for n in range(waiting))


@given(moments)
def test_the_five_windows_cover_the_day_and_never_overlap(now):
    hits = [window for window in WINDOWS if window != "any" and is_allowed((window,), now)]

    assert len(hits) == 1
    assert is_allowed(("any",), now)


@given(
    st.dictionaries(
        st.sampled_from(["contact_way", "contact_hours", "contact_number", "contact_word", "x"]),
        anything,
    ),
    anything,
    st.text(),
)
def test_whatever_is_unknown_is_refused_and_never_raises(contact, consent, own):
    found = permission(contact, consent, own)

    if isinstance(found, Permission):
        assert consent is True
        assert WINDOWS.keys() >= set(found.windows)
    else:
        assert isinstance(found, Refusal)


def test_akinyi_who_agreed_to_sms_is_written_to_in_her_hours():
    found = agreed()

    assert found == Permission(AKINYI, ("morning", "evening"))


@pytest.mark.parametrize("consent", [False, None, "yes", 1])
def test_without_a_clear_yes_nobody_is_contacted(consent):
    assert permission(RULES, consent, AKINYI) == Refusal(Reason.NO_CONSENT)


@pytest.mark.parametrize(
    "way",
    ["none", "call", "whatsapp", "email", "through_member", "pigeon", "", None, ["sms", "call"]],
)
def test_any_other_way_than_sms_is_refused(way):
    assert agreed(contact_way=way) == Refusal(Reason.NOT_BY_SMS)


@pytest.mark.parametrize("hours", [[], None, "", ["noon"], ["morning", "noon"], "morning noon", {}])
def test_hours_that_are_not_known_are_refused(hours):
    assert agreed(contact_hours=hours) == Refusal(Reason.NO_HOURS)


def test_hours_as_a_list_and_as_one_line_are_the_same():
    as_line = agreed(contact_hours="evening morning")

    assert as_line == agreed()


def test_the_number_she_gave_comes_before_the_phone_she_wrote_from():
    found = agreed(contact_number="0722 000 111")

    assert isinstance(found, Permission)
    assert found.number == SISTER


@pytest.mark.parametrize("given_number", ["0722", "ask my sister", "a@example.org", "22384"])
def test_a_number_that_cannot_be_read_is_not_replaced_by_her_own(given_number):
    assert agreed(contact_number=given_number) == Refusal(Reason.NO_NUMBER)


def test_on_the_web_without_a_number_there_is_nobody_to_write_to():
    assert agreed(own_number="") == Refusal(Reason.NO_NUMBER)


@pytest.mark.parametrize(
    ("asked", "used"),
    [
        ("Oda yako iko tayari", "Oda yako iko tayari"),
        ("  Your order\u2019s\nready ", "Your order's ready"),
        ("Your case is ready", ""),
        ("Ripoti yako imejibiwa", ""),
        ("Look at example.org", ""),
        ("Nyota House is open", ""),
        ("a" * 161, ""),
        ("Sawa ☕", ""),
        (None, ""),
        (["Sawa"], ""),
    ],
)
def test_her_words_are_used_when_they_are_short_and_tell_nothing(asked, used):
    found = agreed(contact_word=asked, names=["Nyota House"])

    assert isinstance(found, Permission)
    assert found.words == used


def test_night_goes_over_midnight():
    assert is_allowed(("night",), at(21))
    assert is_allowed(("night",), at(5, 59))
    assert not is_allowed(("night",), at(6))
    assert not is_allowed(("night",), at(20, 59))


def test_a_reply_at_noon_waits_for_the_evening():
    assert next_allowed(("morning", "evening"), at(12)) == at(17)
    assert next_allowed(("morning",), at(12)) == at(9, day=23)


def test_hours_are_those_of_nairobi_wherever_the_server_stands():
    assert is_allowed(("early",), datetime(2026, 11, 22, 3, tzinfo=UTC))
    assert not is_allowed(("early",), datetime(2026, 11, 22, 6, tzinfo=UTC))


def test_a_window_that_is_not_known_never_opens():
    assert not is_allowed(("noon",), at(12))
    assert not is_allowed((), at(12))
    with pytest.raises(ValueError, match="no window"):
        next_allowed(("noon",), at(12))


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        is_allowed(("any",), datetime(2026, 11, 22, 12))  # noqa: DTZ001 - what is tested
    with pytest.raises(ValueError, match="time zone"):
        next_allowed(("any",), datetime(2026, 11, 22, 12))  # noqa: DTZ001 - what is tested


def test_who_has_just_written_and_who_is_on_duty_may_be_written_to_at_any_hour():
    assert answering("0712345678") == Permission(AKINYI, ("any",))
    assert on_duty("0722000111") == Permission(SISTER, ("any",))


@pytest.mark.parametrize("sender", ["22384", "SAFARICOM", ""])
def test_a_short_code_is_not_answered(sender):
    with pytest.raises(ValueError, match="needs a phone number"):
        answering(sender)


def test_a_permission_made_by_hand_must_at_least_be_whole():
    with pytest.raises(ValueError, match="phone number") as refused:
        Permission("0712345678", ("any",))
    assert "0712345678" not in str(refused.value)
    with pytest.raises(ValueError, match="windows"):
        Permission(AKINYI, ())
    with pytest.raises(ValueError, match="windows"):
        Permission(AKINYI, ("noon",))


def test_a_permission_shows_neither_number_nor_words():
    found = agreed(contact_word="Maua yako")

    assert "712" not in repr(found)
    assert "Maua" not in repr(found)


def test_only_this_module_makes_permissions():
    root = Path(__file__).parents[3] / "tetea"
    makers = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(r"\bPermission\(", path.read_text("utf-8"))
    ]

    assert makers == ["kernel/phone/contact.py"]
