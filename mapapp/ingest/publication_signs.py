"""Signs in a file that rows are not to be published, though no column `publication_state` says so.

Such a file is refused as a whole: rows held back under another name or word would be published. A sign is the
name of a column about publication together with a value about holding back, or a cell of any column that is a
hold note. A row with a stated `publication_state` is not in doubt, whatever else it says. The words are in
`publication_signs.toml`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pyarrow as pa
import pyarrow.compute as pc

from mapapp.errors import UnreadableFile, quoted
from mapapp.ingest.date_notations import days_meant, unambiguous_day
from mapapp.ingest.each_value import chunked, side_by_side, values_of
from mapapp.ingest.sheet import Sheet, trimmed
from mapapp.messages import fault
from mapapp.model.formula_escaping import original
from mapapp.model.schema import PUBLICATION_STATE, SOURCES

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS_NAMED = 5
NAMES_REMEMBERED = 1024
SMALL, SMALL_REMEMBERED = 1 << 18, 32
"""For texts of at most this many bytes, as in a small file that a command reads again, results are cached,
for this many files: that is faster than compiling the pattern."""
BYTES_TOGETHER = 1 << 25
"""How many bytes are searched together: compiling the pattern takes as long as searching a megabyte."""
SHORT = 60
"""At most this many characters may follow a word for holding back."""

_PUBLICATION = (
    *("publication", "publications", "publishing", "publish", "published", "publ", "pub", "editorial"),
    *("публикации", "публикация", "публікації", "հրապարակման", "dərc", "nəşr", "yayın", "yayım"),
    *("veröffentlichung", "veröffentlichungs", "publicación", "publikacji", "publikacja", "pubblicazione"),
    *("publicação", "النشر"),
)
_STATE = (
    *("state", "status", "stage", "flag", "статус", "состояние", "стан", "վիճակ", "կարգավիճակ"),
    *("statusu", "vəziyyəti", "durumu", "statut", "état", "estado", "stato", "حالة"),
)
"""A name with a word of each is nearly `publication_state`; in long words, a letter may be wrong."""
_LONG, _SHORT = 10, 5

_NOTE_OF_HOLD = (
    r"(?:do not|don.?t|please do not|must not be|not to be) publish(?:ed)?|not (?:yet )?for publication"
    r"|not (?:yet )?cleared for publication|hold for publication|(?:for )?internal use only"
    r"|не (?:публиковать|для публикации|публікувати|для публікації)"
    r"|չհրապարակել|հրապարակման (?:համար|ենթակա) չէ"
    r"|dərc etməyin|ya[yı]?[ıi]?[mn]lamayın|ne pas publier|nie publikować|non pubblicare|não publicar"
    r"|nicht (?:zur veröffentlichung|veröffentlichen)"
    r"|no publicar|no para publicación|لا تنشر|ليس للنشر"
).replace(" ", r"[\s_-]+")
_LEADING_NOTE = (
    r"(?-i:HOLD)(?:\W*$|\s*[\pP]\s+\S)|(?:on )?hold\b\W{0,3}(?:waiting|awaiting|pending)\b"
    r"|(?-i:(?:DNP|NFP)(?:[\])}]|\s*[:–—-]\s*(?:\p{Ll}|$))|DNP\s*$)"
)
"""An editor's note at the beginning of a cell. "NFP: National Freedom Party" is a party."""
_REQUEST_TO_HOLD = (
    r"\b(?:ask|request|beg)(?:ed|s)? us (?:please )?not to (?:publish|share|release|print|post)"
    r"(?: (?:this|it|these|anything|any of (?:this|it)))?"
    r"(?:\s*$|\s*[.!;,)\]–—]|\s+(?:yet|until|till|before|for now|without)\b)"
)
_TAIL = r"[\s_-]*(?:v?\.?\s*\d{1,8}|(?:until|till|to|for|to be|by|yet)\b.{0,40})?"
_MARK = r"[\s\pP]*"


def is_state(name: str) -> bool:
    """Return whether a column is `publication_state`, ignoring case, spaces, hyphens and underscores."""
    return _letters(name) == _letters(PUBLICATION_STATE)


def releases_rows(name: str) -> bool:
    """Return whether a blank cell of a column holds its row back if other cells release theirs."""
    return _letters(name) in _signs().let_out


