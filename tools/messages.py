"""The words for translators: collect them from the code, compile them, check that none is missing.

English stands in the code, Kiswahili in tetea/locale/sw/LC_MESSAGES/django.po. Pure Python, because
bare machines have no gettext programs; `compile` needs nothing beyond requirements/base.txt.
"""

import csv
import io
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "sw")
TRANSLATED = "sw"
KEYWORDS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEAD = """\
# Kiswahili texts of Tetea.
# NOT YET REVIEWED by a native speaker. Put name and date here when that is done.
# Vocabulary: docs/for-translators.md and docs/glossary.md.
# Collected by `make messages`, compiled by `make setup`, checked by `make check`."""
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%([sd])")
WIDTH = 100
# A date of the last run would change the file at every run.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
COLUMN = re.compile(r"(?P<what>.+)(?P<lang>_en|_sw|::English \(en\)|::Kiswahili \(sw\))")


def po_path(package: Path) -> Path:
    """Return where the Kiswahili texts of a package stand."""
    return package / "locale" / TRANSLATED / "LC_MESSAGES" / "django.po"


# ---- collecting ---------------------------------------------------------------------------------


def in_code(package: Path) -> Catalog:
    """Return every text of a package's Python files and templates, in English.

    Raises SyntaxError, naming the file, for a template whose translation block cannot be read.
    """
    found = Catalog(locale=TRANSLATED, project="tetea", fuzzy=False)
    for path, source in _sources(package):
        where = path.relative_to(package.parent).as_posix()
        texts = extract("python", io.BytesIO(source.encode()), KEYWORDS, ("Translators:",))
        for line, text, comments, context in texts:
            if text and text[0]:
                found.add(text, "", [(where, line)], auto_comments=comments, context=context)
    return found


def _sources(package: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(package.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_text("utf-8")
    for ending in ("*.html", "*.txt"):
        for path in sorted(package.rglob(f"templates/**/{ending}")):
            code = templatize(path.read_text("utf-8"), origin=path.name)
            # What is left of the markup keeps its indentation, which Python would stumble over.
            yield path, "\n".join(line.lstrip() for line in code.splitlines()) + "\n"


def read_texts(path: Path) -> Catalog:
    """Return the translations of a .po file; an empty catalogue when there is none yet."""
    if not path.exists():
        return Catalog(locale=TRANSLATED, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=TRANSLATED)


def collect(package: Path) -> int:
    """Bring the .po up to the code, keeping translations; return how many texts still wait.

    Writes no line numbers and no dates, so that the file changes only when a text does.
    """
    path = po_path(package)
    known = read_texts(path)
    fresh = Catalog(
        locale=TRANSLATED,
        project="tetea",
        version="1",
        header_comment=HEAD,
        msgid_bugs_address="docs/for-translators.md",
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        last_translator="nobody yet",
        language_team="Kiswahili",
        fuzzy=False,
    )
    for text in in_code(package):
        if text.id:
            old = known.get(_key(text), text.context)
            if old and _forms(old.id) != _forms(text.id):
                old = None
            places = sorted({(where, 1) for where, _line in text.locations})
            fresh.add(
                text.id, old.string if old else text.string, places, old.flags if old else (),
                text.auto_comments, old.user_comments if old else (), context=text.context,
            )  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=WIDTH, sort_output=True, include_lineno=False)
    return sum(1 for text in fresh if text.id and not _is_done(text))


def _key(text: Message) -> str:
    return text.id if isinstance(text.id, str) else text.id[0]


def _forms(one: object) -> tuple[str, ...]:
    """The texts of an entry, singular and plural; Babel keeps them as one text or several."""
    return (one,) if isinstance(one, str) else tuple(one) if isinstance(one, list | tuple) else ()


def _is_done(text: Message) -> bool:
    return not text.fuzzy and bool(_forms(text.string)) and all(_forms(text.string))


# ---- compiling ----------------------------------------------------------------------------------


def compile_texts(package: Path) -> None:
    """Write the .mo beside the .po, for Django to read."""
    path = po_path(package)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, read_texts(path))


# ---- checking -----------------------------------------------------------------------------------


def faults(package: Path) -> Iterator[str]:
    """Yield one line for every text that is missing in a language."""
    yield from _po_faults(in_code(package), read_texts(po_path(package)))
    yield from _data_faults(package)


def _po_faults(said: Catalog, known: Catalog) -> Iterator[str]:
    for text in said:
        if text.id:
            yield from _text_faults(text, known.get(_key(text), text.context))
    for text in known:
        if text.id and said.get(_key(text), text.context) is None:
            yield f"{_key(text)!r} is no longer in the code; run `make messages`"


def _data_faults(package: Path) -> Iterator[str]:
    for path in sorted((package / "data").rglob("*")):
        where = path.relative_to(package.parent).as_posix()
        if path.is_dir():
            yield from _folder_faults(path, where)
        elif path.suffix in READERS:
            for fault in READERS[path.suffix](path.read_text("utf-8")):
                yield f"{where}: {fault}"
            yield from _twin_faults(path, where)


