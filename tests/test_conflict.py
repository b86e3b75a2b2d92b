"""What a data set is about: `conflict.toml`, and the rules of evidence for any number of parties."""

from dataclasses import replace
from datetime import date
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp import words
from mapapp.api.parameters import known_query
from mapapp.engine import prepared
from mapapp.engine.compiling import table
from mapapp.engine.questions import evidence
from mapapp.engine.sorting import Page, Sort
from mapapp.engine.store import Store
from mapapp.errors import BadDescription, BadQuery
from mapapp.ingest import read_dataset
from mapapp.ingest.conflict import read_conflict
from mapapp.mapdata.home import home
from mapapp.model.colours import difference
from mapapp.model.conflict import MAX_PARTIES, NOT_DESCRIBED, Conflict, Party, Period
from mapapp.model.metadata import Description, describe
from mapapp.model.query import Query
from mapapp.model.report import Effect
from mapapp.views.coverage import strip
from mapapp.views.head import locale_with_territory
from mapapp.views.periods import marked_days, presets
from mapapp.views.style import ACTOR_COLOURS, legend_for
from mapapp.views.tables import incidents_answer
from tests.factories import bundled_conflict, bundled_store, incident, store_of

LETTERS = "abcdefgh"
HEAD = "incident_id,date_start,latitude,longitude\na,2020-10-04,40,47\n"


def parties(number):
    return Conflict(tuple(Party.called(f"p{letter}", f"P{letter}") for letter in LETTERS[:number]))


def claim(number, side, stance="reports", **more):
    return {
        "claim_id": f"c{number}",
        "incident_id": "a",
        "source_id": f"s{number}",
        "claimant": f"{side} {number}",
        "claimant_side": side,
        "stance": stance,
        "checked": "yes",
    } | more


def store_about(claims, conflict):
    return store_of_cases([claims], conflict)


def store_of_cases(cases, conflict):
    """Load many cases as one data set; each is the claims about an incident named after its number."""
    claims = [
        one | {"incident_id": f"{number}", "claim_id": f"{number}-{n}"}
        for number, case in enumerate(cases)
        for n, one in enumerate(case)
    ]
    sources = [{"source_id": f"s{n}", "publisher": "P"} for n in range(100)]
    return store_of([incident(f"{n}") for n in range(len(cases))], claims, sources, conflict=conflict)


def described(tmp_path, text):
    path = tmp_path / "conflict.toml"
    path.write_text(text, encoding="utf-8")
    return read_conflict(path)


@pytest.mark.parametrize("number", range(2, MAX_PARTIES + 1))
def test_the_rules_hold_for_any_number_of_parties(number):
    conflict = parties(number)
    said = [
        claim(n, party, killed_low=5 + n, killed_high=9 + n, actor="Pa forces")
        for n, party in enumerate(conflict.party_names)
    ]
    deniers = (*conflict.deniers, "other")
    cases = [said, said[:-1], *([*said, claim(99, denier, "denies")] for denier in deniers)]
    pairs = list(product(conflict.party_names, conflict.parties))
    concessions = [[claim(1, side, "concedes", actor=f"{party.label} forces")] for side, party in pairs]
    store = store_of_cases([*cases, *concessions], conflict)

    (conceded,) = store.listed(Query(according_to="conceded"), 99)
    assert conceded["incident_id"] == "0"
    assert (conceded["killed_low"], conceded["killed_high"], conceded["actor"]) == (5, 9, "Pa forces")
    for case, denier in enumerate(deniers[:-1], 2):
        denied = store.listed(Query(denied_by=denier), 99)
        assert [row["incident_id"] for row in denied] == [f"{case}"]
    undisputed = {int(row["incident_id"]): row for row in store.listed(Query(according_to="undisputed"), 99)}
    assert undisputed.keys().isdisjoint(range(2, len(cases)))
    for case, (side, party) in enumerate(pairs, len(cases)):
        is_declared = undisputed[case]["attribution_status"] == "declared"
        assert is_declared == (side == party.name)


@pytest.mark.parametrize("conflict", [NOT_DESCRIBED, bundled_conflict(), *map(parties, (1, 3))])
def test_what_the_claims_decide_has_the_columns_and_types_that_are_named(conflict):
    store = bundled_store()
    decided = evidence.decided(table(store.incidents), table(store.claims), conflict)
    assert dict(decided.schema()) == dict(evidence.derived(conflict))


