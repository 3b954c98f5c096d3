"""T-09, T-30, N-19: who may call what, on which address, by which method. Declared here, once."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import PEOPLE
from tests.doors.api.conftest import Caller, slug
from tetea.domain.reports import thread
from tetea.doors.api import urls

NOBODY = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
ROLES = frozenset(PEOPLE.values())
PUBLIC = frozenset({"public"})
DISPATCH = frozenset({"coordinator", "hotline"})
CASEWORKERS = frozenset({"coordinator", "paralegal", "hotline", "legal"})
WORKERS = CASEWORKERS | {"outside"}
COUNTERS = frozenset({"coordinator", "analyst"})
# (method, address) -> who may call it at all. Whether she gets something is a matter of her keys.
TABLE = {
    ("GET", "openapi.json"): PUBLIC,
    ("GET", "problems/<slug>"): PUBLIC,
    ("GET", "questionnaire"): PUBLIC,
    ("POST", "reports"): PUBLIC,
    ("POST", "threads/open"): PUBLIC,
    ("POST", "threads/messages"): PUBLIC,
    ("POST", "threads/files"): PUBLIC,
    ("POST", "threads/consents"): PUBLIC,
    ("POST", "threads/contact"): PUBLIC,
    ("POST", "threads/survey"): PUBLIC,
    ("POST", "session"): PUBLIC,
    ("DELETE", "session"): ROLES,
    ("POST", "lock"): ROLES,
    ("POST", "lock-all"): frozenset({"coordinator"}),
    ("GET", "log"): frozenset({"coordinator"}),
    ("GET", "people"): frozenset({"coordinator", "admin"}),
    ("GET", "people/lead"): CASEWORKERS,
    ("POST", "people/lead"): frozenset({"coordinator"}),
    ("GET", "reports"): ROLES,
    ("GET", "queues"): WORKERS,
    ("GET", "members"): CASEWORKERS,
    ("GET", "reports/<report_id>"): WORKERS,
    ("POST", "reports/<report_id>/assign"): CASEWORKERS,
    ("POST", "reports/<report_id>/messages"): WORKERS,
    ("POST", "reports/<report_id>/seal"): WORKERS,
    ("POST", "reports/<report_id>/identity"): WORKERS,
    ("POST", "reports/<report_id>/identity/seal"): WORKERS,
    ("POST", "cases/<case_id>/identity"): WORKERS,
    ("POST", "reports/<report_id>/clocks/<kind>/done"): WORKERS,
    ("POST", "reports/<report_id>/close"): WORKERS,
    ("POST", "reports/<report_id>/reopen"): WORKERS,
    ("POST", "reports/<report_id>/release"): DISPATCH,
    ("GET", "messages/overview"): DISPATCH,
    ("POST", "messages/prepare"): DISPATCH,
    ("GET", "cases"): ROLES,
    ("POST", "cases"): WORKERS,
    ("GET", "cases/<case_id>"): WORKERS,
    ("POST", "cases/<case_id>/assign"): CASEWORKERS,
    ("POST", "cases/<case_id>/messages"): WORKERS,
    ("POST", "cases/<case_id>/notes"): WORKERS,
    ("GET", "steps"): WORKERS,
    ("POST", "cases/<case_id>/steps"): WORKERS,
    ("POST", "cases/<case_id>/lines/<line_id>/strike"): WORKERS,
    ("POST", "cases/<case_id>/clocks/<key>/<verb>"): WORKERS,
    ("POST", "cases/<case_id>/next"): WORKERS,
    ("POST", "cases/<case_id>/clocks/<kind>/done"): WORKERS,
    ("POST", "cases/<case_id>/close"): WORKERS,
    ("POST", "cases/<case_id>/review"): WORKERS,
    ("POST", "cases/<case_id>/reopen"): WORKERS,
    ("POST", "members"): ROLES,
    ("POST", "members/<member_id>/role"): ROLES,
    ("POST", "epochs"): ROLES,
    ("GET", "exports"): ROLES,
    ("GET", "register"): COUNTERS,
    ("GET", "figures"): COUNTERS,
    ("POST", "figures"): COUNTERS,
    ("POST", "figures/<month>/next"): COUNTERS,
    ("GET", "figures/definitions"): COUNTERS,
    ("GET", "figures/<month>/<edition>"): COUNTERS,
    ("GET", "forums"): CASEWORKERS,
    ("POST", "forums"): frozenset({"coordinator"}),
    ("GET", "forums/<forum_id>"): CASEWORKERS,
    ("POST", "forums/<forum_id>/minutes"): frozenset({"coordinator"}),
    ("POST", "forums/<forum_id>/commitments"): frozenset({"coordinator"}),
    ("GET", "commitments"): CASEWORKERS,
    ("POST", "commitments/<commitment_id>/state"): frozenset({"coordinator"}),
    ("GET", "changes"): CASEWORKERS,
    ("POST", "changes"): frozenset({"coordinator"}),
    ("DELETE", "changes/<number>"): frozenset({"coordinator"}),
}
NEEDS_SESSION = {
    ("POST", "members"), ("POST", "members/<member_id>/role"), ("POST", "epochs"),
    ("GET", "exports"),
}  # fmt: skip
MEMBERS_ONLY = sorted(place for place, roles in TABLE.items() if roles != PUBLIC)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
BODIES = {
    "assign": {"member": "joy"},
    "messages": {"text": "hello"},
    "notes": {"text": "hello"},
    "next": {"next_step": "call", "due": "2999-01-01T00:00:00Z"},
    "close": {"outcome": "resolved"},
    "review": {"verdict": "approve"},
    "cases": {"report": NOBODY},
    "steps": {"kind": "note", "text": "hello"},
    "<verb>": {"reason": "hello"},
    "met": {"reason": "hello"},
    "identity": {"reason": "call_now"},
    "lead": {"member": "amina"},
    "figures": {"month": "2026-01"},
    "forums": {"day": "2026-10-30"},
    "minutes": {"day": "2026-10-30"},
    "commitments": {"owner": "OCS", "what": "Receipts", "due": "2999-01-01"},
    "state": {"state": "open"},
    "changes": {"en": "Receipts are given.", "sw": "Risiti zinatolewa."},
}


def addresses() -> dict[str, Any]:
    return {str(one.pattern): one.callback for one in urls.urlpatterns}


def fill(address: str, of: str) -> str:
    """Put an id into an address's blank."""
    words = {"<kind>": "first_support", "<key>": "first_support", "<verb>": "met"}
    for blank, word in words.items():
        address = address.replace(blank, word)
    blanks = (
        "<report_id>", "<case_id>", "<member_id>", "<line_id>", "<slug>", "<month>", "<edition>",
        "<forum_id>", "<commitment_id>", "<number>",
    )  # fmt: skip
    for blank in blanks:
        address = address.replace(blank, of)
    return address


