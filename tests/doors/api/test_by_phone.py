"""What the desk does about phones, by the API: channels, notices, held reports, what goes out."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.doors.api.conftest import Caller, slug, wrong_names
from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.log.models import LogEntry
from tetea.domain.outbox import credit, spending, stops
from tetea.domain.outbox.models import Alert, Outgoing
from tetea.domain.reports import intake, questionnaire, thread
from tetea.kernel.sending import Balance

Members = Callable[[str], Caller]
ACHIENG = "+254712345678"
BY_SMS = {"consent_contact": "yes", "contact_way": "sms", "contact_hours": ["any"]}


@pytest.fixture
def known_credit() -> Iterator[None]:
    """What the company says of the credit lies in memory and would outlive a test."""
    credit.remember(Balance(500, "KES"))
    yield
    (runtime.folder() / "credit").unlink()


@pytest.fixture
def by_menu(organisation: Any, report_id: Callable[[Any], str]) -> Callable[..., tuple[str, str]]:
    """Return a function that takes in Achieng's report by menu; it gives (report, token)."""

    def tell(*, is_held: bool = False, **answers: Any) -> tuple[str, str]:
        usual = {"danger": "no", "about_us": "no"}
        told = intake.Submission(
            questionnaire.current(),
            usual | answers,
            "sw",
            "ussd",
            number=ACHIENG,
            is_quarantined=is_held,
        )
        received = intake.receive(organisation, told)
        return report_id(received), received.token.digits

    return tell


def say(caller: Caller, report: str, text: str) -> Any:
    answer = caller.post(f"reports/{report}/messages", {"text": text})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_messages_carry_the_channel_by_which_they_came(
    member: Members, by_menu: Any, organisation: Any
) -> None:
    report, token = by_menu()
    for channel in ("sms", "web"):
        thread.say(thread.open_token(organisation, token), f"Kwa {channel}.", channel)
    amina = member("amina")
    say(amina, report, "Karibu.")

    found = amina.get(f"reports/{report}").json()

    assert (found["channel"], found["tokens"], found["is_held"]) == ("ussd", [], False)
    told = [(one["by"], one["channel"]) for one in found["messages"]]
    assert told == [("reporter", "sms"), ("reporter", "web"), ("amina", "")]


def test_an_answer_says_what_became_of_the_notice(member: Members, by_menu: Any) -> None:
    report, _ = by_menu(**BY_SMS)
    halima = member("halima")

    first, second = (say(halima, report, "Njoo.")["notice"] for _ in range(2))

    assert (first["state"], first["why_not"], first["hours"]) == ("queued", None, ["any"])
    assert first["goes_from"]
    assert second["state"] == "waiting"
    assert Outgoing.objects.count() == 1


def test_it_says_why_nobody_is_told(member: Members, by_menu: Any, organisation: Any) -> None:
    silent, _ = by_menu()
    stopped, _ = by_menu(**BY_SMS)
    stops.add(organisation, ACHIENG)
    halima = member("halima")

    became = [say(halima, one, "Njoo.")["notice"] for one in (silent, stopped)]

    assert [one["why_not"] for one in became] == ["no-consent", "stopped"]
    assert {one["state"] for one in became} == {"none"}
    assert {one["goes_from"] for one in became} == {None}
    assert not Outgoing.objects.exists()


def test_it_never_holds_the_number(member: Members, by_menu: Any) -> None:
    report, _ = by_menu(**BY_SMS, contact_word="Nguo ziko tayari.")

    answer = member("halima").post(f"reports/{report}/messages", {"text": "Njoo."})

    assert b"712345678" not in answer.content
    assert b"Nguo" not in answer.content


def test_it_says_what_a_phone_makes_of_the_words(member: Members, by_menu: Any, sent: Any) -> None:
    report, _ = by_menu()
    amina = member("amina")

    long, odd = say(amina, report, "neno " * 60), say(amina, report, "Karibu 😀")

    assert (long["phone_pages"], long["unreadable"]) == (3, [])
    assert (odd["phone_pages"], odd["unreadable"]) == (1, ["😀"])


