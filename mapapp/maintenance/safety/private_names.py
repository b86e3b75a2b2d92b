"""Names of people who hold no public office, in Latin, Cyrillic and other scripts.

A name is what is capitalised like one and ends like a surname, is introduced like a person, is followed by an
age, or speaks; and, except in a headline, any two to four such words of which none is known to be something
else. No list of people is used. `docs/safety.md` says what this finds, and what it misses.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mapapp.geo.gazetteer import gazetteer
from mapapp.maintenance.safety.texts import CAPITALS
from mapapp.maintenance.safety.words import WORDS

_WORD = r"[^\W\d_]+(?:[’'-][^\W\d_]+)*"
_POSSESSIVE = re.compile(r"[’']s?$")
_TOKEN = re.compile(rf"[^\W\d_]\.(?!\w)|{_WORD}")
_NEAR = 160
"""How many characters before or after a name its office may be."""
MIN_SPELLED_OUT = 4
"""A word in capitals of at least this many letters may be a name in a headline; a shorter one, an acronym."""
MAX_WORDS = 4
"""The most words in a name without a known form; a longer run is a heading."""
_FULL_NAME = 2
"""The usual number of words in a name; in a longer run, the first may be what an office is of."""
_LAST_WORD = re.compile(rf"(?<!\w)({_WORD}) $")
_GOES_ON = re.compile(rf"[’']?s? ([{CAPITALS}][\w-]+)")
_SENTENCE_END = re.compile(r"[.!?։:]\W*$")
_FROM_SOMEWHERE = re.compile(r"(?:ից|ում|ցի|ցիներ\w*)$")
_WITH_ARTICLE = re.compile(r"(?:ը|(?<![յե]ա)ն)$")
"""The ending of a word in `_ARMENIAN` letters that is the subject; in the name of a place it is missing."""
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_ARMENIAN = re.compile(r"[Ա-ֆ]")
_NEXT = re.compile(r"[ \u00a0]")
_AND = r",? (?:and|և|եւ|ու|и|і|й|та|və|ve) "
_JOINED = re.compile(_AND)
_COMMA = re.compile(r", ")
_LISTED = re.compile(rf"(?:, {_WORD}(?: {_WORD})?){{0,4}}{_AND}[{CAPITALS}]")
"""Another name after one in a list, before the last."""
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The words in names of places and organisations, in lower case."""

    words: frozenset[str]
    _sorted: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> "KnownWords":
        """Collect the words of names, and of all places in the gazetteer."""
        places = (name for place in gazetteer().values() for name in (*place.names, place.admin1))
        words = (match[0] for name in (*names, *places) for match in _TOKEN.finditer(name))
        folded = frozenset(word.casefold() for word in words)
        return cls(folded, tuple(sorted(folded)))

    def __contains__(self, word: str) -> bool:
        return word.casefold() in self.words or word.casefold() in WORDS.capitalised

    def has_form(self, word: str) -> bool:
        """Return whether a word is a known one with a different ending."""
        start = word.casefold()[: max(4, len(word) - 2)]
        at = bisect_left(self._sorted, start)
        return at < len(self._sorted) and self._sorted[at].startswith(start)


def private_names(text: str, known_words: KnownWords, *, is_headline: bool = False) -> Iterator[str]:
    """Find names of people in a text; a name next to a public office is let through.

    In a headline any word may be capitalised.
    """
    runs = ((_with_first_name(text, start, end), end) for start, end in _runs(text, known_words))
    for group in _grouped(text, runs):
        start, end = group[0][0], group[-1][1]
        is_private_alone = [_is_private(text, run, run, known_words, is_headline) for run in group]
        applies_to_group = len(group) > 1 and (
            any(is_private_alone)
            or any(_is_private(text, run, (start, end), known_words, is_headline) for run in group)
        )
        for run, is_private in zip(group, is_private_alone, strict=True):
            if is_private or (
                applies_to_group and not is_headline and _may_be_person(text, run, known_words)
            ):
                yield text[slice(*run)]


def _grouped(text: str, runs: Iterable[_Span]) -> Iterator[list[_Span]]:
    """Group the runs that are separated only by words that join names."""
    group: list[_Span] = []
    for run in runs:
        if (
            group
            and not _JOINED.fullmatch(text, group[-1][1], run[0])
            and not _is_listed(text, group[-1][1], run)
        ):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _is_listed(text: str, end: int, run: _Span) -> bool:
    """Return whether a run follows a comma, and another name joined by “and” comes after it."""
    return _COMMA.fullmatch(text, end, run[0]) is not None and _LISTED.match(text, run[1]) is not None


def _around(text: str, span: _Span) -> tuple[str, str]:
    start, end = span
    return text[max(0, start - _NEAR) : start], text[end : end + _NEAR]


def _is_private(
    text: str, run_span: _Span, context: _Span, known_words: KnownWords, is_headline: bool
) -> bool:
    """Return whether a run is the name of a private person, by the text around a span."""
    run = text[slice(*run_span)]
    before, behind = _around(text, context)
    if _is_named(before, behind) or _is_family(run, before, behind, known_words):
        return True
    is_introduced = not is_headline and (
        _has_age(run, before, known_words) or _is_called(run, before, known_words)
    )
    is_person = is_introduced or _is_person(run, before, behind, is_headline)
    return is_person and not _is_public(run, before, behind)


def _may_be_person(text: str, span: _Span, known_words: KnownWords) -> bool:
    """Return whether a run may be a name, given that another run next to it is one."""
    run = text[slice(*span)]
    is_other = any(map(known_words.has_form, run.split())) or WORDS.organisations.search(run)
    return not is_other and len(run.split()) <= MAX_WORDS and not _is_public(run, *_around(text, span))