def require_no_other_state(sheet: Sheet, is_stated: "pd.Series[bool]", unrelated: Iterable[str] = ()) -> None:
    """Raise UnreadableFile if a row without a stated state seems to be held back in another way.

    `unrelated` are columns that somebody has declared to have nothing to do with publication.
    """
    in_doubt = sheet.cells[~is_stated] if is_stated.any() else sheet.cells
    ignored = {_letters(name) for name in unrelated}
    names = enumerate(sheet.names)
    others = [
        (position, name) for position, name in names if not is_state(name) and _letters(name) not in ignored
    ]
    columns = [in_doubt.iloc[:, position] for position, _ in others]
    for (position, name), cells, notes in zip(others, columns, _notes_in(columns), strict=True):
        held = dict(_holding(name, cells, sheet.tags[position] if sheet.tags else ""))
        if held := held | (cells[cells.isin(notes)].to_dict() if notes else {}):
            _refuse(sheet, name, held)


def _refuse(sheet: Sheet, name: str, held: Mapping[object, str]) -> NoReturn:
    rows = [str(row) for row in held]
    named, more = ", ".join(rows[:MAX_ROWS_NAMED]), max(0, len(rows) - MAX_ROWS_NAMED)
    parameters = {
        "file": str(sheet.file.path),
        "rows": named,
        "column": quoted(original(name).strip()),
        "value": quoted(next(iter(held.values())).strip()),
    }
    raise UnreadableFile(*fault("state-unclear", count=len(rows), more=more, **parameters))


def _holding(name: str, cells: "pd.Series[str]", tag: str = "") -> Iterator[tuple[object, str]]:
    """Yield the cells that hold their row back, judging by the name of their column or its HXL tag."""
    if holds := _meaning(name) or _meaning(tag):
        yield from _left_blank(name, cells)
        stated = trimmed(cells.astype("str")).dropna()
        if held := [value for value in stated.unique() if holds(value)]:
            yield from stated[stated.isin(held)].items()


def _notes_in(columns: "Sequence[pd.Series[str]]") -> list[list[str]]:
    """Return the texts of each column that are hold notes."""
    rows = len(columns[0]) if columns else 0
    values = side_by_side(values_of, map(chunked, columns), rows)
    return [*chain.from_iterable(side_by_side(_notes_among, _grouped(values), rows))]


def _grouped(values: Iterable[pa.ChunkedArray]) -> Iterator[list[pa.ChunkedArray]]:
    """Group the values of columns, as many as are quick to search together."""
    group, size = list[pa.ChunkedArray](), 0
    for array in values:
        if group and size + array.nbytes > BYTES_TOGETHER:
            yield group
            group, size = [], 0
        group.append(array)
        size += array.nbytes
    if group:
        yield group


def _notes_among(values: Sequence[pa.ChunkedArray]) -> list[list[str]]:
    """Return the hold notes in some columns, joined because the pattern is compiled for each array."""
    joined = pa.chunked_array([chunk for array in values for chunk in array.chunks], pa.large_string())
    marks = _are_notes(joined.combine_chunks())
    ends = accumulate(map(len, values))
    parts = [marks.slice(end - len(array), len(array)) for array, end in zip(values, ends, strict=True)]
    return [array.filter(is_note).to_pylist() for array, is_note in zip(values, parts, strict=True)]


def _are_notes(texts: pa.Array) -> pa.Array:
    if texts.nbytes > SMALL:
        return _matches(texts)
    return pa.array(_cached_matches(tuple(texts.to_pylist())), pa.bool_())


@lru_cache(SMALL_REMEMBERED)
def _cached_matches(texts: tuple[str | None, ...]) -> tuple[bool, ...]:
    return tuple(_matches(pa.array(texts, pa.large_string())).to_pylist())


def _matches(texts: pa.Array) -> pa.Array:
    return pc.match_substring_regex(texts, _signs().note).fill_null(False)


def _left_blank(name: str, cells: "pd.Series[str]") -> Iterator[tuple[object, str]]:
    """Yield the blank cells of a column in which other cells release their rows."""
    if releases_rows(name):
        texts = trimmed(cells.astype("str"))
        if any(normalised(value) in _signs().yes for value in texts.dropna().unique()):
            yield from ((row, "") for row in texts.index[texts.isna()])


