"""Values outside a vocabulary: kept, shown, found, exported, and never mistaken for a value in it."""

import json
import re

import pytest

from mapapp import Query
from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.exports.csv import incidents_csv, readme
from mapapp.exports.geojson import geojson
from mapapp.ingest import read_dataset
from mapapp.mapdata.incidents import incident_words
from mapapp.messages import message
from mapapp.model.conflict import NOT_DESCRIBED
from mapapp.model.derived import MARKS
from mapapp.model.official_totals import Total
from mapapp.model.schema import FACETS, HARM_STATUS, INCIDENTS, OTHER_GRADE
from mapapp.views.dossier import dossier_html
from mapapp.views.official import official_html
from mapapp.views.sources import sources_html
from mapapp.views.style import EVIDENCE, legend_for
from mapapp.views.tables import incidents_answer
from tests.factories import bundled_conflict, incident, store_of

HERS = "<b>plausible</b>"
OWN = {
    name: HERS
    for name in (*FACETS, "date_precision", "location_precision", "attribution_status")
    if INCIDENTS[name].vocabulary
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    names = ["incident_id", "date_start", "latitude", "longitude", *OWN]
    rows = ["a,2020-10-04,40,46", "b,2020-10-05,40,47"]
    values = [",".join(OWN.values()), ",".join(" Fair " if n == "harm_status" else "" for n in OWN)]
    text = "\n".join([",".join(names), *(f"{r},{v}" for r, v in zip(rows, values, strict=True)), ""])
    path = tmp_path_factory.mktemp("own-values") / "incidents.csv"
    path.write_text(text, encoding="utf-8")
    return Store.load(read_dataset(path))


@pytest.mark.parametrize("name", [name for name in OWN if name in FACETS])
def test_it_is_offered_as_a_filter_and_can_be_chosen(store: Store, name: str) -> None:
    assert HERS in store.facets(Query())[name]
    query = Query.from_params({name: [HERS]})
    assert [row["incident_id"] for row in store.listed(query, 9)] == ["a"]
    assert not store.unknown_values(query)


def test_it_is_exported_as_the_file_has_it(store: Store) -> None:
    first, second = (f["properties"] for f in json.loads(b"".join(geojson(store, Query())))["features"])
    assert {name: first[name] for name in OWN} == OWN
    assert second["harm_status"] == "fair"
    assert b"".join(incidents_csv(store, Query())).decode().count(HERS) == len(OWN)


def test_a_grade_of_ones_own_has_a_mark_of_its_own(store: Store) -> None:
    assert [incident_words(row)["harm_status"] for row in store.listed(Query(), 9)] == [
        OTHER_GRADE,
        "fair",
    ]
    assert list(legend_for([], store.grades).shown) == ["fair", OTHER_GRADE]
    strengths = [EVIDENCE[status].fill for status in HARM_STATUS]
    assert min(strengths) < EVIDENCE[OTHER_GRADE].fill < max(strengths)
    assert EVIDENCE["weak"].fill < EVIDENCE[""].fill < max(strengths), "not graded is not weak"


def test_of_a_plain_file_only_what_holds_is_said() -> None:
    rows = [incident("a", diary="p. 4", page="https://example.org/x"), incident("b", latitude=None)]
    plain = store_of(rows)
    assert plain.occurring == {"one", "no figure"}
    legend = legend_for(plain.actors, plain.grades, plain.occurring)
    assert (legend.shown, legend.shapes, legend.other_words) == ([], ["one", "no figure"], "")
    assert legend.evidence[""].fill >= max(mark.fill for mark in EVIDENCE.values()) - 0.05
    html = dossier_html(
        rows[0] | plain.incident("a"),
        [],
        facts={},
        conflict=bundled_conflict(),
        actor_colour="#123456",
        own_columns=plain.extra_columns,
        has_claims=plain.has_claims,
    )
    assert ">diary<" in html
    assert ">p. 4<" in html
    assert 'href="https://example.org/x"' in html
    assert "laim" not in html
    report, described = plain.report, plain.description
    told = sources_html([], report, described, "f", graded=plain.facet_names, has_claims=False)
    assert not re.search("denies|confirmed|November 2020|source was found", told)
    assert message("note-claims") not in readme(Selection.of(plain, Query()))


def test_marks_that_occur_are_told() -> None:
    rows = [
        incident("a", uncertainty_m=5.0, location_precision="3", killed_low=0),
        incident("b", aggregate="yes"),
        incident("c"),
    ]
    assert store_of(rows).occurring == set(MARKS)


def test_dossier_and_table_show_it_and_run_nothing(store: Store) -> None:
    row = store.incident("a")
    assert row is not None
    html = dossier_html(row, [], facts=store.facts("a"), conflict=bundled_conflict(), actor_colour="#123456")
    shown = HERS.replace("<", "&lt;").replace(">", "&gt;")
    assert HERS not in html
    assert html.count(shown) >= len(OWN) - 1, "a kind of attack stands for its event type"
    assert incidents_answer([row], 1, NOT_DESCRIBED)["rows"][0]["cells"].count(HERS) == 4


def test_an_official_total_of_a_side_of_its_own_is_shown() -> None:
    total = Total("X", "third", 5, None, "2020", "", Query(), "", "", "")
    assert "<h3>Third</h3>" in official_html([total], {Query(): []}, bundled_conflict(), lambda _: "")
