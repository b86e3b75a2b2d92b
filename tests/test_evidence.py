"""The rules by which claims decide, from every point of view; docs/method.md explains them."""

import csv
import re
import shutil
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.engine import loading
from mapapp.engine.questions import evidence
from mapapp.engine.store import Store
from mapapp.ingest import read_dataset
from mapapp.model import actors
from mapapp.model.actors import OR
from mapapp.model.decided import DECIDED
from mapapp.model.derived import HARMED
from mapapp.model.query import Query
from mapapp.model.schema import (
    BASIS,
    EXCLUDED_BECAUSE,
    FIGURES_ONLY,
    HARM_MANNER,
    HARMS,
    STANCE,
)
from mapapp.model.unfinished import alone
from mapapp.shipped import bundled
from tests.factories import bundled_conflict, bundled_store, incident, store_of

A, Z = "Armenian forces", "Azerbaijani forces"
DUCKDB = ibis.duckdb.connect()


def claim(side, stance="alleges", n=1, **more):
    return {
        "claim_id": f"c{n}",
        "incident_id": "a",
        "source_id": "s",
        "claimant": f"{side} {n}",
        "claimant_side": side,
        "stance": stance,
        "checked": "yes",
    } | more


def loaded(cases):
    """Load many cases as one data set; each is the claims about an incident and what was filed about it."""
    return store_of(
        [incident(f"{number}", **filed) for number, (_, filed) in enumerate(cases)],
        [
            one | {"claim_id": f"{number}-{n}", "incident_id": f"{number}"}
            for number, (claims, _) in enumerate(cases)
            for n, one in enumerate(claims)
        ],
        [{"source_id": "s", "publisher": "P"}],
    )


def seen_of_each(store, whose=""):
    """Return the incidents from a point of view, by the number of their case."""
    return {int(row["incident_id"]): row for row in store.listed(Query(according_to=whose), 99)}


def seen(claims, whose="", **filed):
    return seen_of_each(loaded([(claims, filed)]), whose).get(0)


OTHERWISE = {
    "killed_low": 0,
    "killed_best": 0,
    "killed_high": 0,
    "harm_status": "?",
    "attribution_status": "?",
}


def derived_of_each(cases):
    """Return what the rules derive from all claims for each case, where the file says otherwise."""
    found = [{} for _ in cases]
    for one in loaded([(claims, OTHERWISE | filed) for claims, filed in cases]).disagreements:
        found[int(one.incident_id)][one.field] = one.derived
    return found


def derived(claims, **filed):
    return derived_of_each([(claims, filed)])[0]


def by_rule(field, cases):
    """Return what the rules derive for a field in each case, with all cases in one data set."""
    return [one.get(field) for one in derived_of_each([(claims, {}) for claims, *_ in cases])]


GRADES_OF_HARM = [
    ([claim("armenian")], "weak"),
    ([claim("armenian"), claim("azerbaijani", "denies")], "contested"),
    ([claim("armenian"), claim("azerbaijani", "denies", excluded_because="general denial")], "weak"),
    ([claim("independent", "reports")], "weak"),
    ([claim("independent", "reports"), claim("independent", "reports")], "weak"),
    ([claim("independent", "reports"), claim("independent", "reports", 2)], "fair"),
    ([claim("independent", "reports"), claim("independent", "reports", 2, basis="relayed")], "weak"),
    ([claim("other", "reports", basis="witness")], "fair"),
    ([claim("armenian", "alleges", basis="witness")], "weak"),
    ([claim("azerbaijani"), claim("armenian", "concedes", 2)], "fair"),
    ([claim("independent", "verifies")], "confirmed"),
    ([claim("armenian", "verifies")], "weak"),
    ([claim("independent", "verifies"), claim("azerbaijani", "denies", 2)], "confirmed"),
    ([claim("independent", "verifies", excluded_because="partial count")], "fair"),
    ([claim("independent", "verifies", excluded_because="period total")], "confirmed"),
    (
        [claim("independent", "verifies", excluded_because="other incident"), claim("armenian", n=2)],
        "weak",
    ),
    ([claim("independent", "verifies", checked="no"), claim("armenian", n=2)], "weak"),
    ([claim("independent", "verifies", source_id=None), claim("armenian", n=2)], "weak"),
    ([claim("armenian"), claim("independent", "denies", 2)], "discounted"),
    ([claim("independent", "verifies"), claim("independent", "denies", 2)], "confirmed"),
]