def test_where_no_phone_was_used_there_are_no_pages(
    member: Members, sent: Any, organisation: Any
) -> None:
    report = str(thread.open_token(organisation, sent()).thread.report_id)

    became = say(member("amina"), report, "Karibu 😀 " * 50)

    assert (became["phone_pages"], became["unreadable"]) == (0, [])


def test_a_case_is_answered_with_the_same_care(member: Members, by_menu: Any) -> None:
    report, _ = by_menu(**BY_SMS)
    amina = member("amina")
    case = amina.post("cases", {"report": report}).json()["case"]

    became = amina.post(f"cases/{case}/messages", {"text": "Njoo."}).json()

    assert (became["report"], became["case"]) == (report, case)
    assert became["notice"]["state"] == "queued"


def test_held_reports_are_listed_counted_and_let_through(member: Members, by_menu: Any) -> None:
    report, _ = by_menu(is_held=True)
    halima = member("halima")

    def listed(queue: str) -> list[str]:
        return [one["id"] for one in halima.get(f"reports?queue={queue}").json()["items"]]

    assert (listed("quarantine"), listed("waiting")) == ([report], [])
    assert halima.get("queues").json()["quarantine"] == 1
    assert halima.get(f"reports/{report}").json()["is_held"] is True
    assert halima.post(f"reports/{report}/release").json() == {"report": report, "case": None}
    assert (listed("quarantine"), listed("waiting")) == ([], [report])
    assert slug(halima.post(f"reports/{report}/release")) == "wrong-state"


@pytest.mark.parametrize("username", ["rose", "atieno", "wanjiru", "njeri", "kamau", "grace"])
def test_who_does_not_triage_releases_nothing(member: Members, by_menu: Any, username: str) -> None:
    report, _ = by_menu(is_held=True)
    before = LogEntry.objects.count()

    answer = member(username).post(f"reports/{report}/release")

    assert (answer.status_code, slug(answer)) == (404, "not-found")
    assert member("amina").get("queues").json()["quarantine"] == 1
    assert LogEntry.objects.count() == before + 2, "two have signed in, and nothing else happened"


def test_many_held_reports_come_in_pages(
    member: Members, by_menu: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tetea.domain.reports.work import queue

    for _ in range(3):
        by_menu(is_held=True)
    amina = member("amina")
    monkeypatch.setattr(queue.queue, "__defaults__", ("", 2))

    first = amina.get("reports?queue=quarantine").json()
    rest = amina.get(f"reports?queue=quarantine&cursor={first['next']}").json()

    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    strange = amina.get("reports?queue=quarantine&cursor=Z.1.x")
    assert wrong_names(strange) == {"cursor"}


def test_the_overview_counts_and_names_nobody(
    member: Members, by_menu: Any, organisation: Any, known_credit: None
) -> None:
    report, _ = by_menu(**BY_SMS)
    halima = member("halima")
    say(halima, report, "Njoo.")
    # As after a worker's round: a fresh alert may be due from the start, and that is a warning.
    Alert.objects.update(next_alert_at=moment.now() + dt.timedelta(hours=1))
    spending.add(organisation, sent=2, segments=3, cost=160, currency="KES")

    answer = halima.get("messages/overview")
    found = answer.json()

    assert (found["counts"]["queued"], found["counts"]["needs-reseal"]) == (1, 0)
    assert found["month"]["cost"] == {"hundredths": 160, "currency": "KES"}
    assert (found["balance"], found["is_low"]) == ({"hundredths": 500, "currency": "KES"}, True)
    assert (found["is_quiet"], found["has_unknown_stops"], found["on_disk"]) == (False, False, 0)
    assert b"712345678" not in answer.content


def test_what_a_power_cut_made_unreadable_is_prepared_once(member: Members, by_menu: Any) -> None:
    report, _ = by_menu(**BY_SMS)
    halima = member("halima")
    say(halima, report, "Njoo.")
    Outgoing.objects.update(state=Outgoing.State.NEEDS_RESEAL)

    done = [halima.post("messages/prepare").json() for _ in range(2)]

    assert done == [{"prepared": 1}, {"prepared": 0}]
    assert Outgoing.objects.get().state == "queued"
