"""What a phone can show, and lists kept as CSV."""

import pytest

from tetea.kernel.dialogue import fits_a_phone, gsm7_length, read_list


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Uko hatarini sasa?", 18),
        ("[x]", 5),
        ("€", 2),
        ("é", 1),
        ("ŋ", None),
        ("\u2019", None),
    ],
)
def test_a_text_is_as_long_as_the_network_counts_it(text: str, length: int | None) -> None:
    assert gsm7_length(text) == length


def test_a_text_of_the_dearer_alphabet_never_fits() -> None:
    assert fits_a_phone("x" * 130)
    assert not fits_a_phone("x" * 131)
    assert not fits_a_phone("[" * 66)
    assert not fits_a_phone("ŋ")


def test_a_list_of_places_has_one_name_in_every_language() -> None:
    rows = read_list("code,county,name\n001,040,Teso North\n")

    assert rows[0].name == "001"
    assert rows[0].labels == {"en": "Teso North", "sw": "Teso North"}
    assert rows[0].extra == {"county": "040"}


def test_a_vocabulary_keeps_its_other_columns() -> None:
    rows = read_list("code,label_en,label_sw,short_en,short_sw,huri\nA-1,Yes,Ndiyo,Y,N,0101\n")

    assert (rows[0].labels["sw"], rows[0].short["sw"]) == ("Ndiyo", "N")
    assert rows[0].extra == {"huri": "0101"}