@pytest.fixture(scope="module")
def harm_by_rule():
    return by_rule("harm_status", GRADES_OF_HARM)


@pytest.mark.parametrize("number", range(len(GRADES_OF_HARM)))
def test_harm_is_graded_by_rule(harm_by_rule, number):
    assert harm_by_rule[number] == GRADES_OF_HARM[number][1]


GRADES_OF_ATTRIBUTION = [
    ([claim("armenian")], ""),
    ([claim("armenian", actor=Z)], "single-source"),
    ([claim("armenian", actor="Not established")], ""),
    ([claim("armenian", actor=Z), claim("azerbaijani", "denies", 2)], "contested"),
    ([claim("independent", "reports", actor=Z)], "single-source"),
    ([claim("independent", "reports", actor=Z, basis="on site")], "likely"),
    ([claim("independent", "verifies", actor=Z)], "likely"),
    ([claim("independent", "verifies"), claim("independent", "reports", actor=Z)], "likely"),
    ([claim("independent", "verifies"), claim("independent", "reports", 2, actor=Z)], "single-source"),
    (
        [claim("independent", "reports", 1, actor=Z), claim("independent", "reports", 2, actor=Z)],
        "likely",
    ),
    ([claim("independent", "verifies", actor=Z), claim("azerbaijani", "denies", 2)], "contested"),
    ([claim("armenian", actor=Z), claim("azerbaijani", "concedes", 2, actor=Z)], "declared"),
]


@pytest.fixture(scope="module")
def attribution_by_rule():
    return by_rule("attribution_status", GRADES_OF_ATTRIBUTION)


@pytest.mark.parametrize("number", range(len(GRADES_OF_ATTRIBUTION)))
def test_attribution_is_graded_apart_from_harm(attribution_by_rule, number):
    assert attribution_by_rule[number] == GRADES_OF_ATTRIBUTION[number][1]


RANGES = [
    ([{"killed_low": 15, "killed_high": 15}, {"killed_low": 21, "killed_high": 21}], (15, None, 21)),
    ([{"killed_low": 3, "killed_high": 3}] * 2, (3, 3, 3)),
    ([{"killed_low": 50}], (50, None, None)),
    ([{"killed_high": 4}], (None, None, 4)),
    ([{}], (None, None, None)),
    ([{"killed_low": 0, "killed_high": 0}], (0, 0, 0)),
    ([{"killed_low": 9, "killed_high": 9, "stance": "denies"}], (None, None, None)),
]


@pytest.fixture(scope="module")
def with_ranges():
    cases = [[claim("armenian") | one for one in [*claims, {}]] for claims, _ in RANGES]
    return seen_of_each(loaded([(claims, {}) for claims in cases]), "armenian")


@pytest.mark.parametrize("number", range(len(RANGES)))
def test_a_range_is_that_of_the_counted_claims(with_ranges, number):
    row = with_ranges[number]
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == RANGES[number][1]


@pytest.fixture(scope="module")
def with_exclusions():
    kept = claim("armenian", killed_low=2, killed_high=2)
    out = claim("azerbaijani", killed_low=9, killed_high=9, actor=A)
    return loaded([([kept, out | {"excluded_because": reason}], {}) for reason in EXCLUDED_BECAUSE])


@pytest.mark.parametrize("reason", EXCLUDED_BECAUSE)
def test_an_excluded_figure_stays_out_and_only_some_reasons_void_the_claim(with_exclusions, reason):
    number = list(EXCLUDED_BECAUSE).index(reason)
    assert seen_of_each(with_exclusions, "armenian")[number]["killed_high"] == 2
    other = seen_of_each(with_exclusions, "azerbaijani").get(number)
    assert (other is not None) == (reason in FIGURES_ONLY)
    assert other is None or (other["killed_low"], other["actor"]) == (None, A)


BARDA = [
    claim("azerbaijani", killed_low=21, killed_high=21, actor=A),
    claim("azerbaijani", n=2, killed_low=20, killed_high=20, actor=A),
    claim("independent", "verifies", 3, killed_low=21, killed_high=22),
    claim("armenian", "reports", 4, killed_low=12, killed_high=30),
]


@pytest.fixture(scope="module")
def barda():
    return loaded([(BARDA, {"actor": "filed", "harm_status": "fair"})])


