from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mapapp import words
from mapapp.geo.naming import name_orders
from mapapp.model.conflict import NOT_DESCRIBED
from mapapp.model.query import Query
from mapapp.model.text_search import folded, search_words
from mapapp.words.languages import language_of
from tests.factories import bundled_conflict


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2020, 10, 28), date(2020, 10, 28), "28 October 2020"),
        (date(2020, 10, 28), None, "28 October 2020"),
        (date(2020, 10, 1), date(2020, 10, 3), "1 to 3 October 2020"),
        (date(2020, 9, 27), date(2020, 11, 10), "27 September to 10 November 2020"),
        (date(2020, 12, 31), date(2021, 1, 2), "31 December 2020 to 2 January 2021"),
    ],
)
def test_days_are_written_as_a_person_writes_them(start: date, end: date | None, said: str) -> None:
    assert words.days(start, end) == said


def test_a_date_known_as_a_range_is_said_to_be_one_unless_the_entry_sums_up_a_period() -> None:
    row = {"date_start": date(2020, 9, 27), "date_end": date(2020, 10, 4), "aggregate": "no"}
    assert words.when(row) == "between 27 September and 4 October 2020"
    assert words.when(row | {"date_precision": "2"}) == "between 27 September and 4 October 2020"
    assert words.when(row | {"aggregate": "yes"}) == "27 September to 4 October 2020"
    assert words.when(row | {"date_precision": "1"}) == "27 September to 4 October 2020"
    one = row | {"date_end": None}
    assert words.when(one) == words.when(one | {"date_precision": "1"}) == "27 September 2020"
    assert words.when(one | {"date_precision": "4"}) == "27 September 2020 (within a month)"
    assert words.when(one | {"date_end": one["date_start"], "date_precision": "2"}).endswith(
        "2020 (within two to six days)"
    )
    assert words.when(one | {"date_precision": "own"}) == "27 September 2020"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (20, 21, "20 to 21 killed"),
        (5, 5, "5 killed"),
        (0, 0, "none killed"),
        (50, None, "at least 50 killed"),
        (None, 3, "up to 3 killed"),
        (None, None, ""),
        (0, 2, "0 to 2 killed"),
        (53, 10, "at least 53 killed"),
        (1200, 1300, "1,200 to 1,300 killed"),
    ],
)
def test_blank_is_not_zero(low: int | None, high: int | None, said: str) -> None:
    assert words.people(low, high, "killed") == said


def test_a_query_is_said_in_one_sentence() -> None:
    query = Query(
        start=date(2020, 10, 28),
        end=date(2020, 10, 28),
        actor=("Armenian forces",),
        place_id=("barda-city",),
        q="school",
    )
    sentence = words.filter_sentence(query, bundled_conflict())
    assert sentence.startswith("28 October 2020, attributed to Armenian forces, in ")
    assert "Barda" in sentence
    assert sentence.endswith("mentioning “school”")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2020-10-17", "17 October 2020"),
        ("2020-10", "October 2020"),
        ("2020", "2020"),
        ("2020-13", "2020-13"),
    ],
)
def test_a_day_a_month_or_a_year_is_written_out(value: str, said: str) -> None:
    assert words.partial_day(value) == said


def test_a_language_is_named_and_an_unknown_code_kept() -> None:
    assert [words.language(code) for code in ("nl", "EN", "xx", "")] == ["Dutch", "English", "xx", ""]


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("", "Shushi / Shusha and Ganja / Gandzak"),
        ("armenian", "Shushi / Shusha and Gandzak / Ganja"),
        ("azerbaijani", "Shusha / Shushi and Ganja / Gandzak"),
    ],
)
def test_a_title_follows_the_readers_order_of_names(first: str, said: str) -> None:
    row = {"incident_id": "a", "title": "Shushi / Shusha and Ganja / Gandzak hit"}
    order = name_orders(NOT_DESCRIBED)[first]
    assert words.title(row, order) == f"{said} hit"
    assert words.title({"incident_id": "a", "title": None}, order) == "a"


def test_names_stand_in_the_order_of_who_held_the_place_unless_one_is_chosen() -> None:
    assert words.label("harm_status", "fair") == "fair"
    assert words.label("weapon", "drone") == "drone or loitering munition"
    assert words.label("place_id", "ganja-city") == "Ganja / Gandzak"
    assert words.label("place_id", "stepanakert") == "Stepanakert / Khankendi"
    assert words.label("admin1", "Khankendi / Stepanakert") == "Stepanakert / Khankendi"
    assert words.label("admin1", "Khojaly / Askeran") == "Askeran / Khojaly"
    assert (
        words.label("admin1", "Khojaly / Askeran", name_orders(NOT_DESCRIBED)["azerbaijani"])
        == "Khojaly / Askeran"
    )


def test_nothing_found_is_said_calmly_and_truly() -> None:
    assert "denied by nobody" in words.nothing_found(Query(according_to="conceded"), bundled_conflict())
    assert "Independent sources report no incident" in words.nothing_found(
        Query(according_to="independent"), bundled_conflict()
    )
    assert "Remove one" in words.nothing_found(Query(according_to="conceded", q="x"), bundled_conflict())


@pytest.mark.parametrize(
    ("actors", "said"),
    [
        (("Not established",), "not established who did it"),
        (("A", "B", "Not established"), "attributed to A or B, or not established who did it"),
        (("",), "not stated who did it"),
        (("A", "", "unknown"), "attributed to A, or not established who did it, or not stated who did it"),
        (tuple("ABCDEFGH"), "attributed to A, B, C or 5 more"),
    ],
)
def test_a_filter_by_actor_is_a_sentence(actors: tuple[str, ...], said: str) -> None:
    assert words.filter_sentence(Query(actor=actors), bundled_conflict()) == said


