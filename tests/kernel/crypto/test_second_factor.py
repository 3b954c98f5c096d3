"""Second factor: a code counts once, a recovery code however it is typed."""

import pyotp
import pytest

from tetea.kernel.crypto.second_factor import (
    match_recovery_code,
    new_recovery_codes,
    new_totp_secret,
    provisioning_uri,
    recovery_code_hash,
    verify,
)

# RFC 6238, appendix B: the secret of its SHA-1 table, and two rows shortened to six digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_ROWS = [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")]


@pytest.mark.parametrize(("now", "code"), RFC_ROWS)
def test_the_codes_of_the_standard_are_right(now, code):
    assert verify(RFC_SECRET, code, now, -1) == now // 30


def test_a_code_is_right_one_step_early_and_one_step_late_and_no_more():
    code = pyotp.HOTP(RFC_SECRET).at(100)

    found = {step: verify(RFC_SECRET, code, step * 30, -1) for step in range(97, 104)}

    assert found == {97: None, 98: None, 99: 100, 100: 100, 101: 100, 102: None, 103: None}


def test_a_code_seen_over_her_shoulder_does_not_count_again():
    code = pyotp.HOTP(RFC_SECRET).at(100)

    assert verify(RFC_SECRET, code, 3000, 99) == 100
    assert verify(RFC_SECRET, code, 3000, 100) is None
    assert verify(RFC_SECRET, pyotp.HOTP(RFC_SECRET).at(99), 3000, 100) is None


@pytest.mark.parametrize("typed", ["", "123", "abcdef", "١٢٣٤٥٦", "2870822870"])
def test_what_is_no_code_is_refused(typed):
    assert verify(RFC_SECRET, typed, 59, -1) is None


def test_a_code_may_be_typed_with_a_space():
    assert verify(RFC_SECRET, " 287 082 ", 59, -1) == 1


def test_an_authenticator_app_reads_the_uri():
    secret = new_totp_secret()

    parsed = pyotp.parse_uri(provisioning_uri(secret, "asha", "Tetea"))

    assert (parsed.secret, parsed.name, parsed.issuer) == (secret, "asha", "Tetea")


def test_each_of_ten_recovery_codes_is_found_however_it_is_typed():
    codes = new_recovery_codes()
    hashes = [recovery_code_hash(code) for code in codes]

    assert len(set(codes)) == 10
    for position, code in enumerate(codes):
        assert match_recovery_code(code, hashes) == position
        assert match_recovery_code(f" {code.upper().replace('-', ' ')} ", hashes) == position


def test_a_recovery_code_that_was_never_given_or_used_up_is_refused():
    codes = new_recovery_codes()
    unused = [recovery_code_hash(code) for code in codes[1:]]

    assert match_recovery_code(codes[0], unused) is None
    assert match_recovery_code("", unused) is None
    assert match_recovery_code(codes[1], []) is None
