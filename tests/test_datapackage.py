"""The generated descriptions match the schema."""

import json
import re
from typing import Any

import pytest

from mapapp.maintenance.datapackage import (
    columns_markdown,
    data_package,
    documentation,
    package_text,
    with_tables,
)
from mapapp.model.schema import BESIDE, CLAIMS, CORRECTIONS, INCIDENTS, SOURCES, TABLES, Column
from mapapp.model.table_schema import table_schema
from mapapp.shipped import bundled

AGAIN = "run: make docs"


def described(table: str) -> dict[str, Any]:
    """Return a table as the data package describes it."""
    return {resource["name"]: resource for resource in data_package()["resources"]}[table]


def field(table: str, name: str) -> dict[str, object]:
    """Return a field of the data package."""
    return {field["name"]: field for field in described(table)["schema"]["fields"]}[name]


def test_the_data_package_has_not_drifted() -> None:
    assert bundled("datapackage.json").read_text(encoding="utf-8") == package_text(), AGAIN


def test_the_documentation_has_not_drifted() -> None:
    page = documentation().read_text(encoding="utf-8")
    assert with_tables(page) == page, AGAIN


def test_every_column_is_described_in_file_order() -> None:
    for table in TABLES:
        fields = table_schema(table)["fields"]
        assert [field["name"] for field in fields] == list(table.names)
        assert all(field["title"] and field["description"] and field["type"] for field in fields)


def test_the_package_names_itself_and_its_files() -> None:
    package = json.loads(package_text())
    assert package["name"] == "nagorno-karabakh-2020-incidents"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        assert bundled(resource["path"]).is_file()
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])


def test_the_files_have_exactly_the_columns_that_the_package_names() -> None:
    for resource in json.loads(package_text())["resources"]:
        header = bundled(resource["path"]).read_text(encoding="utf-8-sig").split("\n", 1)[0]
        assert header.strip().split(",") == [field["name"] for field in resource["schema"]["fields"]]


def test_the_files_lack_no_column_but_those_for_other_wars() -> None:
    for table in (*TABLES, *BESIDE):
        named = [field["name"] for field in described(table.name)["schema"]["fields"]]
        assert named == [name for name in table.names if name not in {"other_actor", "involved"}]


@pytest.mark.parametrize(
    ("table", "name", "expected"),
    [
        ("incidents", "incident_id", {"type": "string", "constraints": {"required": True, "unique": True}}),
        ("incidents", "date_start", {"type": "date", "constraints": {"required": True}}),
        ("incidents", "latitude", {"type": "number", "constraints": {"minimum": -90, "maximum": 90}}),
        ("incidents", "killed_low", {"type": "integer"}),
        ("incidents", "aggregate", {"constraints": {"enum": ["yes", "no"]}}),
        ("sources", "url", {"type": "string", "format": "uri"}),
        ("sources", "published_on", {"constraints": {"pattern": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"}}),
    ],
)
def test_a_field_has_type_and_constraints(table: str, name: str, expected: dict[str, object]) -> None:
    found = field(table, name)
    assert {key: found[key] for key in expected} == expected


def test_keys() -> None:
    assert table_schema(INCIDENTS)["primaryKey"] == "incident_id"
    assert "foreignKeys" not in table_schema(INCIDENTS) | table_schema(SOURCES)
    assert "primaryKey" not in table_schema(CORRECTIONS)
    assert table_schema(CLAIMS)["foreignKeys"] == [
        {"fields": "incident_id", "reference": {"resource": "incidents", "fields": "incident_id"}},
        {"fields": "source_id", "reference": {"resource": "sources", "fields": "source_id"}},
    ]


def test_a_list_says_in_words_what_it_points_to() -> None:
    words = str(field("incidents", "related_incidents")["description"])
    assert words.endswith("Several are joined by `;`. Each is one `incident_id` of this table.")


def test_the_tables_for_people_name_every_column_and_allowed_value() -> None:
    def is_there(column: Column) -> bool:
        values = column.vocabulary or {}
        return f"| `{column.name}`" in text and all(
            f"`{value}`: {words}" in text for value, words in values.items()
        )

    text = columns_markdown()
    assert all(is_there(column) for table in TABLES for column in table.columns)
