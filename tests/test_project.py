"""The project's files: versions, licences and documents agree."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

import mapapp
from mapapp.cli.main import app

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_the_version_is_told() -> None:
    assert mapapp.__version__ == PROJECT["version"]
    done = CliRunner().invoke(app, ["--version"])
    assert (done.exit_code, done.stdout) == (0, f"mapapp {PROJECT['version']}\n")


def test_the_version_stands_in_changelog_and_citation() -> None:
    assert f"## [{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text()
    assert f"version: {PROJECT['version']}\n" in (ROOT / "CITATION.cff").read_text()


@pytest.mark.parametrize("requirement", PROJECT["dependencies"])
def test_every_dependency_has_its_reason(requirement: str) -> None:
    name = re.match(r"[\w-]+", requirement)
    assert name
    reasons = (ROOT / "docs" / "architecture.md").read_text().partition("## Dependencies")[2]
    assert re.search(rf"(^|[| ]){name[0]}\b", reasons, re.MULTILINE), f"{name[0]} has no reason"


def test_every_finding_is_listed() -> None:
    listed = (ROOT / "findings" / "README.md").read_text()
    scripts = {path.name for path in (ROOT / "findings").glob("*.sh")}
    assert scripts == set(re.findall(r"`([\w-]+\.sh)`", listed))


def test_documents_lead_to_files_that_are_there() -> None:
    for document in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "findings" / "README.md"):
        for target in re.findall(r"\]\(([^)#\s]+)", document.read_text()):
            if not re.match(r"\w+:", target):
                assert (document.parent / target).exists(), f"{document.name} leads to {target}"


CODE = (
    "mapapp/**/*.py",
    "mapapp/**/*.ftl",
    "mapapp/**/*.html",
    "frontend/*.*",
    "frontend/src/**/*",
    "tests/**/*.py",
    "tests/golden/*",
    "geodata/*.*",
    "*.*",
)


def test_the_page_on_architecture_names_only_what_is_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text().partition("## Dependencies")[0]
    files = [path for pattern in CODE for path in ROOT.glob(pattern) if path.is_file()]
    words = set(re.findall(r"\w+", "\n".join(path.read_text(errors="replace") for path in files)))
    spans = re.findall(r"`([^`\n]+)`", page)
    assert len(spans) > 200
    for span in spans:
        if re.fullmatch(r"[\w./-]+\.(?:py|js|ftl|toml|html|css|json)", span):
            assert any(path.as_posix().endswith(f"/{span}") for path in files), f"There is no file {span}"
        elif re.fullmatch(r"[A-Za-z_][\w.]*", span):
            assert words.issuperset(span.split(".")), f"Nothing is called {span}"


def test_each_line_of_the_page_on_clients_names_tests_that_are_there() -> None:
    page = (ROOT / "docs" / "clients.md").read_text().partition("## Seen, and without a test")[0]
    lines = [line for line in page.splitlines() if re.match(r"\| (?!seen )", line)]
    assert len(lines) > 60
    for line in lines:
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", line)
        assert named, line
        for file, test in named:
            assert f"def {test}(" in (ROOT / "tests" / file).read_text(), f"{file} has no {test}"