@pytest.mark.parametrize(
    ("whose", "ends", "actor", "grade"),
    [
        ("armenian", (12, None, 30), "Not established", "weak"),
        ("azerbaijani", (20, None, 21), A, "weak"),
        ("independent", (21, None, 22), "Not established", "confirmed"),
        ("conceded", (12, None, 21), "Not established", "confirmed"),
        ("undisputed", (12, None, None), A, "confirmed"),
    ],
)
def test_each_point_of_view_decides_from_its_own_claims(barda, whose, ends, actor, grade):
    row = seen_of_each(barda, whose)[0]
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == ends
    assert (row["actor"], row["harm_status"]) == (actor, grade)


def test_a_denial_ends_what_is_conceded_and_undisputed_and_leaves_the_rest():
    denied = loaded([([*BARDA, claim("armenian", "denies", 5)], {})])
    assert {whose for whose in bundled_conflict().points_of_view if seen_of_each(denied, whose)} == {
        "armenian",
        "azerbaijani",
        "independent",
    }
    assert seen_of_each(denied, "armenian")[0]["harm_status"] == "contested"


def test_those_who_only_deny_do_not_speak_of_the_incident():
    claims = [claim("azerbaijani"), claim("armenian", "denies", 2)]
    assert seen(claims, "armenian") is None
    assert seen(claims, "azerbaijani")["harm_status"] == "weak"
    assert seen(claims)["incident_id"] == "0"


def test_without_claims_an_incident_stands_as_it_was_filed():
    assert seen([], killed_low=3, harm_status="fair")["killed_low"] == 3
    silent = loaded([([], {})])
    assert not any(seen_of_each(silent, whose) for whose in bundled_conflict().points_of_view)
    assert derived([]) == {}


OPEN = "Armenian or Nagorno-Karabakh forces"


ACTORS = [
    ([A], A, "single-source"),
    ([A, OPEN], A, "single-source"),
    (["Nagorno-Karabakh forces", OPEN], "Nagorno-Karabakh forces", "single-source"),
    ([OPEN], OPEN, "single-source"),
    ([OPEN, OPEN], OPEN, "single-source"),
    ([A, Z], "Not established", "contested"),
    ([Z, OPEN], "Not established", "contested"),
    ([A, "Nagorno-Karabakh forces", OPEN], "Not established", "contested"),
    (["Not established", None], "Not established", None),
]


@pytest.fixture(scope="module", params=[None, A, Z, "Not established"])
def with_actors(request):
    cases = [[claim("azerbaijani", actor=one) for one in named] for named, *_ in ACTORS]
    return loaded([(claims, {"actor": request.param}) for claims in cases])


@pytest.mark.parametrize("number", range(len(ACTORS)))
def test_the_actor_follows_from_the_claims_whatever_was_filed(with_actors, number):
    _, actor, status = ACTORS[number]
    row = seen_of_each(with_actors, "azerbaijani")[number]
    assert (row["actor"], row["attribution_status"]) == (actor, status)
    assert seen_of_each(with_actors, "undisputed")[number]["actor"] == actor


names_of_forces = st.lists(
    st.sampled_from(["A", "b", "C d", "d", "b_", "b%", "İz", "iz", "ΑΣ", "ας", "forces", "air forces"]),
    min_size=1,
    max_size=3,
)


OTHER_NAMES = st.lists(st.sampled_from(["A", "b", "C d", "bb", "İz", "IZ", "ΑΣ"]), max_size=2)


@settings(max_examples=6, deadline=None)
@given(st.lists(st.tuples(names_of_forces, OTHER_NAMES), min_size=20, max_size=40))
def test_the_engine_tells_what_a_name_leaves_open_as_the_page_does(drawn):
    rows = []
    for words, others in drawn:
        force = " ".join(words)
        name = OR.join([", ".join(others), force] if others else [force])
        for one in (force, *others, *(f"{other} forces" for other in others)):
            expected = bool(others and actors.leaves_open(name, one))
            rows.append({"name": name, "force": one, "expected": expected})
    asked = ibis.memtable(pa.Table.from_pylist(rows))
    told = asked.mutate(told=evidence.leaves_open(asked.name, asked.force))
    assert DUCKDB.to_pyarrow(told.filter(~told.told.identical_to(told.expected))).to_pylist() == []
    assert DUCKDB.to_pyarrow(told.count()).as_py() == len(rows)


