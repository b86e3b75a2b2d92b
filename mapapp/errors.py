"""Every error a user can meet, and a table of its exit code, HTTP status and title.

MapappError
├── UnreadableFile      a file that can't be read as a table at all
├── UnreachableSource   a file at a URL that can't be fetched
├── UnwritableFile      a file that can't be written
├── FaultyData          a data set with no row that can be shown
├── BadDescription      a conflict.toml that says something impossible
├── FileRefused         a reader's file that is too large for the server
├── BadQuery            a filter value that means nothing
├── NotFound            no such incident, collection or asset
├── OtherState          a page from a state of the data that is no longer served
├── RowsWithheld        rows of a data set whose licence forbids publishing them
├── Busy                the queue for answers is full
├── EngineUnavailable   an external database that does not answer
│   └── EngineTooSlow   or not in time
├── BadSetting          a setting with an impossible value
├── ReleaseRefused      a release that would be untrue
└── WaiverRefused       a waiver without a reason or a name
"""

from dataclasses import dataclass


class MapappError(Exception):
    """An error with a remedy; its text is safe to show to the person who caused it."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        is_sentence = not self.remedy or self.problem.endswith(
            (".", "!", "?", "…")
        )  # a library's message may not
        return f"{self.problem}{'' if is_sentence else '.'} {self.remedy}".strip()


class UnreadableFile(MapappError):
    """The file is missing, is not text, or has no usable header."""


class UnreachableSource(MapappError):
    """The file at a URL can't be fetched, or fetching it is not allowed."""


class UnwritableFile(MapappError):
    """The file can't be written; what was there before is kept."""


class FaultyData(MapappError):
    """No row of the data set can be shown."""


class BadDescription(MapappError):
    """The file that describes a data set's conflict can't be read, or says something impossible."""


class FileRefused(MapappError):
    """A reader's file is too large, or there is no room for it."""


class BadQuery(MapappError):
    """The value `got` of the filter `parameter` can't be understood; `expected` describes a valid one."""

    def __init__(self, parameter: str, got: str, expected: str) -> None:
        super().__init__(
            f"{parameter}: {shortened(got)!r} can't be understood.", remedy=f"Expected {expected}."
        )
        self.parameter = parameter
        self.got = got
        self.expected = expected


class NotFound(MapappError):
    """What was asked for does not exist."""


class OtherState(MapappError):
    """What was asked for belongs to a state of the data that is no longer served."""


class RowsWithheld(MapappError):
    """The rows that were asked for may not be published; counts and totals may."""


class Busy(MapappError):
    """The queue for answers is full; asking again later helps."""


class EngineUnavailable(MapappError):
    """The database that holds the data does not answer; asking again later may help."""


class EngineTooSlow(EngineUnavailable):
    """The database does not answer in time."""


class BadSetting(MapappError):
    """A setting in the environment has an impossible value."""


class ReleaseRefused(MapappError):
    """The release would say something untrue; nothing was written."""


class WaiverRefused(MapappError):
    """A waiver of a concern lacks its reason or a name; nothing was written."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an error means on the command line and over HTTP."""

    exit_code: int
    http_status: int
    title: str


MEANINGS: dict[type[MapappError], Meaning] = {
    UnreadableFile: Meaning(2, 500, "The data can't be read"),
    UnreachableSource: Meaning(2, 500, "The source can't be fetched"),
    UnwritableFile: Meaning(2, 500, "The file can't be written"),
    FaultyData: Meaning(1, 500, "The data have no usable row"),
    BadDescription: Meaning(2, 500, "The description of the conflict is wrong"),
    FileRefused: Meaning(2, 413, "The file is too large"),
    BadQuery: Meaning(2, 400, "The request can't be understood"),
    NotFound: Meaning(2, 404, "Not found"),
    OtherState: Meaning(2, 409, "The data have changed"),
    RowsWithheld: Meaning(2, 403, "Rows are not made available"),
    Busy: Meaning(1, 503, "Busy"),
    EngineUnavailable: Meaning(2, 503, "The database is not responding"),
    EngineTooSlow: Meaning(2, 503, "The database did not respond in time"),
    BadSetting: Meaning(2, 500, "A setting is wrong"),
    ReleaseRefused: Meaning(2, 409, "Nothing is released"),
    WaiverRefused: Meaning(2, 409, "Nothing is waived"),
}


def shortened(text: str, limit: int = 80) -> str:
    """Cut a value short enough to be quoted in a message."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def quoted(text: str) -> str:
    """Return a value as messages quote it, cut short."""
    return repr(shortened(text))
