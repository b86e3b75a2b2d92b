"""What the marks mean, in two lines under a map that is too small for its legend. Pure."""

from mapapp.views.style import Legend
from mapapp.views.templates import render

SHAPES = (
    ("one incident; larger: more people harmed", "one"),
    ("several", "several"),
    ("somewhere in this area", "area"),
    ("somewhere in the district", "vague"),
    ("summary entry", "summary"),
)


def key_html(legend: Legend) -> str:
    """Render the shapes and the colours; the map's own legend has all."""
    other = [(legend.other_words, legend.other)] if legend.other_words else []
    return render("key.html", shapes=SHAPES, actors=[*legend.actors.items(), *other])
