"""The schema for programs and people: `datapackage.json` and the tables of `docs/data.md`.

`make docs` rebuilds both.
"""

import csv
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from mapapp.ingest.conflict import read_conflict
from mapapp.maintenance.generated import with_part
from mapapp.model.conflict import NOT_DESCRIBED
from mapapp.model.dataset_files import CONFLICT, LINES
from mapapp.model.regular_file import file_text
from mapapp.model.schema import (
    BESIDE,
    LIST_SEPARATOR,
    RELEASES,
    TABLES,
    Column,
    Kind,
    Table,
)
from mapapp.model.table_schema import description, resource
from mapapp.shipped import bundled

BEGIN = "<!-- The tables are generated: make docs -->"
END = "<!-- End of the generated tables -->"

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
    """Describe the bundled data set as a Frictionless Tabular Data Package, version 1.

    It lists the columns of the files; KeyError if the schema lacks one.
    """
    descriptor = bundled(f"{CONFLICT}.toml")
    conflict = read_conflict(descriptor, lines=bundled(f"{LINES}.geojson"))
    package = tomllib.loads(file_text(descriptor))["package"]
    return {
        "profile": "tabular-data-package",
        **package,
        "version": last_version(),
        "resources": [resource(_as_in_its_file(conflict.widened(table))) for table in (*TABLES, *BESIDE)],
    }


def _as_in_its_file(table: Table) -> Table:
    """Return a table with the columns of its bundled file only, in the file's order."""
    with bundled(f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
        names = next(csv.reader(file))
    return replace(table, columns=tuple(table[name] for name in names))


def last_version() -> str:
    """Read the version of the bundled data set's last release."""
    with bundled(f"{RELEASES.name}.csv").open(encoding="utf-8", newline="") as file:
        *_, latest = csv.DictReader(file)
    return latest[RELEASES.key]


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
    cells = (name, column.label, _WORDS[column.kind], _allowed(column), description(table, column))
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
    """Return a Markdown page with the part between its markers rebuilt; ValueError without them."""
    return with_part(page, BEGIN, END, columns_markdown())


def documentation() -> Path:
    """Return the path of the page that documents the columns; it exists only in a checkout."""
    return bundled("docs/data.md")


def write() -> None:
    """Write `datapackage.json` and the tables of the documentation from the schema."""
    bundled("datapackage.json").write_text(package_text(), encoding="utf-8", newline="\n")
    page = documentation().read_text(encoding="utf-8")
    documentation().write_text(with_tables(page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
