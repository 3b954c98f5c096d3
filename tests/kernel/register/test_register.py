"""The register: what was given to it last is counted, once, and what was withdrawn is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tetea.kernel.register import columns, fold, query
from tetea.kernel.register.contribution import Act, BadContribution, Contribution, Slip, load

IDS = [bytes([n]) * 16 for n in range(6)]
ACTS = ("SEX-01", "PHY-02", "ARR-01")
contributions = st.builds(
    Contribution,
    id=st.sampled_from(IDS),
    number=st.integers(1, 9),
    month=st.integers(24_300, 24_303),
    acts=st.lists(
        st.builds(Act, st.sampled_from(ACTS), st.sampled_from(["police", "client"])), max_size=4
    ).map(tuple),
    words=st.fixed_dictionaries({"county": st.sampled_from(["", "001", "040"])}),
    spans=st.fixed_dictionaries({"first_support": st.integers(-1, 5_000)}),
    reports=st.integers(1, 3),
)
slips = st.lists(
    st.one_of(st.builds(Slip, contributions), st.builds(Slip, drop=st.sampled_from(IDS))),
    max_size=12,
)


def plain(given_slips):
    """What stands, by the simplest means: the newest of each id, without those taken out."""
    gone = {one.drop for one in given_slips if one.put is None}
    newest: dict[bytes, Contribution] = {}
    for one in given_slips:
        held = newest.get(one.put.id) if one.put else None
        if one.put and one.put.id not in gone and (not held or one.put.number > held.number):
            newest[one.put.id] = one.put
    return list(newest.values())


@given(slips)
def test_the_newest_of_each_case_is_counted_once_and_what_was_taken_out_is_not(found):
    stands = plain(found)
    rows = fold.fold(columns.of(()), found)
    assert {row.tobytes() for row in rows.ids} == {one.id for one in stands}
    assert rows.numbers["reports"].sum() == sum(one.reports for one in stands)
    acts = query.count(rows, (query.Axis("act"),), of=query.ROWS)
    assert sum(acts.values()) == sum(len(one.acts) for one in stands)


@given(slips, st.integers(0, 12))
def test_it_does_not_matter_in_how_many_sittings_slips_are_laid_in(found, cut):
    # One id never comes twice under one number with other words: numbers only grow.
    drops = [one for one in found if one.put is None]
    puts = list({(one.put.id, one.put.number): one for one in found if one.put}.values())
    at_once = fold.fold(columns.of(()), [*puts, *drops])
    first = fold.fold(columns.of(()), puts[:cut])
    later = fold.fold(first, [*puts[cut:], *drops])

    def counted(rows):
        return query.count(rows, (query.Axis("act"), query.Axis("county")))

    assert counted(at_once) == counted(later)


@given(st.lists(contributions, max_size=8))
def test_columns_and_slips_come_back_from_bytes_as_they_were(found):
    rows = columns.of(found)
    again = columns.load(rows.dump())
    assert again.dump() == rows.dump()
    for one in found:
        put = load(Slip(one).dump()).put
        assert put is not None
        assert put.content() == one.content()


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x02" * 40, b"[]", b'{"put": {}}', b"null"])
def test_what_is_no_register_is_refused_without_a_guess(data):
    for read in (columns.load, load):
        with pytest.raises(BadContribution):
            read(data)


def test_segments_hold_every_row_once_and_not_in_the_order_in_which_they_came():
    many = [Contribution(n.to_bytes(16, "big"), 1, 24_300, (Act("SEX-01"),)) for n in range(20_000)]
    parts = fold.segments(columns.of(many))
    ids = [row.tobytes() for part in parts for row in part.ids]
    assert [len(part) for part in parts] == [8_192, 8_192, 3_616]
    assert set(ids) == {one.id for one in many}
    assert ids != [one.id for one in many]


def test_an_act_is_counted_as_an_act_and_its_case_once():
    case = Contribution(IDS[0], 1, 24_300, (Act("SEX-01", "police"), Act("PHY-02", "police")))
    silent = Contribution(IDS[1], 1, 24_300, ())
    rows = columns.of([case, silent])
    groups = query.Axis("act", {"SEX-01": "SEX", "PHY-02": "PHY"}, "other")
    assert query.count(rows, (groups,), of=query.ROWS) == {
        (("SEX",), 24_300): 1,
        (("PHY",), 24_300): 1,
    }
    assert query.count(rows, ()) == {((), 24_300): 2}
