"""Consent on the desk: written down with its witness, shown with how it was given."""

import re

import pytest

from tests.doors.desk.test_casework import soon
from tetea.domain.cases.models import CaseNote
from tetea.domain.reports import thread

TAKEN = {"which": "police", "answer": "yes", "how": "thumb_print", "witness": "Mama Akinyi"}
STATEMENT = {"line": "We gave it for them."}


@pytest.fixture
def case_of(desk, given):
    """Return a function that gives a member with an opened case of these answers."""

    def make(username="rose", **answers):
        wanted, member = given(username, **answers), desk(username)
        member.post("open", wanted)
        member.post("case", wanted, step="Begin", **soon())
        return member, wanted

    return make


def _box(browser, wanted):
    page = browser.text("report", wanted)
    box = page[page.index('class="consents"') :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", box[: box.index("</ul>")]))


def test_a_thumb_print_before_a_witness_is_shown_and_opens_the_way_to_police(case_of):
    rose, wanted = case_of()
    assert rose.post("write", wanted, "statement", **STATEMENT).status_code == 409

    assert rose.post("write", wanted, "consent_taken", **TAKEN).status_code == 303

    box = _box(rose, wanted)
    assert "Yes Speak to police or a complaints body thumb print before a witness: Mama" in box
    assert rose.post("write", wanted, "statement", **STATEMENT).status_code == 303


def test_what_was_only_said_is_called_so_and_does_not_reach_police(case_of):
    rose, wanted = case_of()
    said = {**TAKEN, "how": "said", "witness": ""}
    rose.post("write", wanted, "consent_taken", **said)
    rose.post("write", wanted, "consent_taken", **{**said, "which": "partner"})

    box = _box(rose, wanted)
    refused = rose.post("write", wanted, "statement", **STATEMENT)

    assert "No Speak to police" in box
    assert "A yes was said to a member, not signed" in box
    assert "lawyer staff-asserted: said, not signed" in box
    assert refused.status_code == 409
    assert "They only said yes to this" in refused.content.decode()


@pytest.mark.parametrize(
    ("witness", "words"), [("", "Please say who saw it"), ("rose", "You cannot be the witness")]
)
def test_a_missing_witness_is_named_at_its_field_and_nothing_typed_is_lost(case_of, witness, words):
    rose, wanted = case_of()
    before = CaseNote.objects.count()

    more = {"witness": witness, "original": "Green file"}
    response = rose.post("write", wanted, "consent_taken", **TAKEN | more)
    page = response.content.decode()

    assert response.status_code == 409
    assert words in page
    assert 'value="Green file"' in page
    assert CaseNote.objects.count() == before


def test_what_she_signs_with_her_token_is_shown_as_hers(desk, report, report_id, organisation):
    received = report()
    wanted, amina = report_id(received), desk("amina")
    amina.post("open", wanted)
    amina.post("case", wanted, step="Begin", **soon())
    amina.post("write", wanted, "consent_taken", **TAKEN)

    thread.change_consents(
        thread.open_token(organisation, received.token.digits), {"police": False}
    )

    assert "No Speak to police or a complaints body signed with the token" in _box(amina, wanted)
