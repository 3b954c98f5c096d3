"""A wrong or unknown value of the environment stops the start with one clear line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tetea.environment import KNOWN, EnvironmentRefused, read_environment

ROOT = Path(__file__).resolve().parents[2]
WRONG = [
    ("TETEA_HOEM", "/srv/tetea", "TETEA_HOEM is not a setting of Tetea"),
    ("TETEA_STRICT", "perhaps", "TETEA_STRICT takes 1 or 0"),
    ("TETEA_DEBUG", "on", "TETEA_DEBUG takes 1 or 0"),
    ("PORT", "eighty", "PORT takes a number"),
    ("PORT", "0", "PORT takes a number"),
    ("PORT", "70000", "PORT takes a number"),
    ("TETEA_BASE_URL", "tetea.example.org", "TETEA_BASE_URL takes https"),
    ("TETEA_BASE_URL", "https://example.org/tetea", "without a path"),
    ("TETEA_BASE_URL", "http://example.org", "must be https"),
    ("TETEA_DATABASE_URL", "mysql://db/tetea", "TETEA_DATABASE_URL takes postgresql"),
    ("TETEA_SMTP_URL", "https://mail.example.org", "TETEA_SMTP_URL takes smtp"),
    ("TETEA_SMS_URL", "https://api.example.org", "takes africastalking"),
    ("TETEA_SMS_URL", "kannel://", "takes africastalking"),
    ("TETEA_SMS_URL", "kannel://tetea:word@[::1?from=22384", "takes africastalking"),
    ("TETEA_SMS_URL", "kannel://tetea:word@127.0.0.1:99999?from=22384", "takes africastalking"),
    ("TETEA_SMS_URL", "memory:///var/texts", "takes africastalking"),
    ("TETEA_SMS_URL", "kannel://127.0.0.1:13013?from=22384", "needs a name and a key"),
    ("TETEA_SMS_URL", "kannel://tetea@127.0.0.1?from=22384", "needs a name and a key"),
    ("TETEA_SMS_URL", "kannel://tetea:w%0Ard@127.0.0.1?from=22384", "needs a name and a key"),
    ("TETEA_SMS_URL", "kannel://tetea:word@127.0.0.1", "needs .from="),
    ("TETEA_SMS_URL", "kannel://tetea:word@127.0.0.1?from=Far%20too%20long", "needs .from="),
    ("TETEA_SMS_URL", "kannel://tetea:word@127.0.0.1/x?from=22384", "nothing after the host"),
    ("TETEA_SMS_URL", "kannel://tetea:word@127.0.0.1?from=22384&to=1", "nothing after the host"),
    ("TETEA_SMS_URL", "kannel://tetea:word@127.0.0.1?from=22384&dlr=2", "dlr=1 or dlr=0"),
    ("TETEA_GATEWAY_SECRET", "short", "16 or more"),
    ("TETEA_GATEWAY_SECRET", "sixteen/letters/or/more", "letters and digits"),
]


@pytest.mark.parametrize(("name", "value", "line"), WRONG)
def test_a_wrong_value_is_named_in_one_line(name: str, value: str, line: str) -> None:
    with pytest.raises(EnvironmentRefused, match=line) as refused:
        read_environment({name: value})

    assert "\n" not in str(refused.value)
    assert name in str(refused.value) or name == "TETEA_HOEM"


def test_the_secret_never_lies_inside_the_folder_that_it_protects() -> None:
    with pytest.raises(EnvironmentRefused, match="must not lie inside TETEA_HOME"):
        read_environment({"TETEA_HOME": "/srv/tetea", "TETEA_SECRET_FILE": "/srv/tetea/secret"})

    assert read_environment({"TETEA_HOME": "/srv/tetea"}).secret_file == Path("/srv/tetea.secret")


@pytest.mark.parametrize("address", ["http://abcdefgh.onion", "http://localhost:8000"])
def test_plain_http_is_for_loopback_and_onion_addresses(address: str) -> None:
    assert read_environment({"TETEA_BASE_URL": address}).base_url == address


@pytest.mark.parametrize(
    "address",
    [
        "africastalking://tetea:atsk_key@api.africastalking.com?from=22384",
        "africastalking://sandbox:a%2Fb@127.0.0.1:8000?from=TETEA",
        "kannel://tetea:word@127.0.0.1:13013?from=%2B254700000001&dlr=1",
        "",
    ],
)
def test_texts_leave_by_a_provider_that_we_know(address: str) -> None:
    assert read_environment({"TETEA_SMS_URL": address}).sms_url == address


def test_an_environment_printed_by_accident_shows_no_secret() -> None:
    secrets = {
        "TETEA_DATABASE_URL": "postgresql://tetea:open-sesame@db/tetea",
        "TETEA_SMTP_URL": "smtp://tetea:open-sesame@mail.example.org",
        "TETEA_SMS_URL": "kannel://tetea:open-sesame@127.0.0.1?from=22384",
        "TETEA_GATEWAY_SECRET": "opensesameopensesame",
    }
    shown = repr(read_environment(secrets))

    assert "sesame" not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TETEA_DATABASE_URL", "mysql://tetea:open-sesame@db/tetea"),
        ("TETEA_SMS_URL", "twilio://tetea:open-sesame@api.example.org?from=22384"),
        ("TETEA_SMS_URL", "kannel://tetea:open-sesame@127.0.0.1"),
    ],
)
def test_a_refused_value_is_not_repeated(name: str, value: str) -> None:
    with pytest.raises(EnvironmentRefused) as refused:
        read_environment({name: value})

    assert "sesame" not in str(refused.value)


def test_the_start_stops_before_anything_else() -> None:
    """The real command, with a value that does not exist."""
    done = subprocess.run(
        [sys.executable, "-m", "tetea.cli", "serve"],
        cwd=ROOT, env=os.environ | {"TETEA_HOEM": "1"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert "TETEA_HOEM is not a setting of Tetea" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if "TETEA_" in line]) == 1


@pytest.mark.parametrize("name", sorted(KNOWN | {"PORT"}))
def test_every_setting_is_explained_in_the_guide(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "operating.md").read_text("utf-8")
