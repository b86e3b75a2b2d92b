"""The only legend: what colour, outline, size and shape mean, with all colours in one file. Pure.

The actors' colours were chosen by simulating protanopia, deuteranopia and tritanopia (Machado 2009),
for contrast with the light and the dark base map, and to differ from the colours of the parties' flags.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from mapapp.messages import message
from mapapp.model.actors import is_established
from mapapp.model.colours import LAND, indistinguishable
from mapapp.model.derived import MARKS
from mapapp.model.schema import OTHER_GRADE, known_grade

if TYPE_CHECKING:
    from mapapp.engine.store import Store

ACTOR_COLOURS = ("#7e52b1", "#968213", "#7c5f3a", "#57697f", "#c860ad")
"""Violet, olive, brown, slate, orchid: assigned to actors in order of frequency."""

OTHER_COLOUR = "#8b8b90"
"""Grey: no actor is established, or stated, or there are more actors than colours."""

UNLISTED = ("legend-others", "legend-not-established", "legend-not-stated")
"""Messages for what is grey: other actors; actors whom sources leave open; blank."""


@dataclass(frozen=True, slots=True)
class EvidenceMark:
    """How a strength of evidence is drawn.

    `fill` is the opacity of the inside, `width` the outline's width in pixels, `dashes` an SVG dash pattern
    ("" for a solid line); the outline has the colour of the ink if `inked`, or else the actor's.
    """

    fill: float
    width: float
    inked: bool = False
    dashes: str = ""

    @property
    def hollow(self) -> float:
        """The outline's width where the place is vague and the mark has no filling."""
        return 3.2 if self._is_strong else 1.9

    @property
    def paper(self) -> float:
        """The opacity of the paper under the mark: the map shines through weak evidence."""
        return 1.0 if self._is_strong else 0.75

    @property
    def _is_strong(self) -> bool:
        return self.fill >= 0.8

    def as_options(self) -> dict[str, float | bool | str]:
        """Return the mark for the browser, which draws it the same way."""
        return asdict(self) | {"hollow": self.hollow, "paper": self.paper}


@dataclass(frozen=True, slots=True)
class CellSizes:
    """Radii of cells, 64 pixels apart: proportional to the root of their number until large, then slower."""

    least: float = 11.5
    per_root: float = 1.6
    large: float = 30.0
    largest: float = 36.0
    most: int = 10_000
    """How many incidents the largest cell has."""

    def radius(self, n: int) -> float:
        """Return the radius of a cell that shows a number of incidents."""
        many = ((self.large - self.least) / self.per_root) ** 2
        if n < many:
            return self.least + self.per_root * math.sqrt(n)
        slowly = math.log(n / many) / math.log(self.most / many)
        return self.large + (self.largest - self.large) * min(1.0, slowly)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Radii in pixels. The area of a mark grows with the people harmed: radius² = least² + per_root² · n."""

    least: float = 4.5
    per_root: float = 2.6
    largest: float = 30.0
    unstated: float = 3.6
    """Half the diagonal of the diamond of an incident without any figure."""
    hollow: float = 7.0
    """The least radius of an incident whose place is vague: it has no filling."""
    cell: CellSizes = CellSizes()
    examples: tuple[int, ...] = (0, 5, 25)
    """Numbers of people whose marks the legend shows."""

    def scaled(self, by: float) -> "Sizes":
        """Return the sizes with incidents' marks scaled by a factor; cells stay the same."""
        return replace(
            self,
            least=self.least * by,
            per_root=self.per_root * by,
            largest=self.largest * by,
            unstated=self.unstated * by,
            hollow=self.hollow * by,
        )

    def radius(self, harmed: int) -> float:
        """Return the radius for a number of people harmed."""
        return min(self.largest, math.hypot(self.least, self.per_root * math.sqrt(harmed)))


EVIDENCE: Mapping[str, EvidenceMark] = MappingProxyType(
    {
        "confirmed": EvidenceMark(fill=0.95, width=2, inked=True),
        "fair": EvidenceMark(fill=0.85, width=0.75, inked=True),
        "weak": EvidenceMark(fill=0.28, width=1.75),
        "contested": EvidenceMark(fill=0.12, width=2, dashes="3.2 2.2"),
        "discounted": EvidenceMark(fill=0, width=1.25, dashes="6 3"),
        OTHER_GRADE: EvidenceMark(fill=0.5, width=1.5, dashes="1 2"),
        "": EvidenceMark(fill=0.6, width=1.25),
    }
)
"""How each of `schema.HARM_STATUS` is drawn; "" means blank, OTHER_GRADE any other grade.

A blank grade is neither strong nor weak.
"""

UNGRADED = EvidenceMark(fill=0.9, width=0.75, inked=True)
"""How everything is drawn where nothing is graded."""


THEMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "light": MappingProxyType(
            {
                "ink": "#22262b",
                "quiet": "#5c6268",
                "paper": "#ffffff",
                "edge": "#d3d0c9",
                "focus": "#1f5fbf",
                "land": LAND["light"],
                "far-land": "#efece5",
                "water": "#d3dde3",
                "river": "#bccbd4",
                "border": "#a29c90",
                "district": "#dcd7cc",
                "reference": "#57514a",
                "town": "#3c4146",
                "country": "#8d877b",
                "halo": "#f9f8f4",
                "uncertainty": "#4a4f57",
                "edge-of-area": "0.28",
                "heat": "#b8561f",
                "road": "#bfb5a4",
                "lane": "#dad4c8",
                "rail": "#a39b8d",
                "building": "#e2ddd2",
                "tiles": "saturate(0.3) contrast(0.85) brightness(1.08)",
                "satellite": "saturate(0.55) contrast(0.85) brightness(1.12)",
            }
        ),
        "dark": MappingProxyType(
            {
                "ink": "#f1efea",
                "quiet": "#b3b5b8",
                "paper": "#1b1e22",
                "edge": "#43484f",
                "focus": "#8ab8ff",
                "land": LAND["dark"],
                "far-land": "#22262a",
                "water": "#171b20",
                "river": "#1b2127",
                "border": "#697079",
                "district": "#373c43",
                "reference": "#c4bfb4",
                "town": "#d5d6d8",
                "country": "#888e96",
                "halo": "#22262a",
                "uncertainty": "#d0d4da",
                "edge-of-area": "0.6",
                "heat": "#e8924f",
                "road": "#4c535b",
                "lane": "#343a41",
                "rail": "#596068",
                "building": "#2a2f35",
                "tiles": "invert(1) hue-rotate(180deg) saturate(0.25) brightness(0.85) contrast(0.85)",
                "satellite": "saturate(0.5) contrast(0.85) brightness(0.6)",
            }
        ),
    }
)
"""Colours of everything that is not data, and the filters over tiles; CSS custom properties."""

INK = THEMES["light"]
"""The colours of pictures: a sheet is light in every theme."""

Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Line:
    """How a line of a data set is drawn: its width and its dashes in pixels, and how each dash ends."""

    width: float
    dashes: tuple[float, ...]
    cap: Literal["butt", "round"] = "butt"


LINES = (
    Line(1.1, (5, 3)),
    Line(2.2, (0.1, 4.4), "round"),
    Line(1.4, (10, 3, 1.5, 3)),
    Line(1.4, (14, 4)),
)
"""The styles of lines, in turn: as `.mapapp-reference-…` on the map, and in pictures."""


@dataclass(frozen=True, slots=True)
class Legend:
    """What the marks mean: each actor's colour in order of frequency, the evidence, the sizes.

    `other` is the colour of every actor not listed; `other_words` says who they are, "" if nobody. `shown`
    are the strengths of evidence that the legend explains, `shapes` the `derived.MARKS` that it explains.
    """

    actors: Mapping[str, str]
    other: str = OTHER_COLOUR
    other_words: str = ""
    evidence: Mapping[str, EvidenceMark] = field(default_factory=lambda: EVIDENCE)
    shown: Sequence[str] = tuple(EVIDENCE)
    shapes: Sequence[str] = MARKS
    sizes: Sizes = Sizes()

    def colour(self, actor: str | None) -> str:
        """Return the colour of an actor; grey for None and for an actor that is not listed."""
        return self.actors.get(actor or "", self.other)

    def as_options(self) -> dict[str, object]:
        """Return the legend as plain values, for JSON; the frontend's type is `Legend`."""
        return {
            "actors": [[actor, colour] for actor, colour in self.actors.items()],
            "other": self.other,
            "otherWords": self.other_words,
            "evidence": {
                status: mark.as_options() | {"words": message(f"evidence-{status or 'blank'}")}
                for status, mark in self.evidence.items()
            },
            "shown": list(self.shown),
            "shapes": list(self.shapes),
            "sizes": asdict(self.sizes),
        }


def legend_of(store: "Store") -> Legend:
    """Return the legend of a data set, shared by its page, its pictures and its files."""
    shapes = store.occurring if store.gives_rows else {"several"}
    return legend_for(store.actors, store.grades, shapes, store.conflict.colours)


def legend_for(
    actors: Sequence[str | None],
    statuses: Collection[str] = EVIDENCE,
    shapes: Collection[str] = MARKS,
    own_colours: Iterable[tuple[str, str]] = (),
) -> Legend:
    """Assign colours to actors, the most frequent first, and explain the grades and the shapes that occur.

    Actors to whom the data set gives `own_colours` have these; the others get those of ours that differ from
    them. They are listed alphabetically, so that the order says nothing about them.

    Pass the actors of the whole data set, not of a selection, so that a colour never changes its meaning.
    """
    names = list(dict.fromkeys(actor or "" for actor in actors))
    named = [actor for actor in names if is_established(actor)]
    coloured = _coloured(named, dict(own_colours))
    grey = {unlisted_message(actor) for actor in names if actor not in coloured}
    occurring = {known_grade(status) for status in statuses}
    graded = occurring != {""}
    return Legend(
        dict(sorted(coloured.items())),
        other_words=" / ".join(message(name) for name in UNLISTED if name in grey) if named else "",
        evidence=EVIDENCE if graded else {**EVIDENCE, "": UNGRADED},
        shown=[status for status in EVIDENCE if status in occurring and graded],
        shapes=[shape for shape in MARKS if shape in shapes],
    )


def unlisted_message(actor: str) -> str:
    """Return the message of UNLISTED that describes an actor without a colour."""
    if is_established(actor):
        return "legend-others"
    return "legend-not-established" if actor else "legend-not-stated"


def _coloured(actors: Sequence[str], own_colours: Mapping[str, str]) -> dict[str, str]:
    free = [colour for colour in ACTOR_COLOURS if not indistinguishable(colour, own_colours.values())]
    own = {actor: own_colours[actor] for actor in actors if actor in own_colours}
    return own | dict(zip((actor for actor in actors if actor not in own), free, strict=False))


def themes() -> dict[str, dict[str, str]]:
    """Return the themes as plain values, for JSON."""
    return {name: dict(colours) for name, colours in THEMES.items()}
