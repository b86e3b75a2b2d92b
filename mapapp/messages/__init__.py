"""All words that people read, by identifier.

`en/page.ftl` is for readers, `en/errors.ftl` for operators, `en/data.ftl` for whoever keeps a data file.

The catalogues are written in Fluent (projectfluent.org). Where a sentence depends on a number, the catalogue
has each of its forms. Numbers are written with their thousands apart.
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
"""Characters; a longer text is hardly ever the same twice, so what is said of it would not be remembered.

A sentence of more than 2,500 inside a plural form is refused by fluent.runtime 0.4.
"""


def message(identifier: str, **arguments: str | float) -> str:
    """Return what a reader of the page sees; KeyError for an identifier or an argument that is missing."""
    return _formatted("page", identifier, arguments)


def notice(identifier: str, **arguments: str | float) -> str:
    """Return what an operator sees; KeyError for an identifier or an argument that is missing."""
    return _formatted("errors", identifier, arguments)


class Note(str):
    """What an operator sees of something counted, and what it is made of, so that it can be added up."""

    __slots__ = ("arguments", "identifier")
    identifier: str
    arguments: Mapping[str, str | float]

    @classmethod
    def of(cls, identifier: str, **arguments: str | float) -> Self:
        """Write a notice; KeyError for an identifier or an argument that is missing."""
        made = cls(notice(identifier, **arguments))
        made.identifier, made.arguments = identifier, arguments
        return made

    def saying(self, **other: str | float) -> Self:
        """Write it again with some arguments replaced."""
        return self.of(self.identifier, **{**self.arguments, **other})


def fault(identifier: str, **arguments: str | float) -> tuple[str, str]:
    """Return what a keeper of data sees: what is wrong, and the remedy.

    KeyError for an identifier or an argument that is missing.
    """
    reason = _formatted("data", identifier, arguments)
    return reason, _formatted("data", f"{identifier}.remedy", arguments)


def _formatted(catalogue: str, identifier: str, arguments: dict[str, str | float]) -> str:
    later = {name: value for name, value in arguments.items() if _is_put_in_later(value)}
    if not later:
        return _remembered(catalogue, identifier, **arguments)
    whole = _remembered(catalogue, identifier, **arguments | {name: _MARK.format(name) for name in later})
    return _MARKED.sub(lambda found: str(later[found[1]]), whole)


def _resolved(catalogue: str, identifier: str, /, **arguments: str | float) -> str:
    bundle = _bundle(catalogue)
    name, _, attribute = identifier.partition(".")
    if not bundle.has_message(name):
        bundle.add_resource(FluentResource(written(catalogue)[name]))
    found = bundle.get_message(name)
    pattern = found.attributes[attribute] if attribute else found.value
    if pattern is None:
        raise KeyError(identifier)
    text, problems = bundle.format_pattern(pattern, arguments)
    if problems:
        raise KeyError(f"{identifier}: {problems[0]}")
    return str(text)


_remembered = lru_cache(8192, typed=True)(_resolved)
"""The same few sentences are said again and again, each in about a tenth of a millisecond."""

_NAME = re.compile("[a-zA-Z][a-zA-Z0-9_-]*")
_BETWEEN = re.compile(rf"^(?={_NAME.pattern} *=)", re.MULTILINE)

_MARK = f"{uuid4().hex}{{}}{uuid4().hex}"
"""Where a value is put in later: nobody's text can hold it, for it is another in each process."""
_MARKED = re.compile(_MARK.format("([a-z_]+)"))


def _is_put_in_later(value: str | float) -> bool:
    """Tell whether a value does not go through Fluent: it is too long, or quoted, so never the same."""
    return isinstance(value, str) and (value.startswith(("'", '"')) or len(value) > LONGEST_ARGUMENT)


@cache
def _bundle(_catalogue: str) -> FluentBundle:
    """Make what the messages of a catalogue are put into as they are needed: to read all is slow."""
    return FluentBundle([str(LOCALE).replace("_", "-")], use_isolating=False)


@cache
def written(catalogue: str) -> dict[str, str]:
    """Cut a catalogue into its messages, none of which names another."""
    text = (FOLDER / f"{catalogue}.ftl").read_text(encoding="utf-8")
    return {found[0]: one for one in _BETWEEN.split(text) if (found := _NAME.match(one))}
