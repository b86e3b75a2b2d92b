"""The words that the map's script shows, handed to it with the base map."""

from mapapp.messages import message

MAP_WORDS = (
    "attributed-to",
    "background-away",
    "background-none",
    "background-satellite",
    "background-streets",
    "beyond-east",
    "beyond-north",
    "beyond-south",
    "beyond-west",
    "coverage-away",
    "coverage-claims",
    "coverage-elsewhere",
    "coverage-legend",
    "coverage-list",
    "incidents",
    "layer-coverage",
    "layer-density",
    "layer-districts",
    "layer-uncertainty",
    "layers-title",
    "legend-approximate",
    "legend-aside",
    "legend-colour",
    "legend-combined",
    "legend-density",
    "legend-fill",
    "legend-several",
    "legend-size",
    "legend-title",
    "legend-vague",
    "map-full-screen",
    "map-home",
    "map-leave-full-screen",
    "map-not-loaded",
    "map-out-of-date",
    "map-show-all",
    "map-title",
    "map-try-again",
    "map-two-fingers",
    "map-wheel-command",
    "map-wheel-ctrl",
    "names-of-control",
    "tip-drawn-together",
    "tip-not-established",
    "tip-sources",
    "tip-together",
    "tip-zoom",
    "totals-no-figure",
    "view-none-here",
    "view-none-located",
)
"""Identifiers of the catalogue that `frontend/src/map` uses."""


def map_words() -> dict[str, str]:
    """Return the words of the map by identifier."""
    return {identifier: message(identifier) for identifier in MAP_WORDS}