@lru_cache(NAMES_REMEMBERED)
def _meaning(name: str) -> Callable[[str], bool] | None:
    """Return which values of a column hold a row back, by its name; None if it is about something else."""
    signs, letters, words = _signs(), _letters(name), [_folded(word) for word in _words(name)]
    if letters == _letters(SOURCES["published_on"].name):
        return None
    if _is_nearly_state(words) or (signs.own.intersection(words) and signs.notes.intersection(words)):
        return bool
    if letters in signs.day:
        return _is_to_come
    meanings: tuple[tuple[bool, Callable[[str], bool]], ...] = (
        (letters in signs.held, lambda value: value not in signs.no),
        (letters in signs.perhaps_held, lambda value: value in signs.yes or signs.is_holding(value)),
        (letters in signs.let_out, signs.is_refusing),
        (letters in signs.graded, lambda value: value in signs.high | signs.yes or signs.is_holding(value)),
        (
            not (signs.embargo.isdisjoint(words) or signs.time.isdisjoint(words) or "arms" in words),
            lambda value: value not in signs.no,
        ),
        (letters in signs.state or not signs.of_release.isdisjoint(words), signs.is_holding),
        (not signs.of_state.isdisjoint(words), signs.is_explicit),
    )
    meaning = next((test for applies, test in meanings if applies), None)
    return None if meaning is None else lambda value: meaning(normalised(value))


_NOT = re.compile(r"(?:no|not|нет|ні|ոչ|xeyr|hayır|non|nein|لا)\W+(?!\d)\w")


def _is_to_come(value: str) -> bool:
    """Return whether a text names a day after tomorrow: one that has not begun anywhere."""
    last = datetime.now(UTC).date() + timedelta(days=1)
    named = unambiguous_day(value)
    days = [named.day] if named else days_meant(value)
    if days:
        return any(date.fromisoformat(day) > last for day in days)
    years = [int(year) for year in re.findall(r"(?<!\d)[12]\d{3}(?!\d)", value)]
    return bool(years) and max(years) > last.year


@dataclass(frozen=True, slots=True)
class _Signs:
    """The words of `publication_signs.toml`: names without separators, values as `normalised`."""

    held: frozenset[str]
    perhaps_held: frozenset[str]
    let_out: frozenset[str]
    day: frozenset[str]
    state: frozenset[str]
    own: frozenset[str]
    notes: frozenset[str]
    of_release: frozenset[str]
    embargo: frozenset[str]
    time: frozenset[str]
    of_state: frozenset[str]
    graded: frozenset[str]
    no: frozenset[str]
    yes: frozenset[str]
    high: frozenset[str]
    holding: re.Pattern[str]
    explicit_words: re.Pattern[str]
    note: str

    def is_holding(self, value: str) -> bool:
        """Return whether a value begins with a word for holding back, or says whom it is only for."""
        return self.is_explicit(value) or bool(self.holding.match(value))

    def is_refusing(self, value: str) -> bool:
        """Return whether a value says no or begins with a word for holding back."""
        return value in self.no or bool(_NOT.match(value)) or self.is_holding(value)

    def is_explicit(self, value: str) -> bool:
        """Return whether a value begins with an explicit word for holding back."""
        return bool(self.explicit_words.match(value))


