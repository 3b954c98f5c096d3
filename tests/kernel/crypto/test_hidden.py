"""Whatever holds a secret shows nothing of it and is written nowhere by accident."""

import copy

import pytest

from tetea.kernel.crypto import errors
from tetea.kernel.crypto.member_keys import GroupKey, certify_bearer
from tetea.kernel.crypto.recovery import RecoveryKeys
from tetea.kernel.crypto.session_keys import Bearer
from tetea.kernel.crypto.token import new_token


@pytest.fixture
def holders(asha):
    """One of each thing that holds a secret."""
    return [
        asha,
        certify_bearer(asha, expires=1),
        GroupKey.generate(),
        RecoveryKeys.from_seed(bytes(32)),
        Bearer(b"i" * 16, b"S" * 32),
        new_token(),
    ]


def test_nothing_that_holds_a_secret_shows_it(holders):
    for holder in holders:
        shown = f"{holder} {holder!r} {[holder]}"
        assert (
            shown == " ".join([f"<{type(holder).__name__}>"] * 2) + f" [<{type(holder).__name__}>]"
        )


def test_nothing_that_holds_a_secret_is_pickled_or_copied(holders):
    for holder in holders:
        with pytest.raises(TypeError, match="secrets are not pickled"):
            copy.deepcopy(holder)
        with pytest.raises(TypeError, match="secrets are not pickled"):
            copy.copy(holder)


def test_every_refusal_is_of_one_family():
    refusals = [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and one.__module__ == errors.__name__
    ]

    assert len(refusals) == 11
    assert all(issubclass(one, errors.CryptoRefused) for one in refusals)
