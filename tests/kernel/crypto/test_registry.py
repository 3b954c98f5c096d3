"""The registry is a format: what stands in it may grow and never change."""

import pytest

from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import GENERAL, Group, Kind, Part, TooLong, fit, ladder

KINDS = (
    "report thread case member session bearer draft outbox alert roster group log figures visit "
    "idempotency queue stop phone receipt spool"
)
PARTS = (
    "story identity facets card message consent contact keyset state answers target detail opening "
    "key body file note settings source number record"
)
GROUPS = "intake team dispatch figures log outside"


def test_n22_no_kind_or_part_that_was_ever_written_changes_its_name():
    assert [kind.value for kind in Kind][:20] == KINDS.split()
    assert [part.value for part in Part][:21] == PARTS.split()
    assert [group.value for group in Group] == GROUPS.split()


def test_n22_the_context_is_frozen_to_the_byte():
    context = Context(Kind.REPORT, b"o" * 16, b"r" * 16, Part.STORY)

    assert context.encode().hex() == (
        "000000057465746561000000067265706f727400000010"
        + "6f" * 16
        + "00000010"
        + "72" * 16
        + "0000000573746f7279000000080000000000000001"
    )


@pytest.mark.parametrize(("kind", "part"), [("reports_report", "story"), ("report", "stories")])
def test_a_name_outside_the_registry_is_refused(kind, part):
    with pytest.raises(ValueError, match="not a valid"):
        Context(kind, b"o" * 16, b"r" * 16, part)


def test_every_ladder_rises_and_ends_at_a_mebibyte_or_is_fixed():
    for kind in Kind:
        for part in Part:
            sizes = ladder(kind, part)
            assert list(sizes) == sorted(set(sizes))
            assert sizes[-1] == GENERAL[-1] or sizes == (64,)


@pytest.mark.parametrize(
    ("kind", "part", "needed", "size"),
    [
        (Kind.REPORT, Part.STORY, 1, 1024),
        (Kind.REPORT, Part.STORY, 1025, 2048),
        (Kind.CASE, Part.FACETS, 1, 512),
        (Kind.CASE, Part.FACETS, 513, 1024),
        (Kind.CASE, Part.FACETS, 1025, 2048),
        (Kind.ALERT, Part.TARGET, 128, 128),
        (Kind.ALERT, Part.TARGET, 129, 1024),
        (Kind.THREAD, Part.CARD, 4, 2048),
        (Kind.THREAD, Part.CARD, 2049, 4096),
        (Kind.REPORT, Part.FILE, (1 << 20) + 1, 2 << 20),
    ],
)
def test_a_plaintext_takes_the_next_step_of_its_ladder(kind, part, needed, size):
    assert fit(kind, part, needed) == size


def test_a_fixed_size_has_no_next_step():
    with pytest.raises(TooLong):
        fit(Kind.THREAD, Part.OPENING, 65)
