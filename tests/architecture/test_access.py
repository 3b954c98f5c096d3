"""Role x address x method: what the code allows is what was declared, and what the doors do."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests.architecture.access import ANY, Access, declared, generated
from tests.conftest import PEOPLE, passphrase
from tetea.domain.keyring.holder import ROLES

BY_ROLE = {role: name for name, role in PEOPLE.items()}
EVERYBODY = {"public", "visitor", "gateway"}
HIDDEN = 404
NOT_SIGNED_IN = {401, 303}
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


def lines(table: Access) -> list[str]:
    """One line per address and method, so that a difference reads well."""
    return [
        f"{route} {method}: {roles}"
        for route, row in table.items()
        for method, roles in row.items()
    ]


def test_every_view_says_who_may_call_it(db: None) -> None:
    """Decorate it with tetea.doors.policy.public, visitor or member."""
    assert not [line for line in lines(generated()) if line.endswith(": ")]


def test_the_code_allows_what_was_declared_and_nothing_else(db: None) -> None:
    """A new address or role is a decision: write it into access.toml."""
    assert sorted(lines(generated())) == sorted(lines(declared()))


def test_the_declared_table_names_only_roles_that_exist() -> None:
    named = {
        role for row in declared().values() for roles in row.values() for role in roles.split()
    }

    assert named <= set(ROLES) | EVERYBODY


def test_every_view_names_its_methods() -> None:
    """Only what answers nobody in particular takes any method."""
    taken = {route for route, row in declared().items() if row.get(ANY, "visitor") != "visitor"}

    assert taken <= {"/api/v1/^.*$", "/healthz"}


def tries(report_id: str, door: str) -> Iterator[tuple[str, str, set[str]]]:
    """Each (address, method, roles allowed) of a door for members, with a report that exists."""
    values = {"report_id": report_id, "which": "all", "rest": "nowhere"}
    for route, row in declared().items():
        address = PLACE.sub(lambda found: values.get(found[1], "x" * 26), route)
        for method, roles in row.items():
            if route.startswith(door) and method != ANY and not set(roles.split()) & EVERYBODY:
                yield address, method, set(roles.split())


@pytest.fixture
def at_the_desk(organisation: Any) -> Callable[[str], Client]:
    """Return a function that gives a browser in which a member has signed in."""

    def of(role: str) -> Client:
        client, name = Client(), BY_ROLE[role]
        typed = {"username": name, "passphrase": passphrase(name), "code": ""}
        assert client.post("/desk/", typed).status_code in {302, 303}
        return client

    return of


@pytest.fixture
def with_a_bearer(organisation: Any) -> Callable[[str], Client]:
    """Return a function that gives a program which carries a member's bearer."""

    def of(role: str) -> Client:
        name = BY_ROLE[role]
        typed = {"username": name, "passphrase": passphrase(name), "code": ""}
        answer = Client().post("/api/v1/session", typed, content_type="application/json")
        assert answer.status_code == 201, answer.content
        return Client(headers={"Authorization": f"Bearer {answer.json()['bearer']}"})

    return of


def ask(client: Client, method: str, address: str) -> int:
    return client.generic(method, address, b"{}", "application/json").status_code


@pytest.mark.parametrize("role", sorted(BY_ROLE))
def test_the_desk_hides_what_is_not_for_this_role(
    role: str, at_the_desk: Callable[[str], Client], report: Any, report_id: Any
) -> None:
    client = at_the_desk(role)
    for address, method, allowed in tries(report_id(report()), "/desk/"):
        if role not in allowed:
            assert ask(client, method, address) == HIDDEN, f"{role} {method} {address}"


@pytest.mark.parametrize("role", sorted(BY_ROLE))
def test_the_api_hides_what_is_not_for_this_role(
    role: str, with_a_bearer: Callable[[str], Client], report: Any, report_id: Any
) -> None:
    client = with_a_bearer(role)
    for address, method, allowed in tries(report_id(report()), "/api/v1/"):
        if role not in allowed:
            assert ask(client, method, address) == HIDDEN, f"{role} {method} {address}"


@pytest.mark.parametrize("door", ["/desk/", "/api/v1/"])
def test_a_stranger_gets_no_further_than_the_door(door: str, report: Any, report_id: Any) -> None:
    for address, method, _allowed in tries(report_id(report()), door):
        assert ask(Client(), method, address) in NOT_SIGNED_IN, f"{method} {address}"


@pytest.mark.parametrize("role", sorted(BY_ROLE))
def test_each_role_reaches_its_own_pages(
    role: str, at_the_desk: Callable[[str], Client], report: Any, report_id: Any
) -> None:
    """Otherwise a door that is shut for everybody would pass the tests above."""
    client, wanted = at_the_desk(role), report_id(report())
    for address, method, allowed in tries(wanted, "/desk/"):
        # What is about one report depends on its state and its keys: see tests/doors/desk.
        # So is what is about one month or one forum: see test_figures.py and test_forum.py there.
        of_one = ("/figures/x", "/forms/x", "/corrections/making", "/forum/x", "/promise/x")
        is_of_something = wanted in address or any(one in address for one in of_one)
        if method == "GET" and role in allowed and not is_of_something:
            assert ask(client, method, address) == (HIDDEN if "nowhere" in address else 200)
