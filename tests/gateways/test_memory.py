"""What would be sent stays in memory; the demo's phone reads it from a file in RAM."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tetea.gateways import memory
from tetea.kernel.phone.messages import Fate
from tetea.kernel.sending import Accepted, Balance, Letter, Text

TEXT = Text("+254700000001", "Una ujumbe \N{GRINNING FACE}\nwa pili", "reference")


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    memory.sent.clear()
    memory.texts.clear()
    memory.keep_in(None)
    yield
    memory.sent.clear()
    memory.texts.clear()
    memory.keep_in(None)


def lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_letters_and_texts_are_kept_apart() -> None:
    letter = Letter("duty@example.org", "Look", "Please sign in.")
    memory.send(letter)

    assert memory.send(TEXT, "") == Accepted("reference")
    assert (list(memory.sent), list(memory.texts)) == ([letter], [TEXT])


def test_the_oldest_go_first() -> None:
    for number in range(memory.KEPT + 1):
        memory.send(Text(TEXT.number, str(number)))

    assert (len(memory.texts), memory.texts[0].text) == (memory.KEPT, "1")


def test_the_demo_writes_one_line_for_each_text(tmp_path: Path) -> None:
    path = tmp_path / "texts"
    memory.keep_in(path)
    memory.send(TEXT)
    memory.send(Letter("duty@example.org", "Look", "Please sign in."))
    memory.send(TEXT)

    first, second = lines(path)
    assert (first["number"], first["text"]) == (second["number"], second["text"])
    assert (first["number"], first["text"]) == (TEXT.number, TEXT.text)
    assert datetime.fromisoformat(first["at"]).tzinfo
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_address_can_name_the_file_too(tmp_path: Path) -> None:
    memory.send(TEXT, f"memory://{tmp_path}/te%20xts")

    assert [line["text"] for line in lines(tmp_path / "te xts")] == [TEXT.text]


def test_without_being_told_nothing_is_written(tmp_path: Path) -> None:
    memory.keep_in(tmp_path / "texts")
    memory.keep_in(None)
    memory.send(TEXT)

    assert not list(tmp_path.iterdir())


def test_a_balance_can_be_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory.balance("") is None
    monkeypatch.setattr(memory, "left", Balance(150, "KES"))

    assert memory.balance("") == Balance(150, "KES")


def test_made_up_posts_are_read_as_a_provider_would_send_them() -> None:
    sms = memory.read_sms({"id": "1", "from": TEXT.number, "to": "22384", "text": "SOS"})

    assert (sms.provider, sms.id, sms.number, sms.text) == ("memory", "1", TEXT.number, "SOS")
    assert memory.read_status({"id": "1", "status": "delivered"}).fate is Fate.DELIVERED
    assert memory.read_status({"status": "eaten"}).fate is Fate.ON_ITS_WAY
