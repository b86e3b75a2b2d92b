"""The picture of a view: text, map, legend and source."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import numpy as np

from mapapp import words
from mapapp.engine.questions import overview
from mapapp.engine.store import Store
from mapapp.engine.view import View
from mapapp.exports.picture import marks
from mapapp.exports.picture.areas import draw_areas, draw_confinement
from mapapp.exports.picture.base_map import draw_base_map, visible_lines
from mapapp.exports.picture.box import Box
from mapapp.exports.picture.canvas import Canvas
from mapapp.exports.picture.extent import extent
from mapapp.exports.picture.frame import Frame
from mapapp.exports.picture.key import Group, arranged, draw_group, groups
from mapapp.exports.picture.lettering import BOLD, lines
from mapapp.exports.picture.names import Names
from mapapp.exports.picture.printing import printed
from mapapp.exports.picture.request import LEGEND_COLUMN, SIZES, PictureRequest
from mapapp.exports.picture.scale import draw_scale
from mapapp.exports.picture.sheet import Sheet
from mapapp.exports.picture.spreading import spread
from mapapp.exports.provenance import source_line
from mapapp.geo.areas import outlines
from mapapp.geo.naming import dataset_towns
from mapapp.mapdata.map_features import MOST_SINGLE, singles, view_features
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.views.style import INK, legend_of

Feature = dict[str, Any]

RIM = 34.0
FINE_PRINT, FINE_LEADING = 10.5, 13.0
DEEPEST_ZOOM = 22


def picture(store: Store, request: PictureRequest, kind: str) -> bytes:
    """Draw a view as a "png" or "svg" file."""
    return printed(composed(store, request), kind)


def composed(store: Store, request: PictureRequest) -> Sheet:
    """Put everything that a view shows on a sheet."""
    return _Picture(store, request).composed()


class _Picture:
    """The parts of a picture; the map takes the space that the others leave."""

    def __init__(self, store: Store, request: PictureRequest) -> None:
        self._store, self._request, self._size = store, request, SIZES[request.size]
        self._summary = self._in_words()
        about = self._title(), " ".join(self._summary), source_line(store)
        self._canvas = Canvas(Sheet(self._size.width, self._size.height, INK["paper"], *about))
        legend = legend_of(store)
        self._legend = replace(legend, sizes=legend.sizes.scaled(self._size.marks))
        self._features_by_frame: dict[Frame, list[Feature]] = {}

    def composed(self) -> Sheet:
        """Lay out and draw all parts."""
        inner = self._size.inner
        source = self._lines_of(
            message(
                "picture-source", source=source_line(self._store), date=words.day(datetime.now(UTC).date())
            )
        )
        everything = self._store.totals(self._request.query)["matched"]
        longest_notes = self._lines_of(self._notes(everything, everything))
        foot = inner.bottom - FINE_LEADING * (len(source) + len(longest_notes))
        frame, legend = self._arranged(Box(inner.left, self._head(inner), inner.right, foot - 6))
        features = self._features(frame)
        self._map(frame, features)
        for group, box in legend:
            draw_group(self._canvas, group, box.left, box.top, box.width)
        self._foot(foot, [*self._lines_of(self._notes(*self._outside_counts(frame))), *source])
        return self._canvas.sheet

    def _head(self, inner: Box) -> float:
        """Write title, headline and filter; return the y at which they end."""
        size, y = self._size, inner.top
        for line in lines(self._title(), inner.width, size.title, BOLD, most=2):
            y += size.title * 1.1
            style: dict[str, Any] = {"size": size.title, "weight": BOLD, "colour": INK["ink"]}
            self._canvas.text(inner.left, y - size.title * 0.25, line, **style)
        for text, colour in zip(self._summary, (INK["ink"], INK["quiet"]), strict=False):
            for line in lines(text, inner.width, size.text, most=3):
                y += size.text * 1.3
                self._canvas.text(inner.left, y - size.text * 0.25, line, size=size.text, colour=colour)
        return y + 10

    def _in_words(self) -> list[str]:
        """Return the headline, and the filter if there is one."""
        query, conflict = self._request.query, self._store.conflict
        headline = words.headline(self._store.totals(query), query, conflict)
        if query == Query(according_to=query.according_to):
            return [headline]
        return [headline, message("picture-filter", filter=words.filter_sentence(query, conflict))]

    def _title(self) -> str:
        """Return the title of the incident, if the picture is of a single one, or else of the data set."""
        incident_ids = self._request.query.incident_id
        incident = self._store.incident(incident_ids[0]) if len(incident_ids) == 1 else None
        return words.title(incident, self._request.order) if incident else self._store.description.title

    def _arranged(self, room: Box) -> tuple[Frame, list[tuple[Group, Box]]]:
        """Divide the space between map and legend; what the legend explains depends on what the map shows."""
        explained = [] if self._size.is_wide else self._groups(self._frame(room))  # else it takes a column
        _, box = self._beside(room, explained)
        placed, box = self._beside(room, self._groups(self._frame(box)))
        return self._frame(box), placed

    def _groups(self, frame: Frame) -> list[Group]:
        properties = [feature["properties"] for feature in self._features(frame)]
        is_confined = bool(outlines(self._store.located(self._request.query)))
        return groups(
            self._legend, properties, visible_lines(self._store.conflict, frame), is_confined=is_confined
        )

    def _beside(self, room: Box, explained: Sequence[Group]) -> tuple[list[tuple[Group, Box]], Box]:
        """Lay out the legend to the right of the map or below it; return it, and the space for the map."""
        if self._size.is_wide:
            left = room.right - LEGEND_COLUMN + 20
            placed = arranged(explained, Box(left, room.top, room.right, room.bottom), 1)
            return placed, room._replace(right=left - 20)
        columns = 2
        placed = arranged(explained, room, columns)
        high = max((box.bottom for _, box in placed), default=room.top) - room.top
        top = room.bottom - high
        moved = [(group, box._replace(top=box.top + top - room.top)) for group, box in placed]
        return moved, room._replace(bottom=top - 10)

    def _frame(self, box: Box) -> Frame:
        if self._request.position:
            return Frame.at(*self._request.position, box)
        return Frame.around(self._extent, box, RIM)

    @cached_property
    def _extent(self) -> tuple[float, float, float, float]:
        return extent(self._store, self._request.query)

    def _features(self, frame: Frame) -> list[Feature]:
        if frame not in self._features_by_frame:
            self._features_by_frame[frame] = self._query_features(frame)
        return self._features_by_frame[frame]

    def _query_features(self, frame: Frame) -> list[Feature]:
        store, query, order = self._store, self._request.query, self._request.order
        view = View(frame.bbox(), max(0, min(DEEPEST_ZOOM, round(frame.zoom))))
        in_view = store.rows(overview.counts, store.incidents, query, view.bbox)[0]["in_view"]
        return (singles if in_view <= MOST_SINGLE else view_features)(store, query, view, order)

    def _map(self, frame: Frame, features: Sequence[Feature]) -> None:
        radii = np.array([marks.radius_of(feature["properties"], self._legend) for feature in features])
        positions = frame.project(
            np.array([feature["geometry"]["coordinates"] for feature in features]).reshape(-1, 2)
        )
        positions = spread(positions, radii)
        with self._canvas.clipped_to(frame.box):
            draw_base_map(self._canvas, frame, visible_lines(self._store.conflict, frame))
            draw_areas(self._canvas, frame, features)
            draw_confinement(self._canvas, frame, outlines(self._store.located(self._request.query)))
        places = dataset_towns(self._store.conflict, frame.bbox()) if self._store.gives_rows else ()
        names = Names(self._canvas, frame, self._request.order, places)
        for (x, y), radius in zip(positions, radii, strict=True):
            names.keep_clear_of(x, y, radius)
        names.occupied.append(draw_scale(self._canvas, frame))
        names.draw()
        with self._canvas.clipped_to(frame.box):
            for number in np.argsort(-radii, kind="stable"):
                marks.draw_mark(
                    self._canvas, tuple(positions[number]), features[number]["properties"], self._legend
                )
        self._canvas.box(frame.box, facecolor="none", edgecolor=INK["edge"], linewidth=1)

    def _outside_counts(self, frame: Frame) -> tuple[int, int]:
        """Count the matching rows outside the map, and those without a location."""
        store, query = self._store, self._request.query
        counts = store.rows(overview.counts, store.incidents, query, frame.bbox())[0]
        matched = store.totals(query)["matched"]
        return matched - counts["in_view"] - counts["unlocated"], counts["unlocated"]

    def _notes(self, outside: int, unlocated: int) -> str:
        sentences = [
            message("picture-apart") if self._store.totals(self._request.query)["matched"] > 1 else "",
            message("picture-outside", count=outside) if outside else "",
            message("picture-unlocated", count=unlocated) if unlocated else "",
            message("picture-blank"),
        ]
        return " ".join(filter(None, sentences))

    def _lines_of(self, text: str) -> list[str]:
        return lines(text, self._size.inner.width, FINE_PRINT, most=3)

    def _foot(self, top: float, small_print: Sequence[str]) -> None:
        """Write the small print."""
        left, y = self._size.inner.left, top
        for line in small_print:
            y += FINE_LEADING
            self._canvas.text(left, y - 3, line, size=FINE_PRINT, colour=INK["quiet"])
