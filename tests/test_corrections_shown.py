"""Corrections as readers see them: in words, as HTML, and as a feed."""

import re
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest
from starlette.applications import Starlette

from mapapp.api.routes import api_routes
from mapapp.history.changes import changed_since, corrections_in_words, newest_first
from mapapp.model.corrections import Correction, History, Release
from mapapp.model.query import Query
from mapapp.views.corrections import changes_html, corrections_html
from tests.asgi import Answer, get
from tests.factories import HOSTILE, bundled_store, incident, store_of, war

FEED = "/api/corrections.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = date(2026, 11, 24)
START = "ab" * 32
EXTREME = "]]></entry><script>alert(1)</script>&\ud800\x00\x0b\ufffe\u2028\r\n"


def correction(position: int, incident_id: str = "barda", **more: Any) -> Correction:
    values = {"claim_id": "", "field": "killed_low", "before": "", "after": "20", "reason": "r", "source": ""}
    return Correction(position, DAY, incident_id, **(values | more))


def store_with(*corrections: Correction, counts: tuple[int, ...] = (0,), last: str = "") -> Any:
    """Return the sample data with a history; its last release is what is served unless `last` is given."""
    store = war()
    releases = [
        Release(f"1.{n}", DAY, START if n == 0 else f"{n:064x}", number) for n, number in enumerate(counts)
    ]
    if len(releases) > 1:
        releases[-1] = replace(releases[-1], fingerprint=last or store.fingerprint)
    return replace(store, history=History(tuple(releases), corrections))


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def tab(store: Any) -> str:
    corrections = store.history.corrections
    newest = corrections_in_words(store, newest_first(corrections, 500))
    return corrections_html(store.history.releases, newest, len(corrections))


# ---- in words


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Killed, lowest: not stated → 20"),
        ({"before": "3", "after": ""}, "Killed, lowest: 3 → not stated"),
        (
            {"field": "harm_status", "before": "weak", "after": "confirmed"},
            "Strength of evidence: weak → confirmed",
        ),
        ({"field": "date_start", "after": "2020-10-05"}, "Date: not stated → 5 October 2020"),
        ({"field": "shelter", "before": "yes", "after": "no"}, "shelter: yes → no"),
        ({"field": "incident_id", "after": "barda"}, "Incident added"),
        ({"field": "incident_id", "before": "barda", "after": ""}, "Incident removed"),
        ({"field": "claim_id", "claim_id": "c2", "after": "c2"}, "Claim by c2 added"),
        ({"claim_id": "c2"}, "Killed, lowest (claim by c2): not stated → 20"),
    ],
)
def test_a_correction_is_told_in_the_words_of_the_schema(values: dict[str, str], sentence: str) -> None:
    store = store_with(correction(0, **values))
    assert [one.sentence for one in corrections_in_words(store, store.history.corrections)] == [sentence]


# ---- the tab


def test_no_corrections_is_said() -> None:
    assert "No corrections yet." in tab(store_with())
    assert "1.0 , 24 November 2026: no corrections. Fingerprint abababababab" in text(tab(store_with()))


def test_the_newest_correction_comes_first_and_those_of_one_occasion_stand_together() -> None:
    store = store_with(
        correction(0),
        correction(1, field="killed_high", after="21"),
        correction(2, "ganja", before="9", source="https://example.org/a?b=1&c"),
        correction(3, "gone", field="incident_id", before="gone", after=""),
        counts=(0, 3),
    )
    said = text(tab(store))
    assert said.index("gone") < said.index("Missile on Ganja") < said.index("Rockets on Barda")
    assert said.count("Rockets on Barda") == 1
    assert "not released yet" in said
    assert "24 November 2026, release 1.1" in said
    assert "Killed, lowest : 9 → 20" in said
    html = tab(store)
    assert 'href="https://example.org/a?b=1&amp;c"' in html
    assert 'href="?incident=ganja"' in html
    assert "incident=gone" not in html
    assert 'href="api/corrections.atom"' in html


@pytest.mark.parametrize("hostile", [*HOSTILE, EXTREME])
def test_hostile_text_is_escaped(hostile: str) -> None:
    values = {"field": hostile, "before": hostile, "after": hostile, "reason": hostile, "source": hostile}
    store = store_with(correction(0, **values), correction(1, source="javascript:alert(1)"))
    for html in (tab(store), changes_html(corrections_in_words(store, store.history.corrections))):
        assert "<script>" not in html
        assert 'href="javascript:' not in html


