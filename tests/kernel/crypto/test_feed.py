"""The secret in a calendar's address opens what was sealed for it, and is stored nowhere."""

import pytest

from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.feed import feed_keys, new_secret
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hpke import seal_to
from tetea.kernel.crypto.registry import Kind, Part

PLACE = Context(Kind.MEMBER, b"o" * 16, b"f" * 16, Part.CALENDAR)


def test_what_an_address_derives_is_frozen():
    keys = feed_keys("a" * 52)

    assert keys.lookup.hex() == "a80bf1dcfe8470547f6032b35b03dd66"
    assert keys.enc_pk.hex() == "89e8804a319e3ce225d6d010d2e091a71b5cc9d6b3d1c3f823a02de041f5ce03"


def test_only_its_own_address_opens_it():
    own, other = feed_keys(new_secret()), feed_keys(new_secret())
    blob = seal_to(own.enc_pk, PLACE, b"at nine", 0)

    assert own.unseal_from(PLACE, blob) == b"at nine"
    with pytest.raises(Unsealable):
        other.unseal_from(PLACE, blob)


@pytest.mark.parametrize("typed", ["", "a", "a" * 51, "a" * 53, "1" * 52, "é" * 52, "a" * 60])
def test_what_cannot_be_an_address_is_refused_in_one_way(typed):
    with pytest.raises(Unsealable):
        feed_keys(typed)


def test_it_shows_nothing_of_itself():
    secret = new_secret()

    assert secret not in repr(feed_keys(secret))
