"""The contents of such a file, as values for JSON: incidents, legend, days; the base map; dossiers."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mapapp import words
from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.exports.citing import citation_text, incident_citation
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
"""The parts of the base map that are drawn once the incidents are shown."""


def content(selection: Selection) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """Return what a file's scripts read: `Content` of `frontend/src/offline/offline.js`; ground; dossiers."""
    store, legend = selection.store, legend_of(selection.store)
    rows = [row for page in selection.pages() for row in page.incidents(HARMED, SEARCH).to_pylist()]
    features = {"type": "FeatureCollection", "features": [_feature(row) for row in rows]}
    reach = bounds_of(features)
    base = standalone_options(reach, store.conflict) | {"inPage": True}
    ground = {name: base["vectors"].pop(name) for name in GROUND}
    contents = {
        "words": script_words("timeline"),
        "base": base,
        "features": features["features"],
        "home": home(store, selection.query) if rows else None,
        "naming": standalone_naming(reach, store.conflict),
        "legend": legend.as_options(),
        "actors": _actors(rows),
        **_days(store, selection.query),
    }
    return contents, ground, _dossiers(store, selection.query, rows)


def _actors(rows: list[Row]) -> list[tuple[str, str]]:
    """List the actors alphabetically, BLANK last, each with its label."""
    names = {row["actor"] or BLANK for row in rows}
    return [(name, words.label("actor", name)) for name in sorted(names, key=lambda name: (not name, name))]


def _feature(row: Row) -> dict[str, Any]:
    feature = incident_feature(row)
    feature["properties"]["search"] = row[SEARCH]
    return feature


def _days(store: Store, query: Query) -> dict[str, Any]:
    first_day, last_day = words.period(store.totals(query), query)
    return {
        "first": first_day.isoformat(),
        "last": last_day.isoformat(),
        "presets": presets((first_day, last_day), store.conflict.days, store.conflict.period),
        "marked": marked_days(store.conflict, first_day, last_day),
    }


def _dossiers(store: Store, query: Query, rows: list[Row]) -> dict[str, str]:
    whose = query.according_to

    def cite(row: Row) -> Cited:
        return Cited(citation_text(incident_citation(store, row, according_to=whose)))

    incidents = {row["incident_id"]: row for row in rows}
    rendered = dossiers(store, rows, incidents, according_to=whose, link=dossier_link, cite=cite)
    return {name: _INDENTATION.sub("\n", html) for name, html in rendered}


def dossier_link(incident_id: str) -> str:
    """Return the link to a dossier within the file."""
    return f"#incident={quote(incident_id, safe='', errors='replace')}"
