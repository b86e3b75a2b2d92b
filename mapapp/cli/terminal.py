"""Printing: on a terminal, in a pipe, and without characters that a terminal would obey."""

import unicodedata
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

PLAIN_WIDTH = 160
"""Characters in a line where the output is not a terminal."""


def console(*, stderr: bool = False) -> Console:
    """Return standard output, or standard error; lines have a fixed width where it is not a terminal."""
    output = Console(highlight=False, stderr=stderr)
    if not output.is_terminal:
        output.width = PLAIN_WIDTH
    return output


def table(*titles: str, ascii_only: bool) -> Table:
    """Return an empty table whose cells fold; in ASCII, with lines between rows, if `ascii_only`."""
    result = Table(box=box.ASCII if ascii_only else box.SIMPLE_HEAD, show_lines=ascii_only)
    for title in titles:
        result.add_column(title, overflow="fold", justify="right" if title in {"Number", "Row"} else "left")
    return result


def texts(cells: Sequence[str]) -> list[Text]:
    """Return cells of a table as they appear, without any markup."""
    return [Text(visible(cell)) for cell in cells]


def visible(text: str) -> str:
    """Escape what a terminal would obey or hide: control characters, direction marks, odd line ends."""
    if text.isprintable():
        return text
    return "".join(_escaped(character) if _is_hidden(character) else character for character in text)


def _is_hidden(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith("C") or category in {"Zl", "Zp"}


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()