@pytest.mark.parametrize("number", [2, 3, MAX_PARTIES])
@settings(max_examples=4, deadline=None)
@given(st.data())
def test_no_party_is_treated_otherwise_than_another(number, data):
    """Renaming the parties renames the answers and changes nothing else."""
    conflict = parties(number)
    names = conflict.party_names
    turned = dict(zip(names, data.draw(st.permutations(names)), strict=True))
    one_claim = st.tuples(
        st.sampled_from((*names, "independent", "other")),
        st.sampled_from(["alleges", "reports", "denies", "concedes"]),
        st.sampled_from(names),
        st.integers(0, 3),
    )
    cases = data.draw(st.lists(st.lists(one_claim, min_size=1, max_size=6), min_size=5, max_size=30))
    as_it_is, renamed = (
        [
            [
                claim(n, name.get(side, side), stance, actor=f"P{name[force][1]} forces", killed_low=people)
                for n, (side, stance, force, people) in enumerate(case)
            ]
            for case in cases
        ]
        for name in ({name: name for name in names}, turned)
    )
    store = store_of_cases([*as_it_is, *renamed], conflict)
    first = len(cases)
    for whose in conflict.points_of_view:
        here = answers(store, whose, range(first))
        assert here == answers(store, turned.get(whose, whose), range(first, 2 * first))


def answers(store, whose, numbers):
    """Return how a point of view sees some cases, by position among them, without who did it."""
    rows = {int(row.pop("incident_id")): row for row in store.listed(Query(according_to=whose), 99)}
    return {number - numbers.start: row | {"actor": ""} for number, row in rows.items() if number in numbers}


def test_each_party_has_its_lane_and_its_words():
    conflict = parties(3)
    store = store_about([claim(1, "pa"), claim(2, "pb"), claim(3, "pb")], conflict)
    shown = strip(store.coverage(Query()), conflict, filtered=False)
    assert shown["lanes"] == ["Pa", "Pb", "Pc", "independent and other"]
    assert shown["cells"] == [{"cell": 0, "counts": [1, 2, 0, 0], "words": "1 Pa, 2 Pb sources"}]
    assert words.according_to("conceded", conflict) == "reported by all sides"
    assert "reported by all sides" in words.nothing_found(Query(according_to="conceded"), conflict)
    assert words.filter_sentence(Query(denied_by="pb"), conflict).endswith("Pb sources")


def test_a_side_that_the_data_set_does_not_have_is_refused_everywhere():
    store = store_about([claim(1, "pa")], parties(2))
    for query in (Query(according_to="pz"), Query(denied_by="pz")):
        with pytest.raises(BadQuery, match=r"pz.*Expected one of .*pa"):
            store.totals(query)
        with pytest.raises(BadQuery, match="pz"):
            store.conflict.require_known_sides(query)
        assert store.conflict.without_unknown_sides(query)[0] == Query()


def test_without_a_description_the_parties_are_those_that_the_claims_name(tmp_path: Path):
    (tmp_path / "incidents.csv").write_text(HEAD)
    sides = ["Reds", "Blue party", "Reds", "reds", "Redss", "independent", "other", "", "all", "Greens"]
    rows = "".join(f"c{n},a,{side},alleges\n" for n, side in enumerate(sides))
    (tmp_path / "claims.csv").write_text("claim_id,incident_id,claimant_side,stance\n" + rows)
    data = read_dataset(tmp_path / "incidents.csv")
    assert data.conflict.party_names == ("Reds", "Blue party", "Greens")
    assert data.conflict.points_of_view["Reds"] == "Reds sources"
    told = {fault.value for fault in data.report.faults if fault.column == "claimant_side"}
    assert told == {"reds", "Redss", "all"}


def test_without_claims_there_is_no_party_and_nothing_that_parties_concede(tmp_path: Path):
    (tmp_path / "incidents.csv").write_text(HEAD)
    conflict = read_dataset(tmp_path / "incidents.csv").conflict
    assert conflict.parties == ()
    assert tuple(conflict.points_of_view) == ("independent", "undisputed")


