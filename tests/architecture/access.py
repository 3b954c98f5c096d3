"""Reads from the address table who may do what: address -> method -> roles."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

DECLARED = Path(__file__).with_name("access.toml")
ANY = "ANY"
Access = dict[str, dict[str, str]]


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the doors, as it is written in the tables."""
    yield from _below(get_resolver(), "/")


def _below(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _below(one, route)
        else:
            yield route, one


def generated() -> Access:
    """Return who may call what, as the code says it. A view without a policy says nothing."""
    found: Access = {}
    for route, pattern in patterns():
        view: Any = pattern.callback
        policies = getattr(view, "policies", None) or dict.fromkeys(
            methods(pattern), getattr(view, "policy", frozenset())
        )
        rows = found.setdefault(route, {})
        for method, roles in policies.items():
            rows.setdefault(method, " ".join(sorted(roles)))
    return found


def methods(pattern: URLPattern) -> list[str]:
    """The methods that a view takes: what it names when it refuses one that nobody uses."""
    request: HttpRequest = RequestFactory().generic("PROPFIND", "/")
    response = pattern.callback(request, **dict.fromkeys(pattern.pattern.converters, "en"))
    if response.status_code != 405:
        return [ANY]
    return [one for one in response["Allow"].split(", ") if one not in {"HEAD", "OPTIONS"}]


def written(table: Access) -> str:
    """The table as it stands in access.toml."""
    parts = [
        f'\n["{route}"]\n' + "".join(f'{method} = "{rows[method]}"\n' for method in sorted(rows))
        for route, rows in sorted(table.items())
    ]
    return "".join(parts)


def declared() -> Access:
    """Return what access.toml allows."""
    found: Access = tomllib.loads(DECLARED.read_text("utf-8"))
    return found
