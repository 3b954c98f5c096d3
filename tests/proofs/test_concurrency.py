"""Several at once, and the plug pulled in the middle: nothing acknowledged is lost or doubled."""

import http.client
import json
import secrets
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest

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
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        return json.loads(answer.read())


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


def test_t72_killed_fifty_times_in_mixed_intake_every_acknowledged_report_is_there_once(empty):
    reporters = [Reporter(empty) for _ in range(4)]
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

    stored = empty.script("count")
    found = [
        _post(f"{empty.url}/api/v1/threads/open", {"token": token})["status"]
        for token in tokens[:: max(1, len(tokens) // 100)]
    ]

    assert len(tokens) > KILLS / 2
    assert len(set(tokens)) == len(tokens)
    # A report may have been stored whose answer the kill swallowed and whose sender had to stop.
    assert len(tokens) <= stored["reports"] <= len(tokens) + len(reporters)
    for name in ("threads", "keys", "cards", "alerts"):
        assert stored[name] == stored["reports"], name
    assert stored["wraps"] == 3 * stored["reports"]
    assert stored["log"] >= stored["reports"]
    assert stored["problems"] == []
    assert set(found) == {"new"}
