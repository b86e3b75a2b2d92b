"""The import contracts work: a forbidden import in any module is found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_to(tmp_path_factory.mktemp("contracts"))


def copy_to(folder: Path) -> Path:
    shutil.copytree(ROOT / "mapapp", folder / "mapapp", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", linter, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_import_contracts_hold(copied: Path) -> None:
    done = check(copied)
    assert done.returncode == 0, done.stdout


ALLOWED = {
    "streamlit": ("page", "server"),
    "streamlit_folium": ("page", "server"),
    "folium": ("views/map.py", "dataset.py"),
    "urllib3": ("ingest/remote.py",),
    "ibis": tuple(
        f"engine/{part}" for part in ("questions", "compiling", "statements", "engines", "loading")
    ),
    "duckdb": ("engine",),
    "psycopg": ("engine",),
    "psycopg_pool": ("engine",),
    "clickhouse_connect": ("engine",),
}


def forbidden_imports(module: str) -> list[str]:
    """Return the packages that a module, given by its path in mapapp, may not import."""
    return [package for package, allowed in ALLOWED.items() if not module.startswith(allowed)]


def test_the_linter_finds_every_forbidden_import(tmp_path: Path) -> None:
    copied = copy_to(tmp_path)
    expected = []
    for path in sorted((copied / "mapapp").rglob("*.py")):
        module = path.relative_to(copied)
        packages = forbidden_imports(module.relative_to("mapapp").as_posix())
        with path.open("a", encoding="utf-8") as file:
            file.writelines(f"\nimport {package}\n" for package in packages)
        name = ".".join(module.with_suffix("").parts).removesuffix(".__init__")
        expected += [f"{name} -> {package} " for package in packages]
    assert len(expected) > 60 * len(ALLOWED)
    done = check(copied)
    assert done.returncode == 1
    assert [line for line in expected if line not in done.stdout] == []


def test_a_new_room_needs_its_floor(copied: Path) -> None:
    (copied / "mapapp" / "attic.py").write_text('"""A room on no floor."""\n')
    try:
        done = check(copied)
    finally:
        (copied / "mapapp" / "attic.py").unlink()
    assert done.returncode == 1
    assert "attic" in done.stdout


@pytest.mark.parametrize(
    ("module", "imported", "told"),
    [
        ("model/actors.py", "mapapp.page.markdown", "mapapp.model.actors -> mapapp.page.markdown"),
        ("model/filters.py", "mapapp.model.query", "No cycles are allowed in mapapp.model."),
    ],
    ids=["back up", "in a circle"],
)
def test_no_import_runs_back_up_or_in_a_circle(copied: Path, module: str, imported: str, told: str) -> None:
    file = copied / "mapapp" / module
    before = file.read_text()
    file.write_text(f"{before}\nimport {imported}\n")
    try:
        done = check(copied)
    finally:
        file.write_text(before)
    assert done.returncode == 1
    assert told in done.stdout


def test_ibis_is_imported_before_its_parts() -> None:
    for module in (ROOT / "mapapp").rglob("*.py"):
        lines = module.read_text(encoding="utf-8").splitlines()
        imports = [line.split()[1] for line in lines if line.startswith(("import ibis", "from ibis"))]
        assert not imports or imports[0] == "ibis", f"{module}: see the facts in docs/architecture.md"