def word_lists() -> Mapping[str, Mapping[str, list[str]]]:
    """Return the words of `publication_signs.toml` unchanged."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _signs() -> _Signs:
    lists = word_lists()
    names = {key: frozenset(map(_letters, words)) for key, words in lists["names"].items()}
    values = {key: frozenset(map(normalised, words)) for key, words in lists["values"].items()}
    explicit = "|".join(_spaced(word) for word in sorted(lists["values"]["plain"], key=len, reverse=True))
    whole = rf"{_MARK}(?:{explicit}){_TAIL}{_MARK}"
    note = (
        rf"(?i)^{whole}$|^\s*[\[({{<*]+\s*(?:{explicit}){_TAIL}\s*[\])}}>*]"
        rf"|[\[({{<*]+\s*(?:{explicit}){_TAIL}\s*[\])}}>*]+[\s.]*$|^[\s\[({{<*]*(?:{_LEADING_NOTE})|{_REQUEST_TO_HOLD}"
        rf"|(?:^|[.!?;:\[({{–—-]\s*|\n\s*)(?:{_NOTE_OF_HOLD})"
        r"(?:\s*$|\s*[\pP\n]|\s+(?:yet|until|till|before|without|unless)\b)"
        r'|(?s)^\s*[\[{].*"(?:publication[ _-]?stat(?:e|us)"\s*:\s*"[^"]'
        r'|(?:[^"\\]{1,40})"\s*:\s*"(?:draft|embargo(?:ed)?|unpublished)"'
        r'|(?:visibility|privacy|sharing|access_?level)"\s*:\s*"(?:private|internal|hidden|restricted|confidential)"'
        r'|(?:is[ _]?)?(?:draft|internal|private|hidden|restricted|confidential)"\s*:\s*true'
        r'|(?:is[ _]?)?(?:published|publish|public)"\s*:\s*false)'
    )
    return _Signs(
        **names,
        no=values["no"],
        yes=values["yes"],
        high=values["high"],
        holding=_beginning(values["holding"]),
        explicit_words=_beginning(values["plain"]),
        note=note,
    )


def _spaced(words: str) -> str:
    """Return a pattern of RE2 that allows any separators between words, and an apostrophe in "dont"."""
    return re.escape(words).replace("\\ ", r"[\s_-]+").replace("dont", "don.?t")


def _beginning(words: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"\W*(?:(?:is|for|still) )?(?:{alternatives})"
        rf"(?:\W*$|\s*[^\w\s].{{0,{SHORT}}}$| v?\d{{1,8}}$| {_CONTINUATION}.{{0,{SHORT}}}$)"
        rf"|.{{0,{SHORT}}}\bonly$",
        re.DOTALL,
    )


_CONTINUATION = (
    r"(?:until|till|to|for|by|be|at|in|on|only|use|yet|now|review|approval|check|checks|desk|editors?|staff|team"
    r"|the|до|для|на|bis|für|jusqu|pour|hasta|para|için|üçün|համար)\b"
)
"""What may follow a word for holding back; the name of a magazine, "Private Eye", goes on differently."""
_LATIN_LOOKALIKES = str.maketrans("аеосрхуіјԛѕ", "aeocpxyijqs")


def normalised(value: str) -> str:
    """Return a value without case, accents and apostrophes, its words separated by single spaces."""
    text = _folded("".join(character for character in value if unicodedata.category(character) != "Cf"))
    if re.search("[a-z]", text):
        text = text.translate(_LATIN_LOOKALIKES)
    text = re.sub(r"\s-\s", " – ", text)
    return " ".join(re.sub(r"[\s_-]+", " ", text.replace("'", "").replace("’", "")).split())


def _folded(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(character for character in letters if unicodedata.category(character) != "Mn")


@lru_cache(NAMES_REMEMBERED)
def _letters(name: str) -> str:
    return _folded("".join(_words(name)))


def _words(name: str) -> list[str]:
    """Split a name at punctuation and before a capital letter that follows a small one."""
    visible = "".join(
        character
        for character in unicodedata.normalize("NFKC", original(name))
        if unicodedata.category(character) != "Cf"
    )
    return re.findall(r"[^\W_]+", re.sub(r"(?<=[a-zа-яёա-և])(?=[A-ZА-ЯЁԱ-Ֆ])", " ", visible))


def _is_nearly_state(words: list[str]) -> bool:
    publication, state, joined = _of_state()
    of_publication = any(_is_among(word, publication, _LONG) for word in words)
    of_state = any(_is_among(word, state, _SHORT) for word in words)
    return (of_publication and of_state) or any(_is_among(word, joined, _LONG) for word in words)


@cache
def _of_state() -> tuple[list[str], list[str], list[str]]:
    """Return the words for publication, those for a state, and all compounds of the two."""
    publication, state = ([_folded(word) for word in words] for words in (_PUBLICATION, _STATE))
    return publication, state, [first + second for first in publication for second in state]


def _is_among(word: str, words: Collection[str], least: int) -> bool:
    """Return whether `words` has a word; in one of at least `least` letters, a letter may be wrong."""
    is_short = len(word) < least - 1
    return word in words or (
        not is_short
        and any(len(candidate) >= least and _is_misspelled(word, candidate) for candidate in words)
    )


def _is_misspelled(word: str, meant: str) -> bool:
    """Return whether one letter is wrong, missing or superfluous, or two neighbours are swapped."""
    if abs(len(word) - len(meant)) > 1:
        return False
    start = next(
        (position for position, pair in enumerate(zip(word, meant, strict=False)) if pair[0] != pair[1]), None
    )
    if start is None:
        return True
    rest, other = word[start:], meant[start:]
    swapped = rest[1::-1] + rest[2:]
    return other in {swapped, rest[1:]} or other[1:] in {rest, rest[1:]}
