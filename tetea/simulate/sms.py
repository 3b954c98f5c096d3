"""`tetea simulate sms`: write a text, see what comes back to this number."""

import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus

import click

from tetea.domain.demo import inbox
from tetea.gateways.ourselves import Heard
from tetea.kernel.dialogue.gsm7 import gsm7_length
from tetea.kernel.phone import segments
from tetea.simulate import terminal
from tetea.simulate.phone import Phone, new_id

HELP = "Type a text and press Enter; Enter alone looks for answers, `q` ends."
PAUSE = 0.25


def talk(phone: Phone, *, is_twice: bool, in_parts: bool, patience: float) -> None:
    """Send each line that is typed and show the answers, waiting `patience` seconds for the first.

    Raises StartRefused when nothing answers.
    """
    click.echo(f"{phone.number} writes to {phone.short_code}. {HELP}")
    seen = len(inbox.texts_to(phone.number))
    for line in terminal.typed():
        if line == "q":
            break
        if line:
            _send(phone, line, is_twice=is_twice, in_parts=in_parts)
        seen = _show_new(phone.number, seen, patience)


def _send(phone: Phone, text: str, *, is_twice: bool, in_parts: bool) -> None:
    posts = list(_in_parts(phone, text)) if in_parts else [("sms", _whole(phone, text))]
    for callback, fields in posts:
        for is_second in (False, True) if is_twice else (False,):
            _tell(phone.post(callback, fields), is_second=is_second)


def _whole(phone: Phone, text: str) -> dict[str, str]:
    """One text as Africa's Talking posts it [domain 4.2]."""
    return {
        "id": new_id(),
        "from": phone.number,
        "to": phone.short_code,
        "text": text,
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        "networkCode": phone.network,
    }


def _in_parts(phone: Phone, text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The parts of a long text as Kannel posts them, the last one first: networks keep no order."""
    parts = pieces(text)
    reference = secrets.randbelow(256)
    for number, piece in reversed(list(enumerate(parts, 1))):
        header = bytes([5, 0, 3, reference, len(parts), number]) if len(parts) > 1 else b""
        yield (
            "kannel_sms",
            {
                "id": new_id(),
                "from": phone.number,
                "to": phone.short_code,
                "text": piece,
                "coding": "2" if gsm7_length(text) is None else "0",
                "charset": "utf-8",
                "udh": header.hex(),
            },
        )


def pieces(text: str) -> list[str]:
    """Return a text as a phone cuts it; one that fits into a single SMS stays whole."""
    counted = segments.count(text)
    if counted.parts == 1:
        return [text]
    room = segments.PART_GSM7 if counted.encoding == "gsm7" else segments.PART_UCS2
    found = [""]
    for character in text:
        if segments.count(found[-1] + character).units > room:
            found.append("")
        found[-1] += character
    return found


def _tell(heard: Heard, *, is_second: bool) -> None:
    again = " again, under the same id" if is_second else ""
    if heard.status == HTTPStatus.OK:
        click.echo(f"Sent{again}.")
    elif heard.status == HTTPStatus.SERVICE_UNAVAILABLE:
        click.echo(f"Sent{again}; the server answered 503: a phone company sends it later.")
    else:
        click.echo(f"Sent{again}; the server answered {heard.status}, which is a fault.")


def _show_new(number: str, seen: int, patience: float) -> int:
    """Show what came since; the answers go by the worker, so they take a moment."""
    give_up = time.monotonic() + patience
    while len(found := inbox.texts_to(number)) == seen and time.monotonic() < give_up:
        time.sleep(PAUSE)
    for one in found[seen:]:
        counted = segments.count(one.text)
        terminal.show(
            one.text, f"{counted.encoding}, {counted.units} characters, {counted.parts} SMS"
        )
    if len(found) == seen:
        click.echo("Nothing came back yet.")
    return len(found)
