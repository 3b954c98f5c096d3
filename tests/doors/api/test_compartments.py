"""The members' calls about who she is, her consents and a child: as the desk does it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.doors.api.conftest import Caller, slug
from tetea.domain.reports import thread

Members = Callable[[str], Caller]
Sent = Callable[..., str]
HERS = {
    "consent_contact": "yes",
    "contact_way": "call",
    "contact_number": "0700 123 456",
    "trusted_person": "Mama Njeri",
}


@pytest.fixture
def find(organisation: Any) -> Callable[[str], str]:
    """Return a function that finds the report of a token, as only a test may."""

    def of(token: str) -> str:
        return str(thread.open_token(organisation, token).thread.report_id)

    return of


def faults(answer: Any) -> list[tuple[str, str]]:
    return [(one["name"], one["reason"]) for one in answer.json()["errors"]]


def test_reading_hides_who_she_is_and_a_call_of_its_own_opens_it(
    member: Members, sent: Sent, find: Callable[[str], str]
) -> None:
    wanted = find(sent(**HERS))
    amina = member("amina")
    first = amina.get(f"reports/{wanted}")
    assert b"0700" not in first.content
    assert b"Njeri" not in first.content
    rules = first.json()["contact"]
    assert (rules["name_used"], rules["contact_way"]) == ("Akinyi", "call")
    assert not {"contact_number", "contact_who_answers", "trusted_person"} & set(rules)
    assert set(first.json()["kept"]) == {"contact_number", "trusted_person"}

    opened = amina.post(f"reports/{wanted}/identity", {"reason": "call_now"})

    assert opened.status_code == 200
    assert opened.json()["answers"]["contact_number"] == "0700 123 456"
    again = amina.get(f"reports/{wanted}")
    assert b"0700" not in again.content
    assert again.json()["openings"][-1]["identity"] == "call_now"
    newest = amina.get("log").json()["items"][0]
    assert (newest["action"], newest["reason"]) == ("identity.opened", "call_now")
    assert amina.post(f"reports/{wanted}/identity/seal").status_code == 200


def test_it_takes_a_reason_and_for_the_court_a_signed_consent(
    member: Members, sent: Sent, find: Callable[[str], str]
) -> None:
    wanted = find(sent(**HERS))
    amina = member("amina")
    for reason, why in (("curious", "not_a_choice"), ("court", "no_consent")):
        answer = amina.post(f"reports/{wanted}/identity", {"reason": reason})
        assert (answer.status_code, faults(answer)) == (422, [("reason", why)])
        assert b"0700" not in answer.content


def test_somebody_elses_case_has_no_identity(
    member: Members, sent: Sent, find: Callable[[str], str]
) -> None:
    wanted = find(sent(**HERS))
    assert member("amina").post(f"reports/{wanted}/assign", {"member": "rose"}).status_code == 200

    answer = member("joy").post(f"reports/{wanted}/identity", {"reason": "call_now"})

    assert (answer.status_code, slug(answer)) == (404, "not-found")


def test_consents_say_how_each_was_given(
    member: Members, sent: Sent, find: Callable[[str], str]
) -> None:
    wanted = find(sent())
    amina = member("amina")
    case = amina.post("cases", {"report": wanted, "next_step": "Call."}).json()["case"]
    steps = f"cases/{case}/steps"
    said = {"which": ["police", "partner"], "answer": "yes", "how": "said"}
    body = {"kind": "consent_taken", "fields": said}
    assert amina.post(steps, body).status_code == 201
    mine = {"which": ["media"], "answer": "yes", "how": "recorded", "witness": "amina"}
    refused = amina.post(steps, {"kind": "consent_taken", "fields": mine})
    assert faults(refused) == [("fields.witness", "witness_is_writer")]

    found = amina.get(f"cases/{case}").json()["report"]["consents"]

    assert (found["answers"]["police"], found["answers"]["partner"]) == (False, True)
    assert (found["how"]["partner"], found["how"]["store"]) == ("said", "token")
    assert found["said"] == ["police"]
    statement = amina.post(steps, {"kind": "statement", "text": "For her."})
    assert faults(statement) == [("kind", "no_consent")]
    identity = amina.post(f"cases/{case}/identity", {"reason": "call_now"})
    assert identity.status_code == 200


def test_a_childs_report_goes_to_the_lead(
    member: Members, sent: Sent, find: Callable[[str], str]
) -> None:
    wanted = find(sent(age_band="under_18"))
    amina, halima = member("amina"), member("halima")
    named = amina.post("people/lead", {"member": "atieno"})
    assert named.json()["items"] == [{"username": "atieno", "is_named": True}]
    assert faults(amina.post("people/lead", {"member": "rose"})) == [("member", "not_a_choice")]

    refused = halima.post(f"reports/{wanted}/assign", {"member": "rose"})

    assert (refused.status_code, slug(refused)) == (409, "for-the-lead")
    assert [one["is_child"] for one in halima.get("reports").json()["items"]] == [True]
    assert halima.post(f"reports/{wanted}/assign", {"member": "atieno"}).status_code == 200
    assert member("rose").get("people/lead").json() == {**named.json()}
    assert halima.get(f"reports/{wanted}").json()["is_child"] is True
