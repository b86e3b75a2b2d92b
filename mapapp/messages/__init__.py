"""All words that people read, by identifier: `en/page.ftl` for readers, `en/errors.ftl` for operators.

The catalogues are written in Fluent (projectfluent.org). Where a sentence depends on a number, the catalogue
has each of its forms. Numbers are written with their thousands apart.
"""

from functools import cache
from pathlib import Path

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentType

LOCALE = Locale("en", "GB")
FOLDER = Path(__file__).parent / "en"


def message(identifier: str, **arguments: str | float) -> str:
    """Return what a reader of the page sees; KeyError for an identifier or an argument that is missing."""
    return _formatted("page", identifier, arguments)


def notice(identifier: str, **arguments: str | float) -> str:
    """Return what an operator sees; KeyError for an identifier or an argument that is missing."""
    return _formatted("errors", identifier, arguments)


def _formatted(catalogue: str, identifier: str, arguments: dict[str, str | float]) -> str:
    bundle = _bundle(catalogue)
    pattern = bundle.get_message(identifier).value
    if pattern is None:
        raise KeyError(identifier)
    whole = {name: _Whole(value) if isinstance(value, str) else value for name, value in arguments.items()}
    text, problems = bundle.format_pattern(pattern, whole)
    if problems:
        raise KeyError(f"{identifier}: {problems[0]}")
    return str(text)


class _Whole(str, FluentType):
    """A text of any length; of a mere `str`, Fluent refuses more than 2,500 characters."""

    __slots__ = ()

    def format(self, locale: Locale) -> str:  # type: ignore[override]  # noqa: ARG002
        """Return the text as it is."""
        return self


@cache
def _bundle(catalogue: str) -> FluentBundle:
    bundle = FluentBundle([str(LOCALE).replace("_", "-")], use_isolating=False)
    bundle.add_resource(FluentResource((FOLDER / f"{catalogue}.ftl").read_text(encoding="utf-8")))
    return bundle
