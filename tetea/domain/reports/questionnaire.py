"""The one questionnaire, compiled from the sheet that ships as data, and its older versions."""

from functools import cache, lru_cache
from importlib import resources

from tetea.kernel.dialogue import ListRow, Questionnaire, compile_questionnaire, read_list

NAME = "incident"
# Choice lists that are kept as tables of their own, because more than the questionnaire uses them.
PLACES = ("counties", "sub_counties")


@cache
def current() -> Questionnaire:
    """Return the questionnaire that new reports are asked by."""
    return compile_questionnaire(_text(f"{NAME}.md"), _lists())


@lru_cache(maxsize=8)
def version(name: str) -> Questionnaire:
    """Return the questionnaire of an old report; the current one when its version is not kept."""
    newest = current()
    if name == newest.version:
        return newest
    try:
        return compile_questionnaire(_text(f"archive/{NAME}-{name}.md"), _lists())
    except FileNotFoundError:
        return newest


def _text(path: str) -> str:
    return (resources.files("tetea.data.questionnaires") / path).read_text()


@cache
def _lists() -> dict[str, tuple[ListRow, ...]]:
    places = resources.files("tetea.data.places")
    found = {name: read_list((places / f"{name}.csv").read_text()) for name in PLACES}
    for entry in resources.files("tetea.data.vocabularies").iterdir():
        if entry.name.endswith(".csv"):
            found[entry.name.removesuffix(".csv")] = read_list(entry.read_text())
    return found
