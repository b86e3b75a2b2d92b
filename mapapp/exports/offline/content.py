"""What such a file holds, as plain values: incidents, legend, days; the base map's ground; and dossiers."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mapapp import words
from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.exports.citing import incident_citation, plain
from mapapp.exports.dossiers import dossiers
from mapapp.mapdata.home import home
from mapapp.mapdata.incidents import incident_feature
from mapapp.model.derived import HARMED, SEARCH
from mapapp.model.filters import BLANK
from mapapp.model.query import Query
from mapapp.views.dossier import Cited
from mapapp.views.map_options import bounds_of, standalone_naming, standalone_options
from mapapp.views.periods import marked_days, presets
from mapapp.views.script_words import script_words
from mapapp.views.style import legend_of

Row = Mapping[str, Any]

_INDENTATION = re.compile(r"\n\s+")


GROUND = ("world", "districts")
"""What of the base map is drawn once the incidents are painted."""


def content(selection: Selection) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """Make what a file's scripts read: `Content` of `frontend/src/offline/offline.js`; ground; dossiers."""
    store, legend = selection.store, legend_of(selection.store)
    rows = [row for page in selection.pages() for row in page.incidents(HARMED, SEARCH).to_pylist()]
    features = {"type": "FeatureCollection", "features": [_feature(row) for row in rows]}
    reach = bounds_of(features)
    base = standalone_options(reach, store.conflict) | {"inPage": True}
    ground = {name: base["vectors"].pop(name) for name in GROUND}
    shown = {
        "words": script_words("timeline"),
        "base": base,
        "features": features["features"],
        "home": home(store, selection.query) if rows else None,
        "naming": standalone_naming(reach, store.conflict),
        "legend": legend.as_options(),
        "actors": _actors(rows),
        **_days(store, selection.query),
    }
    return shown, ground, _dossiers(store, selection.query, rows)


def _actors(rows: list[Row]) -> list[tuple[str, str]]:
    """List the actors by the alphabet, BLANK last, each with what it is called."""
    named = {row["actor"] or BLANK for row in rows}
    return [(name, words.label("actor", name)) for name in sorted(named, key=lambda name: (not name, name))]


def _feature(row: Row) -> dict[str, Any]:
    feature = incident_feature(row)
    feature["properties"]["search"] = row[SEARCH]
    return feature


def _days(store: Store, query: Query) -> dict[str, Any]:
    first, last = words.period(store.totals(query), query)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "presets": presets((first, last), store.conflict.days, store.conflict.period),
        "marked": marked_days(store.conflict, first, last),
    }


def _dossiers(store: Store, query: Query, rows: list[Row]) -> dict[str, str]:
    whose = query.according_to

    def cite(row: Row) -> Cited:
        return Cited(plain(incident_citation(store, row, according_to=whose)))

    others = {row["incident_id"]: row for row in rows}
    made = dossiers(store, rows, others, according_to=whose, link=link_within, cite=cite)
    return {name: _INDENTATION.sub("\n", html) for name, html in made}


def link_within(incident_id: str) -> str:
    """Return the address of a dossier within the file."""
    return f"#incident={quote(incident_id, safe='', errors='replace')}"
