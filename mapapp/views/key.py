"""What the marks mean, in two lines under a map that is too small for its legend. Pure."""

from mapapp.messages import message
from mapapp.views.style import Legend
from mapapp.views.templates import render

LAST = "several"
"""The shape that comes and goes with the map's view (page.css); at the end it leaves no gap."""


def key_html(legend: Legend) -> str:
    """Render the shapes and the colours; the map's own legend has everything."""
    shown = [shape for shape in legend.shapes if "figure" not in shape]
    other = [(legend.other_words, legend.other)] if legend.other_words else []
    return render(
        "key.html",
        shapes=[(message(f"shape-{shape}"), shape) for shape in sorted(shown, key=LAST.__eq__)],
        actors=[*legend.actors.items(), *other],
    )
