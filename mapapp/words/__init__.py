"""Facts as a person writes them: days, figures, names, sentences. Plain text, never HTML.

The words themselves stand in the catalogues of `mapapp.messages`.
"""

from mapapp.words.days import day, days, partial_day, short_day, single_days, when
from mapapp.words.figures import added, figure, number, people, radius, span
from mapapp.words.lists import all_of, capitalised, either
from mapapp.words.names import (
    choice,
    district,
    filter_label,
    in_words,
    label,
    language,
    place,
    point_of_view,
    title,
)
from mapapp.words.sentences import (
    according_to,
    denials,
    faults,
    filter_phrases,
    filter_sentence,
    headline,
    impossible,
    incidents,
    loosened,
    meaningless,
    not_a_place,
    nothing_found,
    unknown,
    view_summary,
)

__all__ = [
    "according_to",
    "added",
    "all_of",
    "capitalised",
    "choice",
    "day",
    "days",
    "denials",
    "district",
    "either",
    "faults",
    "figure",
    "filter_label",
    "filter_phrases",
    "filter_sentence",
    "headline",
    "impossible",
    "in_words",
    "incidents",
    "label",
    "language",
    "loosened",
    "meaningless",
    "not_a_place",
    "nothing_found",
    "number",
    "partial_day",
    "people",
    "place",
    "point_of_view",
    "radius",
    "short_day",
    "single_days",
    "span",
    "title",
    "unknown",
    "view_summary",
    "when",
]
