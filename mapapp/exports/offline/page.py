"""The file itself: its HTML, its content security policy, and its limit on incidents."""

import gzip
import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from mapapp import words
from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.errors import BadQuery
from mapapp.exports.citing import FORMS, citation_of
from mapapp.exports.offline.content import content
from mapapp.exports.provenance import facts, notes
from mapapp.messages import notice
from mapapp.model.query import Query
from mapapp.views import frontend
from mapapp.views.policy import hashed, policy, styles
from mapapp.views.style import legend_of
from mapapp.views.templates import render

HTML_FILE = "text/html"
MOST_INCIDENTS = 2_000
"""The most that a browser has to open at once; docs/formats.md has figures."""

SCRIPTS = ("map.js", "offline.js")
STYLES = ("page.css", "incident_list.css", "timeline.css", "dates.css", "offline.css")


def offline_page(store: Store, query: Query, *, limit: int | None = None, offset: int = 0) -> Iterator[bytes]:
    """Write the matching incidents from `offset` on, at most `limit`, as one page; BadQuery beyond 2,000."""
    selection = Selection.of(store, query, limit=limit, offset=offset)
    if len(selection) > MOST_INCIDENTS:
        raise BadQuery("format", "html", notice("expected-fewer-in-page", most=MOST_INCIDENTS))
    yield _page(selection).encode(errors="replace")


def _page(selection: Selection) -> str:
    store, query = selection.store, selection.query
    style = "\n".join(map(frontend.text, STYLES))
    scripts = [frontend.inline(name) for name in SCRIPTS]
    contents, ground, dossiers = content(selection)
    return render(
        "offline.html",
        policy=policy(
            script_src=hashed(scripts), style_src=styles(style, legend_of(store)), img_src=["data:"]
        ),
        style=Markup(style),  # noqa: S704 - ours
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - ours
        content=_inert(contents),
        ground=_compressed(ground),
        dossiers=_compressed(dossiers),
        title=store.description.title,
        count=len(selection),
        sentence=words.capitalised(words.filter_sentence(query, store.conflict)),
        citations=[(form.label, form.write(citation_of(store, query))) for form in FORMS.values()],
        notes=notes(selection),
        facts=[(name, fact) for name, fact in facts(selection).items() if name not in {"title", "notes"}],
    )


def _json(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, allow_nan=False)


def _compressed(values: Any) -> str:
    """Write JSON as gzip in base64, which is much shorter and parsed only when needed."""
    return b64encode(gzip.compress(_json(values).encode(errors="replace"), mtime=0)).decode()


def _inert(values: Any) -> Markup:
    """Write JSON so that nothing in it can end the element that contains it, or start another one."""
    text = _json(values)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704
