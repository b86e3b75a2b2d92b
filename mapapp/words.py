"""Facts as a person writes them: days, figures, filters. Plain text, never HTML."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from mapapp.errors import shortened
from mapapp.geo.gazetteer import Tradition, gazetteer
from mapapp.geo.places import in_order
from mapapp.model.actors import is_established
from mapapp.model.filters import Box, Days, Number, Values, Words
from mapapp.model.query import FILTERS, Query
from mapapp.model.report import Effect, Report
from mapapp.model.schema import ACCORDING_TO, INCIDENTS
from mapapp.model.text_search import search_words

NOT_STATED = "not stated"
MOST_DAYS_NAMED = 3
MOST_NAMED, MOST_ALTERNATIVES = 3, 6
"""Of more alternatives than that, only so many are named."""


def day(value: date) -> str:
    """Write a day: 28 October 2020."""
    return f"{value.day} {value:%B} {value.year}"


def days(start: date, end: date | None) -> str:
    """Write an inclusive range of days, as short as can be: 1 to 3 October 2020."""
    if end is None or start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} to {day(end)}"
    return f"{day(start)} to {day(end)}"


def when(incident: Mapping[str, Any]) -> str:
    """Write an incident's date; a range is said to be one."""
    start, end = incident["date_start"], incident["date_end"]
    if end is None or start == end:
        return day(start)
    if incident.get("aggregate") == "yes":
        return days(start, end)
    return f"between {day(start) if start.year != end.year else f'{start.day} {start:%B}'} and {day(end)}"


def number(value: int) -> str:
    """Write a number with its thousands apart: 41,310."""
    return f"{value:,}"


