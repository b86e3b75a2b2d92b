"""Dossier, table, download and sources as text: what they say, and that data can't inject code."""

import re
from datetime import date
from typing import Any
from urllib.parse import unquote

import ibis.expr.types as ir
import pytest

from mapapp import Query
from mapapp.engine.sorting import Page, Sort
from mapapp.engine.store import Store
from mapapp.geo.naming import name_orders
from mapapp.model.conflict import NOT_DESCRIBED, Conflict
from mapapp.model.decided import FACTS
from mapapp.model.report import Count, Effect, Fault, Report
from mapapp.views.claims import Claims
from mapapp.views.dossier import dossier_html
from mapapp.views.download import Shared, download_html, items_url
from mapapp.views.faults import faults_html
from mapapp.views.style import legend_of
from mapapp.views.tables import claims_answer, incidents_answer
from mapapp.views.templates import safe_link
from tests.factories import bundled_conflict, bundled_store, store_of
from tests.factories import incident as sample

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}\u202e\u2028"


@pytest.fixture(scope="module")
def store() -> Store:
    return bundled_store()


def dossier(
    store: Store, incident_id: str, silent: str = "", conflict: Conflict | None = None, **changed: Any
) -> str:
    incident = store.incident(incident_id)
    assert incident is not None
    claims, facts = store.claims_about([incident_id])[incident_id], store.facts(incident_id)
    return dossier_html(
        incident | changed,
        claims,
        facts=facts,
        conflict=conflict or bundled_conflict(),
        actor_colour="#123456",
        silent=silent,
    )


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_dossier_gives_ranges_and_who_gives_which_figure(store: Store) -> None:
    said = text(dossier(store, "barda-2020-10-28"))
    assert "20 to 21 Killed" in said
    assert "70 to 82 Injured" in said
    assert "Amnesty International" in said
    assert "Figures not counted: an early count, later superseded" in said


def test_a_country_is_recognised_only_where_the_data_say_so(store: Store) -> None:
    assert "Internationally recognised as part of Azerbaijan" in text(dossier(store, "barda-2020-10-28"))
    said = text(dossier(store, "barda-2020-10-28", conflict=NOT_DESCRIBED, country="Serbia (Yugoslavia)"))
    assert "Country: Serbia (Yugoslavia)" in said
    assert "recognised" not in said


def test_grey_marks_of_incidents_without_an_actor_are_in_the_legend() -> None:
    named = [sample("a", actor="X"), sample("b", actor="Y")]
    assert legend_of(store_of(named)).other_words == ""
    assert legend_of(store_of([*named, sample("c", actor=None)])).other_words == "Not stated"


def test_the_reasons_are_open_where_no_row_is_usable() -> None:
    fault = Fault("incidents", 2, "date_start", "soon", "'soon' is not a date.", "", Effect.ROW_REJECTED)
    report = Report((fault,), (Count("incidents", 1, 0),))
    assert faults_html(report, is_open=True).startswith('<details class="page-notice" open>')
    assert faults_html(report).startswith('<details class="page-notice">')


def test_the_cathedral_shows_the_disagreement_over_whose_journalists_were_hurt(store: Store) -> None:
    cathedral = [row["incident_id"] for row in store.listed(Query(q="cathedral 8 October"), 10)]
    assert len(cathedral) >= 1
    said = " ".join(text(dossier(store, incident_id)) for incident_id in cathedral)
    assert "BBC" in said
    assert "Russia" in said


def test_blank_figures_are_not_stated_and_zero_is_none(store: Store) -> None:
    blank = {f"{harm}_{end}": None for harm in ("killed", "injured") for end in ("low", "best", "high")}
    assert "Killed: not stated" in text(dossier(store, "barda-2020-10-28", **blank))
    said = text(dossier(store, "barda-2020-10-28", killed_low=0, killed_high=0))
    assert "none Killed" in said


