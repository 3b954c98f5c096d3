"""`tetea simulate ussd`: dial the menu, answer, drop the line, dial again."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus

import click

from tetea.gateways.ourselves import Heard
from tetea.kernel.dialogue.gsm7 import gsm7_length
from tetea.simulate import terminal
from tetea.simulate.phone import Phone, new_id

LONGEST_SCREEN = 160
HELP = (
    "Type an answer and press Enter. `q` hangs up, `drop` drops the line, `again` repeats a step."
)
# What the provider says in the end event [domain 4.1]. It sees no difference between somebody who
# hangs up and a line that drops.
SUCCESS, INCOMPLETE, FAILED = "Success", "Incomplete", "Failed"


@dataclass
class Call:
    """One session: its id and everything typed in it so far, as the provider keeps them."""

    phone: Phone
    id: str = field(default_factory=lambda: new_id("ATUid_"))
    typed: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    hops: int = 0
    last: str = ""

    def hop(self) -> Heard:
        """Send everything typed so far, and return what came back."""
        heard = self.phone.post("ussd", self._who() | {"text": "*".join(self.typed)})
        self.hops += 1
        self.last = heard.text
        return heard

    def end(self, status: str) -> None:
        """Tell that the session is over."""
        told = {
            "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"),
            "status": status,
            "cost": "KES 0.0000",
            "durationInMillis": str(int((time.monotonic() - self.began) * 1000)),
            "hopsCount": str(self.hops),
            "input": "*".join(self.typed),
            "lastAppResponse": self.last,
        }
        self.phone.post("ussd_end", self._who() | told)

    def _who(self) -> dict[str, str]:
        return {
            "sessionId": self.id,
            "phoneNumber": self.phone.number,
            "networkCode": self.phone.network,
            "serviceCode": self.phone.service_code,
        }


def talk(phone: Phone, *, is_repeating: bool = False) -> None:
    """Dial, and go on until `q` or the end of the input. With `is_repeating` each hop goes twice.

    Raises StartRefused when nothing answers.
    """
    click.echo(f"{phone.number} dials {phone.service_code}. {HELP}")
    call = _step(Call(phone), is_repeating)
    for line in terminal.typed():
        if line == "q":
            break
        call = _answer(call, phone, line, is_repeating)
    if call is not None:
        call.end(INCOMPLETE)


def _answer(call: Call | None, phone: Phone, line: str, is_repeating: bool) -> Call | None:  # noqa: FBT001  # one private step
    """Do what was typed, and return the session that is open afterwards."""
    if call is None:
        click.echo(f"{phone.number} dials {phone.service_code}.")
        return _step(Call(phone), is_repeating)
    if line == "drop":
        call.end(INCOMPLETE)
        click.echo("The line dropped. Press Enter to dial again: it is a new session. `q` ends.")
        return None
    if line == "again":
        _repeat(call)
        return call
    if line:
        call.typed.append(line)
        return _step(call, is_repeating)
    return call


def _step(call: Call, is_repeating: bool) -> Call | None:  # noqa: FBT001  # one private step
    heard = call.hop()
    prefix, _, screen = heard.text.partition(" ")
    if heard.status != HTTPStatus.OK or prefix not in {"CON", "END"}:
        click.echo(f"The server answered {heard.status}: a phone company would end the session.")
        call.end(FAILED)
        return None
    terminal.show(screen, f"{prefix}, {_counted(heard.text)}")
    if is_repeating:
        _repeat(call)
    if prefix == "CON":
        return call
    call.end(SUCCESS)
    click.echo("The session is over. Press Enter to dial again. `q` ends.")
    return None


def _repeat(call: Call) -> None:
    """Send the last hop again, as a provider does that missed the answer; nothing may change."""
    before = call.last
    heard = call.hop()
    if heard.text == before:
        click.echo("Sent again: the same screen.")
    else:
        terminal.show(heard.text, "Sent again: ANOTHER SCREEN. That is a fault.")


def _counted(text: str) -> str:
    length = gsm7_length(text)
    if length is None:
        return "NOT GSM-7: not every phone shows it"
    is_long = "" if length <= LONGEST_SCREEN else ", TOO LONG"
    return f"{length} of {LONGEST_SCREEN} characters{is_long}"
