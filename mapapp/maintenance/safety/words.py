"""The words that the checks search for, compiled from `words.toml`."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Words:
    """What the checks know about language; sets are in lower case."""

    surname_end: re.Pattern[str]
    no_surnames: frozenset[str]
    naming: re.Pattern[str]
    named: re.Pattern[str]
    introductions: re.Pattern[str]
    introduction: re.Pattern[str]
    calling: re.Pattern[str]
    speech_before: re.Pattern[str]
    speech_behind: re.Pattern[str]
    said_by: re.Pattern[str]
    said_by_behind: re.Pattern[str]
    organisations: re.Pattern[str]
    age: re.Pattern[str]
    age_before: re.Pattern[str]
    aged_things: re.Pattern[str]
    office: re.Pattern[str]
    office_before: re.Pattern[str]
    office_of: re.Pattern[str]
    office_behind: re.Pattern[str]
    place_behind: re.Pattern[str]
    place_before: re.Pattern[str]
    family_before: re.Pattern[str]
    family_behind: re.Pattern[str]
    no_family: re.Pattern[str]
    numerals: str
    homes: re.Pattern[str]
    no_homes: re.Pattern[str]
    reporting: re.Pattern[str]
    looking_on: re.Pattern[str]
    faces: re.Pattern[str]
    telephones: str
    documents: str
    networks: str
    residence: re.Pattern[str]
    personal_parameters: frozenset[str]
    invitations: tuple[str, ...]
    mailboxes: frozenset[str]
    capitalised: frozenset[str]

    def mentions_home(self, text: str) -> bool:
        """Return whether a text mentions a home; a house of culture is not one."""
        return self.homes.search(self.no_homes.sub(";", text)) is not None

    def mentions_reporting(self, text: str) -> bool:
        """Return whether a text mentions somebody who reports, or a place of theirs."""
        return self.reporting.search(self.no_homes.sub(";", text)) is not None


_LOWER_CASE = "(?-i: [а-яёա-ֆև]+)"
"""A word that belongs to an office without a preposition, as in Russian."""

_AND = r"(?:and|и|та|և|եւ|və)"
"""What separates a name from somebody else's office."""

_JOINING = r"(?:at|in|on|near|by|from|to|of|the|a|an|was|were|is|left|в|на|у|из|от|до|около|возле|к|с)\b"
"""Words that cannot be between a name and the place that bears it."""


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _either(patterns: list[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _place_of(lists: dict[str, list[str]]) -> str:
    """Match a home, or another place, next to the person who reports; the order depends on the language."""
    where = _either([*lists["homes"], *lists["whereabouts"]])
    return (
        rf"(?:{where}) (?:{_either(lists['reporters_behind'])})"
        rf"|(?:{_either(lists['reporters_before'])})(?: \w+)? (?:{where})"
    )


def _read() -> Words:
    lists = tomllib.loads((Path(__file__).with_name("words.toml")).read_text(encoding="utf-8"))
    office_of = rf",? (?:of|for|in|the|to|and)(?: [\w'’-]+){{1,4}}|{_LOWER_CASE}{{1,2}}"
    offices, places = _any(lists["offices"]), _either(lists["named_places"])
    before = _any(lists["named_places_before"])
    introduced = f"{_any(lists['introductions'])}|{_either(lists['occupations'])}"
    people = f"{_either(lists['aged_people'])}|{introduced}"
    return Words(
        surname_end=_compiled(rf"\w{{2}}(?:{_any(lists['surname_ends'])})$"),
        no_surnames=frozenset(lists["no_surnames"]),
        naming=_compiled(rf"(?<!\w)(?:{_any(lists['naming'])}|{_either(lists['kin'])}),? ?$"),
        named=_compiled(rf" (?:{_any(lists['naming_behind'])})(?!\w)"),
        introductions=_compiled(f"(?:{introduced})$"),
        introduction=_compiled(rf"(?<!\w)(?:{introduced}),? ?$"),
        calling=_compiled(rf"(?<!\w)(?:{_either(lists['callings'])}),? ?$"),
        speech_before=_compiled(rf"(?<!\w)(?:{_either(lists['speech_before'])}) ?$"),
        speech_behind=_compiled(rf"(?:{_either(lists['speech_behind'])})(?!\w)"),
        said_by=_compiled(rf"(?<!\w)(?:{_either(lists['said_by'])}) $"),
        said_by_behind=_compiled(rf"(?:{_either(lists['said_by_behind'])})(?!\w)"),
        organisations=_compiled(rf"(?<!\w)(?:{_either(lists['organisations'])})(?!\w)"),
        age=_compiled(_either(lists["ages"])),
        age_before=_compiled(rf"(?<!\w)(?:{_either(lists['ages_before'])})(?: (?:{people}))?,? ?$"),
        aged_things=_compiled(rf"(?:{_either(lists['aged_things'])})(?!\w)"),
        office=_compiled(rf"(?<!\w)(?:{offices})(?!\w)"),
        office_before=_compiled(rf"(?<!\w)(?:{offices})(?:{office_of})?,? ?$"),
        office_of=_compiled(rf"(?<!\w)(?:{offices}) (?:of|for)(?: the)? $"),
        office_behind=_compiled(rf",?(?: (?!{_AND}\b)[\w'’-]+){{0,5}} ?(?<!\w)(?:{offices})(?!\w)"),
        place_behind=_compiled(rf"(?: (?!{_JOINING})[\w'’-]+)?[’'s]* (?:{places})(?!\w)"),
        place_before=_compiled(rf"(?<!\w)(?:{before}) ?$"),
        family_before=_compiled(rf"(?<!\w)(?:{_either(lists['family_before'])}) ?$"),
        family_behind=_compiled(rf"(?:{_either(lists['family_behind'])})(?!\w)"),
        no_family=_compiled(rf"(?<!\w)(?:{_either(lists['no_family'])})(?!\w)"),
        numerals=_either(lists["numerals"]),
        homes=_compiled(rf"(?<!\w)(?:{_either(lists['homes'])})(?!\w)"),
        no_homes=_compiled(rf"(?<!\w)(?:{_either(lists['no_homes'])})(?!\w)"),
        reporting=_compiled(rf"(?<!\w)(?:{_either(lists['reporting'])}|{_place_of(lists)})(?!\w)"),
        looking_on=_compiled(rf"(?<!\w)(?:{_either(lists['looking_on'])})(?!\w)"),
        faces=_compiled(rf"(?<!\w)(?:{_either(lists['faces'])})"),
        telephones=_either(lists["telephones"]),
        documents=_either(lists["documents"]),
        networks=_either(lists["networks"]),
        residence=_compiled(rf"(?<!\w)(?:{_either(lists['residence'])})(?!\w)"),
        personal_parameters=frozenset(lists["personal_parameters"]),
        invitations=tuple(lists["invitations"]),
        mailboxes=frozenset(lists["mailboxes"]),
        capitalised=frozenset(word.casefold() for word in lists["capitalised"]),
    )


WORDS = _read()
