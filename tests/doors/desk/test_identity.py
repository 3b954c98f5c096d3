"""Who somebody is on the desk: sealed with its names in sight, opened with a reason, closed."""

import pytest

HERS = {
    "name_used": "Akinyi",
    "contact_way": "call",
    "contact_number": "0700 123 456",
    "contact_hours": ["evening"],
    "contact_word": "Oda yako iko tayari",
    "trusted_person": "Mama Njeri",
    "consent_contact": "yes",
}
SEALED = ("0700 123 456", "Mama Njeri")


@pytest.fixture
def opened(desk, given):
    """Rose with an opened report that has a number and a trusted person."""
    wanted, rose = given("rose", **HERS), desk("rose")
    rose.post("open", wanted)
    return rose, wanted


def test_the_page_has_her_rules_and_says_what_is_sealed(opened):
    rose, wanted = opened
    page = rose.text("report", wanted)

    assert not [words for words in SEALED if words in page]
    for words in (
        "Akinyi",
        "Oda yako iko tayari",
        "is: sealed",
        "Which number or address",
    ):
        assert words in page


def test_it_is_opened_with_a_reason_and_sealed_again(opened):
    rose, wanted = opened

    response = rose.post("identity", wanted, reason="call_now")
    page = rose.text("report", wanted)

    assert response["Location"].endswith("?done=identity")
    assert all(words in page for words in SEALED)
    assert "To call or write to them now" in page[page.index("Who opened it") :]

    rose.post("identity_seal", wanted)
    page = rose.text("report", wanted)
    assert not [words for words in SEALED if words in page]
    assert "Oda yako iko tayari" in page


@pytest.mark.parametrize("reason", ["", "because"])
def test_without_a_reason_it_stays_sealed_and_says_what_to_do(opened, reason):
    rose, wanted = opened

    response = rose.post("identity", wanted, reason=reason)

    assert response.status_code == 409
    assert "Please choose for what you need to know who this is." in response.content.decode()
    assert not [words for words in SEALED if words in rose.text("report", wanted)]


def test_a_name_for_the_court_needs_a_consent_that_was_signed(opened):
    rose, wanted = opened

    response = rose.post("identity", wanted, reason="court")

    assert response.status_code == 409
    assert "What was only said is not enough." in response.content.decode()


def test_sealing_the_report_seals_who_it_is_with_it(opened):
    rose, wanted = opened
    rose.post("identity", wanted, reason="safety")

    rose.post("seal", wanted)
    rose.post("open", wanted)

    assert not [words for words in SEALED if words in rose.text("report", wanted)]


def test_where_nothing_is_kept_no_button_is_shown(desk, given):
    wanted, rose = given("rose"), desk("rose")
    rose.post("open", wanted)
    page = rose.text("report", wanted)

    assert "Nothing is kept that says who this is." in page
    assert "Open who this is" not in page


def test_the_log_says_why(desk, given):
    wanted, amina = given("amina", **HERS), desk("amina")
    amina.post("open", wanted)
    amina.post("identity", wanted, reason="correct")

    assert "Opened who somebody is: To correct a mistake in it" in amina.text("log")
