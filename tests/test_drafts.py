"""Drafts stay in the files: nothing of them is served, exported, searched or counted, by any door."""

from io import BytesIO
from pathlib import Path
from posixpath import normpath
from zipfile import ZipFile

import pytest
from starlette.routing import Router
from typer.testing import CliRunner

from mapapp.api.features import formats_of
from mapapp.api.routes import api_routes
from mapapp.cli.main import app
from mapapp.dataset import open_dataset
from mapapp.engine.live import LiveStore
from mapapp.ingest import read_dataset
from mapapp.model.collections import COLLECTIONS
from mapapp.server.discovery import discovery_routes
from mapapp.server.first_html import first_routes
from tests.asgi import get

INCIDENTS = """incident_id,title,date_start,latitude,longitude,related_incidents,publication_state
open,Published shelling,2020-10-01,40.1,46.1,secret;other,published
other,Another shelling,2020-10-02,40.2,46.2,,
secret,SECRETWORD in a cellar,2020-10-03,40.3,46.3,open,draft
doubtful,SECRETWORD again,2020-10-04,40.4,46.4,,embargo
"""
CLAIMS = """claim_id,incident_id,source_id,stance,claimant,note,publication_state
c1,open,s1,alleges,Somebody,,
c2,open,s1,alleges,Somebody,SECRETWORD,Draft
c3,secret,s2,alleges,Somebody,SECRETWORD,
c4,open,s3,denies,Somebody,SECRETWORD,
"""
SOURCES = """source_id,publisher,title,publication_state
s1,A paper,A report,published
s2,A paper,SECRETWORD cited by a draft only,
s3,A paper,SECRETWORD,draft
"""
CORRECTIONS = """date,incident_id,claim_id,field,before,after,reason,source
2020-11-01,secret,,title,SECRETWORD before,SECRETWORD after,Once published,
2020-11-01,open,,title,Shelling,Published shelling,A better title,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    for name, text in (
        ("incidents", INCIDENTS),
        ("claims", CLAIMS),
        ("sources", SOURCES),
        ("corrections", CORRECTIONS),
    ):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path / "incidents.csv"


def test_drafts_and_what_hangs_on_them_are_held_back(file: Path) -> None:
    data = read_dataset(file)
    assert data.incidents["incident_id"].to_pylist() == ["open", "other"]
    assert data.incidents["related_incidents"].to_pylist() == ["other", None]
    assert data.claims["claim_id"].to_pylist() == ["c1"]
    assert data.sources["source_id"].to_pylist() == ["s1"]
    assert [one.incident_id for one in data.history.corrections] == ["open"]
    assert {name: set(ids) for name, ids in data.held.items()} == {
        "incidents": {"secret", "doubtful"},
        "claims": {"c2", "c3", "c4"},
        "sources": {"s2", "s3"},
    }
    assert not data.report.errors
    assert "publication_state" not in {*data.incidents.column_names, *data.claims.column_names}


def test_a_file_without_the_column_is_published_as_a_whole(file: Path) -> None:
    lines = [line.rpartition(",")[0] for line in INCIDENTS.splitlines()]
    file.write_text("\n".join(lines), encoding="utf-8")
    for other in ("claims", "sources"):
        file.with_name(f"{other}.csv").unlink()
    assert len(read_dataset(file).incidents) == 4


@pytest.mark.parametrize("data_format", ["geojson", "csv"])
def test_nothing_of_a_draft_is_exported(file: Path, data_format: str) -> None:
    done = CliRunner().invoke(app, ["export", str(file), "--format", data_format])
    assert done.exit_code == 0
    assert "Published shelling" in done.stdout
    assert "SECRETWORD" not in done.stdout


def test_nothing_of_a_draft_is_prepared(file: Path) -> None:
    assert CliRunner().invoke(app, ["prepare", str(file)]).exit_code == 0
    prepared = file.with_suffix(".mapapp")
    assert open_dataset(prepared).incidents()["incident_id"].tolist() == ["open", "other"]
    assert b"SECRETWORD" not in prepared.read_bytes()


@pytest.fixture
def api(file: Path) -> Router:
    return Router(api_routes(LiveStore(file), ""))


ANSWERS = (
    *("items", "list", "table", "claims", "coverage", "home", "schema", "picture", "citation"),
    *("items/open", "items/other", "map?view=40,30,50,50&zoom=8", "picture?f=svg"),
    *(f"items?f={name}" for name in formats_of(COLLECTIONS["incidents"])),
    *("items/open?f=html", "../claims/items?f=html", "../sources/items?f=html", "../../corrections.atom"),
    *("../../health", "../../../sitemap.xml", "../../oembed?url=http%3A%2F%2Ftest%2F"),
)


def test_nothing_of_a_draft_is_answered(api: Router) -> None:
    for path in ANSWERS:
        address, _, query = normpath(f"/api/collections/incidents/{path}").partition("?")
        answer = get(api, address, query.encode())
        assert answer.status == 200, path
        assert not [word for word in (b"SECRETWORD", b"secret", b"doubtful") if word in unpacked(answer.body)]


def unpacked(body: bytes) -> bytes:
    """Return what an archive holds; anything else as it is."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def test_a_draft_is_neither_found_nor_counted(api: Router) -> None:
    found = get(api, "/api/collections/incidents/items", {"q": "SECRETWORD"})
    assert found.json()["numberMatched"] == 0
    assert get(api, "/api/collections/incidents/items/secret").status == 404
    for collection in ("claims", "sources"):
        assert b"SECRETWORD" not in get(api, f"/api/collections/{collection}/items").body


def test_with_drafts_everything_is_there_and_every_title_says_so(file: Path, tmp_path: Path) -> None:
    store = LiveStore(file, copies=tmp_path / "copies", drafts=True).current
    assert store.incident("secret")["title"] == "SECRETWORD in a cellar"
    assert store.description.title == "Not for publication: Incidents"
    first = Router([*first_routes(file, "", drafts=True), *discovery_routes(file, "", drafts=True)])
    for address in ("/", "/llms.txt"):
        assert b"Not for publication: Incidents" in get(first, address).body
    assert not list((tmp_path / "copies").glob("*"))


def test_a_release_has_no_drafts_in_it(file: Path, tmp_path: Path) -> None:
    file.with_name("corrections.csv").unlink()
    old = tmp_path / "old"
    old.mkdir()
    for name in ("incidents", "claims", "sources"):
        (old / f"{name}.csv").write_bytes(file.with_name(f"{name}.csv").read_bytes())
    first = CliRunner().invoke(app, ["release", "1.0", str(file)])
    file.write_text(INCIDENTS.replace("Another", "Other"), encoding="utf-8")
    since = ["--since", str(old / "incidents.csv"), "--reason", "A better title"]
    second = CliRunner().invoke(app, ["release", "1.1", str(file), *since])
    assert (first.exit_code, second.exit_code) == (0, 0)
    written = file.with_name("corrections.csv").read_text(encoding="utf-8")
    assert "Other shelling" in written
    assert "SECRETWORD" not in written


def test_a_release_shows_before_what_would_become_public(file: Path) -> None:
    shown = CliRunner().invoke(app, ["release", "1.0", str(file), "--show"])
    assert shown.exit_code == 0
    assert "Another shelling" in shown.stdout
    assert "SECRETWORD" not in shown.stdout
    assert not file.with_name("releases.csv").exists()