def test_a_claim_without_a_source_is_not_shown_as_a_sourced_one() -> None:
    unsourced = said_by(1, source_id="", checked="no", excluded_because="not checked")
    said = text(matrix([unsourced], checked="no"))
    assert "No claim with a source is recorded" in said
    assert "From memory, no source" in said
    assert "Not counted: no known source" in said
    assert "None of this entry’s sources has been checked" in said


def said_by(n: int, **more: Any) -> dict[str, Any]:
    """Return a claim that counts."""
    return {
        "claim_id": f"c{n}",
        "incident_id": "a",
        "source_id": "s",
        "claimant": f"Claimant {n}",
        "claimant_side": "independent",
        "stance": "reports",
        "checked": "yes",
    } | more


def matrix(claims: list[dict[str, Any]], whose: str = "", **filed: Any) -> str:
    """Return the dossier of an invented incident."""
    sources = [{"source_id": "s", "publisher": "P", "url": "https://example.org/", "archived_url": "ftp://x"}]
    made = store_of([sample("a", **filed)], claims, sources)
    incident = made.incident("a", whose)
    assert incident is not None
    facts, about = made.facts("a"), made.claims_about(["a"])["a"]
    return dossier_html(
        incident, about, facts=facts, conflict=bundled_conflict(), actor_colour="#123456", according_to=whose
    )


def marks(html: str) -> list[str]:
    return [text(one) for one in re.findall(r'<span class="claims-mark.*?</span>', html)]


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ([(5, 5)], ["only figure"]),
        ([(5, 5), (5, 5)], ["agrees", "agrees"]),
        ([(5, None), (9, 9)], ["agrees", "agrees"]),
        ([(5, 5), (9, None)], ["lower than others", "higher than others"]),
        ([(0, 0), (None, 3)], ["agrees", "agrees"]),
        (
            [(5, 5), (5, 5), (5, 5), (9, 9)],
            ["agrees with 2 of 3 others"] * 3 + ["higher than others"],
        ),
        ([(1, 1), (5, 5), (9, 9)], ["lower than others", "between others", "higher than others"]),
    ],
)
def test_each_figure_says_how_it_stands_to_the_other_counted_ones(
    figures: list[tuple[int | None, int | None]], words: list[str]
) -> None:
    claims = [said_by(n, killed_low=low, killed_high=high) for n, (low, high) in enumerate(figures)]
    left_out = said_by(99, killed_low=70, killed_high=70, excluded_because="early count")
    assert marks(matrix([*claims, left_out])) == words


def test_long_names_are_whole_and_links_vouch_for_nothing() -> None:
    html = matrix([said_by(1, claimant="Ñ" * 5000, weapon="w" * 5000)])
    assert "Ñ" * 5000 in html
    assert "w" * 5000 in html
    assert set(re.findall(r'<a href="https[^>]*rel="([^"]*)"', html)) == {"noopener noreferrer nofollow"}
    assert re.findall(r'href="https://web.archive.org/web/\*/([^"]*)"', html) == ["https://example.org/"]
    assert "Look for archived copies" in html
    assert "ftp:" not in html


def test_a_claimant_alone_does_not_agree_with_itself() -> None:
    twice = [said_by(n, claimant="A", killed_low=3, killed_high=3, actor="X") for n in (1, 2)]
    assert set(marks(matrix(twice))) == {"only figure", "only attribution"}


def test_other_claimants_count_once_each_and_those_that_only_repeat_are_told_apart() -> None:
    figures = {"killed_low": 21, "killed_high": 21, "actor": "X"}
    claims = [
        said_by(1, **figures),
        *(said_by(n, claimant="B", **figures) for n in (2, 3, 4)),
        *(said_by(n, basis="relayed", **figures) for n in (5, 6)),
        said_by(7, killed_low=20, killed_high=20, actor="Y"),
    ]
    html = matrix(claims)
    assert marks(html)[:2] == ["agrees with 3 of 4 others (2 only repeat it)"] * 2
    assert marks(html)[-2:] == ["lower than others", "differs"]
    assert "each counted once" in text(html)
    assert "pass on what others say" in text(html)