@pytest.mark.parametrize(
    ("single", "summaries", "said"),
    [
        (113, 8, "113 incidents and 8 combined entries"),
        (1, 0, "1 incident"),
        (0, 1, "1 combined entry"),
        (0, 0, "0 incidents"),
    ],
)
def test_summary_entries_are_told_apart(single: int, summaries: int, said: str) -> None:
    assert words.incidents(single, summaries) == said


def test_zero_is_none() -> None:
    assert words.figure(0, 0) == "none"
    assert words.figure(0, 2) == "0 to 2"
    assert words.figure(0, None) == "0 or more"
    assert words.span(0, 0) == "0"
    zero = TOTALS | {"killed_rows": 2, "killed_low": 0, "killed_high": 0}
    assert words.headline(zero, Query(), bundled_conflict()).endswith("; none reported killed.")
    some = words.headline(zero | {"killed_rows": 1}, Query(), bundled_conflict())
    assert some.endswith("; none reported killed in 1 incident, not stated in 1.")


def test_no_filter_means_all_incidents() -> None:
    assert words.filter_sentence(Query(), bundled_conflict()) == "all incidents"


TOTALS = {
    "matched": 3,
    "incidents": 2,
    "aggregates": 1,
    "first": date(2020, 9, 27),
    "last": date(2020, 11, 8),
    "killed_rows": 1,
    "beyond_period": 0,
    "killed_low": 3,
    "killed_high": 4,
}


def test_the_headline_counts_no_summary_entries_and_gives_ranges() -> None:
    assert words.headline(TOTALS, Query(), bundled_conflict()) == (
        "2 incidents, 27 September to 8 November 2020; between 3 and 4 people reported killed."
    )


def test_the_headline_says_nothing_of_the_dead_where_no_source_does() -> None:
    assert "killed" not in words.headline(
        TOTALS | {"killed_rows": 0, "killed_low": None}, Query(), bundled_conflict()
    )


def test_the_headline_says_of_how_many_the_days_go_beyond_the_period() -> None:
    said = words.headline(TOTALS | {"beyond_period": 2}, Query(start=date(2020, 10, 4)), bundled_conflict())
    assert said.endswith("reported killed. 2 of the incidents extend, or may extend, beyond this period.")


@pytest.mark.parametrize("high", [None, 2])
def test_a_sum_without_some_highest_figures_is_no_bound(high: int | None) -> None:
    assert words.headline(TOTALS | {"killed_high": high}, Query(), bundled_conflict()).endswith(
        "at least 3 people reported killed."
    )


def test_the_headline_stays_within_the_chosen_days() -> None:
    query = Query(start=date(2020, 10, 20), end=date(2020, 10, 30))
    assert "2 incidents, 20 to 30 October 2020" in words.headline(TOTALS, query, bundled_conflict())


@pytest.mark.parametrize(
    ("searched", "said"),
    [
        ("school", "mentioning “school”"),
        ('"Public hospital"', "mentioning “Public hospital”"),
        ("public hospital", "mentioning “public” and “hospital”"),
        ('a “b c" d', "mentioning “a”, “b c” and “d”"),
        ('"', "all incidents"),
    ],
)
def test_a_search_is_said_without_its_own_quotation_marks(searched: str, said: str) -> None:
    assert words.filter_sentence(Query(q=searched), bundled_conflict()) == said


@given(st.text() | st.text('"“” ab:\N{ACUTE ACCENT}\N{PRESENTATION FORM FOR VERTICAL COLON}'))
def test_a_search_taken_apart_has_no_empty_words(text: str) -> None:
    found = search_words(folded(text))
    assert all(one and one == " ".join(one.split()) for one in found)
    assert not set('"“”') & set("".join(found))
    assert bool(found) >= any(letter.isalnum() for letter in folded(text))


@given(st.text() | st.text('"“” ab:\N{ACUTE ACCENT}\N{COMBINING ACUTE ACCENT}'))
def test_what_a_search_is_said_to_be_is_what_is_looked_for(text: str) -> None:
    query = Query(q=text)
    assert bool(query.q) == bool(query.operands()["q"]) == bool(search_words(text))


@pytest.mark.parametrize(
    ("one", "other"), [("Երևան", "Երեւան"), ("Երևան", "ԵՐԵՎԱՆ"), ("Սևան", "ՍԵՒԱՆ"), ("և", "ԵՎ")]
)
def test_the_armenian_spellings_of_and_find_one_another(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Xankəndi", "XANKƏNDİ"), ("Ağdam", "AGDAM"), ("Iğdır", "IĞDIR"), ("Şıxlı", "şixli")]
)
def test_dotted_and_dotless_i_find_one_another_whatever_their_case(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(st.text(st.sampled_from("aəıİşԵեւվևÜß’ ҒґЁℌ"), max_size=20) | st.text(max_size=20))
@example("ℌ")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "of_the_data", "language"),
    [
        ("Shells on the mill", "en-GB", "en-GB"),
        ("Παλιόπορο", "en", "el"),
        ("Παλιόπορο / Oldferry", "en", "en"),
        ("Обстрел", "en", ""),
        ("Обстрел", "uk", "uk"),
        ("Гранате", "sr-Latn", ""),
        ("Haubica", "sr-Latn", "sr-Latn"),
        ("Գյումրի", "", "hy"),
        ("Gyumri", "", None),
        ("12:30", "el", "el"),
        ("12:30", "", None),
    ],
)
def test_a_text_is_in_the_language_of_the_data_unless_its_letters_are_of_none(text, of_the_data, language):
    assert language_of(text, of_the_data) == language