def body_for(address: str) -> dict[str, str] | None:
    return BODIES.get(address.rsplit("/", 1)[-1])


def test_t30_every_address_declares_who_may_call_it_and_the_table_says_the_same() -> None:
    declared = {
        (method, address): view.policies[method]
        for address, view in addresses().items()
        if hasattr(view, "policies")
        for method in view.policies
    }
    assert declared == TABLE


def test_t30_no_address_is_without_a_policy() -> None:
    assert all(getattr(view, "policy", None) for view in addresses().values())


@pytest.mark.parametrize("place", MEMBERS_ONLY, ids=" ".join)
def test_t30_a_stranger_gets_nowhere(organisation: Any, place: tuple[str, str]) -> None:
    method, address = place
    for bearer in ("", "tt1_" + "A" * 64):
        answer = Caller(bearer).call(method, fill(address, NOBODY), body_for(address))
        assert (answer.status_code, slug(answer)) == (401, "not-signed-in")


def test_t30_a_method_outside_the_table_is_not_there(organisation: Any) -> None:
    for address in addresses():
        allowed = {method for method, known in TABLE if known == address}
        for method in METHODS:
            if allowed and method not in allowed:
                answer = Caller().call(method, fill(address, NOBODY))
                assert answer.status_code == 405, (method, address)


@pytest.mark.parametrize("username", PEOPLE)
def test_t30_each_role_reaches_what_the_table_says_and_nothing_else(
    member: Callable[[str], Caller], username: str
) -> None:
    caller, role = member(username), PEOPLE[username]
    for (method, address), allowed in TABLE.items():
        if allowed == PUBLIC or address in {"session", "lock", "lock-all"}:
            continue
        answer = caller.call(method, fill(address, NOBODY), body_for(address))
        if (method, address) in NEEDS_SESSION:
            assert (answer.status_code, slug(answer)) == (403, "needs-session")
        elif role not in allowed or "<" in address or (method, address) == ("POST", "cases"):
            assert answer.status_code in {404, 422}, (method, address)
            assert answer.status_code == 404 or address.endswith("/next")
        else:
            assert answer.status_code in {200, 201}, (method, address)


@pytest.mark.parametrize("username", ["joy", "atieno", "wanjiru", "njeri", "kamau", "grace"])
def test_t09_anothers_case_answers_exactly_as_one_that_does_not_exist(
    member: Callable[[str], Caller],
    report: Callable[..., Any],
    report_id: Callable[[Any], str],
    username: str,
) -> None:
    owned = report_id(report())
    amina = member("amina")
    amina.post(f"reports/{owned}/assign", {"member": "rose"})
    case_id = member("rose").post("cases", {"report": owned}).json()["case"]
    stranger = member(username)
    for method, address in MEMBERS_ONLY:
        if "<report_id>" in address or "<case_id>" in address:
            real = owned if "<report_id>" in address else case_id
            theirs = stranger.call(method, fill(address, real), body_for(address))
            nothing = stranger.call(method, fill(address, NOBODY), body_for(address))
            assert theirs.status_code == nothing.status_code, (method, address)
            assert theirs.content == nothing.content
            assert theirs.headers == nothing.headers
    theirs = stranger.post("cases", {"report": owned})
    assert (theirs.status_code, slug(theirs)) == (404, "not-found")


@pytest.mark.parametrize("place", sorted(NEEDS_SESSION), ids=" ".join)
@pytest.mark.parametrize("body", [None, b"{", b"\xff"])
def test_n19_members_roles_epochs_and_exports_need_a_session_whatever_is_sent(
    member: Callable[[str], Caller], place: tuple[str, str], body: bytes | None
) -> None:
    method, address = place
    answer = member("amina").call(method, fill(address, NOBODY), body)
    assert (answer.status_code, slug(answer)) == (403, "needs-session")


def test_the_administrator_reads_nothing(
    member: Callable[[str], Caller], report: Callable[..., Any]
) -> None:
    report(danger="yes")
    kamau = member("kamau")
    assert kamau.get("reports").json() == kamau.get("cases").json() == {"items": [], "next": None}
    assert kamau.get("queues").status_code == 404


def test_a_token_opens_no_member_call_and_a_bearer_no_thread(
    member: Callable[[str], Caller], report: Callable[..., Any], organisation: Any
) -> None:
    token = report().token.digits
    assert Caller(token).get("reports").status_code == 401
    amina = member("amina")
    answer = amina.post("threads/open", {"token": amina.bearer})
    assert (answer.status_code, slug(answer)) == (422, "token-malformed")
    assert thread.open_token(organisation, token).thread.group == "intake"
