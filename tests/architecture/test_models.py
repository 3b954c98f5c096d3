"""House rules of the tables that no linter sees."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.rows import make
from tetea.domain.rows import IdField, Row
from tools.clear_columns import our_models

ROOT = Path(__file__).resolve().parents[2]
ONE_WAY = "Inside the domain, arrows point one way"
# The log alone counts: it has to be dense, and its order is public.
COUNTED = {"log.LogEntry", "log.LogDetail"}
TABLES = pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)


def layers() -> dict[str, int]:
    """The rank of each app, lowest first, as the import contracts have it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (contract,) = [one for one in settings["contracts"] if one["name"] == ONE_WAY]
    ranked = list(reversed(contract["layers"]))
    return {app.strip(" ()"): rank for rank, layer in enumerate(ranked) for app in layer.split("|")}


def keys_of(model: type[models.Model]) -> list[Any]:
    return [one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)]


@TABLES
def test_foreign_keys_point_down_the_layers(model: type[models.Model]) -> None:
    """Import Linter cannot see a ForeignKey given as a string; this can."""
    rank, here = layers(), model._meta.app_label
    for key in keys_of(model):
        there = key.related_model._meta.app_label
        assert here == there or rank[there] < rank[here], f"{key} points up"


@TABLES
def test_a_lower_table_does_not_know_who_points_at_it(model: type[models.Model]) -> None:
    for key in keys_of(model):
        if key.related_model._meta.app_label != model._meta.app_label:
            assert key.remote_field.related_name == "+", f'{key} needs related_name="+"'


@TABLES
def test_no_id_counts_up(model: type[models.Model]) -> None:
    label, key = model._meta.label, model._meta.pk
    assert not [one for one in model._meta.concrete_fields if isinstance(one, models.AutoField)]
    if label in COUNTED:
        assert isinstance(key, models.CompositePrimaryKey)
        return
    while isinstance(key, models.ForeignKey):
        key = key.target_field
    assert isinstance(key, IdField | models.CharField)
    assert key.max_length == 26


@TABLES
def test_no_column_notes_the_exact_time_by_itself(model: type[models.Model]) -> None:
    for column in model._meta.concrete_fields:
        assert not getattr(column, "auto_now", False), column
        assert not getattr(column, "auto_now_add", False), column


@TABLES
@pytest.mark.django_db
def test_a_row_printed_by_accident_shows_nothing(model: type[models.Model]) -> None:
    row = make(model, text="Akinyi")

    assert isinstance(row, Row)
    assert str(row) == model._meta.label
    assert repr(row) == f"<{model._meta.label}>"


def test_doors_own_no_tables() -> None:
    for config in apps.get_app_configs():
        if config.name.startswith(("tetea.doors", "tetea.gateways")):
            assert not list(config.get_models()), f"{config.name} owns tables"


def test_every_app_with_tables_has_its_place_in_the_layers() -> None:
    assert {model._meta.app_label for model in our_models()} <= set(layers())