def is_personal_name(name: str) -> bool:
    """Return whether a claimant, as written, is a named person and not an organisation or office."""
    words = name.split()
    is_name = len(words) <= MAX_WORDS and any(map(_is_surname, words))
    return is_name and not (WORDS.organisations.search(name) or WORDS.office.search(name))


def _runs(text: str, known_words: KnownWords) -> Iterator[tuple[int, int]]:
    """Find the longest runs of words that are capitalised and not known to be something else."""
    start = end = -1
    for match in _TOKEN.finditer(text):
        follows = end >= 0 and _NEXT.fullmatch(text, end, match.start()) is not None
        if not (_is_capitalised(match[0]) and match[0] not in known_words):
            if start >= 0:
                yield start, end
            start = end = -1
            continue
        if start >= 0 and not follows:
            yield start, end
            start = -1
        start, end = (match.start() if start < 0 else start), match.end()
    if start >= 0:
        yield start, end


def _with_first_name(text: str, start: int, end: int) -> int:
    """Extend a single surname to the first name before it, which is known only because a place shares it."""
    before = _LAST_WORD.search(text, max(0, start - _NEAR), start)
    is_first_name = before and _is_capitalised(before[1]) and before[1].casefold() not in WORDS.capitalised
    return before.start() if before and is_first_name and _is_surname(text[start:end]) else start


def _is_capitalised(word: str) -> bool:
    is_acronym = word.isupper() and not word.endswith(".") and 1 < len(word) < MIN_SPELLED_OUT
    return word[0].isupper() and not is_acronym and WORDS.age_before.search(word) is None


def _is_named(before: str, behind: str) -> bool:
    return WORDS.naming.search(before) is not None or WORDS.named.match(behind) is not None


def _is_family(run: str, before: str, behind: str, known_words: KnownWords) -> bool:
    """Return whether a run names the owners of a home or a family; a place in an oblique case does not."""
    if any(map(known_words.has_form, run.split())):
        return False
    if len(run.split()) > MAX_WORDS or WORDS.no_family.search(run) or WORDS.organisations.search(run):
        return False
    has_surname = any(map(_is_surname, run.split()))
    if WORDS.family_before.search(before):
        return has_surname or len(run.split()) > 1 or _CYRILLIC.search(run) is None
    begins = not before or _SENTENCE_END.search(before) is not None
    is_sure = has_surname or not (begins or _ARMENIAN.search(run))
    return is_sure and WORDS.family_behind.match(behind) is not None


def _is_person(run: str, before: str, behind: str, is_headline: bool) -> bool:
    words = run.split()
    has_surname = any(map(_is_surname, words))
    if WORDS.introductions.match(words[0]):
        return len(words) > 2 or (len(words) > 1 and (has_surname or _is_given_name(words[1])))
    is_aged = WORDS.age.match(behind) is not None
    if is_aged and behind.startswith(","):  # a number in brackets after a single word may be a count
        return True
    if is_aged or WORDS.introduction.search(before):
        return len(words) > 1 or has_surname or _is_given_name(run)
    if len(words) > 1 and has_surname:
        return True
    goes_on = _GOES_ON.match(behind)
    if WORDS.organisations.search(f"{run} {goes_on[1]}" if goes_on else run):
        return False
    return _speaks(before, behind) or (1 < len(words) <= MAX_WORDS and not is_headline)


def _has_age(run: str, before: str, known_words: KnownWords) -> bool:
    """Return whether an age introduces a run that is not a place, organisation, people or vehicle."""
    if WORDS.age_before.search(before) is None or any(map(known_words.has_form, run.split())):
        return False
    if _FROM_SOMEWHERE.search(run) or WORDS.aged_things.search(run):
        return False
    return WORDS.organisations.search(run) is None


def _is_called(run: str, before: str, known_words: KnownWords) -> bool:
    """Return whether words before a run say who it is, and it is not a place, organisation or people."""
    head, _, remainder = run.partition(" ")
    if remainder and WORDS.calling.search(
        f"{head} "
    ):  # at the beginning of a sentence it has a capital letter too
        before, run = f"{head} ", remainder
    if WORDS.calling.search(before) is None or any(map(known_words.has_form, run.split())):
        return False
    return not (run.isupper() or _FROM_SOMEWHERE.search(run) or WORDS.organisations.search(run))


def _speaks(before: str, behind: str) -> bool:
    return bool(
        WORDS.speech_before.search(before)
        or WORDS.speech_behind.match(behind)
        or (WORDS.said_by.search(before) and WORDS.said_by_behind.match(behind))
    )


def _is_given_name(word: str) -> bool:
    """Return whether such a word is a name, though not a surname: other words have no capital letter."""
    return _ARMENIAN.search(word) is not None and _FROM_SOMEWHERE.search(word) is None


def _is_surname(word: str) -> bool:
    name = _POSSESSIVE.sub("", word)
    return WORDS.surname_end.search(name) is not None and name.casefold() not in WORDS.no_surnames


def _is_public(run: str, before: str, behind: str) -> bool:
    if WORDS.office.search(run) or WORDS.place_before.search(run.split(maxsplit=1)[0]):
        return True
    sentence_before, sentence_behind = (
        re.split(r"[.!?;։] ", before)[-1],
        re.split(r"[.!?;։](?: |$)", behind)[0],
    )
    is_office_of = len(run.split()) > _FULL_NAME and WORDS.office_of.search(sentence_before)
    bears = WORDS.place_behind.match(sentence_behind) and not _WITH_ARTICLE.search(run)
    return bool(
        is_office_of
        or WORDS.office_before.search(sentence_before)
        or WORDS.office_behind.match(sentence_behind)
        or bears
        or WORDS.place_before.search(sentence_before)
    )
