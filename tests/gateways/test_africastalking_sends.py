"""The client really talks to a server: what is sent, what refusals mean, what silence means."""

import json
import logging
from collections.abc import Iterator

import pytest

from tests.gateways.servers import Answer, Server, listening
from tests.live.server import free_port
from tetea.gateways import africastalking
from tetea.kernel.sending import Accepted, Balance, NotSent, Text

TEXT = Text("+254700000001", "Una ujumbe. Piga 0700 000 002 & uliza 'Joy' 100%")
KEY = "atsk_open/sesame+key"
REFUSED = [
    (401, "held-by-provider", {"permanent"}),
    (402, "wrong-sender", {"permanent"}),
    (403, "wrong-number", {"permanent"}),
    (404, "unsupported-number", {"permanent"}),
    (406, "blocked-by-receiver", {"permanent"}),
    (407, "no-route", {"permanent"}),
    (409, "do-not-disturb", {"permanent"}),
    (500, "provider-fault", set()),
    (501, "provider-fault", set()),
    (502, "refused-by-network", {"permanent"}),
    (418, "refused", {"permanent"}),
]
ANSWERED = [
    (400, "refused", {"permanent"}),
    (401, "wrong-key", set()),
    (403, "wrong-key", set()),
    (404, "refused", {"permanent"}),
    (429, "too-many", set()),
    (500, "provider-fault", set()),
    (503, "provider-fault", set()),
    (502, "no-answer", {"unclear"}),
    (504, "no-answer", {"unclear"}),
    (302, "wrong-address", set()),
]
GARBAGE = [
    b"",
    b"<html>welcome</html>",
    b"[]",
    b"null",
    b'{"SMSMessageData": null}',
    b'{"SMSMessageData": {"Recipients": [7]}}',
    b'{"SMSMessageData": {"Recipients": [{"statusCode": "later"}]}}',
    b"[" * 100_000,
    b"\xff\xfe\x00",
]


@pytest.fixture
def server() -> Iterator[Server]:
    with listening() as one:
        yield one


def url(server: Server) -> str:
    return f"africastalking://tetea:atsk_open%2Fsesame%2Bkey@{server.address}?from=22384"


def recipient(code: int, cost: str = "KES 0.8000") -> bytes:
    one = {"statusCode": code, "number": TEXT.number, "cost": cost, "messageId": "ATXid_1"}
    return json.dumps({"SMSMessageData": {"Message": "Sent to 1/1", "Recipients": [one]}}).encode()


def kinds(refused: NotSent) -> set[str]:
    return {name for name in ("permanent", "unclear", "is_broke") if getattr(refused, name)}


@pytest.mark.parametrize(("status", "code"), [(201, 101), (200, 100), (201, 102)])
def test_a_text_is_handed_over_with_its_id_and_its_cost(
    server: Server, status: int, code: int
) -> None:
    server.usual = Answer(status, recipient(code))

    assert africastalking.send(TEXT, url(server)) == Accepted("ATXid_1", 80, "KES")
    [asked] = server.asked
    assert (asked.method, asked.path, asked.query) == ("POST", "/version1/messaging", "")
    assert asked.headers["apikey"] == KEY
    assert asked.form == {
        "username": "tetea",
        "to": TEXT.number,
        "message": TEXT.text,
        "from": "22384",
        "bulkSMSMode": "1",
    }


@pytest.mark.parametrize(
    ("words", "cost", "currency"),
    [
        ("KES 1.2550", 126, "KES"),
        ("UGX 25", 2500, "UGX"),
        ("0", 0, ""),
        ("", 0, ""),
        ("KES lots", 0, ""),
        ("KES 1e999999", 0, ""),
    ],
)
def test_a_cost_is_read_in_hundredths(server: Server, words: str, cost: int, currency: str) -> None:
    server.usual = Answer(201, recipient(101, words))

    assert africastalking.send(TEXT, url(server)) == Accepted("ATXid_1", cost, currency)


@pytest.mark.parametrize(("code", "reason", "expected"), REFUSED)
def test_each_refusal_says_whether_trying_again_can_help(
    server: Server, code: int, reason: str, expected: set[str]
) -> None:
    server.usual = Answer(201, recipient(code))

    with pytest.raises(NotSent) as refused:
        africastalking.send(TEXT, url(server))
    assert (refused.value.reason, kinds(refused.value)) == (reason, expected)


def test_an_empty_account_is_said_so_and_the_text_can_still_go(server: Server) -> None:
    server.usual = Answer(201, recipient(405))

    with pytest.raises(NotSent) as refused:
        africastalking.send(TEXT, url(server))
    assert (kinds(refused.value), refused.value.reason) == ({"is_broke"}, "no-money")


