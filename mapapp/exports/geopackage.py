"""GeoPackage, written by GDAL: incidents, claims, sources as related tables, and the map's style for QGIS."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Unpack

from mapapp.engine.selection import Cut, Selection
from mapapp.engine.store import Store
from mapapp.exports import rows
from mapapp.exports.gdalfile import write_layer
from mapapp.exports.outlet import WholeFile
from mapapp.exports.provenance import facts
from mapapp.exports.qgis_style import qgis_style
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES
from mapapp.views.style import legend_of

GEOPACKAGE = "application/geopackage+sqlite3"

_RELATIONS = """
CREATE TABLE gpkgext_relations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  base_table_name TEXT NOT NULL, base_primary_column TEXT NOT NULL DEFAULT 'id',
  related_table_name TEXT NOT NULL, related_primary_column TEXT NOT NULL DEFAULT 'id',
  relation_name TEXT NOT NULL, mapping_table_name TEXT NOT NULL UNIQUE
);
"""
_DEFINED = ("gpkg_related_tables", "http://www.geopackage.org/18-000.html", "read-write")
_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT,
  styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT,
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);
"""


def geopackage(store: Store, query: Query, **cut: Unpack[Cut]) -> Iterator[bytes]:
    """Write the matching incidents of the cut, with their claims and sources.

    The file is never built at its destination: SQLite has to lock it, which not every network drive allows.
    """
    selection = Selection.of(store, query, **cut)
    return iter(WholeFile("incidents.gpkg", lambda path: _write(selection, path)))


def _write(selection: Selection, path: Path) -> None:
    geometry = rows.free_name("geom", selection.empty(INCIDENTS).column_names)
    tables = rows.all_tables(selection, geometry, rows.PAGES_TOGETHER)
    keys = {name: rows.free_name("fid", schema.names) for name, (schema, _) in tables.items()}
    for name, (schema, pages) in tables.items():
        options, point_column, more = {"FID": keys[name]}, "", {}
        if name == INCIDENTS.name:
            options |= {"GEOMETRY_NAME": geometry}
            point_column, more = geometry, {"dataset_metadata": facts(selection)}
        write_layer(path, name, schema, pages, options, geometry=point_column, driver="GPKG", **more)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute(_RELATIONS)
        _declare(database, "gpkgext_relations")
        _relate(database, keys, (INCIDENTS.name, CLAIMS.name), INCIDENTS.key)
        _relate(database, keys, (CLAIMS.name, SOURCES.name), SOURCES.key)
        if selection.kept is None:  # the style asks for columns that may be left out
            _add_style(database, selection.store, geometry)


def _relate(database: sqlite3.Connection, keys: dict[str, str], tables: tuple[str, str], column: str) -> None:
    """Relate rows of two tables with the same text in a column, by the Related Tables Extension."""
    (base, related), between = tables, "_".join(tables)
    database.execute(f'CREATE TABLE "{between}" (base_id INTEGER NOT NULL, related_id INTEGER NOT NULL)')
    database.execute(
        f'INSERT INTO "{between}" SELECT a."{keys[base]}", b."{keys[related]}" '  # noqa: S608 - names of ours
        f'FROM "{base}" a JOIN "{related}" b USING ("{column}") ORDER BY 1, 2'
    )
    values = (base, keys[base], related, keys[related], "attributes", between)
    database.execute("INSERT INTO gpkgext_relations VALUES (NULL, ?, ?, ?, ?, ?, ?)", values)
    _declare(database, between)
    _list(database, between)


def _list(database: sqlite3.Connection, table: str) -> None:
    """List a table without points among the contents, or GDAL, and thus QGIS, does not find it."""
    statement = "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)"
    database.execute(statement, (table, table))


def _declare(database: sqlite3.Connection, table: str) -> None:
    database.execute("INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, ?)", (table, *_DEFINED))


def _add_style(database: sqlite3.Connection, store: Store, geometry: str) -> None:
    database.execute(_STYLES)
    _list(database, "layer_styles")
    database.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
        " styleName, styleQML, useAsDefault) VALUES ('', '', ?, ?, ?, ?, 1)",
        (INCIDENTS.name, geometry, INCIDENTS.name, qgis_style(legend_of(store))),
    )
