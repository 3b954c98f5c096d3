"""What Kannel asks of us is understood, whichever way its bytes were decoded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gateways import posts
from tetea.gateways import kannel
from tetea.kernel.phone.messages import Fate, IncomingSms, Part

NUMBER = "+254700000001"
FIELDS = ["id", "from", "to", "text", "coding", "charset", "udh", "state"]
FATES = {
    "delivered": (Fate.DELIVERED, ""),
    "failed": (Fate.FAILED, "failed"),
    "refused": (Fate.FAILED, "refused"),
    "waiting": (Fate.ON_ITS_WAY, ""),
    "taken": (Fate.ON_ITS_WAY, ""),
}


def sms(name: str) -> IncomingSms:
    return kannel.read_sms(kannel.read_query(posts.body(name)))


def test_an_sms_comes_with_all_its_signs() -> None:
    assert sms("kannel_sms") == IncomingSms(
        provider="kannel",
        id="4239ef7f-fae0-4494-91f7-748a9ec7fb7b",
        number=NUMBER,
        to="22384",
        text="Ng'ombe é ŋ % + &",
    )


@pytest.mark.parametrize("name", ["kannel_sms_emoji", "kannel_sms_ucs2"])
def test_an_emoji_arrives_recoded_or_not(name: str) -> None:
    assert sms(name).text == "Pole \N{GRINNING FACE} ŋ"


@pytest.mark.parametrize("name", ["kannel_sms", "kannel_sms_emoji"])
def test_a_door_that_has_decoded_the_words_already_does_no_harm(name: str) -> None:
    assert kannel.read_sms(posts.fields(name)) == sms(name)


@pytest.mark.parametrize("charset", ["UTF-8", "utf-8", ""])
def test_words_in_utf_8_are_read_so_whatever_the_coding_says(charset: str) -> None:
    posted = {"text": "Pole \N{GRINNING FACE}", "coding": "2", "charset": charset}

    assert kannel.read_sms(posted).text == posted["text"]


def test_signs_that_no_screen_shows_are_left_out() -> None:
    assert kannel.read_sms(kannel.read_query("text=S%00OS&coding=0")).text == "SOS"


def test_a_part_of_a_long_message_says_which_it_is() -> None:
    assert sms("kannel_sms_part").part == Part("c3", 1, 2)
    assert sms("kannel_sms_part_wide").part == Part("c3a9", 2, 2)


@pytest.mark.parametrize(
    ("udh", "part"),
    [
        ("050003C30201", Part("c3", 1, 2)),
        ("060804C3A90202", Part("c3a9", 2, 2)),
        ("0B0504158200000003070302", Part("07", 2, 3)),  # after the ports of an application
        ("050003C30101", None),  # the only one is no part
        ("050003C30200", None),
        ("050003C30203", None),
        ("0500", None),
        ("06050415820000", None),
        ("\x05\x00\x03\x07\x03\x02", Part("07", 2, 3)),
        ("\x05\x00\x03\N{REPLACEMENT CHARACTER}\x03\x02", Part("3f", 2, 3)),
        ("garbage", None),
        ("", None),
    ],
)
def test_the_header_of_a_part_is_read_in_both_widths(udh: str, part: Part | None) -> None:
    assert kannel.read_sms({"udh": udh}).part == part


@pytest.mark.parametrize("name", posts.names("kannel_status_"))
def test_every_state_says_what_became_of_the_message(name: str) -> None:
    report = kannel.read_status(kannel.read_query(posts.body(name)))

    assert report.id == "Zx81-kQ0aT_w"
    assert (report.fate, report.reason) == FATES[name.removeprefix("kannel_status_")]


@pytest.mark.parametrize("read", [kannel.read_sms, kannel.read_status])
@given(posted=st.dictionaries(st.sampled_from(FIELDS) | st.text(), st.text()))
def test_no_post_whatever_is_in_it_makes_a_reader_fail(read, posted) -> None:
    assert read(posted).provider == "kannel"


@given(st.text())
def test_no_query_whatever_is_in_it_makes_a_reader_fail(query: str) -> None:
    assert kannel.read_sms(kannel.read_query(query)).provider == "kannel"
