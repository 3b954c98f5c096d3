"""The members' calls: sign in, list, open, triage, answer, case, close - as the desk does it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.doors.api.conftest import Caller, slug, wrong_names
from tetea.domain.keyring import runtime
from tetea.domain.keyring.models import Grant, Session
from tetea.domain.log.models import LogEntry
from tetea.domain.reports import thread

Members = Callable[[str], Caller]
Sent = Callable[..., str]


@pytest.fixture
def find(organisation: Any) -> Callable[[str], str]:
    """Return a function that finds the report of a token, as only a test may."""

    def of(token: str) -> str:
        return str(thread.open_token(organisation, token).thread.report_id)

    return of


@pytest.fixture
def case(member: Members, sent: Sent, find: Callable[[str], str]) -> tuple[str, str, str]:
    """A case that amina made of a report, and its token: (case, report, token)."""
    token = sent()
    report_id = find(token)
    answer = member("amina").post("cases", {"report": report_id, "next_step": "Call her."})
    assert answer.status_code == 201, answer.content
    return answer.json()["case"], report_id, token


def test_a_bearer_lives_eight_hours_at_most(partner: Caller) -> None:
    words = {"username": "amina", "passphrase": "amina demo passphrase words here ok", "code": None}
    answer = partner.post("session", words)
    assert answer.status_code == 201
    assert answer.json()["bearer"].startswith("tt1_")
    expires = dt.datetime.fromisoformat(answer.json()["expires"])
    assert dt.timedelta(hours=7, minutes=59) < expires - timezone.now() <= dt.timedelta(hours=8)


def test_a_wrong_name_and_a_wrong_passphrase_are_refused_alike(
    partner: Caller, organisation: Any
) -> None:
    for name, words in (("amina", "wrong"), ("nobody", "wrong")):
        answer = partner.post("session", {"username": name, "passphrase": words})
        assert (answer.status_code, slug(answer)) == (401, "sign-in-refused")
        assert answer["WWW-Authenticate"] == "Bearer"


def test_lists_show_coded_facts_and_open_nothing(member: Members, sent: Sent) -> None:
    sent(danger="yes", story="MARKED")
    halima = member("halima")
    before = LogEntry.objects.count()
    answer = halima.get("reports?queue=waiting")
    (line,) = answer.json()["items"]
    assert (line["state"], line["is_danger"], line["acts"]) == ("new", True, ["SEX-03", "ECO-01"])
    assert b"MARKED" not in answer.content
    assert answer.json()["next"] is None
    assert LogEntry.objects.count() == before


def test_a_long_list_comes_in_pages(
    member: Members, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tetea.domain.reports.work import queue

    for _ in range(5):
        sent()
    amina = member("amina")
    monkeypatch.setattr(queue.queue, "__defaults__", ("", 2))
    seen, cursor = [], ""
    for _ in range(3):
        page = amina.get(f"reports?cursor={cursor}").json()
        seen += [line["id"] for line in page["items"]]
        cursor = page["next"] or ""
    assert len(seen) == len(set(seen)) == 5
    assert cursor == ""


@pytest.mark.parametrize(
    "cursor", ["x", "A.1", "A.99999999999999.x", "%00", "B.1.2", "..", "a" * 64]
)
@pytest.mark.parametrize("queue", ["all", "mine", "closed"])
def test_a_cursor_that_we_did_not_give_is_named(member: Members, queue: str, cursor: str) -> None:
    answer = member("amina").get(f"reports?queue={queue}&cursor={cursor}")
    assert (answer.status_code, wrong_names(answer)) == (422, {"cursor"})


def test_opening_writes_one_entry_in_fifteen_minutes_and_tells_her(
    member: Members, partner: Caller, sent: Sent, find: Callable[[str], str]
) -> None:
    token = sent()
    report_id = find(token)
    amina = member("amina")
    before = LogEntry.objects.count()
    first = amina.get(f"reports/{report_id}")
    assert first.status_code == 200
    assert first.json()["answers"]["story"] == "Hakulipa."
    assert first.json()["contact"]["name_used"] == "Akinyi"
    assert first.json()["consents"]["answers"]["store"] is True
    second = amina.get(f"reports/{report_id}").json()
    assert LogEntry.objects.count() == before + 1
    assert [one["username"] for one in second["openings"]] == ["amina"]
    shown = partner.post("threads/open", {"token": token}).json()
    assert shown["openings"] == [{"role": "coordinator", "count": 1}]


def test_the_paralegal_sees_a_report_only_after_triage_gave_it_to_her(
    member: Members, partner: Caller, sent: Sent, find: Callable[[str], str]
) -> None:
    token = sent()
    report_id = find(token)
    halima, rose, joy = member("halima"), member("rose"), member("joy")
    assert rose.get(f"reports/{report_id}").status_code == 404
    assert halima.post(f"reports/{report_id}/assign", {"member": "rose"}).status_code == 200
    assert rose.get(f"reports/{report_id}").json()["state"] == "open"
    assert joy.get(f"reports/{report_id}").status_code == 404
    said = rose.post(f"reports/{report_id}/messages", {"text": "Tuko hapa."})
    assert said.status_code == 201
    messages = partner.post("threads/open", {"token": token}).json()["messages"]
    assert [(one["from"], one["text"]) for one in messages] == [("us", "Tuko hapa.")]
    assert [line["id"] for line in rose.get("reports?queue=mine").json()["items"]] == [report_id]


def test_a_bearer_may_hand_over_single_objects_and_its_grant_is_certified(
    member: Members, sent: Sent, find: Callable[[str], str]
) -> None:
    report_id = find(sent())
    member("amina").post(f"reports/{report_id}/assign", {"member": "joy"})
    assert all(grant.certificate for grant in Grant.objects.filter(object=report_id))
    assert member("joy").get(f"reports/{report_id}").status_code == 200


def test_work_is_given_by_id_too_and_never_to_somebody_without_keys(
    member: Members, sent: Sent, find: Callable[[str], str]
) -> None:
    report_id = find(sent())
    amina = member("amina")
    people = {one["username"]: one["id"] for one in amina.get("members").json()["items"]}
    assert set(people) == {"amina", "halima", "rose", "joy", "atieno"}
    for nobody in ("kamau", "stranger", "\x00"):
        answer = amina.post(f"reports/{report_id}/assign", {"member": nobody})
        assert (answer.status_code, wrong_names(answer)) == (422, {"member"})
    given = amina.post(f"reports/{report_id}/assign", {"member": people["joy"]})
    assert given.status_code == 200


def test_a_case_is_carried_to_its_end_and_back(
    member: Members, partner: Caller, case: tuple[str, str, str]
) -> None:
    case_id, report_id, token = case
    amina = member("amina")
    due = (timezone.now() + dt.timedelta(days=2)).isoformat()
    steps = [
        amina.post(f"cases/{case_id}/messages", {"text": "Karibu."}),
        amina.post(f"cases/{case_id}/notes", {"text": "Went with her."}),
        amina.post(f"cases/{case_id}/next", {"next_step": "Clinic", "due": due}),
        amina.post(f"cases/{case_id}/clocks/first_support/done"),
    ]
    assert [answer.status_code for answer in steps] == [201, 201, 200, 200]
    shown = amina.get(f"cases/{case_id}").json()
    assert (shown["next_step"], shown["outcome"]) == ("Clinic", None)
    assert {one["kind"] for one in shown["notes"]} == {"opened", "note", "next", "clock"}
    assert "first_support" not in {one["kind"] for one in shown["report"]["clocks"]}
    assert shown["report"]["messages"][0]["text"] == "Karibu."
    assert [one["id"] for one in amina.get("cases").json()["items"]] == [case_id]
    ending = {"outcome": "resolved", "text": "Paid.", "reviewer": "atieno"}
    asked = amina.post(f"cases/{case_id}/close", ending)
    assert asked.json() == {"report": report_id, "case": case_id}
    approval = {"verdict": "approve"}
    assert slug(amina.post(f"cases/{case_id}/review", approval)) == "not-yours"
    assert slug(amina.post(f"reports/{report_id}/close", ending | {"reviewer": ""})) == "invalid"
    assert slug(amina.post(f"reports/{report_id}/close", {"outcome": "other"})) == "needs-review"
    atieno = member("atieno")
    atieno.post(f"reports/{report_id}/open")
    assert atieno.post(f"cases/{case_id}/review", approval).status_code == 200
    assert partner.post("threads/open", {"token": token}).json()["status"] == "closed"
    assert amina.get("cases").json()["items"] == []
    assert [one["id"] for one in amina.get("cases?state=closed").json()["items"]] == [case_id]
    assert slug(amina.post(f"cases/{case_id}/close", ending)) == "wrong-state"
    assert amina.post(f"cases/{case_id}/reopen").status_code == 200
    assert slug(amina.post(f"cases/{case_id}/reopen")) == "wrong-state"


def test_a_step_is_written_down_by_its_kind_and_struck_out_again(
    member: Members, partner: Caller, case: tuple[str, str, str]
) -> None:
    case_id, _report_id, token = case
    amina = member("amina")
    amina.get(f"cases/{case_id}")
    kinds = {one["kind"]: one for one in amina.get("steps").json()["items"]}
    assert {"station", "number"} <= {one["name"] for one in kinds["ob_entry"]["fields"]}
    body = {"kind": "first_support", "text": "Listened.", "happened": "2026-03-03T08:00:00Z"}

    written = amina.post(f"cases/{case_id}/steps", body)
    shown = amina.get(f"cases/{case_id}").json()

    assert written.status_code == 201
    [line] = [one for one in shown["notes"] if one["id"] == written.json()["line"]]
    assert line["happened"] == "2026-03-03T08:00:00Z"
    assert {one["key"]: one["state"] for one in shown["clocks"]}["first_support"] == "met"
    told = partner.post("threads/open", {"token": token}).json()["done"]
    assert [(one["kind"], one["day"]) for one in told] == [("first_support", "2026-03-03")]
    struck = amina.post(f"cases/{case_id}/lines/{line['id']}/strike")
    assert struck.status_code == 200
    again = amina.get(f"cases/{case_id}").json()
    assert {one["key"]: one["state"] for one in again["clocks"]}["first_support"] == "running"
    assert partner.post("threads/open", {"token": token}).json()["done"] == []
    assert amina.post(f"cases/{case_id}/lines/{line['id']}/strike").status_code == 404


def test_a_step_that_cannot_be_taken_names_its_field(
    member: Members, case: tuple[str, str, str]
) -> None:
    case_id, amina = case[0], member("amina")
    amina.get(f"cases/{case_id}")
    steps = f"cases/{case_id}/steps"

    assert wrong_names(amina.post(steps, {"kind": "bribe", "text": "x"})) == {"kind"}
    assert wrong_names(amina.post(steps, {"kind": "note"})) == {"text"}
    future = {"kind": "note", "text": "x", "happened": "2999-01-01T00:00:00Z"}
    assert wrong_names(amina.post(steps, future)) == {"happened"}
    appointment = {"kind": "appointment", "text": "x", "fields": {"with": "OCS", "at": "ten"}}
    assert wrong_names(amina.post(steps, appointment)) == {"fields.at"}
    assert wrong_names(amina.post(steps, {"kind": "statement", "text": "x"})) == {"kind"}


def test_a_clock_of_a_case_is_paused_waived_and_taken_up_again(
    member: Members, case: tuple[str, str, str]
) -> None:
    case_id, amina = case[0], member("amina")
    amina.get(f"cases/{case_id}")
    clock = f"cases/{case_id}/clocks/first_support"

    assert wrong_names(amina.post(f"{clock}/waived", {})) == {"reason"}
    assert wrong_names(amina.post(f"{clock}/paused", {"reason": "Asked to wait."})) == {"until"}
    assert amina.post(f"{clock}/waived", {"reason": "Wants none."}).status_code == 200
    assert amina.post(f"{clock}/waived", {"reason": "Again."}).status_code == 404
    assert amina.post(f"{clock}/resumed", {}).status_code == 200
    states = {one["key"]: one for one in amina.get(f"cases/{case_id}").json()["clocks"]}
    assert states["first_support"]["state"] == "running"


def test_a_case_is_made_once(member: Members, case: tuple[str, str, str]) -> None:
    answer = member("amina").post("cases", {"report": case[1]})
    assert (answer.status_code, slug(answer)) == (409, "already-a-case")


def test_a_case_follows_its_new_owner(member: Members, case: tuple[str, str, str]) -> None:
    case_id = case[0]
    rose = member("rose")
    assert rose.get(f"cases/{case_id}").status_code == 404
    assert member("amina").post(f"cases/{case_id}/assign", {"member": "rose"}).status_code == 200
    assert rose.get(f"cases/{case_id}").status_code == 200
    assert [one["id"] for one in rose.get("cases").json()["items"]] == [case_id]
    # Her colleague gets it, and she has it no more.
    assert rose.post(f"cases/{case_id}/assign", {"member": "joy"}).status_code == 200
    assert rose.get(f"cases/{case_id}").status_code == 404


def test_wrong_fields_of_a_case_are_named(member: Members, case: tuple[str, str, str]) -> None:
    case_id = case[0]
    amina = member("amina")
    wrong = {
        "next": {"next_step": " ", "due": "tomorrow"},
        "close": {"outcome": "forgotten", "text": 1},
        "notes": {"text": "", "colour": "red"},
    }
    found = {
        name: wrong_names(amina.post(f"cases/{case_id}/{name}", body))
        for name, body in wrong.items()
    }
    assert found == {
        "next": {"next_step", "due"}, "close": {"outcome", "text"}, "notes": {"text", "colour"},
    }  # fmt: skip
    outcome = amina.post(f"cases/{case_id}/close", {"outcome": "forgotten"})
    assert wrong_names(outcome) == {"outcome"}
    for due in ("2026-01-01T00:00:00", "9999-12-31T23:59:59-14:00", 1, "0001-01-01T00:00:00Z"):
        answer = amina.post(f"cases/{case_id}/next", {"next_step": "x", "due": due})
        assert wrong_names(answer) == {"due"}
    assert amina.post(f"cases/{case_id}/clocks/tea_time/done").status_code == 404


def test_the_outside_officer_alone_opens_and_answers_a_report_about_us(
    member: Members, partner: Caller, sent: Sent, find: Callable[[str], str]
) -> None:
    token = sent(about_us="yes")
    report_id = find(token)
    outside = member("wanjiru")
    assert [one["id"] for one in outside.get("reports").json()["items"]] == [report_id]
    assert (
        outside.post(f"reports/{report_id}/messages", {"text": "I am outside."}).status_code == 201
    )
    for name in ("amina", "halima", "rose", "atieno", "kamau", "njeri", "grace"):
        colleague = member(name)
        assert colleague.get(f"reports/{report_id}").status_code == 404
        assert colleague.get("reports").json()["items"] == []


def test_a_locked_bearer_opens_nothing(member: Members) -> None:
    for lock in (("DELETE", "session"), ("POST", "lock")):
        rose = member("rose")
        assert rose.call(*lock).status_code == 204
        for address in ("reports", "cases", "queues"):
            answer = rose.get(address)
            assert (answer.status_code, slug(answer)) == (401, "not-signed-in")


def test_an_expired_bearer_opens_nothing(member: Members, monkeypatch: pytest.MonkeyPatch) -> None:
    rose = member("rose")
    later = timezone.now() + dt.timedelta(hours=8, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert slug(rose.get("reports")) == "not-signed-in"
    assert not Session.objects.exists()


def test_a_bearer_dies_with_the_runtime_key(member: Members) -> None:
    rose = member("rose")
    runtime.destroy_all()
    assert slug(rose.get("reports")) == "not-signed-in"


@pytest.mark.parametrize("bearer", ["tt1_", "tt1_AAAA", "x", "tt1_" + "A" * 64, "\x7f", "Ü"])
def test_a_bearer_that_is_none_opens_nothing(organisation: Any, bearer: str) -> None:
    answer = Caller(bearer.encode().decode("latin-1")).get("reports")
    assert (answer.status_code, slug(answer)) == (401, "not-signed-in")


def test_a_desk_cookie_is_no_bearer(organisation: Any) -> None:
    from tests.conftest import passphrase
    from tetea.domain.keyring import unlock

    words = unlock.Credentials("amina", passphrase("amina"))
    cookie = unlock.sign_in(organisation, words).cookie
    assert Caller(cookie).get("reports").status_code == 401


def test_a_report_that_is_no_case_is_closed_and_opened_again(
    member: Members, sent: Sent, find: Callable[[str], str]
) -> None:
    report_id = find(sent())
    amina = member("amina")
    words = {"outcome": "referred", "text": "To the clinic."}
    assert slug(amina.post(f"reports/{report_id}/close", words)) == "wrong-state"
    amina.post(f"reports/{report_id}/assign", {"member": "amina"})
    steps = ("clocks/first_support/done", "close", "reopen", "seal")
    answers = [
        amina.post(f"reports/{report_id}/{step}", words if step == "close" else None)
        for step in steps
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert amina.get(f"reports/{report_id}").json()["state"] == "open"


def test_after_sealing_the_next_look_is_an_opening_again(
    member: Members, sent: Sent, find: Callable[[str], str]
) -> None:
    report_id = find(sent())
    amina = member("amina")
    amina.get(f"reports/{report_id}")
    amina.post(f"reports/{report_id}/seal")
    assert len(amina.get(f"reports/{report_id}").json()["openings"]) == 2


def test_the_coordinator_reads_in_the_log_who_signed_in_and_who_opened(
    member: Members, sent: Sent, find: Callable[[str], str]
) -> None:
    report_id = find(sent())
    amina = member("amina")
    amina.get(f"reports/{report_id}")
    lines = amina.get("log").json()["items"]
    told = [(line["action"], line["actor"]) for line in lines]
    assert told[:2] == [("report.opened", "amina"), ("session.opened", "amina")]
    assert all(line["genuine"] for line in lines)


def test_everyone_in_the_directory_is_listed_with_digits_to_compare(member: Members) -> None:
    people = member("kamau").get("people").json()["items"]
    assert len({one["fingerprint"] for one in people}) == 9


def test_locking_everything_ends_every_bearer(member: Members) -> None:
    amina, rose = member("amina"), member("rose")
    assert amina.post("lock-all").status_code == 204
    assert amina.get("reports").status_code == rose.get("reports").status_code == 401
