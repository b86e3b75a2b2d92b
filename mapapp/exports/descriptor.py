"""What the tables of a zip file hold, as a Frictionless Tabular Data Package (version 1) says it."""

import json
from typing import Any

import pyarrow as pa

from mapapp.engine.selection import Selection
from mapapp.exports.provenance import provenance
from mapapp.model.formula_escaping import harmless
from mapapp.model.schema import TABLES
from mapapp.model.table_schema import resource


def descriptor(selection: Selection) -> bytes:
    """Describe the three tables, column by column, and where they come from.

    A cell may hold what no vocabulary has, and a key that no other table has, for the file's own words are
    kept: so neither is promised.
    """
    said, about = provenance(selection), selection.store.description
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"incidents-{said['fingerprint'][:8]}",
        "title": said["title"],
        "description": said["filter"],
        "version": said.get("version", ""),
        "created": said["retrieved"],
        "licenses": [{"title": about.licence, "path": about.licence_url}] if about.licence else [],
        "resources": [
            _resource(resource(table), selection.empty(table).schema)
            for table in map(selection.store.conflict.widened, TABLES)
        ],
        "fingerprint": said["fingerprint"],
        "citation": said["citation"],
    }
    kept = {name: value for name, value in package.items() if value}
    return json.dumps(kept, ensure_ascii=False, indent=2).encode()


def _resource(described: dict[str, Any], columns: pa.Schema) -> dict[str, Any]:
    known = {field["name"]: field for field in described["schema"]["fields"]}
    fields = [known.get(column.name, {"name": harmless(column.name), "type": "string"}) for column in columns]
    for field in fields:
        field.pop("constraints", None)
    return described | {"schema": {"fields": fields, "missingValues": [""]}}