def test_what_no_mark_says_is_not_explained() -> None:
    said = text(matrix([said_by(1, killed_low=3, killed_high=3), said_by(2, killed_low=3, killed_high=3)]))
    assert "Agreement is with" not in said


def test_who_did_it_is_compared_and_a_denial_is_a_denial() -> None:
    claims = [said_by(1, actor="X"), said_by(2, actor="Y"), said_by(3, stance="denies", actor="X")]
    html = matrix(claims)
    assert marks(html) == ["differs", "differs"]
    assert '<em class="stance stance-denies">denies</em>' in html


@pytest.mark.parametrize(
    ("actors", "words"),
    [
        (["A or B forces", "A forces"], ["does not say which", "others do not say which"]),
        (["A or B forces", "C forces"], ["differs", "differs"]),
        (["A or B forces", "A or B forces"], ["agrees", "agrees"]),
        (["A or B forces", "A forces", "A forces"], ["does not say which", "agrees", "agrees"]),
        (
            ["A or B forces", "A forces", "C forces"],
            ["differs from 1 of 2 others", "differs from 1 of 2 others", "differs"],
        ),
    ],
)
def test_to_leave_it_open_contradicts_none_of_those_that_may_be_meant(
    actors: list[str], words: list[str]
) -> None:
    assert marks(matrix([said_by(n, actor=actor) for n, actor in enumerate(actors)])) == words


def test_a_source_is_told_as_a_person_writes() -> None:
    sources = [{"source_id": "s", "publisher": "P", "published_on": "2020-10-17", "language": "nl"}]
    made = store_of([sample("a")], [said_by(1)], sources)
    about = made.claims_about(["a"])["a"]
    said = text(
        dossier_html(
            made.incident("a") or {},
            about,
            facts=made.facts("a"),
            conflict=bundled_conflict(),
            actor_colour="#123456",
        )
    )
    assert "17 October 2020, Dutch" in said
    assert "archived" not in said


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"excluded_because": "another target"}, "Not counted: about another target, not about this harm"),
        ({"excluded_because": "intent only"}, "Not counted: denies the intent, not the act"),
        ({"checked": "no"}, "Not counted: the source has not been read"),
        ({"source_id": None}, "Not counted: no known source"),
        ({"excluded_because": "general denial"}, "Not counted: a general denial, not about this incident"),
        ({"excluded_because": "early count"}, "Figures not counted: an early count, later superseded"),
    ],
)
def test_a_claim_that_does_not_count_says_why(cells: dict[str, Any], words: str) -> None:
    html = matrix([said_by(1, killed_low=3, actor="X") | cells])
    assert words in text(html)
    assert "only figure" not in html


def columns(html: str) -> dict[str, list[str]]:
    """Return the claimants in each side's column, by its heading."""
    found = re.findall(r'<section class="claims-side">\s*<h4>(.*?)</h4>(.*?)</section>', html, re.DOTALL)
    return {heading: [text(name) for name in re.findall("<h5>(.*?)</h5>", part)] for heading, part in found}


def test_each_side_that_says_something_has_a_column_with_each_of_its_claims(store: Store) -> None:
    html = dossier(store, "barda-2020-10-28")
    found = columns(html)
    sides = ["Armenian and Nagorno-Karabakh sources", "Azerbaijani sources", "Independent sources"]
    assert [*found] == sides
    assert [len(claimants) for claimants in found.values()] == [1, 6, 10]
    assert "interviewed witnesses" in html


def test_a_denial_stands_at_the_top_of_its_column_in_the_room_that_a_claim_has() -> None:
    claims = [
        said_by(1, claimant_side="armenian", stance="alleges", killed_low=3),
        said_by(2, claimant_side="azerbaijani", stance="reports", killed_low=1),
        said_by(3, claimant_side="azerbaijani", stance="denies", note="Denies it."),
    ]
    html = matrix(claims)
    assert [claimants[0] for claimants in columns(html).values()] == ["Claimant 1", "Claimant 3"]
    denial = re.search('<li class="claims-one" id="claim-c3">.*?</li>', html, re.DOTALL)
    assert denial
    assert "not stated" not in denial[0]  # a claimant that denies an incident gives no figures
    assert text(denial[0]).startswith("Claimant 3 denies Denies it. P")