def test_of_long_texts_the_words_that_differ_are_marked() -> None:
    long = "It was said by one side " * 6
    store = store_with(correction(0, field="summary", before=f"{long}only.", after=f"{long}and by another."))
    html = tab(store)
    assert "<strong>only.</strong>" in html
    assert "<strong>and by another.</strong>" in html
    assert f"{long}only." in text(html)
    same = store_with(correction(0, field="summary", before="x y " * 40_000, after="y x " * 40_000))
    assert "<strong>" not in tab(same).split("</section>")[0]


def test_the_tab_says_of_how_many_it_shows_some() -> None:
    store = store_with(*(correction(n, reason=str(n)) for n in range(5)))
    html = corrections_html((), corrections_in_words(store, newest_first(store.history.corrections, 2)), 5)
    assert "Showing the newest 2 of 5" in html
    assert "24 November 2026, not released yet" in html


# ---- since a link was made


def test_what_changed_in_the_view_is_counted() -> None:
    store = store_with(correction(0, "ganja"), correction(1), correction(2), counts=(1, 3))
    since = changed_since(store, Query(actor=("Armenian forces",)), START[:12])
    assert since.sentence == (
        "Of 2 incidents in this view, 1 changed since this link was made (release 1.0, 24 November 2026)."
    )
    assert [one.position for one in since.corrections] == [1, 2]
    everything = changed_since(store, Query(), START[:12])
    assert everything.sentence.startswith("Of 6 incidents and combined entries in this view, 1 changed")
    elsewhere = changed_since(store, Query(incident_id=("ganja",)), START[:12])
    assert (elsewhere.changed, elsewhere.elsewhere, elsewhere.corrections) == (0, 1, ())
    assert elsewhere.sentence.startswith("Of 1 incident in this view, none changed")


def test_the_open_dossier_belongs_to_the_view() -> None:
    store = store_with(correction(0), counts=(0, 1))
    query = Query(incident_id=("ganja",))
    assert changed_since(store, query, START[:12], "barda").changed == 1
    assert changed_since(store, query, START[:12], "barda").sentence.startswith(
        "Of 2 incidents in this view, 1 changed"
    )
    assert changed_since(store, query, START[:12], "ganja").changed == 0


def test_a_state_that_is_no_release_can_not_be_told_of() -> None:
    since = changed_since(store_with(), Query(), "123456789abc")
    assert "not among the releases" in since.sentence
    assert since.changed == 0


def test_changes_that_are_not_written_down_are_said_and_none_is_ruled_out() -> None:
    store = store_with(correction(0), counts=(0, 1), last="f" * 64)
    since = changed_since(store, Query(), START[:12])
    assert since.sentence.startswith("Of 6 incidents and combined entries in this view, at least 1 changed")
    assert "those changes are not listed yet" in since.sentence
    ganja = changed_since(store, Query(incident_id=("ganja",)), START[:12])
    assert ganja.sentence.startswith(
        "It is not known what changed in this view since this link was made (release 1.0, "
    )
    assert "None of" not in ganja.sentence


def test_an_incident_that_was_removed_is_told_in_every_view() -> None:
    gone = correction(0, "gone", field="incident_id", before="gone", after="")
    since = changed_since(store_with(gone, counts=(0, 1)), Query(incident_id=("ganja",)), START[:12])
    assert (since.changed, since.removed, since.elsewhere) == (0, 1, 0)
    assert since.sentence.endswith("1 incident is no longer in the data.")
    assert [(one.what, one.is_in_data) for one in since.corrections] == [("Incident removed", False)]


def test_claims_of_one_claimant_are_told_apart_by_who_published_them() -> None:
    claims = [
        {"claim_id": f"c{n}", "incident_id": "a", "source_id": f"s{n}", "claimant": "X"} for n in (1, 2)
    ]
    sources = [{"source_id": "s1", "publisher": "A Paper"}, {"source_id": "s2", "publisher": "X"}]
    store = store_of([incident()], claims, sources)
    changed = [correction(n, "a", claim_id=f"c{n}", field="basis", after="remote") for n in (1, 2)]
    assert [one.what for one in corrections_in_words(store, changed)] == [
        "Basis (claim by X, in A Paper)",
        "Basis (claim by X)",
    ]


# ---- the feed


