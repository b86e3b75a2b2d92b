"""The states of the served data set: good files and broken ones, and the right answers in each."""

import csv
import io
import os
from collections import Counter
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs

from mapapp import open_dataset
from mapapp.model.query import Query
from mapapp.shipped import bundled

if TYPE_CHECKING:
    from mapapp.dataset import Dataset

FILES = ("incidents.csv", "claims.csv", "sources.csv", "conflict.toml", "lines.geojson", "datapackage.json")
MOVED, STEP = 0.05, 3
"""Degrees by which every third incident moves from state to state, so that filters match others."""

Shown = tuple[str, str]
"""An incident as an answer shows it: its identifier, and its title, which names the state."""


class Right(NamedTuple):
    """What matches a filter in a state: all incidents, and those with a place."""

    all: Counter[Shown]
    located: Counter[Shown]


class States:
    """The files that are served, each good state with a copy to compare with.

    States are numbered from 1; `newest` was written last, `confirmed` is the newest known to be served.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self.served = folder, folder / "served"
        self._originals = {name: bundled(name).read_bytes() for name in FILES}
        self._broken = cycle(self._breakings())
        self._opened: dict[int, Dataset] = {}
        self._right: dict[tuple[int, str], Right] = {}
        self.newest = self.broken = 0
        self.served.mkdir()
        for name, content in self._originals.items():
            (self.served / name).write_bytes(content)
        self.put_good()
        self.confirmed = self.newest

    @property
    def incidents(self) -> Path:
        """The file to serve."""
        return self.served / "incidents.csv"

    def put_good(self) -> None:
        """Replace what is served by the next state."""
        self.newest += 1
        own = self._folder / str(self.newest)
        own.mkdir()
        for name, content in self._originals.items():
            (own / name).write_bytes(content)
        (own / "incidents.csv").write_bytes(self._written(self.newest))
        self._opened[self.newest] = open_dataset(own / "incidents.csv")
        self._replace((own / "incidents.csv").read_bytes())

    def put_broken(self) -> None:
        """Write a file that must not be served: the last good one stays in use."""
        self._replace(next(self._broken))
        self.broken += 1

    def confirm(self, fingerprint: str) -> bool:
        """Note which state the server says it serves; return whether that is the newest."""
        if fingerprint == self._opened[self.newest].fingerprint:
            self.confirmed = self.newest
        return self.confirmed == self.newest

    def right(self, number: int, query: str) -> Right:
        """Return what matches a filter in a state, according to open_dataset."""
        if (number, query) not in self._right:
            frame = self._opened[number].incidents(Query.from_params(parse_qs(query)))
            shown = list(zip(frame["incident_id"], frame["title"], strict=True))
            located = [one for one, point in zip(shown, frame.geometry, strict=True) if point is not None]
            self._right[number, query] = Right(Counter(shown), Counter(located))
        return self._right[number, query]

    def _written(self, number: int) -> bytes:
        rows = list(csv.DictReader(io.StringIO(self._originals["incidents.csv"].decode(), newline="")))
        for place, row in enumerate(rows):
            row["title"] += f" (state {number})"
            if row["latitude"] and place % STEP == number % STEP:
                row["latitude"] = f"{float(row['latitude']) + MOVED:.5f}"
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue().encode()

    def _breakings(self) -> tuple[bytes, ...]:
        whole = self._originals["incidents.csv"]
        return whole[: len(whole) // 2], b"\x00" * 1000, b"", whole.replace(b"date_start", b"when", 1)

    def _replace(self, content: bytes) -> None:
        arriving = self.served / "incidents.csv.arriving"
        arriving.write_bytes(content)
        os.replace(arriving, self.incidents)
