"""Who may call a view. Every view says so; a test walks the address table to see."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from django.http import HttpResponseBase

PUBLIC = "public"
VISITOR = "visitor"
GATEWAY = "gateway"


class View(Protocol):
    """A view that says who may call it."""

    policy: frozenset[str]

    def __call__(self, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answer a request."""


V = TypeVar("V", bound=Callable[..., HttpResponseBase])


def public(view: V) -> V:
    """Anybody may call it, without an account and without a cookie."""
    return _declare(view, frozenset({PUBLIC}))


def visitor(view: V) -> V:
    """Whoever holds a token may call it; others are led to the page where one is entered."""
    return _declare(view, frozenset({VISITOR}))


def gateway(view: V) -> V:
    """Whoever knows the secret in the path may call it; for others there is no such address."""
    return _declare(view, frozenset({GATEWAY}))


def member(*roles: str) -> Callable[[V], V]:
    """Members with one of these roles may call it. The door's session checks it."""

    def declare(view: V) -> V:
        return _declare(view, frozenset(roles))

    return declare


def _declare(view: V, policy: frozenset[str]) -> V:
    view.policy = policy  # type: ignore[attr-defined]  # functions take attributes, their type does not say so
    return view
