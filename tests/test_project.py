"""The shell of the project: versions, licences and documents agree with each other."""

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


def test_each_line_of_the_page_on_clients_names_tests_that_are_there() -> None:
    page = (ROOT / "docs" / "clients.md").read_text().partition("## Seen, and without a test")[0]
    lines = [line for line in page.splitlines() if re.match(r"\| (?!seen )", line)]
    assert len(lines) > 60
    for line in lines:
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", line)
        assert named, line
        for file, test in named:
            assert f"def {test}(" in (ROOT / "tests" / file).read_text(), f"{file} has no {test}"