def test_the_description_beside_a_file_is_that_of_its_name(tmp_path: Path):
    for name in ("incidents.csv", "own.csv", "x-incidents.csv"):
        (tmp_path / name).write_text(HEAD)
    (tmp_path / "conflict.toml").write_text('[[parties]]\nname = "north"\n')
    (tmp_path / "x-conflict.toml").write_text('[[parties]]\nname = "south"\nlabel = "Southern"\n')
    read = {
        name: read_dataset(tmp_path / name).conflict.parties
        for name in ("incidents.csv", "own.csv", "x-incidents.csv")
    }
    assert read["incidents.csv"] == (Party("north", "North", "North sources", ("North",)),)
    assert read["own.csv"] == ()
    assert read["x-incidents.csv"] == (Party("south", "Southern", "Southern sources", ("Southern",)),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[parties", "can't be read"),
        ("parties = " + "[" * 5000, "can't be read"),
        ("colour = 1", "colour is 1. Expected one of the keys"),
        ("parties = 3", "parties is 3. Expected a list of up to 8 tables, each under [[parties]]"),
        ("parties = [1]", "parties is 1. Expected a table of keys"),
        (
            "".join(f'[[parties]]\nname = "p{n}"\n' for n in range(9)),
            "parties is 9. Expected a list of up to 8",
        ),
        ('[[parties]]\nlabel = "X"', "party 1: name is ''. Expected a name of its own in lower case"),
        ('[[parties]]\nname = "independent"', "name is 'independent'"),
        ('[[parties]]\nname = "Ünï"', "name is 'Ünï'"),
        (
            '[[parties]]\nname = "x"\n[[parties]]\nname = "x"',
            "name is 'x'. Expected a name that no other party has",
        ),
        ('[[parties]]\nname = "x"\nlabel = 3', "label is 3. Expected one line of text"),
        ('[[parties]]\nname = "x"\nforces = "X"', "forces is 'X'. Expected a list of texts"),
        ('[[parties]]\nname = "x"\nforces = [""]', "forces is ['']. Expected a list of texts"),
        ('[[days]]\nlabel = "x"', "marked day 1: date is None. Expected a day as YYYY-MM-DD"),
        ("[[days]]\ndate = 2020-10-04T12:00:00", "Expected a day as YYYY-MM-DD"),
        ("[[days]]\ndate = 2020-10-04", "label is ''. Expected words"),
        (
            '[[days]]\ndate = 2020-10-04\nuntil = 2020-10-03\nlabel = "x"',
            "until is '2020-10-03'. Expected a day that is not before 2020-10-04",
        ),
        ('[[days]]\ndate = 2020-10-04\nlabel = "x"\nurl = "javascript:x"', "Expected a URL"),
        ("colours = 3", "colours is 3. Expected a table of actors"),
        ('[colours]\n"A forces" = "red"', "A forces is 'red'. Expected a colour as \"#\""),
        ('[colours]\n"A forces" = "#f0f0f0"', "Expected a colour that stands out"),
        ('[colours]\nA = "#c03030"\nB = "#608020"', "can tell from #c03030 of A"),
        ("period = 3", "period is 3. Expected a table of keys"),
        ("[period]\nend = 2020-10-04", "period: start is None. Expected a day as YYYY-MM-DD"),
        ("[period]\nstart = 2020-10-04\nend = 2020-10-03", "Expected a day that is not before 2020-10-04"),
        ("[period]\nstart = 2020-10-04\nuntil = 2020-10-05", "Expected one of the keys end, start"),
        ("language = 3", "language is 3. Expected one line of text"),
        ('language = "english"', "language is 'english'. Expected a language code"),
        ('language = ""', "language is ''. Expected a language code"),
        ("region = 3", "region is 3. Expected a table of keys"),
        ("[region]", "region is {}. Expected either bbox or countries"),
        ('[region]\nbbox = [1, 2, 3, 4]\ncountries = ["Chad"]', "Expected either bbox or countries"),
        ("[region]\nbbox = [1, 2, 3]", "bbox is [1, 2, 3]. Expected four numbers in degrees"),
        ("[region]\nbbox = [1, 2, 3, true]", "Expected four numbers in degrees"),
        ("[region]\nbbox = [1, 2, 3, 91]", "Expected four numbers in degrees"),
        ("[region]\nbbox = [1, 2, nan, 4]", "Expected four numbers in degrees"),
        (
            '[region]\ncountries = ["Chad", "Chda"]',
            "countries is ['Chda']. Expected countries by",
        ),
        ("[region]\ncountries = []", "countries is []. Expected countries by their English"),
        ("vocabularies = 3", "vocabularies is 3. Expected a table of keys"),
        (
            '[vocabularies.stance]\nx = "X"',
            "Expected one of the keys event_type, sub_event_type",
        ),
        ("[vocabularies]\nweapon = 3", "weapon is 3. Expected a table of up to 100 values"),
        ("[vocabularies.weapon]", "weapon is {}. Expected a table of up to 100 values"),
        ("[vocabularies.weapon]\nx = 3", "weapon: x is 3. Expected one line of text"),
        ('[vocabularies.weapon]\nx = ""', "x is ''. Expected a value and, after the equals sign, its label"),
        ('[vocabularies.weapon]\n" x" = "X"', "Expected a value and, after the equals sign, its label"),
        (
            '[vocabularies.weapon]\nDrone = "X"',
            "Expected a value and a label that differ",
        ),
        ('[vocabularies.weapon]\nx = "Several types"', "from those of 'several'"),
        ('[vocabularies.weapon]\nx = "X"\nX = "Y"', "from those of 'x'"),
        ('[[parties]]\nname = "x"\nfroces = ["X"]', "froces is ['X']. Expected one of the keys"),
    ],
)
def test_a_description_that_says_something_impossible_is_refused_with_its_remedy(tmp_path, text, problem):
    with pytest.raises(BadDescription) as refused:
        described(tmp_path, text)
    assert str(refused.value).startswith("conflict.toml")
    assert problem in str(refused.value)


