"""The map's legend as a QGIS style (QML) for a layer of incidents."""

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from mapapp.model.schema import OTHER_GRADE
from mapapp.views.style import OTHER_COLOUR, THEMES, EvidenceMark, Legend

OUTLINE = THEMES["light"]["ink"]
_HARMED = "coalesce(killed_low, injured_low) IS NOT NULL"
_NUMBER = "(coalesce(killed_low, 0) + coalesce(injured_low, 0))"
_EXPRESSION = "3"
"""QGIS's code for a property that is set by an expression."""


def qgis_style(legend: Legend) -> str:
    """Write the style: colour by actor, outline and fill by evidence, size by people harmed."""
    root = Element("qgis", {"version": "3.22.0", "styleCategories": "Symbology"})
    renderer = SubElement(root, "renderer-v2", {"type": "categorizedSymbol", "attr": "actor"})
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    colours = [*legend.actors.items(), ("", OTHER_COLOUR)]
    for number, (actor, colour) in enumerate(colours):
        label = actor or legend.other_words
        attributes = {"value": actor, "label": label, "symbol": str(number), "render": "true"}
        SubElement(categories, "category", attributes)
        _symbol(symbols, str(number), colour, legend)
    return tostring(root, encoding="unicode")


def _symbol(symbols: Element, name: str, colour: str, legend: Legend) -> None:
    symbol = SubElement(symbols, "symbol", {"name": name, "type": "marker", "alpha": "1"})
    layer = SubElement(symbol, "layer", {"class": "SimpleMarker", "enabled": "1", "pass": "0"})
    options = SubElement(layer, "Option", {"type": "Map"})
    fixed = {"color": _rgba(colour), "outline_color": _rgba(OUTLINE), "size_unit": "Pixel"}
    for key, value in (fixed | {"outline_width_unit": "Pixel", "size": "9", "name": "circle"}).items():
        SubElement(options, "Option", {"name": key, "type": "QString", "value": value})
    defined = SubElement(SubElement(layer, "data_defined_properties"), "Option", {"type": "Map"})
    SubElement(defined, "Option", {"name": "name", "type": "QString", "value": ""})
    properties = SubElement(defined, "Option", {"name": "properties", "type": "Map"})
    for key, expression in _expressions(colour, legend).items():
        option = SubElement(properties, "Option", {"name": key, "type": "Map"})
        SubElement(option, "Option", {"name": "active", "type": "bool", "value": "true"})
        SubElement(option, "Option", {"name": "expression", "type": "QString", "value": expression})
        SubElement(option, "Option", {"name": "type", "type": "int", "value": _EXPRESSION})
    SubElement(defined, "Option", {"name": "type", "type": "QString", "value": "collection"})


def _expressions(colour: str, legend: Legend) -> Mapping[str, str]:
    """Return the expressions for the properties that depend on an incident's columns."""
    sizes = legend.sizes
    grown = f"sqrt({sizes.least}^2 + {sizes.per_root}^2 * {_NUMBER})"
    sized = f"2 * min({sizes.largest}, {grown})"
    return {
        "name": f"CASE WHEN aggregate = 'yes' THEN 'square' WHEN {_HARMED} THEN 'circle' ELSE 'diamond' END",
        "size": f"CASE WHEN {_HARMED} THEN {sized} ELSE {2 * sizes.unstated} END",
        "fillColor": _graded(legend, lambda mark: f"'{_rgba(colour, mark.fill)}'"),
        "outlineColor": _graded(legend, lambda mark: f"'{_rgba(OUTLINE if mark.inked else colour)}'"),
        "outlineWidth": _graded(legend, lambda mark: str(mark.width)),
        "outlineStyle": _graded(legend, lambda mark: f"'{'dash' if mark.dashes else 'solid'}'"),
    }


def _graded(legend: Legend, of: Callable[[EvidenceMark], str]) -> str:
    """Write an expression that depends on the strength of evidence, including blank and other values."""
    marks = {grade: mark for grade, mark in legend.evidence.items() if grade not in {"", OTHER_GRADE}}
    cases = " ".join(f"WHEN '{grade}' THEN {of(mark)}" for grade, mark in marks.items())
    blank, other = (of(legend.evidence[grade]) for grade in ("", OTHER_GRADE))
    graded = f"CASE harm_status {cases} ELSE {other} END"
    return f"CASE WHEN coalesce(harm_status, '') = '' THEN {blank} ELSE {graded} END"


def _rgba(colour: str, opacity: float = 1) -> str:
    """Write #rrggbb in QGIS's notation."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"
