"""Tables in the terms of Frictionless (Tabular Data Resource and Table Schema, version 1)."""

from typing import Any

from mapapp.model.schema import LIST_SEPARATOR, MAY_BE_BLANK, MISSING_VALUES, Column, ForeignKey, Kind, Table

_TYPES: dict[Kind, dict[str, str]] = {
    Kind.TEXT: {"type": "string"},
    Kind.LIST: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.DATE: {"type": "date", "format": "default"},
    Kind.PARTIAL_DATE: {"type": "string"},
    Kind.URL: {"type": "string", "format": "uri"},
}
PARTIAL_DATE_PATTERN = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


def resource(table: Table) -> dict[str, Any]:
    """Describe a table in a CSV file of the same name."""
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


def table_schema(table: Table) -> dict[str, Any]:
    """Describe a table as a Frictionless Table Schema, version 1.

    The standard has no foreign keys for list columns; the column's description explains them.
    """
    keys = [_foreign_key(key) for key in table.foreign_keys if table[key.column].kind is not Kind.LIST]
    return {
        "fields": [_field(table, column) for column in table.columns],
        "missingValues": list(MISSING_VALUES),
    } | {name: value for name, value in (("primaryKey", table.key), ("foreignKeys", keys)) if value}


def _foreign_key(key: ForeignKey) -> dict[str, Any]:
    return {"fields": key.column, "reference": {"resource": key.table, "fields": key.target_column}}


def _field(table: Table, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "title": column.label}
    field |= {"description": description(table, column)} | _TYPES[column.kind]
    constraints = _constraints(table, column)
    return field | ({"constraints": constraints} if constraints else {})


def description(table: Table, column: Column) -> str:
    """Return what a column means, and what the items of a list refer to."""
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
        "pattern": PARTIAL_DATE_PATTERN if column.kind is Kind.PARTIAL_DATE else None,
        "minimum": column.minimum,
        "maximum": column.maximum,
    }
    return {name: value for name, value in constraints.items() if value is not None}
