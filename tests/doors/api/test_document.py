"""The OpenAPI document: valid 3.1, complete, and true. And each side can be served alone."""

import re
import subprocess
import sys
from typing import Any

import pytest

from tests.doors.api.conftest import Caller
from tests.doors.api.test_roles import TABLE
from tetea.doors.api import shapes as common
from tetea.doors.api.members import shapes as members
from tetea.doors.api.problems import PROBLEMS
from tetea.doors.api.public import shapes as public

METHODS = {"get", "post", "put", "patch", "delete"}
PROBE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tetea.settings"
import django
django.setup()
import tetea.doors.api.{side}_urls as urls
print([name for name in sys.modules if name.startswith({forbidden!r})])
print(sorted(str(one.pattern) for one in urls.urlpatterns))
"""
MEMBERS_KEYS = (
    "tetea.doors.api.members",
    "tetea.domain.keyring.unlock",
    "tetea.kernel.crypto.member_keys",
)


@pytest.fixture
def document(partner: Caller) -> Any:
    answer = partner.get("openapi.json")
    assert answer["Content-Type"] == "application/json"
    return answer.json()


def test_it_is_openapi_3_1_and_its_references_lead_somewhere(document: Any) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Tetea"
    references = re.findall(r"#/components/schemas/([\w.]+)", str(document))
    assert references
    assert set(references) <= set(document["components"]["schemas"])
    ids = [operation["operationId"] for *_, operation in operations(document)]
    assert len(ids) == len(set(ids))


def test_it_is_valid_by_the_specification(document: Any) -> None:
    reason = "openapi-spec-validator is not in the lock of development tools"
    validator = pytest.importorskip("openapi_spec_validator", reason=reason)
    validator.validate(document)


def test_each_name_of_a_shape_means_one_thing() -> None:
    names = [
        name
        for module in (common, public, members)
        for name, one in vars(module).items()
        if isinstance(one, type) and one.__module__ == module.__name__
    ]
    assert len(names) == len(set(names))


def test_it_lists_every_address_and_method(document: Any) -> None:
    listed = {(method.upper(), address) for method, address, _ in operations(document)}
    served = {
        (method, f"/api/v1/{address.replace('<', '{').replace('>', '}')}")
        for method, address in TABLE
        if address != "openapi.json"
    }
    assert listed == served


def test_every_call_says_what_it_does_and_how_it_refuses(document: Any) -> None:
    for method, address, operation in operations(document):
        assert operation["description"], address
        declared = {int(status) for status in operation["responses"]}
        assert 503 in declared
        if "requestBody" in operation and not address.endswith("/files"):
            assert {400, 413, 415, 422} <= declared, (method, address)
        if "security" in operation:
            assert 401 in declared
            assert declared & {403, 404} or address.endswith(("/session", "/lock", "/lock-all"))


def test_every_refusal_is_a_problem_of_a_known_kind(document: Any) -> None:
    statuses = {kind.status for kind in PROBLEMS.values()}
    for _, address, operation in operations(document):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], address
                assert int(status) in statuses
        assert "Retry-After" in operation["responses"]["503"]["headers"]


def test_bearers_are_declared_where_they_are_needed(document: Any) -> None:
    schemes = document["components"]["securitySchemes"]
    assert [(one["type"], one["scheme"]) for one in schemes.values()] == [("http", "bearer")]
    for method, address, operation in operations(document):
        place = (method.upper(), address.removeprefix("/api/v1/"))
        roles = TABLE[place[0], place[1].replace("{", "<").replace("}", ">")]
        assert ("security" in operation) == (roles != {"public"}), place


def test_it_shows_the_idempotency_key(document: Any) -> None:
    parameters = document["paths"]["/api/v1/reports"]["post"]["parameters"]
    assert [(one["in"], one["name"]) for one in parameters] == [("header", "Idempotency-Key")]


@pytest.mark.parametrize(
    ("side", "forbidden"), [("public", MEMBERS_KEYS), ("members", ("tetea.doors.api.public",))]
)
def test_n34_each_side_is_served_without_loading_the_other(
    side: str, forbidden: tuple[str, ...]
) -> None:
    probe = PROBE.format(side=side, forbidden=forbidden)
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    loaded, addresses = done.stdout.splitlines()
    assert loaded == "[]"
    assert ("'threads/open'" in addresses) == (side == "public")
    assert ("'cases'" in addresses) == (side == "members")


def operations(document: Any) -> list[tuple[str, str, Any]]:
    return [
        (method, address, operation)
        for address, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]