def test_eight_parties_have_a_column_each_and_a_file_without_parties_names_no_side() -> None:
    parties = [said_by(n, claimant_side=f"party {n}") for n in range(8)]
    assert len(columns(matrix(parties))) == 8
    nobody = matrix([said_by(1, claimant_side=None)])
    assert columns(nobody) == {"Side not stated": ["Claimant 1"]}


def test_without_claims_the_dossier_says_so() -> None:
    said = text(matrix([], harm_status="weak", killed_low=1))
    assert "No claim is recorded for this incident" in said
    assert "Weak No claim that counts is recorded." in said


def test_the_head_says_which_claims_give_the_ends_of_a_range() -> None:
    claims = [said_by(1, killed_low=3, killed_high=3), said_by(2, killed_low=5), said_by(3, killed_high=9)]
    said = text(matrix(claims, killed_low=3, killed_high=9))
    assert "Lowest, 3: Claimant 1 . Highest, 9: Claimant 3 ." in said


def test_a_grade_tells_what_the_rules_counted(store: Store) -> None:
    said = text(dossier(store, "barda-2020-10-28"))
    assert "Confirmed 2 independent bodies verified it: Human Rights Watch ; Amnesty International ." in said
    assert "1 claimant denies it: Ministry of Defence of Armenia ." in said
    assert "What “confirmed” means" in said
    assert "What “contested” means" in said


def as_counted(incidents: ir.Table) -> ir.Table:
    return incidents.select("incident_id", "attribution_status", *(f"__{fact}" for fact in FACTS))


def test_what_each_claim_tells_adds_up_to_what_the_rules_counted(store: Store) -> None:
    counted = store.rows(as_counted, store.incidents)
    for row in counted[::5]:
        name = row["incident_id"]
        told, claims = store.facts(name), store.claims_about([name])[name]
        for fact in FACTS:
            who = {(c["claimant"], c["claimant_side"]) for c in claims if told[c["claim_id"]][fact]}
            assert len(who) == row[f"__{fact}"], (name, fact)


@pytest.mark.parametrize(
    ("whose", "outside"),
    [("", 0), ("armenian", 3), ("independent", 2), ("conceded", 2), ("undisputed", 0)],
)
def test_claims_outside_a_point_of_view_stay_and_are_marked(whose: str, outside: int) -> None:
    sides = ("armenian", "azerbaijani", "independent", "independent")
    stances = ("alleges", "concedes", "reports", "alleges")
    claims = [
        said_by(n, claimant_side=side, stance=stance, killed_low=n)
        for n, (side, stance) in enumerate(zip(sides, stances, strict=True))
    ]
    html = matrix(claims, whose)
    assert html.count("Not part of this account") == outside
    assert html.count('<li class="claims-one') == 4


@pytest.mark.parametrize("whose", bundled_conflict().points_of_view)
def test_a_point_of_view_that_is_silent_is_said_to_be_above_the_figures(store: Store, whose: str) -> None:
    said = text(dossier(store, "stepanakert-2020-10-04", silent=whose))
    assert said.count("What follows is according to all sources.") == 1
    assert said.index("What follows is according to all sources.") < said.index("Killed")
    assert "Not part of this account" not in said


def test_a_point_of_view_that_denies_is_said_to_with_the_way_to_the_claim(store: Store) -> None:
    incident_id = "barda-2020-10-28"
    incident, claims = store.incident(incident_id), store.claims_about([incident_id])[incident_id]
    denials = store.denials([incident_id], "armenian")[incident_id]
    html = dossier_html(
        incident or {},
        claims,
        facts=store.facts(incident_id),
        conflict=bundled_conflict(),
        actor_colour="#123456",
        silent="armenian",
        denials=denials,
    )
    assert "Armenian and Nagorno-Karabakh sources deny this incident: Ministry of Defence" in text(html)
    assert "do not report" not in html
    link = re.search('href="#(claim-[^"]*)"', html)
    assert link is not None
    assert f'id="{unquote(link[1])}"' in html


