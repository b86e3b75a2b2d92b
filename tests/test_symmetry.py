"""Similar cases on both sides are described by the same rules: wording, precision, grade, denials."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pyarrow as pa
import pytest

from mapapp.engine.store import Store
from mapapp.geo.gazetteer import gazetteer
from mapapp.model.query import Query
from mapapp.model.schema import FIGURES_ONLY
from tests.factories import bundled_conflict, bundled_rows, bundled_store

HELD_BY = {
    "Armenia": "armenian",
    "Nagorno-Karabakh (de facto)": "armenian",
    "Contested": "armenian",
    "Azerbaijan": "azerbaijani",
}
"""The side on which people were harmed; the Nagorno-Karabakh authorities had held what was contested."""

DIFFERS = {
    "title": {
        "shikharkh-2020-09-28": "a party's newsroom saw damaged homes; the deaths are a party's figure",
        "shosh-2020-10-16": "a newsroom saw the damage, not the strike; a death was reported and withdrawn",
        "stepanakert-2020-10-16": "newsrooms were in the city that night; how many missiles, a party says",
    },
    "date": {
        "martakert-military-hospital-2020-10-14": "a party names a day, the independent body only the month",
    },
    "place": {},
    "denial": {
        "mets-masrik-2020-10-01": "that there was no answer on the same day was reported, and is told",
        "stepanakert-2020-10-02-residential": "what the president said of the days as a whole is told",
        "stepanakert-rescue-service-2020-10-02": "what the president said of the days as a whole is told",
        "tartar-2020-10-13": "what the ministry said of the truce is told; it does not name the event",
        "sotk-2020-10-14": "what the ministry said of its strike on another target is told instead",
        "garayusifli-2020-10-27": "what the ministry said of cluster munitions is told instead",
        "azokh-killing-2020-10": "a newspaper found that no public case was opened, which is told",
        "madatashen-killing-2020": "a newspaper found that no public case was opened, which is told",
        "incendiary-martuni-forests-2020-10-30": "the denial is known only from those who accuse",
        "stepanakert-2020-10-29": "what the ministry said instead of a denial is told",
        "stepanakert-2020-11-04": "a newsroom reports the general denial beside this incident",
        "stepanakert-2020-11-06": "the general denial was given in answer to this incident",
        "tartar-2020-11-06": "a newsroom reports the general denial beside this incident",
    },
}
"""Cases described differently from similar ones, and why; an entry that is no longer needed fails too."""


@cache
def incidents():
    return bundled_store().listed(Query(), 1000)


@cache
def claims():
    return bundled_store().claims_about([row["incident_id"] for row in incidents()])


def counts(claim):
    return bool(claim["source_id"]) and claim["excluded_because"] in {None, *FIGURES_ONLY}


def first_hand(row):
    """Name the firmest first-hand evidence of any claimant."""
    found = {
        claim["basis"]
        for claim in claims()[row["incident_id"]]
        if counts(claim) and claim["stance"] in {"reports", "verifies"}
    }
    return next((basis for basis in ("on site", "remote", "witness", "interviews") if basis in found), "")


def date_code(row):
    days = (row["date_end"] - row["date_start"]).days + 1
    return next((code for code, most in (("1", 1), ("2", 6), ("3", 14), ("4", 31)) if days <= most), "5")


def radius(row):
    """Return whether the radius is the gazetteer's for the place, or at least that if it is only near it."""
    known = gazetteer()[row["place_id"]].uncertainty_m
    exact = row["location_precision"] == "1"
    return row["uncertainty_m"] == known if exact else row["uncertainty_m"] >= known


def denials(row):
    """Return whether anyone denies it, and whether that counts."""
    found = [claim for claim in claims()[row["incident_id"]] if claim["stance"] == "denies"]
    return "counts" if any(map(counts, found)) else "does not count" if found else "none"


def accused(row):
    return any(claim["actor"] in FORCES for claim in claims()[row["incident_id"]])


GENERALLY = " generally denied targeting civilians."


def denial_text(row):
    if row["denial"].startswith("No denial of this incident was found."):
        return "none, but a general one" if row["denial"].endswith(GENERALLY) else "none"
    return "none of it alone" if row["denial"].startswith("No denial of ") else "told"


RULES = {
    "title": (
        lambda row: (row["harm_status"], first_hand(row)),
        lambda row: "as said" if "report" in row["title"].lower() else "as a fact",
    ),
    "date": (date_code, lambda row: row["date_precision"]),
    "place": (lambda row: row["location_precision"], radius),
    "denial": (lambda row: (denials(row), accused(row)), denial_text),
}
"""By aspect: what makes cases alike, and how each is described."""


def told(aspect):
    """Yield side, likeness, description and identifier of every incident with a side and a place."""
    alike, telling = RULES[aspect]
    for row in incidents():
        if (side := HELD_BY.get(row["control"])) and row["place_id"]:
            yield side, alike(row), telling(row), row["incident_id"]


def usual(tellings):
    """Return the most common description for each likeness."""
    counted = Counter((alike, telling) for _, alike, telling, _ in tellings)
    return {alike: telling for (alike, telling), _ in reversed(counted.most_common())}


@pytest.mark.parametrize("aspect", RULES)
def test_like_cases_are_told_alike_on_both_sides_or_there_is_a_reason(aspect):
    tellings = list(told(aspect))
    rule = usual(tellings)
    sides = [
        usual([one for one in tellings if one[0] == side and one[3] not in DIFFERS[aspect]])
        for side in ("armenian", "azerbaijani")
    ]
    both = sides[0].keys() & sides[1].keys()
    assert both
    assert {alike: sides[0][alike] for alike in both} == {alike: sides[1][alike] for alike in both}
    others = {name for _, alike, telling, name in tellings if telling != rule[alike]}
    assert others == DIFFERS[aspect].keys()
    assert all(DIFFERS[aspect].values())


SIDES = {"armenian": "azerbaijani", "azerbaijani": "armenian"}
FORCES = {"Armenian forces": "Azerbaijani forces", "Azerbaijani forces": "Armenian forces"}
OTHERS = {
    "Nagorno-Karabakh forces": "Azerbaijani forces",
    "Armenian or Nagorno-Karabakh forces": "Azerbaijani or Nagorno-Karabakh forces",
}


def mirrored(table, *names):
    """Swap the sides in columns of a table."""
    other = SIDES | FORCES | OTHERS
    for name in names:
        values = [other.get(value, value) for value in table[name].to_pylist()]
        table = table.set_column(table.column_names.index(name), name, pa.array(values, pa.string()))
    return table


def test_grades_figures_and_totals_are_the_same_if_the_sides_change_places():
    data = bundled_rows()
    other = Store.load(
        replace(
            data,
            incidents=mirrored(data.incidents, "actor"),
            claims=mirrored(data.claims, "actor", "claimant_side"),
        )
    )
    assert other.disagreements == ()
    for whose in ("", *bundled_conflict().points_of_view):
        there = Query(according_to=SIDES.get(whose, whose))
        assert other.totals(there) == bundled_store().totals(Query(according_to=whose))


def test_titles_and_summaries_have_no_word_that_only_one_side_uses():
    partial = re.compile(r"\b(terror|aggress|liberat|occup|provocat|barbar|genocid|enem)", re.IGNORECASE)
    for row in incidents():
        assert not partial.search(f"{row['title']} {row['summary']}"), row["incident_id"]
