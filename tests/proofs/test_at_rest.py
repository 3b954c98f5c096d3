"""Nothing readable at rest: what a thief's copy of the disk gives away."""

import base64
import hashlib
import hmac
import itertools
import json
import secrets
import shutil
import zlib

import pytest

from tests.live.play import MARK

pytestmark = pytest.mark.slow


def _spellings(word: str) -> dict[str, bytes]:
    """A word as it could lie on a disk."""
    found = {"utf-8": word.encode(), "utf-16le": word.encode("utf-16le")}
    found |= {"utf-16be": word.encode("utf-16be"), "hex": word.encode().hex().encode()}
    found |= {"HEX": word.encode().hex().upper().encode()}
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + word.encode())
        found[f"base64+{shift}"] = encoded[4 if shift else 0 : -4]
    return found


def _search(live, needles: dict[str, bytes]) -> list[str]:
    return [
        f"{name} in {path}"
        for path, content in live.bytes_at_rest().items()
        for name, needle in needles.items()
        if needle in content
    ]


def test_t01_no_marked_word_of_any_field_is_readable_at_rest(played):
    live, _ = played

    assert _search(live, _spellings(MARK)) == []


def test_t01_the_search_itself_finds_a_word_that_lies_open(played):
    live, _ = played
    leak = live.home / "leak"
    leak.write_bytes(b"x" + f"{MARK}".encode("utf-16le") + base64.b64encode(MARK.encode() + b"pad"))

    found = _search(live, _spellings(MARK))
    leak.unlink()

    assert any("utf-16le" in one for one in found)
    assert any("base64+0" in one for one in found)


def test_t01_no_number_of_a_phone_and_no_word_by_phone_is_readable_at_rest(played):
    """Menu, SMS, parts, coming back, STOP, delivery reports and what waits in the spool."""
    live, loot = played
    needles: dict[str, bytes] = {}
    for number in loot["phones"]:
        for written in (number[1:], f"0{number[4:]}"):
            needles |= {f"{written} {kind}": raw for kind, raw in _spellings(written).items()}
    grouped = " ".join(loot["phone_token"][at : at + 4] for at in range(0, 20, 4))
    for token in (loot["phone_token"], grouped):
        needles |= {f"token {kind}": raw for kind, raw in _spellings(token).items()}

    assert len(list((live.home / "spool").iterdir())) == 2
    assert _search(live, needles) == []


def test_t01_neither_county_nor_act_nor_language_of_a_report_stands_in_a_column(played):
    live, _ = played
    words = {
        word: word.encode() for word in ("ECO-01", "SEX-01", "PHY-01", '"sw"', "first_support")
    }

    assert _search(live, words) == []


def test_n1_no_hash_of_a_token_or_of_a_part_of_it_is_stored(played):
    live, loot = played
    token = loot["tokens"][0]
    pieces = {token, token[:19]}
    pieces |= {token[:length] for length in range(4, 20)}
    pieces |= {token[-length:] for length in range(4, 20)}
    salt = json.loads(live.home.with_name("home.secret").read_text())["org_salt"]
    keys = [bytes.fromhex(salt), salt.encode()]
    needles = {}
    for piece in pieces:
        text = piece.encode()
        for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s"):
            digest = hashlib.new(name, text).digest()
            needles[f"{name} {len(piece)}"] = digest[:12]
            needles[f"{name} hex {len(piece)}"] = digest.hex()[:24].encode()
        for number, key in enumerate(keys):
            needles[f"hmac{number} {len(piece)}"] = hmac.digest(key, text, "sha256")[:12]
    for piece in (token, token[:19]):
        needles[f"digits {len(piece)}"] = piece.encode()
        needles[f"crc {len(piece)}"] = f"crc:{zlib.crc32(piece.encode())}".encode()
    at_rest = live.bytes_at_rest()

    hits = [
        name
        for (path, content), (name, needle) in itertools.product(at_rest.items(), needles.items())
        if "home.secret" not in path and needle in content
    ]

    assert hits == []


def test_n3_without_the_secret_file_a_true_token_cannot_be_told_from_others(played, tmp_path):
    live, loot = played
    secret = live.home.with_name("home.secret")
    kept = secret.read_text()
    try:
        secret.write_text(json.dumps(json.loads(kept) | {"org_salt": secrets.token_hex(32)}))
        opened = live.script("burgle", json.dumps({**loot, "cookies": []}))
    finally:
        secret.write_text(kept)

    assert opened["token"] == 0


def test_n6_a_folder_restored_without_its_secret_file_fails_loudly(played):
    live, loot = played
    secret = live.home.with_name("home.secret")
    away = secret.with_name("away")
    secret.rename(away)
    try:
        refused = live.tetea("check")
    finally:
        away.rename(secret)

    assert refused.returncode != 0
    assert "secret file" in refused.stdout
    assert live.script("burgle", json.dumps(loot))["token"] == 2


def test_n8_n14_a_copy_without_runtime_folder_opens_nothing_that_waits_or_is_signed_in(played):
    live, loot = played
    before = live.script("burgle", json.dumps(loot))
    stolen = live.runtime.with_name(live.runtime.name + "-away")
    shutil.move(live.runtime, stolen)
    live.runtime.mkdir(mode=0o700)
    try:
        after = live.script("burgle", json.dumps(loot))
    finally:
        shutil.rmtree(live.runtime)
        shutil.move(stolen, live.runtime)

    assert before["session"] == 2
    assert before["bearer"] == before["visit"] == 1
    assert before["queue"] >= 1
    assert before["roster"] >= 1
    assert before["phone"] >= before["caller"] == 3
    gone = ("session", "bearer", "visit", "draft", "queue", "roster", "phone", "caller")
    assert {name: after[name] for name in gone} == dict.fromkeys(gone, 0)
    assert after["rows"] == before["rows"] > 0


def test_t02_no_command_of_ours_tells_anything_about_a_report(played):
    live, loot = played
    shown = ""
    for command in (["check"], ["verify"], ["verify", "--root"], ["work", "--once"]):
        done = live.tetea(*command)
        shown += done.stdout + done.stderr

    for needle in (MARK, loot["tokens"][0], loot["report"], "rose", "ECO-01"):
        assert needle not in shown


def test_t02_demo_refuses_a_folder_that_is_not_marked_demo(played):
    live, _ = played

    refused = live.tetea("demo", "--json")

    assert refused.returncode != 0
    assert refused.stdout == ""
    assert "not a demo" in refused.stderr


def test_n18_the_database_and_our_code_yield_no_second_factor(tmp_path):
    from tests.live.server import Live

    live = Live(tmp_path)
    try:
        founded = json.loads(live.tetea("init", "--json").stdout)
        at_rest = live.bytes_at_rest()
    finally:
        live.remove()

    assert [one["role"] for one in founded["members"]] == ["coordinator", "outside"]
    for one in founded["members"]:
        raw = base64.b32decode(one["totp_secret"])
        for content in at_rest.values():
            assert one["totp_secret"].encode() not in content
            assert raw not in content
            assert one["passphrase"].encode() not in content
    assert all(
        share.encode() not in content
        for share in founded["recovery_shares"]
        for content in at_rest.values()
    )