def test_what_is_filed_without_a_claim_that_counts_is_told():
    unread = [claim("armenian", checked="no", actor=Z), claim("armenian", n=2, source_id=None)]
    assert derived(unread, actor=Z, killed_low=7, killed_best=7, killed_high=7) == {
        "actor": "Not established",
        **dict.fromkeys(
            ("killed_low", "killed_best", "killed_high", "harm_status", "attribution_status"), ""
        ),
    }


def test_an_actor_whom_no_claim_names_is_told_unless_no_claim_names_anyone_at_all():
    assert derived([claim("armenian", actor=Z, checked="no"), claim("armenian", n=2)], actor=Z)["actor"] == (
        "Not established"
    )
    assert "actor" not in derived([claim("armenian")], actor=Z)


CONCEDED = [
    ("azerbaijani", Z, "declared"),
    ("azerbaijani", None, "declared"),
    ("azerbaijani", A, "single-source"),
    ("armenian", A, "declared"),
    ("armenian", "Nagorno-Karabakh forces", "declared"),
    ("armenian", Z, "single-source"),
    ("other", "Third forces", "declared"),
    ("independent", A, "single-source"),
]


@pytest.fixture(scope="module")
def conceded_by_rule():
    cases = [([claim(side, "concedes", actor=actor)],) for side, actor, _ in CONCEDED]
    return by_rule("attribution_status", cases)


@pytest.mark.parametrize("number", range(len(CONCEDED)))
def test_a_side_concedes_what_its_own_forces_did(conceded_by_rule, number):
    assert conceded_by_rule[number] == CONCEDED[number][2]


def drawn_claim(number, drawn):
    low, high = sorted(drawn["ends"]) if drawn["ends"] else (None, None)
    rest = {name: drawn[name] for name in ("basis", "excluded_because", "actor")}
    return claim(drawn["side"] or "", drawn["stance"], number, killed_low=low, killed_high=high, **rest)


CLAIMS_DRAWN = st.lists(
    st.fixed_dictionaries(
        {
            "side": st.sampled_from(["armenian", "azerbaijani", "independent", "other", None]),
            "stance": st.sampled_from(list(STANCE)),
            "basis": st.sampled_from([None, *BASIS]),
            "excluded_because": st.sampled_from([None, *EXCLUDED_BECAUSE]),
            "ends": st.tuples(st.integers(0, 30), st.integers(0, 30)) | st.none(),
            "actor": st.sampled_from([None, A, Z, "Not established"]),
        }
    ),
    max_size=6,
)


@settings(max_examples=3, deadline=None)
@given(st.lists(CLAIMS_DRAWN, min_size=10, max_size=40))
def test_every_point_of_view_is_a_part_of_all_and_never_invents_a_figure(drawn):
    cases = [[drawn_claim(n, one) for n, one in enumerate(claims)] for claims in drawn]
    store = loaded([(claims, {}) for claims in cases])
    for whose in bundled_conflict().points_of_view:
        for case, row in seen_of_each(store, whose).items():
            ends = {one[end] for one in cases[case] for end in ("killed_low", "killed_high")}
            assert {row["killed_low"], row["killed_best"], row["killed_high"]} <= ends | {None}
            assert row["killed_best"] is None or row["killed_low"] == row["killed_best"] == row["killed_high"]
            assert row["actor"] in {A, Z, "Not established"}


def test_the_bundled_data_say_by_rule_how_people_were_harmed():
    store, found = bundled_store(), set()
    rows = store.listed(Query(), 1000)
    claims = store.claims_about([row["incident_id"] for row in rows])
    for row in rows:
        harmed = any(row[f"{harm}_{end}"] for harm in HARMS for end in ("low", "high"))
        detained = row["target_type"] == "detainees"
        ruled = "close range" if detained else "fire" if names_fire(claims[row["incident_id"]]) else "unknown"
        assert row["harm_manner"] == (ruled if harmed else None), row["incident_id"]
        found.add(row["harm_manner"])
    assert found == {*HARM_MANNER, None}


AT_CLOSE_RANGE = {"close-range killing", "gunfire", "knife", "small arms"}


def names_fire(claims):
    """Return whether a claim about the incident names a weapon that harms from afar."""
    weapons = {one["weapon"] for one in claims if one["excluded_because"] in {None, *FIGURES_ONLY}}
    return bool(weapons - AT_CLOSE_RANGE - {None})


