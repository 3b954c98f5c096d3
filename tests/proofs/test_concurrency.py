"""Several at once, and the plug pulled in the middle: nothing acknowledged is lost or doubled."""

import http.client
import json
import re
import secrets
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest

from tests.live import phone
from tests.live.fetch import fetch
from tests.live.server import ROOT

pytestmark = pytest.mark.slow
WRITERS = 8
KILLS = 50


def test_n39_eight_writers_and_their_rollbacks_leave_a_dense_log(empty):
    before = empty.script("count")
    command = [sys.executable, "-m", "tests.live.write_log", "100", "writer"]
    writers = [
        subprocess.Popen(command, env=empty.env, cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(WRITERS)
    ]
    kept = sum(json.loads(writer.communicate(timeout=120)[0])["kept"] for writer in writers)

    after = empty.script("count")

    assert kept == WRITERS * 98
    assert after["effects"] == kept
    assert after["log"] - before["log"] == kept
    assert after["problems"] == []


def _post(url, body, headers=None, timeout=20):
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})}
    )
    return json.loads(fetch(request, seconds=timeout))


class Reporter(threading.Thread):
    """Somebody who sends one report after the other and keeps each token she was given."""

    def __init__(self, live):
        super().__init__(daemon=True)
        self.live, self.tokens, self.is_over = live, [], False

    def run(self):
        body = {"lang": "en", "answers": {"danger": "no", "acts": ["ECO-01"], "story": "mark"}}
        while not self.is_over:
            key = secrets.token_hex(8)
            # She presses the button again until she has an answer, as people do.
            while not self.is_over:
                try:
                    answer = _post(
                        f"{self.live.url}/api/v1/reports", body, {"Idempotency-Key": key}, 5
                    )
                    self.tokens.append(answer["token"])
                    break
                except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError):
                    time.sleep(0.02)


class Texter(Reporter):
    """Somebody who writes SMS, and whose phone company brings each until it is taken."""

    def run(self):
        while not self.is_over:
            number = f"+2547{secrets.randbelow(10**8):08}"
            fields = {"id": secrets.token_hex(8), "from": number, "text": "mark he did not pay"}
            if self.bring("sms", fields) is not None:
                self.taken += 1

    def bring(self, name, fields):
        """Post until it is answered; None when the time is over."""
        while not self.is_over:
            try:
                return phone.post(phone.gateway_url(self.live, name), fields)
            except (urllib.error.URLError, http.client.HTTPException, OSError):
                time.sleep(0.02)
        return None

    taken = 0


class Dialler(Texter):
    """Somebody who dials, answers the first question, and keeps the number that she is shown."""

    def run(self):
        while not self.is_over:
            number = f"+2541{secrets.randbelow(10**8):08}"
            fields = {"sessionId": secrets.token_hex(8), "phoneNumber": number}
            for text in ("", "2", "2*2", "2*2*2"):
                screen = self.bring("ussd", {**fields, "text": text})
                if screen is None:
                    return
                if text == "2*2":
                    self.tokens += [re.sub(r"\D", "", screen)[:20]]


def test_t72_killed_fifty_times_in_mixed_intake_every_acknowledged_report_is_there_once(empty):
    reporters = [*(Reporter(empty) for _ in range(2)), Texter(empty), Dialler(empty)]
    empty.start()
    for reporter in reporters:
        reporter.start()
    for _ in range(KILLS):
        time.sleep(0.02 + secrets.randbelow(300) / 1000)
        empty.kill()
        empty.start()
    for reporter in reporters:
        reporter.is_over = True
    for reporter in reporters:
        reporter.join(timeout=30)
    tokens = [token for reporter in reporters for token in reporter.tokens]
    texts = sum(getattr(one, "taken", 0) for one in reporters)
    taken = len(tokens) + texts

    stored = empty.script("count")
    found = [
        _post(f"{empty.url}/api/v1/threads/open", {"token": token})["status"]
        for token in tokens[:: max(1, len(tokens) // 100)]
    ]

    assert len(tokens) > KILLS / 2
    assert len(set(tokens)) == len(tokens)
    # A report may have been stored whose answer the kill swallowed and whose sender had to stop.
    assert texts > 0
    assert taken <= stored["reports"] <= taken + len(reporters)
    for name in ("threads", "keys", "cards", "alerts"):
        assert stored[name] == stored["reports"], name
    assert stored["wraps"] == 3 * stored["reports"]
    assert stored["log"] >= stored["reports"]
    assert stored["problems"] == []
    assert set(found) == {"new"}
