"""Corrections as an Atom feed (RFC 4287), for whoever follows or cites the data.

An entry's identifier is made of the correction and its place in the file, where rows are only ever added:
it stays the same as long as the row does.
"""

import re
from datetime import date
from urllib.parse import urlencode
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from mapapp.changes import Told, newest_first, told
from mapapp.corrections import Correction
from mapapp.store import Store
from mapapp.words import NOT_STATED

ATOM = "application/atom+xml"
MOST_ENTRIES = 1_000
_NAMESPACE = UUID("5b1f6d0e-6f3c-5c63-9a0e-3a1c1f0f7a52")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def corrections_feed(store: Store) -> bytes:
    """Write the newest corrections as a feed, whose address is `api/corrections.atom` under the page."""
    about, history = store.description, store.history
    corrections = newest_first(history.corrections, MOST_ENTRIES)
    days = [*(one.date for one in history.releases), *(one.date for one in corrections)]
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    _add(feed, "title", f"Corrections: {about.title}")
    _add(
        feed, "id", _identifier("feed", history.releases[0].fingerprint if history.releases else about.title)
    )
    _add(feed, "updated", _instant(max(days, default=date(1970, 1, 1))))
    for name in about.authors or (about.title,):
        _add(SubElement(feed, "author"), "name", name)
    SubElement(feed, "link", {"rel": "self", "type": ATOM, "href": "corrections.atom"})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": "../"})
    for one, in_words in zip(corrections, told(store, corrections), strict=True):
        _entry(feed, one, in_words)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: Element, one: Correction, in_words: Told) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "title", f"{in_words.title}: {in_words.what}")
    content = (one.incident_id, one.claim_id, one.field, one.before, one.after)
    _add(entry, "id", _identifier("entry", str(one.position), one.date.isoformat(), *content))
    _add(entry, "updated", _instant(one.date))
    link = "../?" + urlencode({"incident": one.incident_id}, errors="replace") if in_words.there else "../"
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": link})
    _add(entry, "content", f"{in_words.sentence}.\n{one.reason}\nSource: {one.source or NOT_STATED}")


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NO_XML.sub("\ufffd", text)


def _identifier(*parts: str) -> str:
    return uuid5(_NAMESPACE, repr(parts)).urn


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