def _text_faults(text: Message, found: Message | None) -> Iterator[str]:
    said = f"{text.locations[0][0]}: {_key(text)!r}"
    if found is None or _forms(found.id) != _forms(text.id):
        yield f"{said} is not in the .po; run `make messages`"
    elif found.fuzzy:
        yield f"{said} is marked fuzzy"
    elif not _is_done(found):
        yield f"{said} has no Kiswahili"
    elif _slots_differ(_forms(text.id), _forms(found.string)):
        yield f"{said} has other placeholders in Kiswahili"


def _slots_differ(english: tuple[str, ...], kiswahili: tuple[str, ...]) -> bool:
    """A singular may leave its number out; nothing may name what English does not fill."""
    filled = _slots(english[-1])
    return _slots(kiswahili[-1]) != filled or any(_slots(form) - filled for form in kiswahili)


def _slots(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def _folder_faults(folder: Path, where: str) -> Iterator[str]:
    """Folders named after languages hold the same files."""
    if folder.name not in LANGUAGES:
        return
    for lang in LANGUAGES:
        other = folder.parent / lang
        for path in sorted(folder.iterdir()):
            twin = other / path.name
            if not twin.exists() or not twin.read_text("utf-8").strip():
                yield f"{where}/{path.name} lacks {lang}"


def table_faults(rows: Iterable[Mapping[str, str | None]]) -> Iterator[str]:
    """Yield what a table lacks: of each pair of columns both are filled or both are empty."""
    for number, row in enumerate(rows, 2):
        said: dict[str, set[str]] = {}
        for column, text in row.items():
            match = COLUMN.fullmatch(column or "")
            if match and (text or "").strip():
                lang = "en" if "en" in match["lang"] else "sw"
                said.setdefault(match["what"], set()).add(lang)
        for what, langs in said.items():
            for lang in sorted(set(LANGUAGES) - langs):
                yield f"row {number}: {what} lacks {lang}"


def _csv_faults(text: str) -> Iterator[str]:
    return table_faults(csv.DictReader(io.StringIO(text)))


def _markdown_faults(text: str) -> Iterator[str]:
    """The tables of an XLSForm in Markdown; a guide has none."""
    header: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[2:-1]]
        if any("::" in cell for cell in cells):
            header = cells
        elif not cells:
            header = []
        elif header:
            for fault in table_faults([dict(zip(header, cells, strict=False))]):
                yield f"line {number}: {fault.split(': ', 1)[1]}"


def _toml_faults(text: str) -> Iterator[str]:
    return _branch_faults(tomllib.loads(text), "")


def _branch_faults(branch: object, path: str) -> Iterator[str]:
    """Wherever one language stands, the other stands too."""
    if isinstance(branch, list):
        for number, item in enumerate(branch, 1):
            yield from _branch_faults(item, f"{path}[{number}]")
    if not isinstance(branch, dict):
        return
    spoken = branch.keys() & set(LANGUAGES)
    # Lists of words by which we understand are no texts: a word may belong to one language alone.
    # Nothing to say in either language is no gap.
    is_said = spoken != set(LANGUAGES) or any(branch[lang] for lang in spoken)
    if spoken and is_said and not any(isinstance(branch[lang], list) for lang in spoken):
        for lang in LANGUAGES:
            if not branch.get(lang):
                yield f"{path} lacks {lang}"
    for name, item in branch.items():
        yield from _branch_faults(item, f"{path}.{name}".lstrip("."))


def _twin_faults(path: Path, where: str) -> Iterator[str]:
    """Files named after languages, en.toml and sw.toml, say as much as each other."""
    if path.stem not in LANGUAGES or path.suffix != ".toml":
        return
    said = set(_places(tomllib.loads(path.read_text("utf-8")), ""))
    for lang in LANGUAGES:
        twin = path.with_stem(lang)
        found = set(_places(tomllib.loads(twin.read_text("utf-8")), "")) if twin.exists() else set()
        for place in sorted(said - found):
            yield f"{where}: {place} lacks {lang}"


def _places(branch: object, path: str) -> Iterator[str]:
    """Where texts stand; an item of a list goes by its code, so that order may differ."""
    if isinstance(branch, list):
        for number, item in enumerate(branch):
            code = item.get("code", number) if isinstance(item, dict) else number
            yield from _places(item, f"{path}[{code}]")
    elif isinstance(branch, dict):
        for name, item in branch.items():
            yield from _places(item, f"{path}.{name}".lstrip("."))
    elif isinstance(branch, str) and branch.strip():
        yield path


READERS: Mapping[str, Callable[[str], Iterator[str]]] = {
    ".csv": _csv_faults,
    ".md": _markdown_faults,
    ".toml": _toml_faults,
}


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code."""
    package = ROOT / "tetea"
    match arguments:
        case ["collect"]:
            print(f"{collect(package)} texts wait for Kiswahili.")
        case ["compile"]:
            compile_texts(package)
        case ["check"]:
            found = list(faults(package))
            print("\n".join(found) if found else "Every text stands in both languages.")
            return 1 if found else 0
        case _:
            print("usage: messages.py collect|compile|check", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