def asked(store: Any, **more: Any) -> Answer:
    class Live:
        current, problem = store, ""

    return get(Starlette(routes=api_routes(Live())), FEED, **more)  # type: ignore[arg-type]


def feed_of(store: Any) -> ElementTree.Element:
    answer = asked(store)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/atom+xml")
    return ElementTree.fromstring(answer.body)


def follows_the_rules(element: ElementTree.Element) -> None:
    """Check what RFC 4287 requires of a feed and of each entry."""
    for required in ("id", "title", "updated"):
        (one,) = element.findall(ATOM + required)
        assert (one.text or "").strip()
    UUID((element.findtext(f"{ATOM}id") or "").removeprefix("urn:uuid:"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated") or "")
    relations = [link.get("rel") for link in element.findall(f"{ATOM}link")]
    assert relations.count("alternate") == 1
    assert all(link.get("href") for link in element.findall(f"{ATOM}link"))


def ids(feed: ElementTree.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}id") or "" for entry in feed.findall(f"{ATOM}entry")]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_feed_follows_the_rules(number: int) -> None:
    incidents = ("barda", "ganja", "nowhere")
    feed = feed_of(store_with(*(correction(n, incidents[n]) for n in range(number))))
    assert feed.tag == f"{ATOM}feed"
    follows_the_rules(feed)
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert len(set(ids(feed))) == number
    for entry in feed.findall(f"{ATOM}entry"):
        follows_the_rules(entry)
        assert (entry.findtext(f"{ATOM}title") or "").endswith(": Killed, lowest")
        assert "not stated → 20" in (entry.findtext(f"{ATOM}content") or "")


def test_an_entry_has_all_that_a_release_changed_of_an_incident() -> None:
    corrections = [
        correction(0, reason="One reason."),
        correction(1, field="title", before="x", after="A title."),
        correction(2, "ganja", source="https://example.org/"),
        correction(3, reason="Of a later release."),
    ]
    entries = feed_of(store_with(*corrections, counts=(0, 3, 4))).findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert titles == [
        "Rockets on Barda: Killed, lowest",
        "Missile on Ganja: Killed, lowest",
        "Rockets on Barda: 2 corrections",
    ]
    contents = [entry.findtext(f"{ATOM}content") or "" for entry in entries]
    assert contents[2] == (
        "Killed, lowest: not stated → 20\nReason: One reason.\nNo source given\n\n"
        "Title: x → A title.\nReason: r\nNo source given"
    )
    assert contents[1].endswith("\nSource: https://example.org/")


def test_the_tab_says_where_no_source_is_given() -> None:
    assert "r · No source given" in text(tab(store_with(correction(0))))


def test_the_feed_of_the_bundled_data_has_an_entry_for_each_incident_and_release() -> None:
    store = bundled_store()
    feed = feed_of(store)
    pairs = {(store.history.release_with(one), one.incident_id) for one in store.history.corrections}
    assert len(set(ids(feed))) == len(ids(feed)) == len(pairs)
    contents = [entry.findtext(f"{ATOM}content") or "" for entry in feed.findall(f"{ATOM}entry")]
    assert not any(line.endswith("..") for content in contents for line in content.splitlines())


def test_identifiers_stay_as_rows_are_added() -> None:
    before = feed_of(store_with(correction(0), correction(2, "ganja")))
    after = feed_of(store_with(correction(0), correction(2, "ganja"), correction(3), counts=(0, 4)))
    assert ids(after)[1:] == ids(before)
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")


@pytest.mark.parametrize("hostile", [*HOSTILE, EXTREME])
def test_hostile_text_does_not_break_the_feed(hostile: str) -> None:
    values = {"field": hostile, "before": hostile, "after": hostile, "reason": hostile, "source": hostile}
    feed = feed_of(store_with(correction(0, **values), correction(1, "all-hostile")))
    assert len(ids(feed)) == 2
    assert feed.find(".//script") is None
    assert {child.tag for child in feed.iter()} <= {
        ATOM + name
        for name in ("feed", "entry", "id", "title", "updated", "author", "name", "link", "content")
    }


def test_the_feed_is_not_sent_again_until_something_is_added() -> None:
    store = store_with(correction(0))
    tag = asked(store).headers["etag"]
    again = asked(store, headers={"If-None-Match": tag})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert asked(store_with(correction(0), correction(1)), headers={"If-None-Match": tag}).status == 200
    assert asked(store, params={"q": "x"}).status == 400
