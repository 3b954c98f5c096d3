"""Places: the official lists, whole, and a tile for every county."""

from collections import Counter

from tetea.domain.directory.places import counties, county_name, sub_counties, sub_county_name


def test_there_are_47_counties_with_their_official_codes():
    assert [county.code for county in counties()] == [f"{code:03}" for code in range(1, 48)]
    assert {county.iso for county in counties()} == {f"KE-{code:02}" for code in range(1, 48)}


def test_kisumu_is_042_officially_and_17_by_iso():
    (kisumu,) = [county for county in counties() if county.code == "042"]

    assert (kisumu.name, kisumu.iso) == ("Kisumu", "KE-17")


def test_no_two_counties_share_a_tile_or_a_name():
    assert len({(county.column, county.row) for county in counties()}) == 47
    assert len({county.name for county in counties()}) == 47
    assert all(0 <= county.column < 9 and 0 <= county.row < 8 for county in counties())


def test_busia_lies_west_of_nairobi_and_marsabit_north_of_it():
    tile = {county.name: county for county in counties()}

    assert tile["Busia"].column < tile["Nairobi"].column < tile["Mombasa"].column
    assert tile["Marsabit"].row < tile["Nairobi"].row < tile["Kwale"].row


def test_there_are_290_sub_counties_each_in_a_county_and_none_empty():
    codes = {county.code for county in counties()}
    per_county = Counter(place.county for place in sub_counties())

    assert [place.code for place in sub_counties()] == [f"{code:03}" for code in range(1, 291)]
    assert set(per_county) == codes
    assert per_county["047"] == 17
    assert per_county["040"] == per_county["042"] == 7


def test_names_are_trimmed_and_differ_within_a_county():
    names = [(place.county, place.name) for place in sub_counties()]

    assert len(set(names)) == len(names)
    assert all(name == " ".join(name.split()) and name for _, name in names)


def test_a_code_that_is_none_of_ours_is_shown_as_it_is():
    assert county_name("042") == "Kisumu"
    assert sub_county_name("228") == "Matayos"
    assert county_name("999") == sub_county_name("999") == "999"
