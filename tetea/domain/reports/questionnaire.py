"""The one questionnaire, compiled from the sheet that ships as data, and its older versions."""

import json
import zlib
from functools import cache, lru_cache
from importlib import resources

from tetea.domain.reports.models import Sheet
from tetea.kernel.dialogue import ListRow, Questionnaire, compile_questionnaire, read_list

SHEET = "incident.md"
# Choice lists that are kept as tables of their own, because more than the questionnaire uses them.
PLACES = ("counties", "sub_counties")
# By name: a word changed in a list of casework must not make another version of the questionnaire.
VOCABULARIES = ("act_groups", "acts", "aggressors", "place_kinds", "populations")


@cache
def current() -> Questionnaire:
    """Return the questionnaire that new reports are asked by."""
    return _compile(_source())


@lru_cache(maxsize=8)
def version(name: str) -> Questionnaire:
    """Return the questionnaire that an old report was answered with.

    Falls back on the current one when that version was never kept: its codes still show.
    """
    if name == current().version:
        return current()
    row = Sheet.objects.filter(version=name).first()
    return current() if row is None else _compile(zlib.decompress(row.content).decode())


def keep() -> None:
    """Keep the current version for the day when another one is current."""
    # Compressed: it is long, and a search for codes at rest then finds only what has leaked.
    content = zlib.compress(_source().encode(), level=9)
    Sheet.objects.get_or_create(version=current().version, defaults={"content": content})


def _compile(source: str) -> Questionnaire:
    content = json.loads(source)
    lists: dict[str, tuple[ListRow, ...]] = {
        name: read_list(text) for name, text in content["lists"].items()
    }
    return compile_questionnaire(content["sheet"], lists)


@cache
def _source() -> str:
    """Return the sheet and its lists as one text: all that a version depends on."""
    data = resources.files("tetea.data")
    lists = {name: (data / "places" / f"{name}.csv").read_text() for name in PLACES}
    for name in VOCABULARIES:
        lists[name] = (data / "vocabularies" / f"{name}.csv").read_text()
    sheet = (data / "questionnaires" / SHEET).read_text()
    return json.dumps({"sheet": sheet, "lists": lists}, sort_keys=True, ensure_ascii=False)
