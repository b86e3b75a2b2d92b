"""Executes the recipes in CONTRIBUTING.md, each on a copy of the project."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[1]
COPIED = (
    "mapapp",
    "geodata",
    "docs",
    "pyproject.toml",
    "datapackage.json",
    "conflict.toml",
    "lines.geojson",
    "*.csv",
)
STEP = re.compile(
    r"^ *(?:In `(?P<file>[^`]+)`, before `(?P<before>[^\n]+)`:"
    r"|New file `(?P<new>[^`]+)`:|At the end of `(?P<end>[^`]+)`:)\n\n"
    r"(?P<indent> *)```(?P<kind>\w+)\n(?P<block>.*?)\n *```$"
    r"|^(?P<shell_indent> *)```sh\n(?P<shell>.*?)\n *```$",
    re.MULTILINE | re.DOTALL,
)


def recipes():
    """Yield the name and the steps of each section that has steps."""
    for section in re.split(r"^## ", (ROOT / "CONTRIBUTING.md").read_text(), flags=re.MULTILINE)[1:]:
        if steps := list(STEP.finditer(section)):
            yield section.partition("\n")[0], steps


RECIPES = dict(recipes())


@pytest.fixture
def copy(tmp_path):
    for pattern in COPIED:
        for source in ROOT.glob(pattern):
            if source.is_dir():
                shutil.copytree(source, tmp_path / source.name, ignore=shutil.ignore_patterns("images"))
            else:
                shutil.copy(source, tmp_path)
    (tmp_path / "old").mkdir()
    for table in ("incidents", "claims", "sources"):
        shutil.copy(tmp_path / f"{table}.csv", tmp_path / "old")
    return tmp_path


def follow(step, folder):
    """Carry out one step; `before` names the first line that contains the text."""
    if step["shell"] is not None:
        return run(dedent(step["shell"]), folder)
    width = len(step["indent"])
    block = "".join(f"{line[width:]}\n" for line in step["block"].split("\n"))
    if step["new"]:
        (folder / step["new"]).write_text(block)
    elif step["end"]:
        add_rows(folder / step["end"], block)
    else:
        file = folder / step["file"]
        lines = file.read_text().splitlines(keepends=True)
        place = next(i for i, line in enumerate(lines) if step["before"] in line)
        file.write_text("".join([*lines[:place], block, *lines[place:]]))
    return None


def add_rows(file, block):
    """Add rows to a CSV file, in the order of its columns."""
    text = file.read_bytes().decode("utf-8-sig")
    line_end = "\r\n" if text.endswith("\r\n") else "\n"
    columns = next(csv.reader(io.StringIO(text, newline="")))
    added = io.StringIO(newline="")
    writer = csv.DictWriter(added, columns, lineterminator=line_end)
    writer.writerows(csv.DictReader(io.StringIO(block)))
    with file.open("ab") as out:
        out.write(added.getvalue().encode())


def run(script, folder):
    """Run a script with the copy's program; every command must succeed."""
    programs = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(folder),
        "COLUMNS": "200",
    }
    command = ["bash", "-euo", "pipefail", "-xc", script]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_works_as_it_is_written(name, copy):
    for step in RECIPES[name]:
        follow(step, copy)


def test_each_recipe_is_found_and_checks_what_it_did():
    assert RECIPES.keys() == {
        "Add an incident",
        "Add a column",
        "Add a number filter",
        "Add an export format",
        "Add a layer",
    }
    assert all(steps[-1]["shell"] is not None for steps in RECIPES.values())


def test_a_number_filter_touches_one_file_and_a_facet_and_a_format_two():
    touched = {
        name: {step["file"] or step["new"] for step in steps if step["file"] or step["new"]}
        for name, steps in RECIPES.items()
    }
    assert len(touched["Add a number filter"]) == 1
    assert len(touched["Add a column"]) == 2
    assert len(touched["Add an export format"]) == 2
