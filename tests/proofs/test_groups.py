"""The two groups of processes, and what a stranger learns when something breaks."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.live.play import MARK
from tests.live.server import ROOT

pytestmark = pytest.mark.slow


def _get(url, data=None, headers=None):
    request = urllib.request.Request(url, data, headers or {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), error.headers


def test_n35_the_public_group_has_no_desk_and_the_desk_group_no_public_pages(empty):
    empty.start("--only", "public")
    public = {
        path: _get(empty.url + path)[0]
        for path in ("/en/", "/en/token/", "/desk/", "/api/v1/reports", "/api/v1/cases", "/healthz")
    }
    empty.stop()
    empty.start("--only", "desk")
    desk = {path: _get(empty.url + path)[0] for path in ("/en/", "/desk/", "/healthz")}
    post = _get(empty.url + "/api/v1/reports", b"{}", {"Content-Type": "application/json"})[0]

    assert public["/en/"] == public["/en/token/"] == public["/healthz"] == 200
    assert public["/desk/"] == public["/api/v1/cases"] == 404
    assert desk == {"/en/": 404, "/desk/": 200, "/healthz": 200}
    assert post in {404, 405}


def test_n34_the_public_group_never_loads_what_makes_a_members_key(empty):
    code = """
import os, sys, json
from tetea import starting
starting.set_home("./var/tetea"); starting.prepare("tetea.settings_public")
from django.test import Client
client = Client()
for path in ("/", "/en/", "/en/report/", "/en/token/", "/en/help-now/", "/en/services/",
             "/en/rights/", "/en/library/", "/leave", "/healthz", "/api/v1/questionnaire",
             "/desk/", "/nothing"):
    client.get(path)
client.post("/api/v1/reports", json.dumps({"lang": "en", "answers": {"danger": "no"}}),
            content_type="application/json")
client.post("/api/v1/threads/open", json.dumps({"token": "1"}), content_type="application/json")
print(json.dumps([name for name in ("tetea.domain.keyring.unlock",
      "tetea.kernel.crypto.member_keys", "tetea.doors.desk.urls") if name in sys.modules]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=empty.env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert json.loads(done.stdout) == []


def test_t43_a_broken_database_shows_a_plain_page_and_logs_no_word(empty):
    empty.start()
    assert _get(empty.url + "/en/")[0] == 200
    body = json.dumps({"lang": "en", "answers": {"danger": "no", "story": MARK}}).encode()
    headers = {"Content-Type": "application/json"}
    if empty.database:
        import psycopg

        with psycopg.connect(empty.database, autocommit=True) as connection:
            connection.execute("ALTER TABLE reports_report RENAME TO away")
    else:
        import pysqlite3

        connection = pysqlite3.connect(str(empty.home / "tetea.sqlite3"), timeout=20)
        connection.execute("ALTER TABLE reports_report RENAME TO away")
        connection.commit()
        connection.close()

    status, page, _ = _get(f"{empty.url}/api/v1/reports", body, headers)

    assert status in {500, 503}
    log = empty.log.read_text()
    for word in (MARK, "Traceback", "OperationalError", "reports_report", "story"):
        assert word.encode() not in page
    assert MARK not in log


def test_lock_from_the_command_line_ends_every_session_and_intake_goes_on(empty):
    loot = empty.script("play")
    empty.start()

    done = empty.tetea("lock")

    assert done.returncode == 0
    opened = empty.script("burgle", json.dumps(loot))
    assert (opened["session"], opened["bearer"], opened["visit"], opened["queue"]) == (0, 0, 0, 0)
    body = json.dumps({"lang": "en", "answers": {"danger": "no"}}).encode()
    headers = {"Content-Type": "application/json"}
    assert _get(f"{empty.url}/api/v1/reports", body, headers)[0] == 201


def test_serve_on_an_empty_folder_names_init_and_ends(tmp_path):
    from tests.live.server import Live

    live = Live(tmp_path)
    try:
        refused = live.tetea("serve")
    finally:
        live.remove()

    assert refused.returncode != 0
    assert refused.stderr.strip().splitlines()[-1].count("tetea init") == 1


def test_init_twice_is_refused_in_one_plain_line(tmp_path):
    from tests.live.server import Live

    live = Live(tmp_path)
    try:
        first = live.tetea("init", "--json")
        second = live.tetea("init", "--json")
    finally:
        live.remove()

    assert first.returncode == 0
    founded = json.loads(first.stdout)
    assert set(founded) == {"organisation", "members", "recovery_shares", "directory_hash"}
    assert len(founded["recovery_shares"]) == 3
    assert second.returncode != 0
    assert second.stdout == ""
    assert "already" in second.stderr


def test_the_alarm_clock_is_started_again_when_it_ends(empty):
    empty.start()
    first = _workers(empty)
    assert len(first) == 1
    os.kill(first[0], signal.SIGKILL)
    give_up = time.monotonic() + 30

    while not (again := [pid for pid in _workers(empty) if pid not in first]):
        assert time.monotonic() < give_up
        time.sleep(0.2)

    empty.stop()
    assert len(again) == 1
    assert _workers(empty) == []


def _workers(live):
    """The worker processes of this installation, as the kernel lists them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            home = f"TETEA_HOME={live.home}".encode()
            if command[-2:-1] == [b"work"] and home in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found
