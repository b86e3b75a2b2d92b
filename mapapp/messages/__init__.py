"""All words that people read, by identifier.

`en/page.ftl` is for readers, `en/errors.ftl` for operators, `en/data.ftl` for keepers of data files.

The catalogues are written in Fluent (projectfluent.org). Where a sentence depends on a number, the catalogue
has each of its forms. Numbers are written with their thousands separated.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Self
from uuid import uuid4

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource

LOCALE = Locale("en", "GB")
FOLDER = Path(__file__).parent / "en"
LONGEST_ARGUMENT = 40
"""Characters; a longer text rarely comes up twice, so caching its sentence would be pointless.

fluent.runtime 0.4 refuses an argument of more than 2,500 characters inside a plural form.
"""


def message(identifier: str, **arguments: str | float) -> str:
    """Return a message to readers of the page; KeyError if the identifier or an argument is missing."""
    return _formatted("page", identifier, arguments)


def notice(identifier: str, **arguments: str | float) -> str:
    """Return a message to operators; KeyError if the identifier or an argument is missing."""
    return _formatted("errors", identifier, arguments)


class Note(str):
    """A message to operators that keeps its arguments, so that counts in it can be added up."""

    __slots__ = ("arguments", "identifier")
    identifier: str
    arguments: Mapping[str, str | float]

    @classmethod
    def of(cls, identifier: str, **arguments: str | float) -> Self:
        """Write a notice; KeyError if the identifier or an argument is missing."""
        note = cls(notice(identifier, **arguments))
        note.identifier, note.arguments = identifier, arguments
        return note

    def with_arguments(self, **other: str | float) -> Self:
        """Write it again with some arguments replaced."""
        return self.of(self.identifier, **{**self.arguments, **other})


def fault(identifier: str, **arguments: str | float) -> tuple[str, str]:
    """Return a message to keepers of data: what is wrong, and the remedy.

    KeyError if the identifier or an argument is missing.
    """
    reason = _formatted("data", identifier, arguments)
    return reason, _formatted("data", f"{identifier}.remedy", arguments)


def _formatted(catalogue: str, identifier: str, arguments: dict[str, str | float]) -> str:
    deferred = {name: value for name, value in arguments.items() if _is_deferred(value)}
    if not deferred:
        return _cached(catalogue, identifier, **arguments)
    text = _cached(catalogue, identifier, **arguments | {name: _MARK.format(name) for name in deferred})
    return _MARKED.sub(lambda match: str(deferred[match[1]]), text)


def _resolved(catalogue: str, identifier: str, /, **arguments: str | float) -> str:
    bundle = _bundle(catalogue)
    name, _, attribute = identifier.partition(".")
    if not bundle.has_message(name):
        bundle.add_resource(FluentResource(messages_of(catalogue)[name]))
    entry = bundle.get_message(name)
    pattern = entry.attributes[attribute] if attribute else entry.value
    if pattern is None:
        raise KeyError(identifier)
    text, problems = bundle.format_pattern(pattern, arguments)
    if problems:
        raise KeyError(f"{identifier}: {problems[0]}")
    return str(text)


_cached = lru_cache(8192, typed=True)(_resolved)
"""The same few sentences are needed again and again; resolving one takes about a tenth of a millisecond."""

_NAME = re.compile("[a-zA-Z][a-zA-Z0-9_-]*")
_BETWEEN = re.compile(rf"^(?={_NAME.pattern} *=)", re.MULTILINE)

_MARK = f"{uuid4().hex}{{}}{uuid4().hex}"
"""Placeholder of a deferred value: no text can contain it, for it differs in each process."""
_MARKED = re.compile(_MARK.format("([a-z_]+)"))


def _is_deferred(value: str | float) -> bool:
    """Whether a value bypasses Fluent and its cache: it is long, or quoted, so hardly ever the same."""
    return isinstance(value, str) and (value.startswith(("'", '"')) or len(value) > LONGEST_ARGUMENT)


@cache
def _bundle(_catalogue: str) -> FluentBundle:
    """Return an empty bundle, filled with a catalogue's messages as they are needed: reading all is slow."""
    return FluentBundle([str(LOCALE).replace("_", "-")], use_isolating=False)


@cache
def messages_of(catalogue: str) -> dict[str, str]:
    """Split a catalogue into the text of its messages, none of which refers to another."""
    text = (FOLDER / f"{catalogue}.ftl").read_text(encoding="utf-8")
    return {name[0]: entry for entry in _BETWEEN.split(text) if (name := _NAME.match(entry))}
