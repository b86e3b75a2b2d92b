"""The preview of a link to a view or an incident where it is shared, with a picture of that view."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import escape

from mapapp import words
from mapapp.engine.store import Store
from mapapp.errors import shortened
from mapapp.messages import message
from mapapp.model.conflict import Period
from mapapp.model.query import Query, read_leniently
from mapapp.views import linked_data
from mapapp.views.download import INCIDENTS_PATH
from mapapp.views.head import Alternate, Head, locale_with_territory

SELECTED = "incident"
OF_PICTURES = ("names", "map")
"""The URL parameters, in addition to the Query, that affect how the map looks."""

LONGEST_PREVIEW = 300
USUAL_FRAME = (720, 540)
"""Width and height of an embedded map in pixels."""

Params = Mapping[str, Sequence[str]]


def view_head(store: Store, params: Params, page: str) -> Head:
    """Describe what a page's parameters show; `page` is its absolute URL with a trailing slash."""
    incident_id = params.get(SELECTED, ("",))[0]
    incident = store.incident(incident_id) if incident_id and "\x00" not in incident_id else None
    if incident:
        return incident_head(store, incident, page, address=f"{page}?{_spelled({SELECTED: [incident_id]})}")
    query, _ = store.known(read_leniently(params)[0])
    about = store.description
    view_params = query.to_params()
    picture_params = {name: params[name][:1] for name in OF_PICTURES if name in params}
    return Head(
        title=about.title,
        text=_text(store, query),
        address=_view_address(query, page),
        picture=f"{page}{INCIDENTS_PATH}/picture?{_spelled(view_params | picture_params)}".rstrip("?"),
        data=linked_data.dataset(about, page, store.conflict, gives_rows=store.gives_rows),
        locale=locale_with_territory(store.conflict.language),
        alternates=(feed(page), oembed(page, params)),
    )


def _text(store: Store, query: Query) -> str:
    """Return a text on what a view shows, followed by the data set's description."""
    about = " ".join(store.description.text.split()) or _about(store.conflict.period)
    if query == Query():
        return about
    headline = words.headline(store.totals(query), query, store.conflict)
    sentence = words.filter_sentence(query, store.conflict)
    return message("preview-view", headline=headline, filter=sentence) + " " + about


def _about(period: Period | None) -> str:
    """Return a text, with the period, for a data set that has no description."""
    usual = message("preview-usual")
    if period is None:
        return usual
    if period.last is None:
        return f"{usual} {message('preview-period-open', day=words.day(period.first))}"
    return f"{usual} {message('preview-period', days=words.days(period.first, period.last))}"


def incident_head(store: Store, incident: Mapping[str, Any], page: str, address: str = "") -> Head:
    """Describe an incident; its URL is by default that of its own page."""
    title, place = words.title(incident), words.place(incident)
    killed = words.people(incident["killed_low"], incident["killed_high"], "killed")
    facts = [words.when(incident), place, killed, incident["summary"] or ""]
    identifier = incident["incident_id"]
    own_address = address or incident_address(identifier, page)
    return Head(
        title=title,
        text=shortened(". ".join(fact.rstrip(".") for fact in facts if fact) + ".", LONGEST_PREVIEW),
        address=own_address,
        picture=f"{page}{INCIDENTS_PATH}/picture?{_spelled({'incident_id': [identifier]})}",
        kind="article",
        data=linked_data.incident(
            incident, title, place, (own_address, page), language=store.conflict.language
        ),
        locale=locale_with_territory(store.conflict.language),
        alternates=(feed(page), oembed(page, {SELECTED: [identifier]})),
    )


def incident_address(identifier: str, page: str, according_to: str = "") -> str:
    """Return the permanent URL of an incident's own page, from a point of view."""
    whose = f"&{_spelled({'according_to': [according_to]})}" if according_to else ""
    return f"{page}{INCIDENTS_PATH}/items/{quote(identifier, safe='', errors='replace')}?f=html{whose}"


def cited_address(query: Query, page: str) -> str:
    """Return the URL of what a Query selects, for an incident its own page; blank if `page` is unknown."""
    if not page:
        return ""
    if len(query.incident_id) == 1:
        return incident_address(query.incident_id[0], page, query.according_to)
    return _view_address(query, page)


def _view_address(query: Query, page: str) -> str:
    params = query.to_params()
    return page + (f"?{_spelled(params)}" if params else "")


def feed(page: str) -> Alternate:
    """Return the link to the feed of corrections."""
    return Alternate("application/atom+xml", f"{page}api/corrections.atom", message("tab-corrections"))


def oembed(page: str, params: Params) -> Alternate:
    """Return the link to the oEmbed description that tells other pages how to embed a view."""
    shown_params = {name: list(values) for name, values in params.items() if name != "embed"}
    shown_address = page + (f"?{_spelled(shown_params)}" if shown_params else "")
    asking = f"{page}api/oembed?{_spelled({'url': [shown_address]})}"
    return Alternate("application/json+oembed", asking, message("map-title"))


def _spelled(params: Mapping[str, Sequence[str]]) -> str:
    return urlencode(params, doseq=True, errors="replace")


def embedded(address: str) -> str:
    """Return the URL of a view for embedding in another page."""
    return f"{address}{'&' if '?' in address else '?'}embed=true"


def embed_code(address: str, title: str, size: tuple[int, int] = USUAL_FRAME) -> str:
    """Write the HTML that embeds a view in another page."""
    source, (width, height) = embedded(address), size
    return (
        f'<iframe src="{escape(source)}" title="{escape(title)}" width="{width}" height="{height}" '
        'style="border:0;max-width:100%" loading="lazy" allowfullscreen></iframe>'
    )
