"""The table of `docs/safety.md`: which names of columns and values hold a file back.

`python -m mapapp.maintenance.signs_page` rebuilds it.
"""

from pathlib import Path

from mapapp.ingest.publication_signs import word_lists
from mapapp.maintenance.generated import with_part
from mapapp.shipped import bundled

BEGIN = "<!-- The table is generated: python -m mapapp.maintenance.signs_page -->"
END = "<!-- End of the generated table -->"
MEANINGS = {
    "held": "a column with this name holds a row back unless it says no",
    "perhaps_held": "… if it says yes, or a word for holding back",
    "let_out": "… if it says no, or a word for holding back",
    "day": "… if it gives a future date",
    "state": "… if it says a word for holding back",
    "graded": "… if it says that it is high, or yes, or a word for holding back",
    "of_release": "… with such a word and any other, likewise",
    "embargo": "… with such a word and a word of time, unless it says no",
    "time": "words of time",
    "of_state": "a column with such a word in its name holds back if it says a plain word for holding back",
    "own": "a column with such a word and a word for notes in its name is itself not for the public",
    "notes": "words for notes",
    "no": "says no",
    "yes": "says yes",
    "high": "says that it is high",
    "plain": "a plain word for holding back; also alone in a cell of any column",
    "holding": "another word for holding back",
}


def table() -> str:
    """Return the words as a Markdown table."""
    lists = {key: words for part in word_lists().values() for key, words in part.items()}
    rows = (f"| {meaning} | {', '.join(lists[key])} |" for key, meaning in MEANINGS.items())
    return "\n".join(("| What it means | Words |", "|---|---|", *rows))


def with_table(page: str) -> str:
    """Return the page with the part between its markers rebuilt; ValueError without them."""
    return with_part(page, BEGIN, END, table())


def documentation() -> Path:
    """Return the path of the page; it exists only in a checkout."""
    return bundled("docs/safety.md")


def write() -> None:
    """Write the table into the page."""
    page = documentation().read_text(encoding="utf-8")
    documentation().write_text(with_table(page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