def test_what_is_outside_period_and_region_is_remarked_and_kept(tmp_path):
    (tmp_path / "conflict.toml").write_text(
        "[period]\nstart = 2020-10-04\nend = 2020-10-06\n[region]\nbbox = [179, 39, -179, 41]\n"
    )
    (tmp_path / "incidents.csv").write_text(
        "incident_id,date_start,date_end,latitude,longitude\n"
        "within,2020-10-04,,40,-179.5\nbeginning,2020-09-01,2020-10-04,40,179.5\n"
        "before,2020-09-01,2020-10-03,40,180\nafter,2020-10-07,,40,-180\n"
        "south,2020-10-04,,38.9,180\nwest,2020-10-04,,40,178.9\nnowhere,2020-10-04,,,\n"
    )
    read = read_dataset(tmp_path / "incidents.csv")
    assert read.incidents.num_rows == 7
    remarked = {(fault.row, fault.column, fault.effect) for fault in read.report.faults}
    expected = {(4, "date_start"), (5, "date_start"), (6, "latitude"), (7, "latitude")}
    assert remarked == {(row, column, Effect.REMARK) for row, column in expected}
    reasons = {fault.reason for fault in read.report.faults}
    assert "2020-10-07 is outside the period of the conflict, 2020-10-04/2020-10-06." in reasons


def test_a_region_of_countries_ends_about_twenty_kilometres_outside_them(tmp_path):
    (tmp_path / "conflict.toml").write_text('[region]\ncountries = ["FJI", "New Zealand"]\n')
    suva, taveuni, wellington, tonga = (-18.14, 178.44), (-16.9, -179.97), (-41.3, 174.8), (-21, -175)
    rows = [f"{n},2020-10-04,{at[0]},{at[1]}\n" for n, at in enumerate((suva, taveuni, wellington, tonga))]
    (tmp_path / "incidents.csv").write_text("incident_id,date_start,latitude,longitude\n" + "".join(rows))
    read = read_dataset(tmp_path / "incidents.csv")
    assert [fault.row for fault in read.report.faults] == [5]
    assert read.conflict.region is not None
    west, _, east, _ = read.conflict.region.bounds
    assert 160 < west < 180 < east < 190


def test_the_map_stands_at_the_region_while_nothing_is_located(tmp_path):
    conflict = described(tmp_path, "[region]\nbbox = [-31, 61, -30, 62]\n")
    nowhere = incident("a") | {"latitude": None, "longitude": None}
    assert home(store_of([nowhere], conflict=conflict), Query()) == (-31, 61, -30, 62)
    assert home(store_of([nowhere], conflict=parties(2)), Query()) is None
    found = home(store_of([incident("a")], conflict=conflict), Query())
    assert found is not None
    assert found[0] > 0