@pytest.mark.parametrize(
    ("message", "reason"),
    [("InvalidSenderId", "wrong-sender"), ("Something with +254700000001", "refused")],
)
def test_a_refusal_before_any_recipient_is_understood(
    server: Server, message: str, reason: str
) -> None:
    answer = {"SMSMessageData": {"Message": message, "Recipients": []}}
    server.usual = Answer(201, json.dumps(answer).encode())

    with pytest.raises(NotSent) as refused:
        africastalking.send(TEXT, url(server))
    assert (kinds(refused.value), refused.value.reason) == ({"permanent"}, reason)


@pytest.mark.parametrize(("status", "reason", "expected"), ANSWERED)
def test_each_http_status_is_understood(
    server: Server, status: int, reason: str, expected: set[str]
) -> None:
    server.usual = Answer(status, b"The supplied authentication is invalid")

    with pytest.raises(NotSent) as refused:
        africastalking.send(TEXT, url(server))
    assert (refused.value.reason, kinds(refused.value)) == (reason, expected)


@pytest.mark.parametrize("body", GARBAGE, ids=range(len(GARBAGE)))
def test_an_answer_that_cannot_be_read_leaves_it_unclear(server: Server, body: bytes) -> None:
    server.usual = Answer(201, body)

    with pytest.raises(NotSent) as refused:
        africastalking.send(TEXT, url(server))
    assert kinds(refused.value) == {"unclear"}


def test_a_silence_after_the_text_went_out_leaves_it_unclear(server: Server) -> None:
    """T-89: it may have been sent, so nobody may send it a second time."""
    server.usual = Answer(201, recipient(101), seconds=30)

    with pytest.raises(NotSent) as refused:
        africastalking.send(TEXT, url(server), seconds=0.1)
    assert (kinds(refused.value), refused.value.reason) == ({"unclear"}, "no-answer")
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_clear() -> None:
    away = f"africastalking://tetea:key@127.0.0.1:{free_port()}?from=22384"

    with pytest.raises(NotSent) as refused:
        africastalking.send(TEXT, away)
    assert (kinds(refused.value), refused.value.reason) == (set(), "unreachable")


def test_a_server_without_a_certificate_is_given_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only loopback is spoken to in clear; here loopback counts as the world."""
    monkeypatch.setattr(africastalking, "LOOPBACK", set())

    with pytest.raises(NotSent) as refused:
        africastalking.send(TEXT, url(server), seconds=1)
    assert (kinds(refused.value), refused.value.reason) == (set(), "unreachable")
    assert not server.asked


@pytest.mark.parametrize("number", ["+254700000001,+254700000002", "0700000001", "", "22384"])
def test_one_text_goes_to_one_full_number(server: Server, number: str) -> None:
    with pytest.raises(NotSent) as refused:
        africastalking.send(Text(number, "Una ujumbe"), url(server))
    assert (kinds(refused.value), refused.value.reason) == ({"permanent"}, "wrong-number")
    assert not server.asked


@pytest.mark.parametrize("name", ["UserData", "userData"])
def test_the_balance_is_read_in_hundredths(server: Server, name: str) -> None:
    server.usual = Answer(200, json.dumps({name: {"balance": "KES 1785.50"}}).encode())

    assert africastalking.balance(url(server)) == Balance(178550, "KES")
    [asked] = server.asked
    assert (asked.method, asked.path) == ("GET", "/version1/user")
    assert asked.query == "username=tetea"


def test_debts_are_a_balance_too(server: Server) -> None:
    server.usual = Answer(200, b'{"UserData": {"balance": "KES -12.30"}}')

    assert africastalking.balance(url(server)) == Balance(-1230, "KES")


@pytest.mark.parametrize("body", [*GARBAGE, b'{"UserData": {"balance": "plenty"}}'])
def test_a_balance_that_cannot_be_learned_is_never_unclear(server: Server, body: bytes) -> None:
    server.usual = Answer(200, body)

    with pytest.raises(NotSent) as refused:
        africastalking.balance(url(server))
    assert kinds(refused.value) == set()


def test_neither_logs_nor_errors_tell_who_was_written_to(
    server: Server, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    server.usual = Answer(201, recipient(403))

    with pytest.raises(NotSent) as refused:
        africastalking.send(TEXT, url(server))
    with pytest.raises(NotSent) as unsendable:
        africastalking.send(TEXT, url(server).replace("atsk_open", "sesame%0A%C5%8B"))
    said = [caplog.text, *capsys.readouterr(), repr(refused.value), repr(unsendable.value)]
    assert not [mark for mark in ("254700", "ujumbe", "sesame") if mark in "".join(said)]
    assert unsendable.value.__cause__ is None
    assert unsendable.value.__suppress_context__
