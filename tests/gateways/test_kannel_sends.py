"""What we hand to Kannel: nothing of it in an address, and what each answer means."""

import logging
from collections.abc import Iterator

import pytest

from tests.gateways.servers import Answer, Server, listening
from tests.live.server import free_port
from tetea.gateways import kannel
from tetea.kernel.sending import Accepted, NotSent, Text

TEXT = Text("+254700000001", "Una ujumbe €", "Zx81-kQ0aT_w")
CALLBACK = "http://127.0.0.1:8000/gateways/secretsecret/kannel/status"
ANSWERED = [
    (400, "refused", {"permanent"}),
    (403, "wrong-key", set()),
    (404, "wrong-address", set()),
    (500, "provider-fault", set()),
    (503, "provider-fault", set()),
    (504, "no-answer", {"unclear"}),
]


@pytest.fixture
def server() -> Iterator[Server]:
    with listening() as one:
        one.usual = Answer(202, b"0: Accepted for delivery")
        yield one


def url(server: Server, more: str = "") -> str:
    return f"kannel://tetea:open%2Fsesame@{server.address}?from=22384{more}"


def kinds(refused: NotSent) -> set[str]:
    return {name for name in ("permanent", "unclear", "is_broke") if getattr(refused, name)}


def test_number_words_and_password_stand_in_no_address(server: Server) -> None:
    assert kannel.send(TEXT, url(server)) == Accepted("Zx81-kQ0aT_w")
    [asked] = server.asked
    assert (asked.method, asked.path, asked.query) == ("POST", "/cgi-bin/sendsms", "")
    assert asked.headers["x-kannel-username"] == "tetea"
    assert asked.headers["x-kannel-password"] == "open/sesame"
    assert asked.headers["x-kannel-from"] == "22384"
    assert asked.headers["x-kannel-to"] == TEXT.number
    assert asked.body == TEXT.text.encode()


@pytest.mark.parametrize(
    ("words", "coding", "charset"),
    [("Ng'ombe [1] €", "0", "utf-8"), ("Pole \N{GRINNING FACE} ŋ", "2", "utf-16-be")],
)
def test_the_dearer_alphabet_is_used_only_when_it_is_needed(
    server: Server, words: str, coding: str, charset: str
) -> None:
    kannel.send(Text(TEXT.number, words), url(server))

    [asked] = server.asked
    assert asked.headers["x-kannel-coding"] == coding
    assert asked.body == words.encode(charset)
    assert asked.headers["content-type"].lower().replace("utf-16be", "utf-16-be").endswith(charset)


def test_a_report_is_asked_for_where_we_said(server: Server) -> None:
    kannel.send(TEXT, kannel.asking_for_reports(url(server, "&dlr=1"), CALLBACK))

    [asked] = server.asked
    assert asked.headers["x-kannel-dlr-url"] == f"{CALLBACK}?id=Zx81-kQ0aT_w&state=%d"
    assert asked.headers["x-kannel-dlr-mask"] == "19"
    assert asked.headers["x-kannel-from"] == "22384"


def test_a_reference_that_kannel_could_misread_is_doubled(server: Server) -> None:
    odd = Text(TEXT.number, "Una ujumbe", "a b%d")
    kannel.send(odd, kannel.asking_for_reports(url(server), CALLBACK))

    [asked] = server.asked
    assert asked.headers["x-kannel-dlr-url"].endswith("?id=a%%20b%%25d&state=%d")


@pytest.mark.parametrize("more", ["", "&dlr=1", "&dlr=0"])
def test_no_report_is_asked_for_before_we_say_where(server: Server, more: str) -> None:
    kannel.send(TEXT, url(server, more))

    assert "x-kannel-dlr-url" not in server.asked[0].headers


def test_whoever_wants_no_reports_gets_none(server: Server) -> None:
    assert kannel.asking_for_reports(url(server, "&dlr=0"), CALLBACK) == url(server, "&dlr=0")


@pytest.mark.parametrize(("status", "reason", "expected"), ANSWERED)
def test_each_answer_says_whether_trying_again_can_help(
    server: Server, status: int, reason: str, expected: set[str]
) -> None:
    server.usual = Answer(status, b"Authorization failed for sendsms")

    with pytest.raises(NotSent) as refused:
        kannel.send(TEXT, url(server))
    assert (refused.value.reason, kinds(refused.value)) == (reason, expected)


def test_a_silence_after_the_text_went_out_leaves_it_unclear(server: Server) -> None:
    server.usual = Answer(202, seconds=30)

    with pytest.raises(NotSent) as refused:
        kannel.send(TEXT, url(server), seconds=0.1)
    assert (kinds(refused.value), refused.value.reason) == ({"unclear"}, "no-answer")


def test_a_kannel_that_is_not_there_is_clear() -> None:
    with pytest.raises(NotSent) as refused:
        kannel.send(TEXT, f"kannel://tetea:word@127.0.0.1:{free_port()}?from=22384")
    assert (kinds(refused.value), refused.value.reason) == (set(), "unreachable")


@pytest.mark.parametrize("number", ["+254700000001 +254700000002", "22384", "+25470\r\nX: y"])
def test_one_text_goes_to_one_full_number(server: Server, number: str) -> None:
    with pytest.raises(NotSent) as refused:
        kannel.send(Text(number, "Una ujumbe"), url(server))
    assert kinds(refused.value) == {"permanent"}
    assert not server.asked


def test_kannel_has_no_account(server: Server) -> None:
    assert kannel.balance(url(server)) is None


def test_neither_logs_nor_errors_tell_who_was_written_to(
    server: Server, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    server.usual = Answer(500)

    with pytest.raises(NotSent) as refused:
        kannel.send(TEXT, url(server))
    with pytest.raises(NotSent) as unsendable:
        kannel.send(TEXT, url(server).replace("open", "sesame%0A%C5%8B"))
    said = [caplog.text, *capsys.readouterr(), repr(refused.value), repr(unsendable.value)]
    assert not [mark for mark in ("254700", "ujumbe", "sesame") if mark in "".join(said)]
    assert unsendable.value.__suppress_context__
