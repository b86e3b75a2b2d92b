"""Drafts stay in the files: no interface serves, exports, searches or counts them."""

import json
from io import BytesIO
from pathlib import Path
from posixpath import normpath
from zipfile import ZipFile

import pyarrow.compute as pc
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, Router
from typer.testing import CliRunner

from mapapp.api.features import formats_of
from mapapp.api.routes import api_routes
from mapapp.cli.main import app
from mapapp.dataset import open_dataset
from mapapp.engine.live import LiveStore
from mapapp.errors import MEANINGS, ReleaseRefused, UnreadableFile
from mapapp.exports.formats import FORMATS
from mapapp.ingest import publication_signs, read_dataset
from mapapp.maintenance.signs_page import documentation, with_table
from mapapp.model.collections import COLLECTIONS
from mapapp.server.app import composition
from mapapp.server.discovery import discovery_routes
from mapapp.server.first_html import first_routes
from mapapp.server.unpublished import DraftPrivacy
from mapapp.settings import Settings
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
2020-11-01,open,c2,note,SECRETWORD before,SECRETWORD,A claim that is a draft now,
2020-11-01,open,,related_incidents,other;secret,other,SECRETWORD is not published,
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


def test_a_file_of_drafts_alone_says_so(file: Path) -> None:
    header, *rows = INCIDENTS.splitlines()
    held = [f"{row.rpartition(',')[0]},draft" for row in rows]
    file.write_text("\n".join([header, *held]) + "\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["prepare", str(file)])
    assert done.exit_code == 1
    assert "All its rows are held back" in done.stderr
    assert "It has no rows" not in done.stderr


def test_a_file_without_the_column_is_published_as_a_whole(file: Path) -> None:
    lines = [line.rpartition(",")[0] for line in INCIDENTS.splitlines()]
    file.write_text("\n".join(lines), encoding="utf-8")
    for other in ("claims", "sources"):
        file.with_name(f"{other}.csv").unlink()
    assert len(read_dataset(file).incidents) == 4


@pytest.mark.parametrize("data_format", [one.name for one in FORMATS])
def test_nothing_of_a_draft_is_exported(file: Path, data_format: str) -> None:
    done = CliRunner().invoke(app, ["export", str(file), "--format", data_format])
    assert done.exit_code == 0
    assert b"SECRETWORD" not in unpacked(done.stdout_bytes)


IS_THE_COLUMN = (
    *(
        "publication_state",
        " publication_state ",
        "PUBLICATION_STATE",
        "Publication State",
        "publication-state",
    ),
    *(
        "PublicationState",
        "publicationState",
        "publication.state",
        "publication\u200b_state",
        "publicationstate",
    ),
)


@pytest.mark.parametrize("name", IS_THE_COLUMN)
@pytest.mark.parametrize("table", ["incidents", "claims", "sources"])
def test_a_column_whose_name_has_the_same_words_is_the_column(file: Path, name: str, table: str) -> None:
    changed = file.with_name(f"{table}.csv")
    changed.write_text(changed.read_text("utf-8").replace("publication_state", name), encoding="utf-8")
    test_drafts_and_what_hangs_on_them_are_held_back(file)


PERHAPS = (
    *(("publication_status", "draft"), ("publication_status", "wip"), ("Publication Status", "published")),
    *(("publish_state", "x"), ("pub_state", "x"), ("pubStatus", "x"), ("publicaton_state", "x")),
    *(("publication_satte", "x"), ("\u0440ublication_state", "x"), ("publication_state (draft or not)", "x")),
    *(("editorial status", "x"), ("Статус публикации", "x"), ("հրապարակման վիճակ", "x")),
    *(
        ("draft", "yes"),
        ("Is draft", "1"),
        ("draft?", "x"),
        ("embargo_until", "2022-01-01"),
        ("hidden", "true"),
    ),
    *(("published", "no"), ("Published?", "FALSE"), ("ok to publish", "n"), ("public", "0")),
    *(("status", "draft"), ("status", "DRAFT"), ("Post Status", "Draft v2"), ("stage", "embargoed")),
    *(("status", "embargo until 2022-01-01"), ("state", "not yet published"), ("flags", "do-not-publish")),
    *(("note2", "[DRAFT] awaiting a check"), ("note2", "DO NOT PUBLISH YET"), ("note2", "Not for release")),
    *(("note2", "For internal use only"), ("статус", "в черновике"), ("desk", "Draft - ask the editor")),
    *(
        ("visibility", "private"),
        ("Visibility", "Internal only"),
        ("internal", "yes"),
        ("restricted", "TRUE"),
    ),
    *(
        ("release", "no"),
        ("release_status", "hold"),
        ("review_status", "pending"),
        ("reviewStatus", "In review"),
    ),
    *(("publish_on", "2999-01-01"), ("Publish on", "1 March 2999"), ("release date", "03/04/2999")),
    *(("go live", "2999"), ("published_at", "2999-01-01T00:00:00Z"), ("access level", "Confidential")),
    *(
        ("is_public", "not yet"),
        ("published", "Draft"),
        ("release", "no - ask the desk"),
        ("approved", "pending"),
    ),
    *(
        ("private", "x"),
        ("confidential", "until the family knows"),
        ("internal notes", "The family asked us"),
    ),
    *(
        ("private_comment", "call back"),
        ("restrictions", "Confidential"),
        ("hidden", "да"),
        ("visible to", "staff"),
    ),
    *(("note2", "Two hurt. Do not publish: the family does not know"), ("note2", "(not for publication)")),
    *(
        ("видимость", "приватно"),
        ("статус проверки", "на проверке"),
        ("публиковать", "нет"),
        ("скрыто", "да"),
    ),
    *(("տեսանելիություն", "Գաղտնի"), ("հրապարակել", "ոչ"), ("note2", "Չհրապարակել")),
    *(("görünmə", "gizli"), ("dərc edilib", "xeyr"), ("status", "Qaralama"), ("daxili", "bəli")),
    *(("görünürlük", "Özel"), ("YAYIN DURUMU", "TASLAK"), ("yayınla", "hayır"), ("gizli", "Evet")),
    *(("Visibilité", "privé"), ("publié", "non"), ("statut", "Brouillon"), ("note2", "Ne pas publier")),
    *(("Sichtbarkeit", "intern"), ("veröffentlicht", "Nein"), ("Veröffentlichen am", "2999-01-01")),
    *(("Veröffentlichungsstatus", "x"), ("Status", "Entwurf v2"), ("Freigabe", "ausstehend")),
    *(("visibilidad", "Privado"), ("publicar", "no"), ("estado de publicación", "x"), ("estado", "borrador")),
    *(("الرؤية", "خاص"), ("منشور", "لا"), ("حالة النشر", "x"), ("الحالة", "مسودة"), ("note2", "لا تنشر")),
    *(("видимість", "приватно"), ("опубліковано", "ні"), ("статус", "Чернетка"), ("note2", "Не публікувати")),
    *(("статус", "Черновик"), ("состояние", "не опубликовано"), ("վիճակ", "ՍԵՎԱԳԻՐ"), ("note2", "[draft]")),
)


def with_column(file: Path, name: str, value: str, table: str = "incidents") -> Path:
    """Remove `publication_state` from every table and add another column, with a value in the first row."""
    for other in ("incidents", "claims", "sources"):
        lines = [
            line.rpartition(",")[0] for line in file.with_name(f"{other}.csv").read_text("utf-8").splitlines()
        ]
        if other == table:
            lines = [
                f"{lines[0]},{name}",
                f"{lines[1]},{value}",
                *(line + "," * (1 + name.count(",")) for line in lines[2:]),
            ]
        file.with_name(f"{other}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


PERHAPS += (
    *(
        ("Visibility (who sees)", "PRIVATE 🔒"),
        ("status", "dr\u200baft"),
        ("status", "dr\u0430ft"),
        ("tlp", "Amber"),
    ),
    *(
        ("sharing level", "internal"),
        ("embargo end date", "2022-01-01"),
        ("эмбарго до", "2022"),
        ("exclude", "x"),
    ),
    *(("consent to publish", "no"), ("show on map", "no"), ("do not share", "1"), ("privacy", "private")),
    *(("qa_status", "unreviewed"), ("remark", "Do not share"), ("remark", "INTERNAL ONLY")),
)


PERHAPS += (
    *(
        ("OK to release", "No"),
        ("Review", "pending"),
        ("Visible", "no"),
        ("Is Live?", "FALSE"),
        ("Online", "0"),
    ),
    *(
        ("show_on_map", "no"),
        ("display", "no"),
        ("include", "no"),
        ("ready", "no"),
        ("WIP", "x"),
        ("wip", "yes"),
    ),
    *(("Share level", "internal"), ("TLP", "RED"), ("classification", "secret"), ("Confidentiality", "high")),
    *(("post_status", "auto-draft"), ("Status publikacji", "szkic"), ("status", "Wersja robocza")),
    *(
        ("stato", "bozza"),
        ("estado", "Rascunho"),
        ("pubblicato", "no"),
        ("hide on map", "yes"),
        ("offline", "1"),
    ),
    *(("note2", "Two were hurt (draft)"), ("note2", "Two were hurt [DRAFT].")),
    *(("note2", "HOLD - waiting for legal"), ("note2", "On hold: waiting for the family"), ("note2", "HOLD")),
    *(
        ("note2", "DNP"),
        ("note2", "DNP: the family does not know"),
        ("note2", "NFP: names"),
        ("note2", "[DNP]"),
    ),
    *(
        ("note2", "The family asked us not to publish this."),
        ("note2", "They asked us not to publish until May"),
    ),
)


@pytest.mark.parametrize(("name", "value"), PERHAPS)
def test_a_file_that_may_hold_back_in_another_way_is_refused(file: Path, name: str, value: str) -> None:
    for drafts in (False, True):
        with pytest.raises(UnreadableFile) as told:
            read_dataset(with_column(file, name, value), drafts=drafts)
    for said in ("incidents.csv", "row 2", name, repr(value), "publication_state"):
        assert said in str(told.value)


@pytest.mark.parametrize("size", [10, publication_signs.SMALL], ids=["small", "large"])
def test_a_note_of_hold_is_found_whenever_it_is_written_into_a_file_of_any_size(
    file: Path, size: int
) -> None:
    text = INCIDENTS.replace("Another", "x" * size + " another").partition("secret,")[0]
    file.write_text(text, encoding="utf-8")
    for _ in range(2):
        read_dataset(file)
    file.write_text(text.replace("Published shelling", "Not for publication"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(UnreadableFile, match="row 2"):
            read_dataset(with_column(file, "own", ""))


def test_a_row_that_is_not_let_out_where_others_are_is_in_doubt(file: Path) -> None:
    with pytest.raises(UnreadableFile, match="rows 3, 4, 5: 'published' is ''"):
        read_dataset(with_column(file, "published", "yes"))


@pytest.mark.parametrize("table", ["claims", "sources"])
@pytest.mark.parametrize(
    ("name", "value"), [("publication_status", "x"), ("status", "draft"), ("draft", "1")]
)
def test_so_are_claims_and_sources(file: Path, table: str, name: str, value: str) -> None:
    with pytest.raises(UnreadableFile, match=f"{table}.csv, row 2"):
        read_dataset(with_column(file, name, value, table))


OTHER_MEANINGS = (
    *(("notes", "Draft-age men; two killed."), ("notes", "The draft horses fell")),
    *(("status", "Completed"), ("status", "Ready for Review"), ("status", "published"), ("state", "Shushi")),
    *(
        ("publication_date", "2020-10-01"),
        ("publisher_state", "Bavaria"),
        ("pub_date", "2020"),
        ("sub_state", "x"),
    ),
    *(("published", "2020-10-01"), ("draft", "no"), ("hidden", "FALSE"), ("draft", "")),
    *(("publication_status", ""), ("arms_embargo", "yes"), ("notes", "A draft of the plan was found.")),
    *(("notes", "Embargo: the Union calls upon all its members to deliver no arms to either side"),),
    *(
        ("notes", "Draft: new law on mobilisation"),
        ("notes", "Draft law adopted"),
        ("title2", "Draft - new law"),
    ),
    *(
        ("private", "3 houses"),
        ("internal", "IDPs"),
        ("hidden", "weapons cache"),
        ("restricted", "area"),
        ("secret", ""),
    ),
    *(
        ("notes", "“Do not release the killers” protesters shouted"),
        ("notes", "They do not publish figures."),
    ),
    *(("notes", "Media were asked to not publish names"), ("access", "restricted"), ("visibility", "10 km")),
    *(("release", "2020-10-01"), ("release", "No. 12"), ("released", "no"), ("publish_on", "2020-10-01")),
    *(
        ("publication_date", "October 2020"),
        ("review_status", "approved"),
        ("approval", ""),
    ),
    *(
        ("code_status", "Clear"),
        ("status", "In Progress"),
        ("status", "pending"),
        ("strike status", "Declared"),
    ),
    *(("estado", "Sonora"), ("private_property", "yes"), ("restrictions", "Frozen"), ("notes", "Secret.")),
    *(("notes", "Embargoed goods until then were stored in the house that burned down on that day"),),
    *(("verification_status", "unverified"), ("timeliness", "draft animals killed"), ("public_space", "no")),
)


OTHER_MEANINGS += (
    *(("publication", "Private Eye"), ("published_by", "Internal Displacement Centre"), ("tlp", "GREEN")),
    *(
        ("review", "A film"),
        ("publication", "Hidden Voices"),
        ("classification", "Red"),
        ("peer_review", "no"),
    ),
    ("arms embargo date", "2020"),
    *(
        ("sensitive", "yes"),
        ("archived", "yes"),
        ("live ammunition", "no"),
        ("visibility", "high"),
    ),
    *(
        ("actor3", "NFP: National Freedom Party"),
        ("actor3", "DNP: Democratic National Party"),
        ("stato", "Libia"),
    ),
    *(
        ("notes", "Hold of the front line was lost."),
        ("notes", "HOLD fire was ordered"),
        ("notes", "Hold - fast"),
    ),
    *(
        ("notes", "The officer asked us not to publish names."),
        ("notes", "They read the text (draft) aloud."),
    ),
    *(
        ("notes", "Police asked them not to publish this."),
        ("estado", "Rascunhos"),
        ("Confidentiality", "low"),
    ),
    *(("notes", "The law (a draft)"), ("included_in_total", "no")),
)


@pytest.mark.parametrize(("name", "value"), OTHER_MEANINGS)
def test_columns_with_other_meanings_are_read(file: Path, name: str, value: str) -> None:
    with_column(file, name, value)
    for beside in ("claims", "sources", "corrections"):
        file.with_name(f"{beside}.csv").unlink()
    assert len(read_dataset(file).incidents) == 4


def test_a_state_that_is_written_down_leaves_no_doubt(file: Path) -> None:
    with_column(file, "status,publication_state", "draft,published")
    assert len(read_dataset(file).incidents) == 4
    file.write_text(file.read_text("utf-8").replace("draft,published", "draft,"), encoding="utf-8")
    with pytest.raises(UnreadableFile):
        read_dataset(file)


def test_a_mapping_may_name_the_column_of_the_state(file: Path) -> None:
    with_column(file, "publication_status", "draft")
    file.with_name("mapping.toml").write_text('[columns]\npublication_state = "publication_status"\n')
    data = read_dataset(file)
    assert data.incidents["incident_id"].to_pylist() == ["other", "secret", "doubtful"]
    assert "publication_status" not in data.incidents.column_names
    file.with_name("mapping.toml").write_text('[columns]\npublication_state = "no such column"\n')
    with pytest.raises(UnreadableFile):
        read_dataset(file)


@pytest.mark.parametrize(
    "arguments", [["validate"], ["export"], ["prepare"], ["safety"], ["derive"], ["release", "1.0"]]
)
def test_every_command_refuses_it(file: Path, arguments: list[str]) -> None:
    with_column(file, "publication_status", "draft")
    done = CliRunner().invoke(app, [*arguments, str(file)])
    assert done.exit_code == 2
    assert "publication_status" in done.output
    assert {path.name for path in file.parent.iterdir()} == {
        f"{name}.csv" for name in ("incidents", "claims", "sources", "corrections")
    }


def test_neither_is_it_imported_nor_loaded_nor_served_in_place_of_good_data(file: Path) -> None:
    live = LiveStore(file)
    good = live.current.fingerprint
    with_column(file, "publication_status", "draft")
    for arguments in (
        ["import", str(file), "--to", str(file.with_name("other.csv")), "--yes"],
        ["load", str(file), "--to", "postgresql://127.0.0.1:1/none"],
    ):
        done = CliRunner().invoke(app, arguments)
        assert (done.exit_code, "publication_status" in done.output) == (2, True), arguments
    assert not file.with_name("other.csv").exists()
    live.look()
    live.look()
    assert live.current.fingerprint == good
    assert "publication_status" in live.problem


def test_what_an_adapter_reads_has_drafts_too(tmp_path: Path) -> None:
    file = tmp_path / "atlos.csv"
    file.write_text(
        "slug,inserted_at,updated_at,description,date,latitude,longitude,status,restrictions,source_1"
        ",Publication State\n"
        "A,,,Shelling,2020-10-01,40.1,46.1,Completed,,https://a.example/1,\n"
        "B,,,SECRETWORD,2020-10-02,40.2,46.2,Completed,,https://a.example/2,draft\n"
        "C,,,SECRETWORD,not a day,40.2,46.2,Completed,Hidden,https://a.example/3,\n",
        encoding="utf-8",
    )
    data = read_dataset(file)
    assert data.incidents["incident_id"].to_pylist() == ["A"]
    assert "a.example/2" not in str(data.sources.to_pylist())
    assert "SECRETWORD" not in str((data.report.faults, data.claims.to_pylist()))


def test_what_atlos_hides_is_held_back_however_its_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text(
        "slug,inserted_at,updated_at,description,date,latitude,longitude,restrictions\n"
        "A,,,Shelling,2020-10-01,40.1,46.1,Frozen\n"
        'B,,,SECRETWORD,2020-10-02,40.2,46.2,"Frozen, Hidden"\n',
        encoding="utf-8",
    )
    columns = '[columns]\nincident_id = "slug"\ntitle = "description"\ndate_start = "date"\n'
    for mapping in ("", columns):
        if mapping:
            file.with_name("export-mapping.toml").write_text(mapping, encoding="utf-8")
        data = read_dataset(file)
        assert data.incidents["incident_id"].to_pylist() == ["A"]
        assert "SECRETWORD" not in str((data.report, data.claims.to_pylist(), data.sources.to_pylist()))


def test_a_mapping_may_say_that_a_column_does_not_speak_of_publication(tmp_path: Path) -> None:
    file = tmp_path / "acled.csv"
    file.write_text(
        "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,location,latitude,"
        "longitude,geo_precision,notes,fatalities,source,draft\n"
        "A1,01 October 2020,1,Protests,Peaceful protest,Protesters,,Town,40,46,1,A protest.,0,A paper,law\n",
        encoding="utf-8",
    )
    with pytest.raises(UnreadableFile, match="unrelated = \\['draft'\\]"):
        read_dataset(file)
    file.with_name("acled-mapping.toml").write_text(
        "[publication]\nunrelated = ['draft']\n", encoding="utf-8"
    )
    data = read_dataset(file)
    assert (data.is_translated, data.incidents["draft"].to_pylist()) == (True, ["law"])
    file.with_name("acled-mapping.toml").write_text("[publication]\nunrelated = [1]\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="list of column names"):
        read_dataset(file)


def test_the_rows_in_doubt_are_counted(file: Path) -> None:
    for other in ("claims", "sources"):
        file.with_name(f"{other}.csv").unlink()
    rows = [f"r{row},2020-10-01,40,46,yes" for row in range(9)]
    file.write_text("\n".join(["incident_id,date_start,latitude,longitude,draft", *rows]), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="rows 2, 3, 4, 5, 6 and 4 more: 'draft' is 'yes'"):
        read_dataset(file)


def test_the_page_has_every_sign() -> None:
    page = documentation().read_text(encoding="utf-8")
    assert with_table(page) == page


def test_incidents_with_another_name_of_their_key_hold_their_claims_back(file: Path) -> None:
    file.write_text(INCIDENTS.replace("incident_id", "id", 1), encoding="utf-8")
    test_drafts_and_what_hangs_on_them_are_held_back(file)


def test_a_row_that_cant_be_read_is_not_quoted_where_it_may_be_a_draft(file: Path) -> None:
    broken = "worse,SECRETWORD,2020-10-04,40.4,46.4,,draft,one cell too many\n"
    file.write_text(INCIDENTS + broken, encoding="utf-8")
    assert "SECRETWORD" not in str(read_dataset(file).report)
    assert "SECRETWORD" in str(read_dataset(file, drafts=True).report)


@pytest.mark.parametrize(
    "own",
    [
        {"meta": {"publication_state": "draft"}},
        {"status": {"name": "Draft"}},
        {"tags": ["draft"]},
        {"m": {"draft": True}},
        {"meta": {"visibility": "private"}},
        {"meta": {"internal": True}},
        {"meta": {"published": False}},
    ],
)
def test_a_state_within_a_part_of_json_is_refused(tmp_path: Path, own: dict[str, object]) -> None:
    row = {"incident_id": "a", "date_start": "2020-10-01", "latitude": 40, "longitude": 46}
    file = tmp_path / "incidents.json"
    file.write_text(json.dumps([row | {"meta": {"status": "Completed", "draft": False}}]), encoding="utf-8")
    assert len(read_dataset(file).incidents) == 1
    file.write_text(json.dumps([row, row | {"incident_id": "b"} | own]), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="row 3"):
        read_dataset(file)


def test_other_tables_have_no_drafts(file: Path) -> None:
    head, _, row, *_ = CORRECTIONS.splitlines()
    text = [f"{head},publication_state", f"{row.replace('Shelling', 'SECRETWORD')},draft"]
    file.with_name("corrections.csv").write_text("\n".join(text), encoding="utf-8")
    data = read_dataset(file)
    assert not data.history.corrections
    assert "publication_state" in data.report.errors[0].reason


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
    """Return the contents of an archive, and anything else unchanged."""
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
    assert not list((tmp_path / "copies").rglob("*.mapapp"))


@pytest.mark.parametrize("base_path", ["", "/maps"])
def test_a_server_of_drafts_is_for_no_robot_no_cache_and_no_other_site(base_path: str) -> None:
    def answer(_: object) -> PlainTextResponse:
        headers = {"Cache-Control": "public, max-age=9", "Access-Control-Allow-Origin": "*"}
        return PlainTextResponse("Allow: /", headers=headers)

    inside = Starlette(routes=[Route("/{rest:path}", answer)])
    paths = ("/", "/robots.txt", "/sitemap.xml", "/api/collections/incidents/items", "/none")
    for path in paths:
        given = get(DraftPrivacy(inside, base_path), f"{base_path}{path}")
        assert given.headers["x-robots-tag"] == "noindex, nofollow"
        assert given.headers["cache-control"] == "private, no-store"
        assert "access-control-allow-origin" not in given.headers
        assert given.status == (404 if path == "/sitemap.xml" else 200)
    assert (
        get(DraftPrivacy(inside, base_path), f"{base_path}/robots.txt").body
        == b"User-agent: *\nDisallow: /\n"
    )


@pytest.mark.parametrize("drafts", ["on", ""])
def test_only_a_server_of_drafts_is_so(drafts: str) -> None:
    made = composition(Settings.from_environment({"MAPAPP_CACHE": "none", "MAPAPP_DRAFTS": drafts}))
    everything = Starlette(routes=made["routes"], middleware=made["middleware"])
    given = get(everything, "/robots.txt", headers={"Host": "localhost"})
    assert (b"Disallow: /\n" in given.body) == bool(drafts)
    for path in ("/robots.txt", "/", "/none"):
        given = get(everything, path, headers={"Host": "localhost"})
        assert given.headers.get("x-robots-tag") == ("noindex, nofollow" if drafts else None), path


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


def test_what_would_become_public_is_shown_as_a_release_would_have_it(file: Path) -> None:
    file.write_text(INCIDENTS.replace("Another", "Call +374 91 123456 about another"), encoding="utf-8")
    shown = CliRunner().invoke(app, ["release", "1.0", str(file), "--show"])
    assert shown.exit_code == MEANINGS[ReleaseRefused].exit_code
    assert "another shelling" in shown.stdout
    assert "telephone number" in shown.stderr
    file.write_text(INCIDENTS, encoding="utf-8")
    file.with_name("corrections.csv").unlink()
    assert CliRunner().invoke(app, ["release", "1.0", str(file)]).exit_code == 0
    without = CliRunner().invoke(app, ["release", "1.1", str(file), "--show"])
    assert without.exit_code == MEANINGS[ReleaseRefused].exit_code
    assert without.stdout == ""


def test_the_cells_of_thousands_of_columns_are_looked_at_together(tmp_path, monkeypatch):
    looked, look = [], pc.match_substring_regex

    def watched(texts, pattern, **named):
        looked.extend([len(texts)] if pattern == publication_signs._signs().note else [])
        return look(texts, pattern, **named)

    monkeypatch.setattr(pc, "match_substring_regex", watched)
    names = [f"own_{number}" for number in range(3000)]

    def read(last):
        path = tmp_path / "wide.csv"
        head = ",".join(["incident_id", "date_start", "latitude", "longitude", *names])
        path.write_text(f"{head}\na,2020-10-01,40,46{',x' * 2999},{last}\nb,2020-10-01,40,46{',y' * 3000}\n")
        return read_dataset(path)

    assert read("x").extra_columns == tuple(names)
    assert looked
    assert len(looked) < 10
    with pytest.raises(UnreadableFile, match="own_2999"):
        read("not for publication")
