"""`tetea check` on the way of the phones: what is missing, and what to do about it."""

import dataclasses
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tetea import checking, settings
from tetea.checking import phones, reach, sending
from tetea.domain.keyring import runtime, secretfile
from tetea.domain.outbox import pulse
from tetea.domain.outbox.overview import Overview
from tetea.domain.outbox.spending import Spent
from tetea.domain.phones import spool

SMS_URL = "africastalking://survivors:key@127.0.0.1:{port}?from=22384"


class Outside(BaseHTTPRequestHandler):
    """What the public address leads to, and the provider's account."""

    secret = ""
    knows_secrets = True
    balance = "KES 1785.50"
    posts: list[dict[str, str]]

    def do_POST(self) -> None:  # the library's name
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        type(self).posts.append(dict(parse_qsl(body, keep_blank_values=True)))
        is_ours = self.path == f"/gateways/{self.secret}/africastalking/ussd"
        self._say(200 if is_ours or not self.knows_secrets else 404, b"CON 1 Danger now")

    def do_GET(self) -> None:  # the library's name
        self._say(200, json.dumps({"UserData": {"balance": self.balance}}).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing."""

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that changes settings, as another environment would."""

    def change(**values: Any) -> None:
        changed = dataclasses.replace(settings.ENVIRONMENT, **values)
        for place in ("tetea.checking.phones", "tetea.checking.reach", "django.conf.settings"):
            monkeypatch.setattr(f"{place}.ENVIRONMENT", changed)

    return change


@pytest.fixture
def outside(organisation: Any, environment: Any) -> Iterator[type[Outside]]:
    """A public address that leads here, and a provider with credit."""
    Outside.posts, Outside.secret = [], secretfile.read().gateway_secret
    Outside.knows_secrets, Outside.balance = True, "KES 1785.50"
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outside)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_port
    environment(base_url=f"http://127.0.0.1:{port}", sms_url=SMS_URL.format(port=port))
    yield Outside
    server.shutdown()
    server.server_close()


def looks(found: list[checking.Finding]) -> str:
    """What needs somebody, as one text."""
    return "\n".join(one.text for one in found if not one.is_fine)


def is_grave(found: list[checking.Finding]) -> bool:
    return any(one.is_grave for one in found if not one.is_fine)


def test_a_menu_that_answers_and_an_account_with_money_are_fine(outside):
    found = reach.findings()

    assert looks(found) == ""
    assert "KES 1785.50 left" in found[-1].text


def test_the_look_dials_without_a_number_and_without_an_answer(outside):
    reach.findings()

    assert [(one["phoneNumber"], one["text"]) for one in outside.posts] == [("", "")] * 2
    assert all(one["sessionId"].startswith("check-") for one in outside.posts)


def test_an_address_that_takes_any_secret_is_somebody_elses(outside):
    outside.knows_secrets = False

    assert "404" in looks(reach.findings())
    assert is_grave(reach.findings())


def test_a_proxy_that_does_not_pass_the_gateways_is_found(outside):
    outside.secret = "another"

    assert "must pass /gateways/*" in looks(reach.findings())


def test_low_credit_is_said_before_it_is_gone(outside):
    outside.balance = "KES 12.00"

    assert "KES 12.00 left. Buy credit now" in looks(reach.findings())


def test_silence_is_grave_only_where_people_were_told_to_call(organisation, environment):
    environment(base_url="http://127.0.0.1:1")
    assert "refused" in looks(reach.findings())
    assert not is_grave(reach.findings())

    environment(base_url="http://127.0.0.1:1", sms_url=SMS_URL.format(port=1))
    assert is_grave(reach.findings())


@pytest.mark.parametrize(
    ("host", "reachable"),
    [
        ("reports.example.org", True), ("127.0.0.1", False), ("localhost", False),
        ("192.168.1.5", False), ("10.0.0.2", False), ("office.local", False), ("::1", False),
        ("abcdefghijklmnop.onion", False),
    ],
)  # fmt: skip
def test_a_phone_company_finds_public_addresses_only(host, reachable):
    assert phones.is_public(host) is reachable


def test_what_to_paste_is_shown_only_when_asked_for(organisation):
    secret = secretfile.read().gateway_secret
    pasted = "\n".join(checking.callbacks())

    assert pasted.count(f"/gateways/{secret}/") == 6
    assert secret not in "\n".join(one.text for one in phones.findings())


def test_without_a_duty_phone_somebody_has_to_look(organisation):
    assert "No duty phone" in looks(phones.findings())
    organisation.duty_addresses = "duty@example.org\n+254700000007"
    organisation.save()

    assert "duty" not in looks(phones.findings())


def test_a_worker_that_has_not_gone_round_is_missed(organisation):
    (runtime.folder() / pulse.FILE).unlink(missing_ok=True)
    assert "No worker lives" in looks(sending.findings())
    pulse.beat()

    assert "No worker lives" not in looks(sending.findings())


def test_what_waits_outside_the_database_is_counted(organisation):
    assert spool.put("key", [])
    found = sending.findings()
    (settings.ENVIRONMENT.home / "spool").joinpath("000000001.key").unlink()

    assert "1 messages came while the database was away" in looks(found)


def test_what_cannot_be_read_after_a_power_cut_is_named():
    counts = {"queued": 2, "needs-reseal": 3, "unclear": 1}
    month = Spent("2026-11")
    state = Overview(counts, month, None, is_low=False, is_quiet=False, has_unknown_stops=True)
    found = sending._queue(state)

    assert "3 messages cannot be read after a power cut" in looks(found)
    assert "1 messages may have left or not" in looks(found)
    assert "STOP" in looks(found)
    assert found[-1].text == "2 messages wait to be sent."
