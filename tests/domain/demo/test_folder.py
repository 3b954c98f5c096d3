"""The demo keeps to demo folders, and a killed loading leaves a folder that loads again."""

import base64
import os
import signal
import subprocess
import sys

import pytest

from tests.plugin import HOME
from tetea.domain.demo import load, script
from tetea.domain.demo.errors import NotADemo, NotLoaded
from tetea.domain.keyring import founding, recipients
from tetea.domain.people.models import Organisation

LOADING = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, skip_checks=True)
from tetea.domain.demo import load
loaded = load.load(lambda line: print(line, flush=True))
print("loaded", loaded.reports, flush=True)
"""


def test_a_folder_that_is_not_marked_gets_no_demo(db):
    for refused in (load.load, load.is_loaded, load.describe, lambda: load.demo_json("", "s")):
        with pytest.raises(NotADemo):
            refused()
    assert not Organisation.objects.exists()


def test_a_real_organisation_is_left_alone_even_when_its_folder_is_marked(db, marked_folder):
    recipients.forget()
    founding.found(founding.Charter("Real", (founding.NewMember("coordinator", "mary", "a b"),)))
    trust = (HOME / "trust").read_bytes()

    with pytest.raises(NotADemo):
        load.load()
    with pytest.raises(NotADemo):
        load.demo_json("http://127.0.0.1:8000", "s")
    assert Organisation.objects.get().name == "Real"
    assert (HOME / "trust").read_bytes() == trust


def test_an_empty_demo_folder_has_nobody_to_name_yet(db, marked_folder):
    assert not load.is_loaded()
    with pytest.raises(NotLoaded):
        load.demo_json("http://127.0.0.1:8000", "s")


@pytest.mark.slow
@pytest.mark.skipif("TETEA_DATABASE_URL" in os.environ, reason="looks into the file of SQLite")
def test_a_killed_loading_begins_anew_and_the_folder_tells_nothing(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "demo").touch()
    environment = os.environ | {"TETEA_HOME": str(home)}
    environment["DJANGO_SETTINGS_MODULE"] = "tetea.settings"
    command = [sys.executable, "-c", LOADING]

    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert "have happened" in first.stdout.readline()
        first.send_signal(signal.SIGKILL)
    second = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

    assert f"loaded {len(script.tales())}" in second.stdout
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    # What came by the menu has no story of her own words.
    for tale in (one for one in script.tales() if "story" in one.answers):
        marked = str(tale.answers["story"])[:30]
        for form in (marked.encode(), marked.encode("utf-16-le"), marked.encode().hex().encode()):
            assert form not in stored
        assert base64.b64encode(marked.encode())[:32] not in stored
