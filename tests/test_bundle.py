"""The citable bundle, and what `mapapp verify` says about one that is intact, damaged, forged or outdated."""

import io
import json
import subprocess
import zipfile
from datetime import date
from hashlib import sha256

import pytest
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.exports.formats import FORMATS
from mapapp.model.query import Query
from tests.factories import incident, store_of, war

BUNDLE = next(form for form in FORMATS if form.name == "bundle")
NAMES = [
    "README.txt",
    "bundle.json",
    "datapackage.json",
    "incidents.csv",
    "claims.csv",
    "sources.csv",
    "citation.txt",
    "citation.bib",
    "citation.json",
    "citation.ris",
    "picture.png",
    "SHA256SUMS",
]
QUERY = Query(actor=("Armenian forces",), end=date(2020, 12, 31))
SOURCE = {"source_id": "s", "publisher": "A paper"}
CLAIM = {"claim_id": "c", "incident_id": "a", "source_id": "s", "stance": "alleges"}


@pytest.fixture(scope="module")
def made():
    return b"".join(BUNDLE.pieces(war(), QUERY))


@pytest.fixture
def verified(tmp_path, monkeypatch):
    def run(data, store=None):
        path = tmp_path / "a.bundle.zip"
        path.write_bytes(data)
        monkeypatch.setattr("mapapp.cli.verify.open_store", lambda *_: store or war())
        done = CliRunner().invoke(app, ["verify", str(path)])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, " ".join(done.output.split())

    return run


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def test_a_bundle_holds_all_that_is_needed_to_cite_a_view(made):
    files = members(made)
    about = json.loads(files["bundle.json"])
    assert list(files) == NAMES
    assert about["filter"] == "until 31 December 2020, attributed to Armenian forces"
    assert about["link"] == "?datetime=..%2F2020-12-31&actor=Armenian+forces"
    assert about["fingerprint"] == war().fingerprint
    assert about["retrieved"] in files["citation.txt"].decode()
    assert files["incidents.csv"].count(b"\n") == 3
    assert files["picture.png"].startswith(b"\x89PNG")


def test_the_usual_program_checks_the_sums(made, tmp_path):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        archive.extractall(tmp_path)
    command = ["sha256sum", "--check", "SHA256SUMS"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert told.stdout.count(b": OK") == len(NAMES) - 1


def test_the_same_data_give_the_same_rows(made, verified):
    status, said = verified(made)
    assert status == 0
    assert "is intact: all 11 files" in said
    assert "The current data give the same rows." in said


@pytest.mark.parametrize("name", [name for name in NAMES if name != "SHA256SUMS"])
@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda files, name: files | {name: files[name] + b" "}, "{} has changed since"),
        (lambda files, name: {one: data for one, data in files.items() if one != name}, "{} is missing"),
    ],
    ids=["changed", "missing"],
)
def test_each_file_that_is_not_as_it_was_is_named(made, verified, name, spoil, told):
    status, said = verified(packed(spoil(members(made), name)))
    if name == "bundle.json" and "missing" in told:
        assert (status, "is not a bundle" in said) == (2, True)
    else:
        assert (status, told.format(name) in said, "not compared" in said) == (1, True, True)


def test_a_file_that_was_added_is_named(made, verified):
    status, said = verified(packed(members(made) | {"more.csv": b"a"}))
    assert (status, "more.csv was not in the bundle" in said) == (1, True)


@pytest.mark.parametrize("length", [0, 10, 0.5, 0.99])
def test_what_was_cut_off_is_no_bundle(made, verified, length):
    status, said = verified(made[: length if length > 1 or not length else int(length * len(made))])
    assert status == 2
    assert "Traceback" not in said
    assert ". Choose a file" in said


@pytest.mark.parametrize(
    "about",
    [
        b"",
        b"[]",
        b"{",
        b'{"query": 1}',
        b'{"query": {}, "filter": "", "fingerprint": "", "retrieved": "", "limit": -1}',
    ],
)
def test_a_bundle_that_says_nothing_that_makes_sense_is_refused(made, verified, about):
    status, said = verified(resummed(members(made) | {"bundle.json": about}))
    assert (status, "bundle.json" in said) == (2, True)


def test_a_filter_that_means_nothing_is_told(made, verified):
    about = json.loads(members(made)["bundle.json"]) | {"query": {"datetime": ["yesterday"]}}
    status, said = verified(resummed(members(made) | {"bundle.json": json.dumps(about).encode()}))
    assert (status, "'yesterday' can't be understood" in said) == (2, True)


def resummed(files):
    sums = [f"{sha256(data).hexdigest()}  {name}\n" for name, data in files.items() if name != "SHA256SUMS"]
    return packed(files | {"SHA256SUMS": "".join(sums).encode()})


def test_what_changed_since_is_listed(verified):
    then = store_of([incident("a", killed_low=3), incident("b"), incident("0")], [CLAIM], [SOURCE])
    now = store_of(
        [incident("a", killed_low=5), incident("b"), incident("n")],
        [CLAIM | {"stance": "verifies"}],
        [SOURCE | {"publisher": "Another"}],
    )
    status, said = verified(b"".join(BUNDLE.pieces(then, Query())), now)
    assert status == 1
    assert "Incidents: 1 added, 1 removed, 1 changed." in said
    assert "Claims: 0 added, 0 removed, 1 changed." in said
    assert "Incident a: changed killed_low: 3 → 5 " in said
    assert "Sources: 0 added, 0 removed, 1 changed." in said
    assert " publisher: A paper → Another " in said


def test_a_part_is_compared_with_the_same_part(verified):
    status, said = verified(b"".join(BUNDLE.pieces(war(), Query(), limit=2, offset=1)))
    assert (status, "same rows" in said) == (0, True)


def test_a_bundle_without_any_row_or_claim_can_be_verified(verified):
    status, _ = verified(b"".join(BUNDLE.pieces(war(), Query(q="no incident has this word"))))
    assert status == 0
