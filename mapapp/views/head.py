"""The head of an HTML document: title, URL, preview, description for machines. Pure.

Imports nothing slow: the first HTML is served before the data are read.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, NamedTuple

from babel.core import get_global

PICTURE_WIDTH, PICTURE_HEIGHT = 1920, 1080
"""Pixels of a picture in the default size."""

_ENDS_A_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


class Alternate(NamedTuple):
    """The same content in another form: its media type, URL and title."""

    media_type: str
    address: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    """A document's title, what it is in a sentence or two, its own URL and that of its picture.

    URLs are absolute, "" if not known. `kind` is Open Graph's type, `data` a description in JSON-LD,
    `alternates` are other forms. `locale` is that of title and text, with a territory, "" if not known.
    """

    title: str
    text: str
    address: str = ""
    picture: str = ""
    kind: str = "website"
    site: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    alternates: Sequence[Alternate] = ()
    locale: str = ""


def head_html(head: Head) -> str:
    """Return the head as escaped tags."""
    tags = [
        f"<title>{escape(head.title)}</title>",
        f'<meta name="description" content="{escape(head.text)}">',
        *(_meta("property", name, value) for name, value in _open_graph(head) if value),
        _meta("name", "twitter:card", "summary_large_image" if head.picture else "summary"),
        *([f'<link rel="canonical" href="{escape(head.address)}">'] if head.address else []),
        *(_alternate(alternate) for alternate in head.alternates),
        *([_linked_data(head.data)] if head.data else []),
    ]
    return "\n".join(tags) + "\n"


def _open_graph(head: Head) -> Iterator[tuple[str, str]]:
    yield "og:type", head.kind
    yield "og:title", head.title
    yield "og:description", head.text
    yield "og:url", head.address
    yield "og:site_name", head.site
    yield "og:locale", head.locale
    if head.picture:
        yield "og:image", head.picture
        yield "og:image:type", "image/png"
        yield "og:image:width", str(PICTURE_WIDTH)
        yield "og:image:height", str(PICTURE_HEIGHT)
        yield "og:image:alt", head.title


def locale_with_territory(language: str) -> str:
    """Return a language in Open Graph's form, "el_GR", with its likely territory; "" if none is known."""
    main, *subtags = language.split("-")
    likely = get_global("likely_subtags")
    tag = "_".join((main, *subtags[:1])) if len(subtags) == 1 and len(subtags[0]) == 4 else main
    territory = subtags[-1] if subtags and len(subtags[-1]) < 4 else ""
    guessed = likely.get(tag) or likely.get(main) or ""
    territory = territory or str(guessed).rpartition("_")[2]
    return f"{main}_{territory}" if territory else ""


def _meta(kind: str, name: str, value: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(value)}">'


def _alternate(alternate: Alternate) -> str:
    address, title = escape(alternate.address), escape(alternate.title)
    return f'<link rel="alternate" type="{alternate.media_type}" href="{address}" title="{title}">'


def _linked_data(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False).translate(_ENDS_A_SCRIPT)
    return f'<script type="application/ld+json">{text}</script>'
