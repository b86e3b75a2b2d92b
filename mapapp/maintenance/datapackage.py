"""The schema for other programs and for people: `datapackage.json` and the tables of `docs/data.md`.

`make docs` writes both again.
"""

import csv
import json
import tomllib
from pathlib import Path
from typing import Any

from mapapp.ingest.conflict import read_conflict
from mapapp.model.conflict import NOT_DESCRIBED
from mapapp.model.dataset_files import CONFLICT
from mapapp.model.schema import (
    BESIDE,
    LIST_SEPARATOR,
    MAY_BE_BLANK,
    MISSING_VALUES,
    RELEASES,
    TABLES,
    Column,
    ForeignKey,
    Kind,
    Table,
)
from mapapp.settings import bundled

BEGIN = "<!-- The tables are generated: make docs -->"
END = "<!-- End of the generated tables -->"

_TYPES: dict[Kind, dict[str, str]] = {
    Kind.TEXT: {"type": "string"},
    Kind.LIST: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.DATE: {"type": "date", "format": "default"},
    Kind.PARTIAL_DATE: {"type": "string"},
    Kind.URL: {"type": "string", "format": "uri"},
}
_PARTIAL_DATE_PATTERN = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_WORDS = {
    Kind.TEXT: "text",
    Kind.LIST: f"list, joined by `{LIST_SEPARATOR}`",
    Kind.INTEGER: "whole number",
    Kind.NUMBER: "number",
    Kind.DATE: "date, YYYY-MM-DD",
    Kind.PARTIAL_DATE: "date, or its month or year",
    Kind.URL: "web address",
}


def data_package() -> dict[str, Any]:
    """Describe the bundled data set as a Frictionless Tabular Data Package, version 1."""
    described = bundled(f"{CONFLICT}.toml")
    conflict = read_conflict(described)
    package = tomllib.loads(described.read_text(encoding="utf-8"))["package"]
    return {
        "profile": "tabular-data-package",
        **package,
        "version": last_version(),
        "resources": [_resource(conflict.widened(table)) for table in (*TABLES, *BESIDE)],
    }


def last_version() -> str:
    """Read the version of the bundled data set's last release."""
    with bundled(f"{RELEASES.name}.csv").open(encoding="utf-8", newline="") as file:
        *_, last = csv.DictReader(file)
    return last[RELEASES.key]


def table_schema(table: Table) -> dict[str, Any]:
    """Describe a table as a Frictionless Table Schema, version 1.

    A foreign key of a list column can't be expressed there; the column's description says it in words.
    """
    keys = [_foreign_key(key) for key in table.foreign_keys if table[key.column].kind is not Kind.LIST]
    return {
        "fields": [_field(table, column) for column in table.columns],
        "missingValues": list(MISSING_VALUES),
    } | {name: value for name, value in (("primaryKey", table.key), ("foreignKeys", keys)) if value}


def _resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table_schema(table),
    }


def _foreign_key(key: ForeignKey) -> dict[str, Any]:
    return {"fields": key.column, "reference": {"resource": key.table, "fields": key.target_column}}


def _field(table: Table, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "title": column.label}
    field |= {"description": _description(table, column)} | _TYPES[column.kind]
    constraints = _constraints(table, column)
    return field | ({"constraints": constraints} if constraints else {})


def _description(table: Table, column: Column) -> str:
    if column.kind is not Kind.LIST:
        return column.description
    targets = [
        f" Each is one `{key.target_column}` of {key.table or 'this table'}."
        for key in table.foreign_keys
        if key.column == column.name
    ]
    return f"{column.description} Several are joined by `{LIST_SEPARATOR}`.{''.join(targets)}"


def _constraints(table: Table, column: Column) -> dict[str, Any]:
    constraints = {
        "required": (column.required and column.name not in MAY_BE_BLANK) or None,
        "unique": (column.name == table.key) or None,
        "enum": list(column.vocabulary) if column.vocabulary else None,
        "pattern": _PARTIAL_DATE_PATTERN if column.kind is Kind.PARTIAL_DATE else None,
        "minimum": column.minimum,
        "maximum": column.maximum,
    }
    return {name: value for name, value in constraints.items() if value is not None}


def columns_markdown() -> str:
    """Render one Markdown table of columns for each table of the schema."""
    return "\n\n".join(_table_markdown(NOT_DESCRIBED.widened(table)) for table in (*TABLES, *BESIDE))


def _table_markdown(table: Table) -> str:
    head = (
        f"### {table.name}.csv",
        "",
        "| Column | In words | Holds | Allowed values | Meaning |",
        "|---|---|---|---|---|",
    )
    return "\n".join([*head, *(_row_markdown(table, column) for column in table.columns)])


def _row_markdown(table: Table, column: Column) -> str:
    name = f"`{column.name}`" + (" (required)" if column.required else "")
    cells = (name, column.label, _WORDS[column.kind], _allowed(column), _description(table, column))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _allowed(column: Column) -> str:
    if column.vocabulary:
        return "<br>".join(f"`{value}`: {words}" for value, words in column.vocabulary.items())
    if column.minimum is not None and column.maximum is not None:
        return f"{column.minimum:,.0f} to {column.maximum:,.0f}"
    return ""


def package_text() -> str:
    """Return `datapackage.json` as it should be."""
    return json.dumps(data_package(), indent=2, ensure_ascii=False) + "\n"


def with_tables(page: str) -> str:
    """Return a Markdown page with what stands between its markers generated anew; ValueError without them."""
    before, after = page[: page.index(BEGIN)], page[page.index(END) :]
    return f"{before}{BEGIN}\n\n{columns_markdown()}\n\n{after}"


def documentation() -> Path:
    """Return the path of the page that documents the columns; it is only in a checkout."""
    return bundled("docs/data.md")


def write() -> None:
    """Write `datapackage.json`, and the tables of the documentation, from the schema."""
    bundled("datapackage.json").write_text(package_text(), encoding="utf-8", newline="\n")
    page = documentation().read_text(encoding="utf-8")
    documentation().write_text(with_tables(page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