def test_values_of_its_own_are_values_like_others(tmp_path):
    (tmp_path / "conflict.toml").write_text('[vocabularies.weapon]\n"fire ship" = "burning boat"\n')
    (tmp_path / "incidents.csv").write_text(
        "incident_id,date_start,latitude,longitude,weapon\n"
        "a,2020-10-04,40,47,Fire Ship\nb,2020-10-04,40,47,artillery\nc,2020-10-04,40,47,fire shp\n"
    )
    read = read_dataset(tmp_path / "incidents.csv")
    assert [(one.row, one.effect) for one in read.report.faults] == [(4, Effect.KEPT)]
    assert "'fire ship'" in read.report.faults[0].remedy
    store = Store.load(read)
    query = Query(weapon=("fire ship",))
    assert store.totals(query)["matched"] == 1
    assert "burning boat" in words.filter_sentence(query, store.conflict)
    rows = store.incidents_on(query, Page(Sort(), 1, 0))
    assert "burning boat" in incidents_answer(rows, 1, store.conflict)["rows"][0]["cells"]
    with pytest.raises(BadQuery, match="fire ship"):
        known_query(store, {"weapon": ["burnt ship"]})
    nobody = store_about([], read.conflict)
    assert known_query(nobody, {"weapon": ["fire ship"]}).weapon == ("fire ship",)


def test_what_is_known_of_a_conflict_is_kept_with_a_prepared_file(tmp_path):
    (tmp_path / "conflict.toml").write_text(
        'language = "AZ-latn"\n[period]\nstart = 2020-10-04\n[region]\ncountries = ["Chad"]\n'
        '[vocabularies.weapon]\n"fire ship" = "burning boat"\n[vocabularies.target_type]\nwell = "wells"\n'
    )
    (tmp_path / "incidents.csv").write_text(HEAD)
    read = read_dataset(tmp_path / "incidents.csv")
    assert read.conflict.language == "az-Latn"
    assert read.conflict.period == Period(date(2020, 10, 4), None)
    prepared.write(read, tmp_path / "own.mapapp")
    assert prepared.read(tmp_path / "own.mapapp")[0].conflict == read.conflict


@pytest.mark.parametrize(
    ("language", "territorial_form"),
    [("", ""), ("en-GB", "en_GB"), ("el", "el_GR"), ("az-Latn", "az_AZ"), ("pt-BR", "pt_BR"), ("qqx", "")],
)
def test_open_graph_is_told_the_language_in_its_likely_territory(language, territorial_form):
    assert locale_with_territory(language) == territorial_form


def test_the_conflicts_own_days_can_be_chosen_where_the_data_reach_beyond_them():
    first, last = date(2020, 9, 1), date(2020, 10, 30)
    period = Period(date(2020, 9, 27), None)
    assert {"label": "The conflict", "start": "2020-09-27", "end": "2020-10-30"} in presets(
        (first, last), period=period
    )
    for none in (Period(first, last), Period(date(2021, 1, 1), None)):
        assert "The conflict" not in {one["label"] for one in presets((first, last), period=none)}


TRADITIONS = '[[traditions]]\nname = "a"\ncolumn = "name_a"\n[[traditions]]\nname = "b"\ncolumn = "name_b"\n'


