"""Words for phones, rights in short, and how the organisation is reached: data, not code."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from tetea.domain.directory.services import Service, services
from tetea.domain.directory.sources import (
    LANGUAGES,
    DirectoryDataError,
    data_text,
    field,
    in_language,
)

PAYERS: Final = ("caller", "us")
OWN_FILE: Final = "phone.toml"


@dataclass(frozen=True)
class Right:
    """One right: a title for the list, and at most two screens of text."""

    code: str
    title: str
    text: str


@dataclass(frozen=True)
class PhoneLine:
    """How people reach the organisation by phone; empty where there is no such way yet."""

    ussd_code: str
    sms_number: str
    payer: str
    free_service: str


def menu(key: str, lang: str, **values: object) -> str:
    """Return a text of the phone menu with its gaps filled; raises KeyError for an unknown key."""
    return _filled(_texts("menu.toml")[key][lang], values)


def sms(key: str, lang: str, **values: object) -> str:
    """Return a text that goes out by SMS with its gaps filled; raises KeyError for no such key."""
    return _filled(_texts("sms.toml")[key][lang], values)


def keys(name: str) -> tuple[str, ...]:
    """Return the names of all texts of "menu.toml" or "sms.toml", for tests that walk them."""
    return tuple(_texts(name))


@cache
def rights(lang: str) -> tuple[Right, ...]:
    """Return the rights that a phone can show, in the order of the file."""
    document = tomllib.loads(data_text("phone", "rights.toml"))
    found = []
    for row in field(document, "right", list, "rights"):
        code = field(row, "code", str, "a right without code")
        title, text = (in_language(row, name, lang, code) for name in ("title", "text"))
        found.append(Right(code, title, text))
    return tuple(found)


def line() -> PhoneLine:
    """Return the phone line: what ships with Tetea, overruled by phone.toml in the data folder.

    Raises DirectoryDataError, in words for whoever wrote that file.
    """
    own = settings.ENVIRONMENT.home / OWN_FILE
    return _line(own, own.stat().st_mtime_ns if own.is_file() else 0)


def free_number() -> str:
    """Return the number that costs the caller nothing: one free way in is always named."""
    return _service(line().free_service).phone


@cache
def _line(own: Path, changed: int) -> PhoneLine:
    values: dict[str, object] = tomllib.loads(data_text("phone", "line.toml"))
    if changed:
        try:
            values |= tomllib.loads(own.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            raise DirectoryDataError(f"{OWN_FILE} in the data folder is not valid TOML") from None
    found = PhoneLine(
        *(
            field(values, name, str, OWN_FILE)
            for name in ("ussd_code", "sms_number", "payer", "free_service")
        )
    )
    if found.payer not in PAYERS:
        raise DirectoryDataError(f"{OWN_FILE}: payer takes {' or '.join(PAYERS)}")
    _service(found.free_service)
    return found


def _service(code: str) -> Service:
    found = next((one for one in services() if one.code == code), None)
    if found is None or not (found.free and found.phone):
        raise DirectoryDataError(f"{OWN_FILE}: free_service names no service that is free to call")
    return found


@cache
def _texts(name: str) -> Mapping[str, Mapping[str, str]]:
    document = tomllib.loads(data_text("phone", name))
    found = {key: value for key, value in document.items() if isinstance(value, dict)}
    for key, texts in found.items():
        if set(texts) != set(LANGUAGES):
            raise DirectoryDataError(f"{name}: {key} needs {', '.join(LANGUAGES)} and nothing else")
    # The line break after the opening quotes is for whoever reads the file.
    return {
        key: {lang: text.lstrip("\n") for lang, text in one.items()} for key, one in found.items()
    }


def _filled(text: str, values: Mapping[str, object]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
