"""One form for every way in which a number is written, and none for what is no number."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tetea.kernel.phone.numbers import e164, is_phone

AKINYI = "+254712345678"
typed = st.one_of(st.text(), st.text("+0123456789 ()-./\u202a\u2013", max_size=30))


@given(typed)
@example("+")
@example("0" * 200)
@example("\ud800")
def test_any_text_gives_one_stable_number_or_none(text):
    found = e164(text)

    assert found == "" or is_phone(found)
    assert e164(found) == found


@given(st.sampled_from("71"), st.integers(0, 10**8 - 1).map("{:08}".format))
def test_every_kenyan_mobile_number_reads_the_same_however_it_is_written(first, rest):
    local = first + rest
    ways = (
        f"+254{local}", f"254{local}", f"0{local}", local, f"00254{local}", f"000254{local}",
        f"+254 {local[:3]} {local[3:6]} {local[6:]}", f"+254-0{local}",
        f"(0{local[:3]}) {local[3:]}",
    )  # fmt: skip

    assert {e164(way) for way in ways} == {f"+254{local}"}


@pytest.mark.parametrize(
    "pasted",
    ["\u202a+254 712 345 678\u202c", "0712\u2013345\u2013678", "\u00a00712345678 ", "٠٧١٢٣٤٥٦٧٨"],
)
def test_a_number_copied_from_an_address_book_is_read(pasted):
    assert e164(pasted) == AKINYI


@pytest.mark.parametrize("foreign", ["+256772123456", "256772123456", "00256772123456"])
def test_a_phone_from_over_the_border_in_busia_is_read(foreign):
    assert e164(foreign) == "+256772123456"


@pytest.mark.parametrize(
    "sender",
    ["22384", "999", "1195", "SAFARICOM", "M-PESA", "0800 FLOWERS", "0712345678 ext 5", "", "+"],
)
def test_short_codes_and_names_are_no_number(sender):
    assert e164(sender) == ""


@pytest.mark.parametrize(
    "text",
    [
        "0712345678 or 0722345678",
        "ask my sister 0712345678",
        "07123456789",  # one digit too many: which one?
        "0712345",
        "006772123456",  # Uganda when dialled in Kenya, the Pacific elsewhere
        "12345678901234567890",  # a token
    ],
)
def test_what_can_be_read_in_two_ways_is_no_number(text):
    assert e164(text) == ""


def test_an_address_of_ours_is_a_phone_only_when_it_is_one():
    assert is_phone(AKINYI)
    assert not is_phone("amina@example.org")
    assert not is_phone("+amina@example.org")
    assert not is_phone("")
