"""What is printed: on a terminal, in a pipe, and with letters that a terminal would obey."""

import unicodedata
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

PLAIN_WIDTH = 160
"""Characters in a line where the output is not a terminal."""


def console(*, stderr: bool = False) -> Console:
    """Return the standard output, or error; lines of a fixed width where it is no terminal."""
    made = Console(highlight=False, stderr=stderr)
    if not made.is_terminal:
        made.width = PLAIN_WIDTH
    return made


def table(*titles: str, plain: bool) -> Table:
    """Return an empty table whose cells fold; in ASCII with lines between rows if `plain`."""
    made = Table(box=box.ASCII if plain else box.SIMPLE_HEAD, show_lines=plain)
    for title in titles:
        made.add_column(title, overflow="fold", justify="right" if title in {"Number", "Row"} else "left")
    return made


def texts(cells: Sequence[str]) -> list[Text]:
    """Return cells of a table as they are to be seen, without any markup."""
    return [Text(visible(cell)) for cell in cells]


def visible(text: str) -> str:
    """Spell out what a terminal would obey or hide: control characters, direction marks, odd line ends."""
    if text.isprintable():
        return text
    return "".join(_spelled_out(letter) if _is_hidden(letter) else letter for letter in text)


def _is_hidden(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category.startswith("C") or category in {"Zl", "Zp"}


def _spelled_out(letter: str) -> str:
    return letter.encode("unicode_escape").decode()
