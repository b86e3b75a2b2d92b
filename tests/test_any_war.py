"""The program is independent of any war: no word of the bundled one is in its code."""

import csv
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapapp.geo.gazetteer import path
from mapapp.shipped import PACKAGE, bundled

WRITTEN = {".py", ".ftl", ".html", ".js", ".ts", ".css"}
ORDINARY = {"name"}
"""Columns of the geodata whose names are ordinary English words."""


def described(file: Path) -> dict:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    with path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words() -> Iterator[str]:
    for party in described(bundled("conflict.toml"))["parties"]:
        yield from (party["name"], party["label"], *party["forces"])
    naming = described(path("names.toml"))
    for one in naming["traditions"]:
        yield from (one["name"], one["label"])
    yield from (*naming["places"], *naming["districts"])
    for row in (*rows("gazetteer.csv"), *rows("towns.csv")):
        yield from (text for column, text in row.items() if column.startswith("name_"))
    for row in rows("gazetteer.csv"):
        yield from (row["country"], *row["admin1"].split(" / "))
    for feature in json.loads(bundled("lines.geojson").read_text(encoding="utf-8"))["features"]:
        yield from (feature["properties"]["id"], feature["properties"]["label"])


def found_in(text: str) -> list[str]:
    folded = text.casefold()
    near = [
        word for word in {word.casefold() for word in words() if len(word) > 3} - ORDINARY if word in folded
    ]
    return re.findall(rf"(?<!\w)(?:{'|'.join(map(re.escape, near))})(?!\w)", folded) if near else []


@pytest.mark.parametrize("folder", [PACKAGE, bundled("frontend/src")], ids=["mapapp", "frontend"])
def test_no_word_of_the_bundled_war_stands_in_the_program(folder: Path) -> None:
    files = [file for file in folder.rglob("*") if file.suffix in WRITTEN and "assets" not in file.parts]
    assert len(files) > 50
    assert found_in("\n".join(file.read_text(encoding="utf-8") for file in files)) == []


def test_the_words_are_found_where_they_stand() -> None:
    assert found_in('first = "armenian"; near Barda; row.name_hy_en; barbarda') == [
        "armenian",
        "barda",
        "name_hy_en",
    ]
