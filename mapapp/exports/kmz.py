"""KML 2.3 (OGC 12-007r2) in a zip, for globes: points in WGS84 with the map's marks, days and claims."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

import pyarrow as pa

from mapapp import words
from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.exports.archive import Files, zipped
from mapapp.exports.dossiers import facts_about
from mapapp.exports.provenance import facts
from mapapp.exports.xmltext import as_xml
from mapapp.mapdata.incidents import incident_feature
from mapapp.model.derived import HARMED
from mapapp.model.query import Query
from mapapp.model.schema import INCIDENTS
from mapapp.views.balloon import balloon_html
from mapapp.views.style import Legend, legend_of

KMZ = "application/vnd.google-earth.kmz"
_NAMESPACE = "http://www.opengis.net/kml/2.3"
_SCHEMA = "incidents"
_GLOBE_ICON = 32
"""The size in pixels of an icon of scale 1 on a globe, whatever the size of its picture."""
_ICON_RADIUS, _ICON = 12.0, 32


class Mark(NamedTuple):
    """Everything that determines an icon: marks that look alike on the map share one, whatever their size."""

    colour: str
    grade: str
    shape: str
    vague: bool

    @property
    def file(self) -> str:
        """The name of its picture in the zip."""
        precision = "district" if self.vague else "place"
        return f"icons/{self.colour.lstrip('#')}-{self.grade or 'ungraded'}-{self.shape}-{precision}.png"


def kmz(store: Store, query: Query, *, limit: int | None = None, offset: int = 0) -> Iterator[bytes]:
    """Write the matching incidents from `offset` on, at most `limit`, with their claims, and the marks.

    An incident without a location is a Placemark without a Point, which a globe lists but can't show.
    """
    selection = Selection.of(store, query, limit=limit, offset=offset)
    return zipped(_files(selection, legend_of(store)))


def _files(selection: Selection, legend: Legend) -> Files:
    marks: set[Mark] = set()
    yield "doc.kml", _document(selection, legend, marks)
    for mark in sorted(marks):
        yield mark.file, [_icon(mark, legend)]


def _document(selection: Selection, legend: Legend, marks: set[Mark]) -> Iterator[bytes]:
    facts_by_name = facts(selection)
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<kml xmlns="{_NAMESPACE}" version="2.3">\n<Document>\n'.encode()
    yield _element("name", facts_by_name["title"])
    yield _element("description", "\n".join(f"{name}: {value}" for name, value in facts_by_name.items()))
    yield tostring(_schema(selection.empty(INCIDENTS).schema)) + b"\n"
    for page in selection.pages():
        yield b"".join(_placemarks(page, legend, marks))
    if not marks:  # else GDAL finds no layer
        yield b"<Folder>\n" + _element("name", facts_by_name["title"]) + b"</Folder>\n"
    yield b"</Document>\n</kml>\n"


def _schema(columns: pa.Schema) -> Element:
    schema = Element("Schema", {"name": _SCHEMA, "id": _SCHEMA})
    for column in columns:
        SubElement(schema, "SimpleField", {"name": as_xml(column.name), "type": _type_of(column.type)})
    return schema


def _type_of(kind: pa.DataType) -> str:
    if pa.types.is_integer(kind):
        return "int"
    return "double" if pa.types.is_floating(kind) else "string"


def _placemarks(page: Selection, legend: Legend, marks: set[Mark]) -> Iterator[bytes]:
    store, whose = page.store, page.query.according_to
    incidents = page.incidents(HARMED)
    names = incidents[INCIDENTS.key].to_pylist()
    claims, claim_facts = store.claims_about(names), facts_about(store, names)
    columns = [name for name in incidents.column_names if name != HARMED]
    for row in incidents.to_pylist():
        about = claims[row[INCIDENTS.key]]
        placemark = Element("Placemark")
        _add(placemark, "name", words.title(row))
        _add(placemark, "description", balloon_html(row, about, claim_facts, store.conflict, whose))
        _add_days(placemark, row)
        _add_style(placemark, row, legend, marks)
        _add_columns(placemark, {name: row[name] for name in columns})
        if row["longitude"] is not None and row["latitude"] is not None:
            _add(SubElement(placemark, "Point"), "coordinates", f"{row['longitude']},{row['latitude']}")
        yield tostring(placemark, encoding="utf-8") + b"\n"


def _add_days(placemark: Element, row: Mapping[str, Any]) -> None:
    """Add the day, or the first and the last day, both inclusive."""
    first_day, last_day = row["date_start"], row["date_end"] or row["date_start"]
    if first_day == last_day:
        _add(SubElement(placemark, "TimeStamp"), "when", first_day.isoformat())
        return
    span = SubElement(placemark, "TimeSpan")
    _add(span, "begin", first_day.isoformat())
    _add(span, "end", last_day.isoformat())


def _add_style(placemark: Element, row: Mapping[str, Any], legend: Legend, marks: set[Mark]) -> None:
    from mapapp.exports.picture.marks import is_vague, radius_of, shape_of  # noqa: PLC0415 - slow to import

    properties = incident_feature(row)["properties"]
    shape, vague = shape_of(properties, legend), is_vague(properties)
    mark = Mark(legend.colour(properties["actor"]), properties["harm_status"], shape, vague)
    marks.add(mark)
    icon = SubElement(SubElement(placemark, "Style"), "IconStyle")
    scale = radius_of(properties, legend) / _ICON_RADIUS * _ICON / _GLOBE_ICON
    _add(icon, "scale", f"{scale:.3f}")
    _add(SubElement(icon, "Icon"), "href", mark.file)


def _add_columns(placemark: Element, cells: Mapping[str, Any]) -> None:
    data = SubElement(SubElement(placemark, "ExtendedData"), "SchemaData", {"schemaUrl": f"#{_SCHEMA}"})
    for name, cell in cells.items():
        if cell is not None:
            SubElement(data, "SimpleData", {"name": as_xml(name)}).text = as_xml(str(cell))


def _icon(mark: Mark, legend: Legend) -> bytes:
    from mapapp.exports.picture.canvas import Canvas  # noqa: PLC0415 - half a second to import
    from mapapp.exports.picture.marks import Look, broken, dot  # noqa: PLC0415 - the same
    from mapapp.exports.picture.printing import printed  # noqa: PLC0415 - the same
    from mapapp.exports.picture.sheet import Sheet  # noqa: PLC0415 - the same

    canvas = Canvas(Sheet(_ICON, _ICON, "none", mark.file, "", ""))
    look = Look(legend.evidence.get(mark.grade, legend.evidence[""]), mark.colour, mark.shape)
    (broken if mark.vague else dot)(canvas, (_ICON / 2, _ICON / 2), _ICON_RADIUS, look)
    return printed(canvas.sheet, "png")


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = as_xml(text)


def _element(name: str, text: str) -> bytes:
    element = Element(name)
    element.text = as_xml(text)
    return bytes(tostring(element, encoding="utf-8")) + b"\n"
