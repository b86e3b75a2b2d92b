"""The map: folium elements around our own Leaflet layer. The only file that uses folium.

The base map is constant and holds no data; the incidents are a single element with a tiny script that
gives the frontend a URL (the app) or the features themselves (notebooks and files).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import folium
from branca.element import MacroElement
from folium.template import Template

from mapapp.geo import world
from mapapp.geo.gazetteer import base_map_files
from mapapp.messages import message
from mapapp.model.conflict import NOT_DESCRIBED, Conflict
from mapapp.model.traditions import Tradition
from mapapp.shipped import bundled
from mapapp.views import frontend, style
from mapapp.views.map_options import (
    Bounds,
    app_options,
    bounds_of,
    standalone_naming,
    standalone_options,
    with_labels,
)
from mapapp.views.tiles import Tiles

INCIDENTS_URL = "api/collections/incidents/map"
"""The route that returns what a view shows, under the app's root."""

HOME_URL = "api/collections/incidents/home"
"""The route that returns a map's initial view, under the app's root."""

COVERAGE_URL = "api/collections/incidents/coverage"
"""The route that returns who reports anything, under the app's root."""

PLACES_URL = "api/collections/incidents/places"
"""The route that returns the places of the data set's own gazetteer, under the app's root."""

LINES_URL = "api/collections/incidents/lines"
"""The route that returns the lines drawn under the incidents, under the app's root."""


class _Map(folium.Map):
    """A folium map drawn by the frontend, with our files in place of folium's five CDNs."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}{{ this.head }}{% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }} ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = mapapp.baseMap({{ this.get_name()|tojson }}, {{ this.base }});
        {% endmacro %}
        """
    )

    def __init__(self, base: Mapping[str, object], scripts: Sequence[str] = (), head: str = "") -> None:
        super().__init__(location=(0, 0), tiles=None)
        self.base = literal(base)
        self.head = head
        self.default_js = [(url, url) for url in scripts]
        self.default_css = []


class _Page(folium.Figure):
    """The page of a standalone map, with a language and a title, which are escaped here."""

    _template = Template(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        {{ this.header.render(**kwargs) }}
        <title>{{ this.title|e }}</title>
        </head>
        <body>
        {{ this.html.render(**kwargs) }}
        </body>
        <script>
        {{ this.script.render(**kwargs) }}
        </script>
        </html>
        """
    )


class _Incidents(MacroElement):
    """The call that shows incidents on the map to which the parent feature group belongs."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            mapapp.showIncidents({{ this._parent._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(self, options: Mapping[str, object]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Incidents"
        self.options = literal(options)


def base_map(tiles: Mapping[str, Tiles], theme: style.Theme = "light", root: str = "") -> folium.Map:
    """Return the constant base map for st_folium; build a new one for every run, for st_folium alters it.

    It loads everything but third-party tiles from the app, by URLs relative to st_folium's frame. `root`: the
    API's root, relative to the page.
    """
    vectors = {name: f"assets/geodata/{path.name}" for name, path in base_map_files().items()}
    vectors["world"] = f"assets/world/{{cell}}.json?v={world.version()}"
    vectors["reference"] = f"{root}{LINES_URL}"
    return _Map(app_options(tiles, theme, vectors), scripts=[_address("map.js")])


def incident_layer(
    source_params: Mapping[str, Sequence[str]],
    *,
    home: Bounds | None,
    legend: style.Legend,
    selected: str | None,
    fingerprint: str,
    area: Sequence[Sequence[tuple[float, float]]] = (),
    names: str = "",
    traditions: Iterable[Tradition] = (),
    has_places: bool = False,
    coverage: bool = True,
    root: str = "",
) -> folium.FeatureGroup:
    """Return the incidents for st_folium's `feature_group_to_add`: a URL and a legend, no data.

    `source_params` are a Query's parameters; `home` is what the default view shows; `fingerprint` names the
    state of the data, so that new data are requested. `area`: closed outlines of the Query's area. `names`:
    whose place names come first; "" for the order of the data. `traditions`: those that a reader may choose
    between. `has_places`: whether the data set has its own places. `coverage`: whether it is known who
    reports anything. `root`: the API's root, relative to the page.
    """
    params = {**source_params, **({"names": [names]} if names else {})}
    source = {
        "url": f"{root}{INCIDENTS_URL}",
        "home": f"{root}{HOME_URL}",
        "params": urlencode(params, doseq=True),
    }
    if coverage:
        source["coverage"] = f"{root}{COVERAGE_URL}"
    return _group(
        source,
        home=home,
        legend=legend,
        selected=selected,
        fingerprint=fingerprint,
        area=area,
        names=names,
        naming={
            "nameOrders": with_labels(traditions),
            "places": f"{root}{PLACES_URL}" if has_places else None,
        },
    )


def standalone_map(
    features: Mapping[str, Any],
    legend: style.Legend,
    title: str = "",
    conflict: Conflict = NOT_DESCRIBED,
) -> folium.Map:
    """Return a map with everything inside it, for notebooks and files; it needs no server and no network.

    `features` is a GeoJSON FeatureCollection of single incidents with the properties of `Incident` in
    `frontend/src/types.d.ts`. `title` is the page's title, "Incidents" if it is empty; lines and places of
    the `conflict` are drawn under the incidents.
    """
    home = bounds_of(features)
    map_ = _Map(standalone_options(home, conflict), head=_inlined_head())
    naming = standalone_naming(home, conflict)
    _group({"features": features}, home=home, legend=legend, naming=naming).add_to(map_)
    _Page(title=title or message("incidents")).add_child(map_)
    return map_


def asset_folders() -> dict[str, Path]:
    """Return the folders whose files the page loads, by the part of the URL after `assets/`."""
    return {
        "mapapp": frontend.FOLDER,
        "geodata": bundled("geodata"),
    }


def literal(value: object) -> str:
    """Return a value as a JavaScript expression that no parser on the way can misread.

    It escapes what ends a script (<, >, &), what st_folium rewrites (_ and {{'), what folium's second pass
    takes for a template ({), and all that is not ASCII (U+2028). ValueError for NaN.
    """
    text = json.dumps(json.dumps(value, allow_nan=False))
    return f"JSON.parse({_UNSAFE.sub(_escaped, text)})"


_UNSAFE = re.compile("[<>&'_{}]")


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _group(
    source: Mapping[str, object],
    *,
    home: Bounds | None,
    legend: style.Legend,
    selected: str | None = None,
    fingerprint: str = "",
    area: Sequence[Sequence[tuple[float, float]]] = (),
    names: str = "",
    naming: Mapping[str, object],
) -> folium.FeatureGroup:
    options = {
        "source": source,
        "home": home,
        "legend": legend.as_options(),
        "selected": selected,
        "fingerprint": fingerprint,
        "area": area,
        "names": names,
        **naming,
    }
    group = folium.FeatureGroup(name="Incidents", control=False)
    group.add_child(_Incidents(options))
    return group


def _address(name: str) -> str:
    """Return the URL of one of our files, relative to st_folium's frame."""
    return f"../../assets/mapapp/{frontend.versioned(name)}"


@cache
def _inlined_head() -> str:
    page = "html, body { height: 100%; margin: 0; } .folium-map { height: 100%; min-height: 320px; }"
    parts = [
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{page}</style>",
        f"<script>{frontend.inline('map.js')}</script>",
    ]
    return "{% raw %}" + "\n".join(parts) + "{% endraw %}"
