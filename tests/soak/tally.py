"""The outcome of all requests: answers by kind, polite refusals, errors and wrong answers."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zipfile import BadZipFile

from websockets.exceptions import WebSocketException

from tests.soak.session import PageFault
from tests.soak.states import Right, States

SHOWN = 20
"""At most this many errors and wrong answers are printed in full."""


class Refused(Exception):
    """The server is busy and says so: 503 with Retry-After."""


class Wrong(Exception):
    """An answer does not match the file, or mixes more than one state of it."""


class Tally:
    """Counts the outcome of each request, compared with the states that may be shown."""

    def __init__(self, states: States) -> None:
        self._states = states
        self.answered: Counter[str] = Counter()
        self.refused, self.errors, self.wrong = 0, list[str](), list[str]()

    @contextmanager
    def asking(self, kind: str, query: str) -> Iterator["Asking"]:
        """Count one request of a kind; whatever goes wrong in it is an error."""
        asking = Asking(self._states, query)
        try:
            yield asking
        except Refused:
            self.refused += 1
        except Wrong as problem:
            self.wrong.append(f"{kind} ({query}): {problem}")
        except (OSError, ValueError, LookupError, BadZipFile, WebSocketException, PageFault) as problem:
            self.errors.append(f"{kind} ({query}): {type(problem).__name__} {problem}")
        else:
            self.answered[kind] += 1

    @property
    def faults(self) -> list[str]:
        """The first errors and wrong answers, in words."""
        return [
            *(f"error: {one}" for one in self.errors[:SHOWN]),
            *(f"wrong: {one}" for one in self.wrong[:SHOWN]),
        ]


class Asking:
    """One request: its answer may be of the state served when it was sent, or of any newer one."""

    def __init__(self, states: States, query: str) -> None:
        self._states, self._query, self._first = states, query, states.confirmed

    def require(self, is_right: Callable[[Right], bool], said: object) -> None:
        """Raise Wrong unless everything in an answer is right in one and the same state."""
        allowed = range(self._first, self._states.newest + 1)
        if not any(is_right(self._states.right(number, self._query)) for number in allowed):
            raise Wrong(f"{said!r:.300} is right in none of the states {list(allowed)}")
