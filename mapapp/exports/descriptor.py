"""A description of the tables in a zip file, as a Frictionless Tabular Data Package (version 1)."""

import json
from typing import Any

import pyarrow as pa

from mapapp.engine.selection import Selection
from mapapp.exports.provenance import provenance
from mapapp.model.formula_escaping import harmless
from mapapp.model.schema import TABLES
from mapapp.model.table_schema import resource


def descriptor(selection: Selection) -> bytes:
    """Describe the three tables, column by column, and their provenance.

    As the file's own values are kept, a cell may have a value outside the vocabulary, or a key that is in no
    other table. Therefore the description has no such constraints.
    """
    facts, about = provenance(selection), selection.store.description
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"incidents-{facts['fingerprint'][:8]}",
        "title": facts["title"],
        "description": facts["filter"],
        "version": facts.get("version", ""),
        "created": facts["retrieved"],
        "licenses": [{"title": about.licence, "path": about.licence_url}] if about.licence else [],
        "resources": [
            _resource(resource(table), selection.empty(table).schema)
            for table in map(selection.store.conflict.widened, TABLES)
        ],
        "fingerprint": facts["fingerprint"],
        "citation": facts["citation"],
    }
    stated = {name: value for name, value in package.items() if value}
    return json.dumps(stated, ensure_ascii=False, indent=2).encode()


def _resource(description: dict[str, Any], columns: pa.Schema) -> dict[str, Any]:
    described = {field["name"]: field for field in description["schema"]["fields"]}
    fields = [
        described.get(column.name, {"name": harmless(column.name), "type": "string"}) for column in columns
    ]
    for field in fields:
        field.pop("constraints", None)
    return description | {"schema": {"fields": fields, "missingValues": [""]}}