@pytest.mark.parametrize(
    ("description", "places", "problem"),
    [
        (TRADITIONS, None, "traditions is ['a', 'b']. Expected no traditions, or a file of places"),
        (
            TRADITIONS,
            "place_id,name_a\nx,X\n",
            "gazetteer.csv: columns is",
        ),
        (TRADITIONS, "name_a,name_b\nx,X\n", "Expected a column called place_id"),
        (
            TRADITIONS,
            "place_id,name_a,name_b\nx,X,Y\nx,X,Y\n",
            "row 3: place_id is 'x'. Expected an",
        ),
        (TRADITIONS, "place_id,name_a,name_b\n,X,Y\n", "row 2: place_id is ''. Expected an identifier"),
        (
            TRADITIONS,
            "place_id,name_a,name_b,first\nx,X,Y,c\n",
            "Expected one of the traditions a, b",
        ),
        (
            TRADITIONS + '[[traditions]]\nname = "a"\ncolumn = "c"',
            None,
            "name is 'a'. Expected one",
        ),
        (
            TRADITIONS + '[[traditions]]\nname = "c"\ncolumn = "name_b"',
            None,
            "column is 'name_b'. Expected one",
        ),
        ('[[traditions]]\nname = "a"', None, "tradition 1: column is ''. Expected a name in quotation marks"),
        *(
            (
                TRADITIONS,
                f"place_id,name_a,name_b,latitude,longitude\nx,X,Y,{latitude},{longitude}\n",
                f"row 2: latitude, longitude is '{latitude}, {longitude}'. Expected a latitude",
            )
            for latitude, longitude in (("91", "0"), ("1", ""), ("N 5", "N 5"), ("north", "1"), ("nan", "0"))
        ),
        ("traditions = 3", None, "Expected a list of up to 8 tables, each under [[traditions]]"),
        ('[[traditions]]\nname = "a"\ncolum = "c"', None, "Expected one of the keys column, label, name"),
    ],
)
def test_traditions_and_places_that_make_no_sense_are_refused(tmp_path, description, places, problem):
    (tmp_path / "incidents.csv").write_text(HEAD)
    (tmp_path / "conflict.toml").write_text(description)
    if places is not None:
        (tmp_path / "gazetteer.csv").write_text(places)
    with pytest.raises(BadDescription) as refused:
        read_dataset(tmp_path / "incidents.csv")
    assert problem in str(refused.value)


def test_places_are_named_by_the_traditions_of_the_data_set(tmp_path):
    (tmp_path / "conflict.toml").write_text(TRADITIONS)
    (tmp_path / "gazetteer.csv").write_text(
        "place_id,latitude,name_b,name_a,first\nx,1,Bx,Ax,\ny,,By,Ay,b\nz,,Bz,,\nsame,,S,S,b\nnone,,,,\n"
    )
    given = {"1": "x", "2": "y", "3": "z", "4": "same", "5": "none", "6": "?", "7": "x"}
    rows = "".join(f"{n},2020-10-04,,,{place},{'Own' if n == '7' else ''}\n" for n, place in given.items())
    (tmp_path / "incidents.csv").write_text(
        "incident_id,date_start,latitude,longitude,place_id,place_name\n" + rows
    )
    read = read_dataset(tmp_path / "incidents.csv")
    named = read.incidents["place_name"].to_pylist()
    assert named == ["Ax / Bx", "By / Ay", "Bz", "S", None, None, "Own"]
    assert read.incidents["latitude"].null_count == 7
    unknown = [fault.value for fault in read.report.faults if fault.column == "place_id"]
    assert unknown == ["none", "?"]
    prepared.write(read, tmp_path / "own.mapapp")
    assert prepared.read(tmp_path / "own.mapapp")[0].conflict == read.conflict


def test_points_of_a_gazetteer_are_read_in_any_notation_and_kept(tmp_path):
    (tmp_path / "incidents.csv").write_text(HEAD)
    (tmp_path / "conflict.toml").write_text(TRADITIONS)
    (tmp_path / "gazetteer.csv").write_text(
        "place_id,name_a,name_b,latitude,longitude\nx,X,,61.5,-30.25\ny,Y,,,\nz,Z,,S 5,179\n"
    )
    read = read_dataset(tmp_path / "incidents.csv")
    points = {place.place_id: place.point for place in read.conflict.places}
    assert points == {"x": (-30.25, 61.5), "y": None, "z": (179.0, -5.0)}
    prepared.write(read, tmp_path / "own.mapapp")
    assert prepared.read(tmp_path / "own.mapapp")[0].conflict == read.conflict


def test_a_file_of_places_is_not_read_without_traditions(tmp_path):
    (tmp_path / "incidents.csv").write_text(HEAD)
    (tmp_path / "gazetteer.csv").write_bytes(b"\xff\x00")
    assert not read_dataset(tmp_path / "incidents.csv").report.faults
    (tmp_path / "conflict.toml").write_text('language = "en"')
    assert not read_dataset(tmp_path / "incidents.csv").report.faults


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("my_file.csv", "My file"),
        ("ged.csv", "GED"),
        ("GEDEvent_v25_1.csv", "UCDP GED 25.1"),
        ("GEDEvent_v25_0_9.csv", "UCDP GED 25.0.9"),
        ("ged251.csv", "GED 25.1"),
        ("acled_2020-01-01_to_2020-02-01.csv", "ACLED 2020-01-01 to 2020-02-01"),
        ("Own-notes v2.csv", "Own notes v2"),
        ("_.csv", "_"),
    ],
)
def test_a_data_set_without_a_title_is_called_after_its_file(tmp_path, file, title):
    assert describe(tmp_path / file).title == title