def counted(value: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: 1 incident, 12 incidents."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def incidents(single: int, summaries: int) -> str:
    """Say how many incidents there are, and summary entries if any: "3 incidents and 1 summary entry"."""
    parts = [counted(single, "incident")] if single or not summaries else []
    parts += [counted(summaries, "summary entry", "summary entries")] if summaries else []
    return " and ".join(parts)


def figure(low: int | None, high: int | None) -> str:
    """Write a range of people: "20 to 21", "at least 50", "none", "0 or more"; empty if none is given."""
    if low == 0 and not high:
        return "none" if high == 0 else "0 or more"
    return span(low, high)


def span(low: int | None, high: int | None) -> str:
    """Write a range: "20 to 21", "at least 50"; empty if no figure is given.

    A sum of highest figures may lack some that were not given: below the lowest, it is no bound.
    """
    if low is None and high is None:
        return ""
    if low is None:
        return f"up to {number(high or 0)}"
    if high is None or high < low:
        return f"at least {number(low)}"
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def people(low: int | None, high: int | None, harm: str) -> str:
    """Write how many people were killed or injured: "20 to 21 killed", "none killed"; empty if not stated."""
    words = figure(low, high)
    return f"{words} {harm}" if words else ""


def radius(metres: float) -> str:
    """Write a distance with as many digits as it deserves: 800 m, 3 km, 12 km."""
    return f"{metres:,.0f} m" if metres < 1000 else f"{metres / 1000:.3g} km"


def headline(totals: Mapping[str, Any], query: Query) -> str:
    """Say in one sentence what is shown: "130 incidents, 27 September to 10 November 2020; ...".

    Dates known only as a range may reach beyond the Query's; the sentence does not.
    """
    if not totals["matched"]:
        return "No incidents match."
    subject = _subject(totals)
    first = max(filter(None, (totals["first"], query.start)))
    last = min(filter(None, (totals["last"], query.end)))
    whose = f"According to {ACCORDING_TO[query.according_to]}: " if query.according_to else ""
    parts = [f"{whose}{subject}, {days(first, max(first, last))}"]
    if totals["killed_rows"]:
        parts.append(_toll(totals))
    return "; ".join(parts) + "."


def _subject(totals: Mapping[str, Any]) -> str:
    """Say how many incidents there are or, where there are none, how many summary entries."""
    if totals["incidents"]:
        return counted(totals["incidents"], "incident")
    return counted(totals["aggregates"], "summary entry", "summary entries")


def _toll(totals: Mapping[str, Any]) -> str:
    low, high = totals["killed_low"], totals["killed_high"]
    if low == high == 0:
        return "none reported killed"
    if high is None or high <= low:
        return f"{figure(low, high)} people reported killed"
    return f"between {number(low)} and {number(high)} people reported killed"


def view_summary(facts: Mapping[str, Any]) -> str:
    """Say in one sentence what a map shows: "12 incidents within 10 km of Barda, most on 28 October 2020.".

    `facts`: incidents, all (whether every located match is in view), place ("" if none), km, near
    (incidents that lie so close to it), on (the days with the most), most (how many on each of them).
    """
    n, near = facts["incidents"], facts["near"]
    if not n:
        return "No located incident matches." if facts["all"] else "No incidents on this part of the map."
    here = "on the map" if facts["all"] else "on this part of the map"
    if n == 1:
        return f"1 incident {'at ' + facts['place'] if facts['place'] else here}{_on(facts['on'])}."
    around = f"within {facts['km']} km of {facts['place']}"
    if facts["place"] and near == n:
        return f"{counted(n, 'incident')} {around}{_busiest(facts)}."
    subject = f"{'All ' if facts['all'] else ''}{counted(n, 'incident')} {here}"
    among = f", {number(near)} of them {around}" if facts["place"] and near > 1 else ""
    return f"{subject}{among}{_busiest(facts)}."


def _busiest(facts: Mapping[str, Any]) -> str:
    """Name the days with the most incidents, unless too many days have as many as each other."""
    on, most, n = facts["on"], facts["most"], facts["incidents"]
    if not on or len(on) > MOST_DAYS_NAMED or (most == 1 and n > 1):
        return ""
    together = most * len(on)
    if together == n:
        return f", {'both' if n == 2 else 'all'}{_on(on)}"
    if 2 * together > n:
        return f", most{_on(on)}"
    return f"; most in a day: {number(most)},{_on(on)}"


def _on(dates: Sequence[date]) -> str:
    """Write single days, as short as can be: " on 27 and 28 October 2020"."""
    if not dates:
        return ""
    *before, last = dates
    if not before:
        return f" on {day(last)}"
    same_year = all(d.year == last.year for d in before)
    same_month = same_year and all(d.month == last.month for d in before)
    short = [str(d.day) if same_month else f"{d.day} {d:%B}" if same_year else day(d) for d in before]
    return f" on {', '.join(short)} and {day(last)}"


def partial_day(value: str) -> str:
    """Write a day, a month or a year: "2020-10" is October 2020; what is none of them stays as it is."""
    parts = value.split("-")
    try:
        if len(parts) == 2:
            return f"{date(int(parts[0]), int(parts[1]), 1):%B %Y}"
        return day(date.fromisoformat(value)) if len(parts) == 3 else value
    except ValueError:
        return value


LANGUAGES = {
    "ar": "Arabic",
    "az": "Azerbaijani",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "hy": "Armenian",
    "it": "Italian",
    "ka": "Georgian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
}
"""Languages of sources, by their ISO 639-1 codes."""


def language(code: str) -> str:
    """Name a language; an unknown code stays as it is."""
    return LANGUAGES.get(code.strip().casefold(), code)


def title(incident: Mapping[str, Any], first: Tradition | None = None) -> str:
    """Say what happened in one line, or else the identifier; names stand in the order of `first`."""
    return in_words(incident["title"], first) or str(incident["incident_id"])


def in_words(text: str | None, first: Tradition | None = None) -> str:
    """Put a text's paired names in the order of `first`; None keeps the order of the data."""
    return in_order(text or "", first) if first else text or ""


def district(name: str | None, first: Tradition | None = None) -> str:
    """Name a district; unless `first` says otherwise, the Armenian one of two names stands in front.

    The districts with two names lie where the Nagorno-Karabakh authorities held the ground when the war
    began: the order of the data, the holder's name first.
    """
    return in_order(name or "", first or "armenian")


def place(incident: Mapping[str, Any], first: Tradition | None = None) -> str:
    """Name an incident's place, both names where there are two; `first` says which stands in front."""
    named = incident["place_name"] or ""
    if not named and incident["place_id"] in gazetteer():
        known = gazetteer()[incident["place_id"]]
        return known.paired(first or known.holders)
    return in_words(named, first)


def label(column: str, value: str, first: Tradition | None = None) -> str:
    """Say a column's value in the words of its vocabulary, or a place or district by its names."""
    if column == "place_id" and value in gazetteer():
        return gazetteer()[value].paired(first or gazetteer()[value].holders)
    if column == "admin1":
        return district(value, first)
    return (INCIDENTS[column].vocabulary or {}).get(value, value)


def faults(report: Report) -> str:
    """Say how much of the data could not be used: "2 rows and 1 cell of the data could not be used"."""
    effects = Counter(fault.effect for fault in report.errors)
    unused = {
        "file": effects[Effect.FILE_LEFT_OUT],
        "row": sum(count.rows_rejected for count in report.counts),
        "cell": effects[Effect.CELL_LEFT_OUT],
    }
    lost = " and ".join(counted(n, thing) for thing, n in unused.items() if n)
    doubtful = counted(effects[Effect.KEPT], "value")
    parts = [f"{lost} of the data could not be used"] if lost else []
    parts += [f"{doubtful} of the data may be wrong"] if effects[Effect.KEPT] else []
    return "; ".join(parts)


_LABELS = {
    "according_to": "According to",
    "datetime": "From and To",
    "incident_id": "Incident",
    "min_harmed": "People killed or injured, at least",
    "min_sources": "Independent sources, at least",
    "within_km": "Only what is known to within … km",
    "within_days": "Only what is known to within … days",
    "disputed": "Denied by anyone, or contested",
    "bbox": "Area",
    "q": "Search",
}


def filter_label(name: str) -> str:
    """Name a filter as the page labels it: by its own label, or else in the words of this module."""
    return FILTERS[name].label or _LABELS[name]


_PHRASES = {
    "place_id": "in {}",
    "admin1": "in the district {}",
    "control": "in places held by {}",
    "sub_event_type": "{}",
    "event_type": "{}",
    "weapon": "weapon: {}",
    "cluster_munition": "cluster munition: {}",
    "target_type": "target: {}",
    "harm_status": "evidence: {}",
    "attribution_status": "attribution: {}",
    "incident_id": "incident {}",
}


_DISPUTED = {
    "yes": "that someone denies, or whose occurrence or blame is contested",
    "no": "that nobody denies, and whose occurrence and blame nobody contests",
}


_NUMBERS: Mapping[str, Callable[[Any], str]] = {
    "min_harmed": lambda people: f"at least {counted(people, 'person', 'people')} killed or injured",
    "min_sources": lambda sources: f"said by at least {counted(sources, 'independent source')}",
    "within_km": lambda km: f"place known to within {radius(1000 * km)}",
    "within_days": lambda days: f"date known to within {counted(days, 'day')}",
}

_SAID_FIRST = ("according_to", "datetime", "actor")


def filter_phrases(query: Query) -> dict[str, str]:
    """Say each part of a Query in words, by the name of its parameter; no filter that is set is left out."""
    filled = query.to_params()
    names = [*(name for name in _SAID_FIRST if name in filled), *filled]
    return {name: _phrase(name, query) for name in names}


def _phrase(name: str, query: Query) -> str:
    """Say one filter that is set; one without words of its own is said by its label and its value."""
    value: Any = getattr(query, name, None)
    match FILTERS[name]:
        case Days():
            return _interval(query)
        case Box():
            west, south, east, north = value
            return f"between {south:.2f}° and {north:.2f}° N, {west:.2f}° and {east:.2f}° E"
        case Words():
            return f"mentioning {_all(f'“{word}”' for word in search_words(value))}"
        case Number():
            return _said_by_number(name, value)
        case Values():
            return _said_by_values(name, value)
    return _said_by_choice(name, value)


def _said_by_number(name: str, value: float) -> str:
    return _NUMBERS[name](value) if name in _NUMBERS else f"{filter_label(name)}: {value:,}"


def _said_by_values(name: str, values: Sequence[str]) -> str:
    if name == "actor":
        return _attributed(values)
    phrase = _PHRASES.get(name, f"{filter_label(name)}: {{}}")
    return phrase.format(_either(label(name, value) for value in values))


def _said_by_choice(name: str, value: str) -> str:
    if name == "according_to":
        return f"according to {ACCORDING_TO[value]}"
    return _DISPUTED[value] if name == "disputed" else f"{filter_label(name)}: {value}"


def nothing_found(query: Query, *, one_helps: bool = True) -> str:
    """Say calmly that no incident is left, and whether it helps to remove one of the filters."""
    if query == Query(according_to="conceded"):
        return (
            "Both sides concede none of these incidents: there is none that both say happened and that "
            "nobody denies. Look from another point of view:"
        )
    if query == Query(according_to=query.according_to) and query.according_to:
        return f"No incident is reported according to {ACCORDING_TO[query.according_to]}."
    if not one_helps:
        return "No incident matches these filters, and removing a single one of them would not show any."
    return "No incident matches all of these filters. Remove one of them:"


def loosened(phrase: str, totals: Mapping[str, Any]) -> str:
    """Say what would be shown without a filter: "mentioning “zzzz” (without it: 9 incidents)"."""
    return f"{phrase} (without it: {_subject(totals)})"


def impossible(label: str, values: Iterable[str]) -> str:
    """Say that values mean nothing to what a reader knows by a label."""
    return f"“{label}” can’t be {_quoted(values)}."


def unknown(parameter: str, values: Iterable[str]) -> str:
    """Say that no incident has one of the values of a parameter."""
    if parameter == "incident_id":
        return f"There is no incident {_quoted(values)}."
    return f"No incident has {_quoted(values)} as “{filter_label(parameter)}”."


def meaningless(names: Iterable[str]) -> str:
    """Say that names of parameters mean nothing to the page."""
    return f"Nothing here is called {_quoted(names)}."


def _quoted(values: Iterable[str]) -> str:
    return _either(f"“{shortened(value)}”" for value in values)


def filter_sentence(query: Query) -> str:
    """Say a Query in words: "28 October 2020, attributed to Armenian forces"; "all incidents" if empty."""
    return ", ".join(filter_phrases(query).values()) or "all incidents"


def _attributed(actors: Sequence[str]) -> str:
    named = [actor for actor in actors if is_established(actor)]
    if not named:
        return "who did it is not established"
    nobody = ", or not established by whom" if len(named) < len(actors) else ""
    return f"attributed to {_either(named)}{nobody}"


def _interval(query: Query) -> str:
    if query.start and query.end:
        return days(query.start, query.end)
    return f"from {day(query.start)}" if query.start else f"until {day(query.end)}" if query.end else ""


def _all(values: Iterable[str]) -> str:
    *most, last = values
    return f"{', '.join(most)} and {last}" if most else last


def _either(values: Iterable[str]) -> str:
    """Name alternatives; of many the first, and how many more there are."""
    named = list(values)
    if len(named) > MOST_ALTERNATIVES:
        named[MOST_NAMED:] = [f"{number(len(named) - MOST_NAMED)} more"]
    *most, last = named
    return f"{', '.join(most)} or {last}" if most else last
