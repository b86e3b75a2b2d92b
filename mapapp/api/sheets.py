"""The API's resources as plain HTML: one template, self-contained, without scripts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from mapapp.messages import message
from mapapp.views.policy import NONE, policy, styles
from mapapp.views.templates import safe_link


@dataclass(frozen=True, slots=True)
class TextLink:
    """Text with a target; only an http(s) URL becomes a link."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title; cells are text or `TextLink`."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page shows: its path, sentences, facts by name, tables, and links to follow."""

    title: str
    path: Sequence[TextLink]
    paragraphs: Sequence[str] = ()
    facts: Sequence[tuple[str, Any]] = ()
    tables: Sequence[Table] = ()
    links: Sequence[TextLink] = field(default=())


def sheet_answer(sheet: Sheet) -> HTMLResponse:
    """Answer with a page; it may load nothing and use only its own styles."""
    style = Markup(_style())  # noqa: S704 - ours
    text = _environment.get_template("resource.html").render(sheet=sheet, style=style)
    page_policy = policy(style_src=styles(style), frame_ancestors=[NONE])
    return HTMLResponse(text.encode(errors="replace"), headers={"Content-Security-Policy": page_policy})


@cache
def _style() -> str:
    return Path(__file__).with_name("resource.css").read_text(encoding="utf-8")


def _cell_html(cell: Any) -> Any:
    if isinstance(cell, TextLink):
        address = safe_link(cell.href)
        return Markup('<a href="{}">{}</a>').format(address, cell.text) if address else cell.text
    return "" if cell is None else cell


_environment = Environment(
    loader=PackageLoader("mapapp.api", "."),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals |= {"message": message, "cell_html": _cell_html}