@pytest.mark.parametrize(
    ("weapon", "more", "named"),
    [
        ("shelling", {}, True),
        ("rockets", {"excluded_because": "early count"}, True),
        ("rockets", {"excluded_because": "tertiary source"}, False),
        ("gunfire", {}, False),
        (None, {}, False),
    ],
)
def test_fire_is_what_a_claim_that_counts_says(weapon, more, named):
    assert names_fire([{"weapon": weapon, "excluded_because": None} | more]) is named


def test_the_bundled_data_says_what_its_claims_say():
    assert bundled_store().disagreements == ()


@pytest.mark.parametrize(
    ("incident_id", "figures"),
    [("ganja-2020-10-17", (15, 21)), ("barda-2020-10-28", (20, 21, 70, 82))],
)
def test_the_worked_examples_of_the_method(incident_id, figures):
    row = bundled_store().incident(incident_id)
    names = ("killed_low", "killed_high", "injured_low", "injured_high")[: len(figures)]
    assert tuple(row[name] for name in names) == figures


@pytest.mark.parametrize(
    ("claim_id", "reason"),
    [
        ("ganja-2020-10-04#4", "another target"),
        ("sotk-2020-10-14#3", "another target"),
        ("ganja-2020-10-04#3", "general denial"),
        ("siyazan-2020-10-22#2", "general denial"),
        ("martakert-2020-10-22#2", "general denial"),
        ("stepanakert-2020-11-06#3", "general denial"),
        ("shusha-cathedral-2020-10-08-first#5", "general denial"),
        ("shusha-cathedral-2020-10-08-second#9", "intent only"),
        ("incendiary-martuni-forests-2020-10-30#3", "tertiary source"),
    ],
)
def test_what_does_not_speak_of_this_harm_does_not_count_whoever_says_it(claim_id, reason):
    store, incident_id = bundled_store(), claim_id.partition("#")[0]
    (claim,) = (c for c in store.claims_about([incident_id])[incident_id] if c["claim_id"] == claim_id)
    assert claim["excluded_because"] == reason
    assert not any(store.facts(incident_id)[claim_id].values())


@pytest.mark.parametrize(
    ("incident_id", "grades"),
    [
        ("ganja-2020-10-04", ("weak", "single-source")),
        ("sotk-2020-10-14", ("weak", "single-source")),
        ("siyazan-2020-10-22", ("weak", "single-source")),
        ("incendiary-martuni-forests-2020-10-30", ("weak", "single-source")),
        ("shusha-cathedral-2020-10-08-first", ("confirmed", "likely")),
        ("ganja-2020-10-17", ("confirmed", "contested")),
        ("stepanakert-maternity-2020-10-28", ("contested", "contested")),
        ("dashkasan-2020-09-29", ("contested", "contested")),
    ],
)
def test_grades_follow_the_same_rules_on_both_sides(incident_id, grades):
    row = bundled_store().incident(incident_id)
    assert (row["harm_status"], row["attribution_status"]) == grades


def test_a_force_is_called_as_the_claimants_call_it_on_both_sides():
    store = bundled_store()
    for actor in ("Armenian forces", "Azerbaijani forces"):
        assert store.totals(Query(actor=(actor,), harm_status=("confirmed",)))["incidents"] >= 5
    named = {row["actor"] for row in store.listed(Query(), 1000) if row["actor"] is not None}
    assert named == {"Armenian forces", "Azerbaijani forces", "Not established"}


def test_no_title_has_a_date_a_denial_or_one_of_two_names():
    for row in bundled_store().listed(Query(), 1000):
        assert not re.search(r"\d (September|October|November)|denied", row["title"])
        for name in ("Stepanakert", "Shushi", "Martakert", "Ganja", "Barda"):
            assert not re.search(rf"(?<!/ )\b{name}\b(?! /| district)", row["title"]), row["title"]


def test_people_harmed_follow_the_point_of_view():
    store = store_of([incident("a", killed_low=1)], BARDA, [{"source_id": "s", "publisher": "P"}])
    assert store.totals(Query(min_harmed=12, according_to="armenian"))["matched"] == 1
    assert store.totals(Query(min_harmed=13, according_to="armenian"))["matched"] == 0
    assert HARMED not in store.listed(Query(according_to="armenian"), 1)[0]


