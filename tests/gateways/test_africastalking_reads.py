"""What Africa's Talking posts to us is understood, whatever it posts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gateways import posts
from tetea.gateways import africastalking
from tetea.kernel.phone.messages import Fate, IncomingSms, UssdEnd, UssdHop

NUMBER = "+254700000001"
SESSION = "ATUid_1f0c6d2b9e7a4c55a1b2c3d4e5f60718"
READERS = [
    africastalking.read_sms,
    africastalking.read_status,
    africastalking.read_ussd,
    africastalking.read_ussd_end,
]
FIELDS = [
    *("id", "from", "to", "text", "date", "linkId", "status", "failureReason", "networkCode"),
    *("sessionId", "phoneNumber", "serviceCode", "retryCount", "cost"),
]
SENSITIVE = {"from", "to", "phoneNumber", "text", "sessionId", "id"}
FATES = {
    "sent": (Fate.ON_ITS_WAY, ""),
    "submitted": (Fate.ON_ITS_WAY, ""),
    "buffered": (Fate.ON_ITS_WAY, ""),
    "success": (Fate.DELIVERED, ""),
    "rejected": (Fate.FAILED, "UserInBlackList"),
    "failed": (Fate.FAILED, "DeliveryFailure"),
    "absent": (Fate.FAILED, "AbsentSubscriber"),
    "expired": (Fate.FAILED, "Expired"),
}


def test_amina_dials_and_the_first_hop_has_no_text_yet() -> None:
    hop = africastalking.read_ussd(posts.fields("ussd_first"))

    assert hop == UssdHop("africastalking", SESSION, NUMBER, text="", network="63902")


def test_a_later_hop_brings_everything_that_was_typed() -> None:
    assert africastalking.read_ussd(posts.fields("ussd_later")).text == "2*1*3*00*2*1"


def test_what_she_typed_with_a_star_in_it_comes_as_she_typed_it() -> None:
    hop = africastalking.read_ussd(posts.fields("ussd_words"))

    assert hop.text == "2*1*Jana usiku * soko la Busia"
    assert hop.network == "63903"


@pytest.mark.parametrize("name", posts.names("ussd_end_"))
def test_the_end_of_a_session_is_read_without_what_was_typed_in_it(name: str) -> None:
    end = africastalking.read_ussd_end(posts.fields(name))

    assert end == UssdEnd("africastalking", SESSION, NUMBER)


def test_an_sms_of_a_man_in_kisumu_comes_with_all_its_signs() -> None:
    sms = africastalking.read_sms(posts.fields("sms_words"))

    assert sms == IncomingSms(
        provider="africastalking",
        id="0d6e2d54-6f1a-4a0e-8c3b-6f1f0e5a9d21",
        number=NUMBER,
        to="22384",
        text="Nimepigwa na mteja jana, police refused to write it. Ng'ombe & mbuzi 100%",
        network="63902",
    )


def test_an_emoji_and_curly_quotes_arrive() -> None:
    text = africastalking.read_sms(posts.fields("sms_emoji")).text

    assert text == "Pole \N{CRYING FACE} ŋoma \N{EN DASH} “sawa”"


@pytest.mark.parametrize("name", posts.names("status_"))
def test_every_status_says_what_became_of_the_message(name: str) -> None:
    report = africastalking.read_status(posts.fields(name))

    assert report.id == "ATXid_5a1f6b0c9d8e7f60a1b2c3d4e5f60718"
    assert (report.fate, report.reason) == FATES[name.removeprefix("status_")]


def test_a_reason_that_the_provider_writes_freely_is_not_kept() -> None:
    posted = {"status": "Failed", "failureReason": "Amina's phone +254700000001 is off"}

    assert africastalking.read_status(posted).reason == ""


def test_a_network_that_is_no_number_is_not_kept() -> None:
    assert africastalking.read_ussd({"networkCode": "Amina"}).network == ""


def test_an_empty_post_is_read_as_nothing() -> None:
    assert africastalking.read_sms({}).number == ""
    assert africastalking.read_status({}).fate is Fate.ON_ITS_WAY
    assert africastalking.read_ussd({}).session == ""
    assert africastalking.read_ussd_end({}).session == ""


@pytest.mark.parametrize("read", READERS)
@given(posted=st.dictionaries(st.sampled_from(FIELDS) | st.text(), st.text()))
def test_no_post_makes_a_reader_fail_or_shows_in_its_repr(read, posted) -> None:
    harmless = {name: posted[name] for name in posted if name not in SENSITIVE}

    assert repr(read(posted)) == repr(read(harmless))