def test_graphic_entries_open_behind_a_warning(store: Store) -> None:
    html = dossier(store, "azerbaijani-border-guard-video-2020")
    assert html.index("<details") < html.index("Amnesty International verified")


def test_all_that_is_said_of_a_graphic_entry_is_behind_the_warning(store: Store) -> None:
    prose = ("summary", "disagreement", "denial", "weapon_detail", "target_detail", "verification")
    html = dossier(store, "hadrut-execution-2020-10-15", **{name: f"prose {name}" for name in prose})
    before, warned = html.split('<details class="dossier-sensitive">')
    assert "prose" not in before
    assert all(f"prose {name}" in warned for name in prose)
    assert "Who says what" in warned
    assert "dossier-sensitive" not in dossier(store, "barda-2020-10-28")


@pytest.mark.parametrize(
    ("actor", "said"),
    [
        ("Armenian forces", "Attributed to Armenian forces"),
        ("Not established", "Who did it is not established"),
        (None, "Who did it is not stated"),
    ],
)
def test_a_dossier_says_by_whom_or_that_it_is_not_established(
    store: Store, actor: str | None, said: str
) -> None:
    assert said in " ".join(text(dossier(store, "barda-2020-10-28", actor=actor)).split())


def test_a_contested_attribution_says_whether_it_is_denied_or_others_are_named(store: Store) -> None:
    rows = store.rows(as_counted, store.incidents)
    said = {}
    for row in rows:
        if row["attribution_status"] != "contested":
            continue
        [words] = re.findall(r"contested</strong>, ([a-z ]+)<", dossier(store, row["incident_id"]))
        assert ("denied" in words) == (row["__denied"] > 0), row["incident_id"]
        said[row["incident_id"]] = words
    assert said["barda-2020-10-28"] == "denied"


@pytest.mark.parametrize(
    ("stances", "actors", "words"),
    [
        (["reports", "denies"], ["X", "X"], "denied"),
        (["reports", "reports"], ["X", "Y"], "different forces are named"),
        (["reports", "reports", "denies"], ["X", "Y", "X"], "denied and different forces are named"),
    ],
)
def test_both_cases_of_a_contested_attribution_are_told_apart(
    stances: list[str], actors: list[str], words: str
) -> None:
    claims = [
        said_by(n, stance=stance, actor=actor)
        for n, (stance, actor) in enumerate(zip(stances, actors, strict=True))
    ]
    actor = "X" if set(actors) == {"X"} else "Not established"
    html = matrix(claims, actor=actor, attribution_status="contested")
    assert f"contested</strong>, {words}<" in html


@pytest.mark.parametrize(
    "column", ["title", "summary", "site", "actor", "denial", "verification", "place_name"]
)
def test_hostile_text_is_escaped(store: Store, column: str) -> None:
    html = dossier(store, "barda-2020-10-28", **{column: HOSTILE})
    assert "<script>" not in html
    assert "<img" not in html
    assert "{{7*7}}" in html


def test_hostile_claims_and_sources_are_escaped_and_only_http_is_linked(store: Store) -> None:
    incident = store.incident("barda-2020-10-28")
    assert incident is not None
    claim = store.claims_about(["barda-2020-10-28"])["barda-2020-10-28"][0]
    source = claim["source"] | {"url": "javascript:alert(1)", "title": HOSTILE, "publisher": HOSTILE}
    hostile = dict.fromkeys(("claimant", "weapon", "actor", "note"), HOSTILE)
    html = dossier_html(
        incident,
        [claim | {"source": source} | hostile],
        facts=store.facts("barda-2020-10-28"),
        conflict=bundled_conflict(),
        actor_colour="#123456",
    )
    assert "javascript:" not in html
    assert "<script>" not in html
    assert "(no URL)" in html


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//e.example", "http://", "ftp://a.b", "http://[", "", None],
)
def test_no_link_is_made_of(address: str | None) -> None:
    assert safe_link(address) == ""


