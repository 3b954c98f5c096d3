"""A real Kannel with the configuration that we ship: phones write, phones read, no trace stays."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateways.servers import Answer, Server, listening
from tests.live.kannel import Kannel
from tetea.gateways import kannel as gateway
from tetea.kernel.phone.messages import Fate, IncomingSms
from tetea.kernel.sending import Text

pytestmark = pytest.mark.slow
NUMBER = "+254700000001"
SECRET = secrets.token_hex(10)
PATH = f"/gateways/{SECRET}/kannel"


@pytest.fixture(scope="module")
def ours() -> Iterator[Server]:
    """Stands where Tetea would listen."""
    with listening() as server:
        yield server


@pytest.fixture(scope="module")
def started(ours: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kannel]:
    folder = tmp_path_factory.mktemp("kannel")
    with Kannel(folder, f"http://{ours.address}{PATH}") as kannel:
        yield kannel


@pytest.fixture
def kannel(started: Kannel, ours: Server) -> Kannel:
    started.wait_until_idle()
    ours.asked.clear()
    return started


def came(server: Server, count: int = 1) -> list[IncomingSms]:
    asked = server.wait_for(count)
    assert {one.path for one in asked} == {f"{PATH}/sms"}
    return [gateway.read_sms(gateway.read_query(one.query)) for one in asked]


WORDS = [
    "Habari, nahitaji msaada. Ng'ombe & mbuzi 100% + @home?",
    "Pole sana \N{CRYING FACE} \N{LATIN SMALL LETTER ENG}oma é",
    "SOS",
]


@pytest.mark.parametrize("words", WORDS)
def test_what_amina_writes_comes_in_as_she_wrote_it(
    kannel: Kannel, ours: Server, words: str
) -> None:
    kannel.phone_sends(NUMBER, "22384", words)

    [sms] = came(ours)
    assert (sms.number, sms.to, sms.text, sms.part) == (NUMBER, "22384", words, None)
    assert sms.id


def test_the_parts_of_a_long_message_tell_what_they_belong_to(kannel: Kannel, ours: Server) -> None:
    words = "Walinipiga jana usiku karibu na soko. " * 10
    kannel.phone_sends(NUMBER, "22384", words)

    messages = came(ours, 3)
    parts = {sms.part.number: sms for sms in messages if sms.part}
    assert "".join(parts[number].text for number in (1, 2, 3)) == words
    assert len({sms.part.reference for sms in messages if sms.part}) == 1
    assert {sms.part.total for sms in messages if sms.part} == {3}


def test_a_message_that_we_could_not_store_comes_again_under_the_same_id(
    kannel: Kannel, ours: Server
) -> None:
    ours.answers[:] = [Answer(503)]
    kannel.phone_sends(NUMBER, "22384", "Ripoti")

    first, second = came(ours, 2)
    assert first == second
    assert first.id


def test_an_answer_of_ours_never_goes_out_as_an_sms(kannel: Kannel, ours: Server) -> None:
    ours.answers[:] = [Answer(200, b"never to a phone")]
    before = len(kannel.phones_got(0))
    kannel.phone_sends(NUMBER, "22384", "Hujambo")
    came(ours)
    kannel.wait_until_idle()
    gateway.send(Text(NUMBER, "the next one"), kannel.url)

    assert [one.text for one in kannel.phones_got(before + 1)[before:]] == ["the next one"]


@pytest.mark.parametrize(
    "words", ["Una ujumbe. Piga 0700 000 002.", "Una ujumbe \N{GRINNING FACE}"]
)
def test_a_message_of_ours_reaches_the_phone_and_the_report_comes_back(
    kannel: Kannel, ours: Server, words: str
) -> None:
    before, reference = len(kannel.phones_got(0)), secrets.token_urlsafe(12)
    url = gateway.asking_for_reports(kannel.url, f"http://{ours.address}{PATH}/status")
    accepted = gateway.send(Text(NUMBER, words, reference), url)

    [got] = kannel.phones_got(before + 1)[before:]
    assert (got.sender, got.number, got.text) == ("22384", NUMBER, words)
    [asked] = ours.wait_for(1)
    report = gateway.read_status(gateway.read_query(asked.query))
    assert asked.path == f"{PATH}/status"
    assert (report.id, report.fate) == (accepted.provider_id, Fate.DELIVERED)


def test_a_long_message_of_ours_arrives_whole(kannel: Kannel) -> None:
    before, words = len(kannel.phones_got(0)), "Haki zako: " + "usiogope. " * 25
    gateway.send(Text(NUMBER, words), kannel.url)

    first, second = kannel.phones_got(before + 2)[before:]
    assert first.text + second.text == words
    assert first.udh[:5] == second.udh[:5]


def test_nothing_of_it_stays_anywhere(tmp_path: Path) -> None:
    """Numbers, words and secrets of all that it did, searched for in every byte it wrote."""
    words = f"alama{secrets.token_hex(8)}"
    with listening() as ours, Kannel(tmp_path, f"http://{ours.address}{PATH}") as kannel:
        ours.answers[:] = [Answer(503)]
        kannel.phone_sends(NUMBER, "22384", words)
        ours.wait_for(2)
        gateway.send(Text(NUMBER, words), kannel.url)
        kannel.phones_got()
        kannel.wait_until_idle()
        kannel.stop()
        written = kannel.bytes_at_rest()

    written.pop(str(kannel.config))
    assert set(written) >= {str(kannel.folder / "bearerbox.out")}
    marked = {NUMBER.lstrip("+"), words, words.upper(), "alama", kannel.password, SECRET}
    for name, content in written.items():
        assert not [mark for mark in marked if mark.encode() in content], name
        assert words.encode("utf-16-be") not in content, name


def test_what_waits_lies_in_memory(kannel: Kannel) -> None:
    """The store is on a file system in RAM, and the shipped file names no log."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    in_ram = [place for _, place, kind, *_ in mounts if kind in {"tmpfs", "ramfs"}]
    settings = [
        line for line in kannel.config.read_text().splitlines() if line and not line.startswith("#")
    ]

    assert any(kannel.store.is_relative_to(place) for place in in_ram)
    assert f'store-location = "{kannel.store}"' in settings
    assert not [line for line in settings if line.startswith(("log-file", "access-log"))]
