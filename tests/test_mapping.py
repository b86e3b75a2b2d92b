"""Files in any layout: a mapping is proposed, with reasons, and followed. All rows are invented."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.engine.live import LiveStore
from mapapp.errors import UnreadableFile
from mapapp.ingest import read_dataset
from mapapp.ingest.date_notations import DateOrder
from mapapp.ingest.mapping import recognise
from mapapp.ingest.mapping.mapping import Mapping, parsed, read_mapping
from mapapp.model.schema import INCIDENTS

GERMAN = """Nr;Datum;Ort;Breite;Länge;Tote;Bemerkung
7;27.09.2020;Görz;40,5;46,5;3-7;nachts
8;3.10.2020;Görz;40,6;46,6;2;
"""


def file(tmp_path, text, name="own.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def read(path, **changed):
    """Read a file by the mapping proposed for it."""
    data = read_dataset(path, recognise(path, None, changed).mapping)
    return data.incidents.to_pylist(), data.report


def columns_of(path):
    return dict(recognise(path).mapping.columns)


def run(*arguments, stdin=None):
    return CliRunner().invoke(app, list(map(str, arguments)), input=stdin)


def test_a_german_table_is_recognised_and_read(tmp_path):
    first, second = read(file(tmp_path, GERMAN))[0]
    assert first["date_start"] == date(2020, 9, 27)
    assert second["date_start"] == date(2020, 10, 3)
    assert (first["latitude"], first["longitude"], first["place_name"]) == (40.5, 46.5, "Görz")
    assert (first["killed_low"], first["killed_high"]) == (3, 7)
    assert (second["killed_low"], second["killed_high"]) == (2, 2)
    assert first["incident_id"] == "7"
    assert first["Bemerkung"] == "nachts"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("fecha,latitud,longitud,muertos", "27 de septiembre de 2020,40.5,46.5,3"),
        ("Дата,Широта,Долгота,Погибшие", "27 сентября 2020 г.,40.5,46.5,3"),
        ("date,y,x,tués", "27 septembre 2020,40.5,46.5,3"),
        ("Tarih,Enlem,Boylam,Ölü", "27 Eylül 2020,40.5,46.5,3"),
        ("DATE OF INCIDENT,LAT,LONG,Fatalities", "2020-09-27,40.5,46.5,3"),
        ("when,coords,killed", '2020-09-27,"40.5, 46.5",3'),
    ],
)
def test_names_of_other_languages_and_what_is_in_the_columns_are_understood(tmp_path, header, row):
    (incident,), report = read(file(tmp_path, f"{header}\n{row}\n"))
    wanted = {"date_start": date(2020, 9, 27), "latitude": 40.5, "longitude": 46.5, "killed_low": 3}
    assert {name: incident[name] for name in wanted} == wanted
    assert not report.errors


def test_what_the_known_names_would_leave_unread_is_proposed(tmp_path):
    (incident,), _ = read(
        file(tmp_path, "id,date,lat,lon,deaths,description\nA1,2031-10-04,40.5,46.5,3-7,Hit\n")
    )
    assert (incident["incident_id"], incident["summary"]) == ("A1", "Hit")
    assert (incident["killed_low"], incident["killed_high"]) == (3, 7)


@pytest.mark.parametrize("header", ["What happened", "Что произошло?", "¿Qué pasó?"])
def test_what_happened_is_a_title(tmp_path, header):
    (incident,), _ = read(file(tmp_path, f"When,Lat,Lon,{header}\n2031-10-04,40.5,46.5,A house is hit\n"))
    assert incident["title"] == "A house is hit"


SHORT = ("Granaten auf die Mühle", "Drohne über dem Hafen", "Ein Schuss")
LONG = tuple(
    f"{number} Leute berichten lang und breit was an diesem Tag geschah. " * 3 for number in range(3)
)


@pytest.mark.parametrize(("told", "ours"), [(SHORT, "title"), (LONG, "summary"), (None, "")])
def test_what_happened_is_found_by_its_words_whatever_their_column_is_called(tmp_path, told, ours):
    others = ["2031-10-04,40.5,46.5,Heer des Nordens,A 12", "2031-10-05,40.5,46.5,Heer des Nordens,B 13"]
    others.append("2031-10-06,40.5,46.5,Heer des Nordens,C 14")
    rows = [f"{row},{text}" for row, text in zip(others, told, strict=True)] if told else others
    head = f"Datum,Breite,Länge,Wer,Kürzel{',Vorgang' if told else ''}"
    found = recognise(file(tmp_path, "\n".join([head, *rows])))
    assert {name for name in ("title", "summary") if name in found.mapping.columns} == {*filter(None, [ours])}
    if ours:
        assert found.mapping.columns[ours] == ("Vorgang",)
        assert "in words" in found.proposal.reasons[ours]


@pytest.mark.parametrize(
    "header", ["id,date,lat,lon,title", "ID,DATE,LAT,LON,TITLE", "incident_id,date_start,lat,lon,deaths"]
)
def test_a_file_that_is_read_by_its_names_needs_no_mapping(tmp_path, header):
    assert recognise(file(tmp_path, f"{header}\nA1,2031-10-04,40.5,46.5,3\n")).mapping is None


def test_nothing_is_recognised_by_a_name_that_the_values_belie(tmp_path):
    path = file(
        tmp_path, "id,Datum,x,y,killed,code\n1,soon,4512345,5212345,many,a\n1,later,4512346,5212346,few,b\n"
    )
    assert columns_of(path) == {"incident_id": ("code",)}


def test_parties_are_not_taken_for_perpetrators(tmp_path):
    path = file(tmp_path, "Datum,lat,lon,actor1,actor2,side_a\n2020-09-27,40,46,A,B,C\n")
    assert columns_of(path).keys() == {"date_start", "latitude", "longitude"}


def test_a_day_that_is_not_known_is_the_whole_month_and_a_month_the_whole_year(tmp_path):
    path = file(tmp_path, "Year,Month,Day,Lat,Long\n2001,3,,1,2\n2002,,,1,2\n2003,4,5,1,2\n2003,2,30,1,2\n")
    rows, report = read(path)
    assert [(row["date_start"], row["date_end"], row["date_precision"]) for row in rows] == [
        (date(2001, 3, 1), date(2001, 3, 31), "4"),
        (date(2002, 1, 1), date(2002, 12, 31), "5"),
        (date(2003, 4, 5), date(2003, 4, 5), "1"),
    ]
    assert [(fault.row, fault.value) for fault in report.errors] == [(5, "2003-2-30")]


def test_the_order_of_dates_is_taken_only_from_dates_that_show_it(tmp_path):
    ambiguous = file(tmp_path, "when,lat,lon\n03/04/2020,1,2\n05/06/2020,1,2\n")
    assert recognise(ambiguous).mapping.date_order is DateOrder.UNKNOWN
    assert {fault.effect for fault in read(ambiguous)[1].errors} == {"row rejected"}
    both = file(tmp_path, "when,lat,lon\n13/04/2020,1,2\n04/13/2020,1,2\n")
    assert recognise(both).mapping.date_order is DateOrder.UNKNOWN
    american = file(tmp_path, "when,lat,lon\n03/04/2020 17:26,1,2\n05/16/2020,1,2\n")
    rows, report = read(american)
    assert [row["date_start"] for row in rows] == [date(2020, 3, 4), date(2020, 5, 16)]
    assert "has a time of day" in report.faults[0].reason


def test_rows_without_identifiers_are_numbered_and_a_file_without_places_is_told(tmp_path):
    rows, report = read(file(tmp_path, "when,what\n2020-09-27,x\n2020-09-28,y\n"))
    assert [row["incident_id"] for row in rows] == ["row-2", "row-3"]
    assert report.unlocated == 2
    assert any("rows are numbered" in note for note in report.notes)
    assert any("nothing appears on the map" in note for note in report.notes)


def test_a_column_of_the_file_that_has_the_name_of_one_of_ours_is_kept_apart(tmp_path):
    path = file(tmp_path, "when,lat,lon,title,Headline\n2020-09-27,1,2,Dr,Shelling\n")
    (row,), _ = read(path, title=("Headline",))
    assert (row["title"], row["title_in_file"]) == ("Shelling", "Dr")


def test_the_proposal_is_a_mapping_file_with_its_reasons(tmp_path):
    path = file(tmp_path, GERMAN)
    done = run("import", path)
    assert done.exit_code == 0, done.output
    assert tomllib.loads(done.stdout)["columns"]["killed_high"] == "Tote"
    assert "“Breite” is a common name for it (Latitude); for example '40,5'" in done.stdout
    assert "Bemerkung" in done.stdout
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(done.stdout, encoding="utf-8")
    assert read_mapping(mapping) == recognise(path).mapping


def test_import_asks_before_it_reads_by_a_proposal(tmp_path):
    path, to = file(tmp_path, GERMAN), tmp_path / "incidents.csv"
    refused = run("import", path, "--to", to)
    assert refused.exit_code == 2
    assert "was not confirmed" in refused.output
    assert not to.exists()
    done = run("import", path, "--to", to, "--yes")
    assert done.exit_code == 0, done.output
    assert read_dataset(to).incidents["killed_high"].to_pylist() == [7, 2]


def test_a_column_named_on_the_command_line_changes_the_proposal(tmp_path):
    path, to = file(tmp_path, GERMAN), tmp_path / "incidents.csv"
    changes = ("--column", "summary=Bemerkung", "--column", "place_name=", "--yes")
    done = run("import", path, "--to", to, *changes)
    assert done.exit_code == 0, done.output
    first = read_dataset(to).incidents.to_pylist()[0]
    assert (first["summary"], first["Ort"]) == ("nachts", "Görz")
    wrong = run("import", path, "--column", "sumary=Bemerkung")
    assert wrong.exit_code == 2
    assert "--column summary=Datum" in wrong.output


def test_a_column_that_is_given_stands_in_its_place_in_the_proposal(tmp_path):
    path = file(tmp_path, "Nr;Beginn;Ort\na;04.10.2020;x\nb;etwas spaeter;y\nc;unbekannt;z\n")
    assert "No column of dates was recognised" in run("import", path).stdout
    done = run("import", path, "--column", "date_start=Beginn")
    assert "No column of dates" not in done.stdout
    assert "Kept unchanged" not in done.stdout
    lines = done.stdout.splitlines()
    assert 'date_start = "Beginn"  # given' in lines
    assert lines.index('date_start = "Beginn"  # given') < lines.index("[dates]")
    assert 'order = "day first"  # dates with dots are written with the day first' in lines


def test_a_column_of_which_most_cells_are_dates_is_proposed_and_the_others_are_counted(tmp_path):
    by_name = file(tmp_path, "id,When\n1,Oct 4 2020\n2,10/05/2020\n3,mid October\n")
    assert columns_of(by_name)["date_start"] == ("When",)
    assert "1 of 3 cells can't be read as a date, such as 'mid October'" in run("import", by_name).stdout
    by_values = file(tmp_path, "id,a,b\n1,2020-10-04,x\n2,2020-10-05,y\n3,soon,z\n")
    assert columns_of(by_values)["date_start"] == ("a",)
    few = file(tmp_path, "id,a,b\n1,2020-10-04,x\n2,later,y\n3,soon,z\n")
    assert "date_start" not in columns_of(few)


def test_the_order_of_dates_can_be_said(tmp_path):
    path, to = file(tmp_path, "id,date_start,lat,lon\na,03/04/2020,1,2\n"), tmp_path / "out.csv"
    refused = run("import", path, "--to", to)
    assert refused.exit_code == 1
    assert "incidents, row 2, date_start: '03/04/2020' is ambiguous" in refused.output
    assert not to.exists()
    for order, day in (("day first", date(2020, 4, 3)), ("month first", date(2020, 3, 4))):
        (tmp_path / "own-mapping.toml").write_text(f'[dates]\norder = "{order}"\n')
        assert read_dataset(path).incidents["date_start"].to_pylist() == [day]
    (tmp_path / "own-mapping.toml").unlink()
    done = run("import", path, "--to", to, "--date-order", "day first", "--yes")
    assert done.exit_code == 0, done.output
    assert read_dataset(to).incidents["date_start"].to_pylist() == [date(2020, 4, 3)]


def test_the_command_that_is_recommended_has_the_mapping(tmp_path):
    path = file(tmp_path, "a,b\nsoon,1\n")
    mapping = file(tmp_path, '[columns]\ndate_start = "a"', "a mapping.toml")
    done = run("export", path, "--mapping", mapping)
    assert done.exit_code == 1
    assert f"mapapp validate {path} --mapping '{mapping}'" in done.stderr


def test_a_file_that_is_known_needs_no_mapping(tmp_path):
    path = file(tmp_path, "id,date,lat,lon\na,2020-09-27,1,2\n")
    done = run("import", path)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "needs no mapping" in done.output


def test_a_mapping_beside_the_file_is_read_by_every_command_and_watched(tmp_path):
    path = file(tmp_path, "a,b,c\n2020-09-27,40,46\n")
    assert run("validate", path).exit_code == 2
    mapping = tmp_path / "own-mapping.toml"
    mapping.write_text('[columns]\ndate_start = "a"\nlatitude = "b"\nlongitude = "c"\n')
    assert run("validate", path).exit_code == 0
    live = LiveStore(path)
    before = live.current.fingerprint
    assert live.current.extent == (46.0, 40.0, 46.0, 40.0)
    mapping.write_text('[columns]\ndate_start = "a"\nlatitude = "c"\nlongitude = "b"\n')
    live.look()
    live.look()
    assert live.current.extent == (40.0, 46.0, 40.0, 46.0)
    assert live.current.fingerprint != before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("not toml", "can't be used"),
        ('columns = "x"', "[columns] must be a table"),
        ('[columns]\ndate = "a"', "date_start"),
        ('[colums]\ndate_start = "a"', "columns"),
        ("[columns]\ndate_start = 3", "must be the name of a column"),
        ('[columns]\nlatitude = ["a", "b", "c"]', "must be the name of a column"),
        ('[columns]\ndate_start = "z"', "has no column z"),
        ('[columns]\ntitle = "a"', "names no column"),
        ('[columns]\ndate_start = "a"\n[dates]\norder = "sideways"', "day first"),
        ('[columns]\ndate_start = "a"\n[dates]\nlanguage = "xx"', "no language"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(tmp_path, text, told):
    path = file(tmp_path, "a,b\n2020-09-27,1\n")
    mapping = file(tmp_path, text, "m.toml")
    done = run("validate", path, "--mapping", mapping)
    assert done.exit_code == 2
    assert told in done.output


@given(
    st.dictionaries(st.sampled_from(INCIDENTS.names), st.text(min_size=1).map(lambda one: (one,)), min_size=1)
)
def test_a_mapping_is_the_same_after_it_is_written_and_read(columns):
    columns = {name: names for name, names in columns.items() if names[0].isprintable()}
    mapping = Mapping(columns, DateOrder.DAY_FIRST, "de")
    reasons = dict.fromkeys(columns, "so \n it \x00 is")
    assert parsed(mapping.as_toml(reasons, ("a\nb",)), "m.toml") == mapping


def test_hostile_names_of_columns_are_quoted(tmp_path):
    path = file(tmp_path, 'when,"a""b\n=1",lat,lon\n2020-09-27,"x\ny",1,2\n')
    proposal = recognise(path, None, {"title": ('a"b\n=1',)})
    (row,) = read_dataset(path, parsed(proposal.as_toml(), "m.toml")).incidents.to_pylist()
    assert row["title"] == "x\ny"


def test_two_columns_of_one_name_are_refused(tmp_path):
    path = file(tmp_path, "a,a\n2020-09-27,1\n")
    with pytest.raises(UnreadableFile, match="same name"):
        read_dataset(path, Mapping({"date_start": ("a",)}))