def test_place_names_follow_the_readers_order(store: Store) -> None:
    incident = store.incident("stepanakert-2020-10-04")
    assert incident is not None
    for first, named in (("armenian", "Stepanakert / Khankendi"), ("azerbaijani", "Khankendi / Stepanakert")):
        order = name_orders(NOT_DESCRIBED)[first]
        html = dossier_html(
            incident, [], facts={}, conflict=bundled_conflict(), actor_colour="#123456", order=order
        )
        assert f'<bdi lang="en-GB">{named} under fire' in html
        assert set(re.findall("Stepanakert / Khankendi|Khankendi / Stepanakert", html)) == {named}
        (row,) = incidents_answer([incident], 1, NOT_DESCRIBED, order)["rows"]  # type: ignore[arg-type]
        assert named in row["cells"]


def test_the_table_says_ranges_and_marks_summary_entries(store: Store) -> None:
    rows = {
        row["id"]: row["cells"]
        for row in incidents_answer(store.listed(Query(), 1000), 178, NOT_DESCRIBED)["rows"]
    }
    assert rows["barda-2020-10-28"][4:6] == ["20 to 21", "70 to 82"]
    assert sum("(combined entry)" in cells[1] for cells in rows.values()) == 13


def test_the_claims_say_whether_they_are_in_the_totals_and_why_not(store: Store) -> None:
    page = Page(Sort(), limit=500, offset=0)
    rows, matched = store.claims_behind(Query(incident_id=("barda-2020-10-28",)), page)
    assert len(rows) == matched
    counted = {row["cells"][6] for row in claims_answer(rows, matched)["rows"]}
    assert {"yes", "no: an early count, later superseded", "no: gives no figure that counts"} <= counted


def test_one_side_alone_counts_only_its_own_figures(store: Store) -> None:
    page = Page(Sort(), limit=500, offset=0)
    rows, _ = store.claims_behind(Query(incident_id=("barda-2020-10-28",), according_to="azerbaijani"), page)
    assert {row["claimant_side"] for row in rows if row["figures"]} == {"azerbaijani"}


@pytest.mark.parametrize("incident_id", ["barda-2020-10-28", "ganja-2020-10-17"])
def test_table_and_dossier_give_the_same_reason_for_what_is_not_counted(
    store: Store, incident_id: str
) -> None:
    page = Page(Sort(), limit=500, offset=0)
    for whose in ("azerbaijani", "undisputed", ""):
        rows, matched = store.claims_behind(Query(incident_id=(incident_id,), according_to=whose), page)
        about = Claims(
            store.claims_about([incident_id])[incident_id], store.facts(incident_id), store.conflict, whose
        )
        said = {row["note"]: row for _, group in about.groups() for row in group}
        for row, laid_out in zip(rows, claims_answer(rows, matched)["rows"], strict=True):
            counted, told = laid_out["cells"][6], said[row["note"]]
            assert (counted == "no: not part of this account") == told["outside"]
            if counted == "yes" or told["outside"]:
                continue
            reason = told["not_counted"].partition(": ")[2] or "gives no figure that counts"
            assert counted == f"no: {reason}"


def test_download_links_name_the_same_query() -> None:
    query = Query(actor=("Armenian forces",), start=date(2020, 10, 1), q="a&b=c")
    assert items_url(query) == (
        "api/collections/incidents/items?datetime=2020-10-01%2F..&actor=Armenian+forces&q=a%26b%3Dc"
    )
    shared = Shared("Cite <this>")
    counted = {"matched": 3, "unlocated": 1}
    html = download_html(query, counted, [("CSV", "csv")], [], shared, conflict=bundled_conflict())
    assert "f=csv&amp;download=1" in html
    assert "Cite &lt;this&gt;" in html
    assert "1 row without a location is included" in html
