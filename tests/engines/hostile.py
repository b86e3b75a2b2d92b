"""A data set with everything to which engines have given different answers, or might."""

from datetime import date
from random import Random

from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES, Kind
from tests.factories import HOSTILE, incident, store_of

SEED, INCIDENTS_MADE, CLAIMS_MADE = 20201110, 150, 420
TEXTS = (
    *HOSTILE[:7],
    "",
    "100% sure_thing",
    "O'Brien; DROP TABLE incidents; --",
    "back\\slash \\1 \\d",
    "İsmayıllı Ağdam Ұлт əlifba",
    "ISMAYILLI agdam",
    "Zebra",
    "apple",
    "Äpfel",
    "éclair",
    "Ёж",
    "日本",
    "%(p0)s $1 :name {brace} ?",
)
FORCES = (
    "Armenian forces",
    "Azerbaijani forces",
    "Armenian or Azerbaijani forces",
    "Azerbaijani or Armenian forces",
    "Armenian forces or Karabakh forces",
    "Armenian army, Karabakh army or police",
    "Not established",
    "Özgür Kuvvetler",
    "özgür kuvvetler or others",
)
DAYS = (
    date(1899, 12, 31),
    date(1969, 12, 31),
    date(1970, 1, 1),
    date(2020, 2, 29),
    date(2020, 9, 27),
    date(2020, 10, 4),
    date(2020, 10, 5),
    date(2020, 11, 10),
    date(2024, 12, 31),
)
POINTS = (
    (40.0, 47.0),
    (39.8153, 46.7519),
    (0.0, 0.0),
    (-33.9, -70.7),
    (-0.000001, 0.000001),
    (64.5, -180.0),
    (64.5, 180.0),
    (64.5, 179.9),
    (64.5, -179.9),
    (85.0, -120.25),
    (-85.0, 13.125),
    (None, None),
)
FIGURES = (None, 0, 1, 1, 2, 15, 2**31, 10**12)
NULL = (None, None)
"""Included often enough that every column has nulls."""


def hostile_store():
    """Load the data set into the process's own engine; it is the same each time."""
    chance = Random(SEED)
    incidents = [_incident(chance, number) for number in range(INCIDENTS_MADE)]
    sources = [_row(chance, SOURCES, source_id=f"s{number}") for number in range(25)]
    claims = [_claim(chance, number) for number in range(CLAIMS_MADE)]
    return store_of(incidents, claims, sources)


def _incident(chance, number):
    latitude, longitude = chance.choice(POINTS)
    first = chance.choice(DAYS)
    last = chance.choice([first, *(day for day in DAYS if day >= first)])
    given = {
        "actor": chance.choice((*FORCES, *NULL)),
        "aggregate": chance.choice(("yes", "no", "no", *NULL)),
        "place_name": chance.choice((*TEXTS, *NULL)),
        "own_column": chance.choice((*TEXTS, *NULL)),
        "uncertainty_m": chance.choice((None, 0.0, 0.1, 800.5, 1e-9)),
    }
    row = _row(chance, INCIDENTS, **given)
    return row | incident(f"i{number:03}", first, date_end=last, latitude=latitude, longitude=longitude)


def _claim(chance, number):
    return _row(
        chance,
        CLAIMS,
        claim_id=f"i{number % INCIDENTS_MADE:03}#{number}",
        incident_id=f"i{number % INCIDENTS_MADE:03}",
        source_id=chance.choice([None, *(f"s{one}" for one in range(25))]),
        claimant_side=chance.choice(("armenian", "azerbaijani", "independent", "third", *NULL)),
        claimant=chance.choice(("a", "b", "B", *NULL)),
        actor=chance.choice((*FORCES, *NULL)),
        excluded_because=chance.choice((None, None, None, "partial count", "hearsay")),
    )


def _row(chance, table, **given):
    """Fill a table's columns with words from their vocabularies, with any text, or with nothing."""
    return {
        column.name: given[column.name] if column.name in given else chance.choice(_values(column))
        for column in table.columns
    } | given


def _values(column):
    if column.vocabulary:
        return (*column.vocabulary, *NULL)
    kinds = {Kind.INTEGER: FIGURES, Kind.NUMBER: (None, 0.0, -1.5, 0.1), Kind.DATE: (None, *DAYS)}
    return kinds.get(column.kind, (*TEXTS, *NULL))
