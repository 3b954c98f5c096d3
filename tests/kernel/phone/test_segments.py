"""What one SMS costs, and what is done so that it costs less."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tetea.kernel.dialogue.gsm7 import gsm7_length
from tetea.kernel.phone.segments import Segments, count, fits_one, plain, readable

CHEAP = st.text("abcdefghij 0123456789'@éèÇ\nΔ^{}\\[~]|€", max_size=700)


@given(st.text())
@example("\ud800")
@example("и\u200b\u0306")
@example("e\u0301\u0331")
def test_plain_twice_is_plain_once(text):
    assert plain(plain(text)) == plain(text)


@given(CHEAP)
def test_what_a_phone_can_show_is_left_as_it_is(text):
    assert plain(text) == text
    assert readable(text) == text


@given(st.text())
@example("\ud800")
def test_a_menu_never_holds_what_a_phone_cannot_show(text):
    assert gsm7_length(readable(text)) is not None


@given(st.text(max_size=700))
@example("\ud800" * 71)
def test_parts_hold_all_units_and_none_is_empty(text):
    found = count(text)
    one, part, widest = (160, 153, 2) if found.encoding == "gsm7" else (70, 67, 2)

    assert found.parts >= 1
    if found.units <= one:
        assert found.parts == 1
    else:
        # Every part but the last is full, or lacks the one unit that would cut a character.
        assert (found.parts - 1) * (part - widest + 1) < found.units <= found.parts * part


@given(st.text(max_size=300))
def test_one_cheap_message_is_what_both_counts_call_one(text):
    assert fits_one(text) == (count(text).encoding == "gsm7" and count(text).parts == 1)


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", Segments("gsm7", 0, 1)),
        ("a" * 160, Segments("gsm7", 160, 1)),
        ("a" * 161, Segments("gsm7", 161, 2)),
        ("a" * 306, Segments("gsm7", 306, 2)),
        ("a" * 307, Segments("gsm7", 307, 3)),
        ("€" * 80, Segments("gsm7", 160, 1)),
        ("€" + "a" * 159, Segments("gsm7", 161, 2)),
        # The escape would be the 153rd septet and the sign the 154th: both move to part two.
        ("a" * 152 + "€" + "a" * 152, Segments("gsm7", 306, 3)),
        ("a" * 151 + "€" + "a" * 153, Segments("gsm7", 306, 2)),
        ("ş" + "a" * 69, Segments("ucs2", 70, 1)),
        ("ş" + "a" * 70, Segments("ucs2", 71, 2)),
        ("ş" + "a" * 133, Segments("ucs2", 134, 2)),
        ("ş" + "a" * 134, Segments("ucs2", 135, 3)),
        ("😀" * 35, Segments("ucs2", 70, 1)),
        ("😀" * 36, Segments("ucs2", 72, 2)),
        # 33 pairs are 66 units; the 34th does not fit into the 67th.
        ("😀" * 67, Segments("ucs2", 134, 3)),
    ],
)
def test_known_lengths_are_counted_as_the_network_counts(text, segments):
    assert count(text) == segments


@pytest.mark.parametrize(
    ("pasted", "sent"),
    [
        ("Don\u2019t go \u2013 call “Mama”…", 'Don\'t go - call "Mama"...'),
        ("Saa\u00a03\u202fasubuhi\t", "Saa 3 asubuhi "),
        ("ng`ombe ng\u00b4ombe ŋombe", "ng'ombe ng'ombe ng'ombe"),
        ("ngũgĩ çok \uff21\uff22 ﬁne ½", "ngugi cok AB fine 1/2"),
        ("e\u0301cole", "école"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
        ("one\u2028two", "one\ntwo"),
    ],
)
def test_what_people_paste_becomes_one_cheap_message(pasted, sent):
    assert plain(pasted) == sent
    assert count(sent).encoding == "gsm7"


@pytest.mark.parametrize("text", ["ሰላም", "привет", "नमस्ते", "😀", "café ☕"])
def test_other_scripts_are_kept_in_a_message_and_marked_on_a_menu(text):
    assert plain(text) == text
    assert "?" in readable(text)
