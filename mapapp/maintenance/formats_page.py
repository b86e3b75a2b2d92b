"""The tables of `docs/formats.md`: what each column of other data sets becomes.

`python -m mapapp.maintenance.formats_page` rebuilds them.
"""

from pathlib import Path

from mapapp.ingest.adapters import ADAPTERS, Adapter
from mapapp.maintenance.generated import with_part
from mapapp.shipped import bundled

BEGIN = "<!-- The tables are generated: python -m mapapp.maintenance.formats_page -->"
END = "<!-- End of the generated tables -->"


def tables() -> str:
    """Render one Markdown table for each adapter."""
    return "\n\n".join(map(_table, ADAPTERS))


def _table(adapter: Adapter) -> str:
    marks = ", ".join(f"`{name}`" for name in sorted(adapter.marks))
    rows = (f"| `{name}` | {words} |" for name, words in adapter.becomes.items())
    head = ("| Column | Becomes |", "|---|---|")
    about = f"{adapter.about} A file is recognised by {marks}."
    return "\n".join((f"### {adapter.name}", "", about, "", *head, *rows))


def with_tables(page: str) -> str:
    """Return the page with the part between its markers rebuilt; ValueError without them."""
    return with_part(page, BEGIN, END, tables())


def documentation() -> Path:
    """Return the path of the page; it exists only in a checkout."""
    return bundled("docs/formats.md")


def write() -> None:
    """Write the tables into the page."""
    page = documentation().read_text(encoding="utf-8")
    documentation().write_text(with_tables(page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