def test_days_to_mark_stand_in_their_order_and_keep_within_the_days_of_the_data(tmp_path):
    conflict = described(
        tmp_path,
        '[[days]]\ndate = 2020-10-08\nuntil = 2020-11-20\nlabel = "Truce"\n'
        '[[days]]\ndate = "2020-10-05"\nlabel = "Talks"\nurl = "https://x.example/"\n'
        '[[days]]\ndate = 2021-01-01\nlabel = "Later"\n',
    )
    assert marked_days(conflict, date(2020, 10, 4), date(2020, 10, 30)) == [
        {"first": "2020-10-05", "last": "2020-10-05", "words": "Talks", "url": "https://x.example/"},
        {"first": "2020-10-08", "last": "2020-10-30", "words": "Truce", "url": ""},
    ]


def test_actors_have_the_colours_that_are_given_and_others_none_that_looks_like_them(tmp_path):
    given = described(tmp_path, '[colours]\n"B forces" = "#8050B0"\n"Absent" = "#c05a10"\n').colours
    assert given == (("B forces", "#8050b0"), ("Absent", "#c05a10"))
    legend = legend_for(["A forces", "B forces", "C forces"], own_colours=given)
    assert list(legend.actors) == ["A forces", "B forces", "C forces"]
    assert legend.actors["B forces"] == "#8050b0"
    assert ACTOR_COLOURS[0] not in legend.actors.values()
    assert all(difference(*pair) >= 12 for pair in combinations(legend.actors.values(), 2))


def test_what_a_conflict_is_survives_being_prepared(tmp_path):
    (tmp_path / "incidents.csv").write_text(HEAD)
    (tmp_path / "conflict.toml").write_text(
        "recognised_countries = true\n"
        '[[days]]\ndate = 2020-10-08\nlabel = "Truce"\n[colours]\n"B forces" = "#8050b0"\n'
        '[[parties]]\nname = "x"\n'
    )
    data = read_dataset(tmp_path / "incidents.csv")
    prepared.write(data, tmp_path / "x.mapapp")
    assert prepared.read(tmp_path / "x.mapapp")[0].conflict == data.conflict


PACKAGE = """
[package]
title = "The war of the lakes"
description = "Invented."
licenses = [{ name = "CC0-1.0", path = "https://x.example/" }]
contributors = [{ title = "Nobody" }]
"""


def test_a_conflict_gives_its_data_set_a_title_a_licence_and_authors(tmp_path):
    (tmp_path / "x-conflict.toml").write_text(PACKAGE)
    about = describe(tmp_path / "x-incidents.csv")
    assert (about.title, about.text, about.authors) == ("The war of the lakes", "Invented.", ("Nobody",))
    assert (about.licence, about.licence_url) == ("CC0-1.0", "https://x.example/")
    assert not about.from_package


@pytest.mark.parametrize(
    "text",
    ["[[", "package = 3", "[package]\nlicenses = [1]", "[package]\ncontributors = 4", "a = " + "[" * 5000],
)
def test_without_a_package_that_can_be_read_the_title_is_that_of_the_file(tmp_path, text):
    (tmp_path / "x-conflict.toml").write_text(text)
    assert describe(tmp_path / "x-incidents.csv") == Description("X incidents")


def test_names_in_markup_are_text(tmp_path):
    label = "<b>x</b> & “y”"
    conflict = described(tmp_path, f'[[parties]]\nname = "x"\nlabel = "{label}"\n')
    store = store_about([claim(1, "x")], replace(conflict))
    assert store.conflict.points_of_view["x"] == f"{label} sources"


def test_the_bundled_war_is_described_by_its_file():
    conflict = bundled_store().conflict
    assert conflict.party_names == ("armenian", "azerbaijani")
    assert [one.first.strftime("%d %b") for one in conflict.days] == ["10 Oct", "18 Oct", "26 Oct", "10 Nov"]