def test_independent_claimants_are_counted():
    store = store_of([incident("a")], BARDA, [{"source_id": "s", "publisher": "P"}])
    assert [store.totals(Query(min_sources=n))["matched"] for n in (0, 1, 2)] == [1, 1, 0]


# --- validate and derive --------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("incidents.csv", "claims.csv", "sources.csv", "conflict.toml", "lines.geojson"):
        shutil.copy(bundled(name), tmp_path / name)
    return tmp_path / "incidents.csv"


def test_validate_reports_and_derive_rewrites_only_what_disagrees(copy):
    text = copy.read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    place = next(n for n, row in enumerate(rows) if row["incident_id"] == "ganja-2020-10-17")
    lines = text.splitlines(keepends=True)
    assert lines[place + 1].startswith("ganja-2020-10-17")
    lines[place + 1] = lines[place + 1].replace(",15,,21,", ",14,,,")
    copy.write_text("".join(lines), encoding="utf-8")
    reported = CliRunner().invoke(app, ["validate", str(copy), "--json"])
    assert reported.exit_code == 1
    assert f'"row": {place + 2}' in reported.output
    assert "'15' by the rules" in reported.output
    done = CliRunner().invoke(app, ["derive", str(copy)])
    assert done.exit_code == 0
    assert "killed_low: 14 -> 15" in done.output
    assert copy.read_text(encoding="utf-8") == text
    assert "0 cells rewritten" in CliRunner().invoke(app, ["derive", str(copy)]).output


def test_derive_refuses_a_file_in_which_a_row_could_be_lost(copy):
    text = copy.read_text(encoding="utf-8") + "\n\n"
    copy.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["derive", str(copy)])
    assert done.exit_code == 2
    assert "can't be rewritten" in done.output
    assert copy.read_text(encoding="utf-8") == text


def test_while_another_run_writes_in_the_folder_nothing_is_derived(copy):
    text = copy.read_text(encoding="utf-8").replace(",15,,21,", ",14,,21,")
    copy.write_text(text, encoding="utf-8")
    with alone(copy.parent):
        done = CliRunner().invoke(app, ["derive", str(copy)])
    assert done.exit_code == 2
    assert "another command is writing in that folder" in done.output
    assert copy.read_text(encoding="utf-8") == text


def test_derive_fills_columns_that_are_blank_in_every_row_and_names_those_that_are_missing(tmp_path):
    file = tmp_path / "incidents.csv"
    file.write_text("incident_id,date_start,latitude,longitude,killed_low,actor\na,2020-10-04,40,47,,\n")
    (tmp_path / "claims.csv").write_text(
        "claim_id,incident_id,stance,source_id,actor,killed_low\nc,a,alleges,s,Armenian forces,7\n"
    )
    (tmp_path / "sources.csv").write_text("source_id,publisher\ns,P\n")
    reported = CliRunner().invoke(app, ["validate", str(file)])
    assert reported.exit_code == 1
    assert "The claims of 'a' make it '7'" in " ".join(reported.output.split())
    done = CliRunner().invoke(app, ["derive", str(file)])
    assert "a, killed_low: not stated -> 7" in done.output
    assert "lacks these columns: killed_best, killed_high, injured_low" in done.output
    assert file.read_text().splitlines()[1] == "a,2020-10-04,40,47,7,Armenian forces"
    assert CliRunner().invoke(app, ["validate", str(file)]).exit_code == 0


def test_columns_that_a_file_lacks_are_not_asked_for(tmp_path):
    (tmp_path / "incidents.csv").write_text("incident_id,date_start,latitude,longitude\na,2020-10-04,40,47\n")
    (tmp_path / "claims.csv").write_text("claim_id,incident_id,stance,source_id\nc,a,alleges,s\n")
    (tmp_path / "sources.csv").write_text("source_id,publisher\ns,P\n")
    assert not Store.load(read_dataset(tmp_path / "incidents.csv")).disagreements
    assert set(DECIDED) >= {"killed_best", "harm_status"}


def test_without_claims_no_rule_is_planned_and_the_tables_are_the_same(monkeypatch):
    with_one = store_of([incident()], [claim(A, actor=A)], [{"source_id": "s"}])
    monkeypatch.setattr(loading, "_deciding", None)
    without = store_of([incident(killed_low=3, harm_status="weak")])
    assert without.incidents == with_one.incidents
    assert not without.disagreements
    assert without.totals(Query())["matched"] == 1
    assert not without.listed(Query(according_to="undisputed"), 9)
