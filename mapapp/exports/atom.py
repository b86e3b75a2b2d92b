"""Corrections as an Atom feed (RFC 4287), for whoever follows or cites the data.

An entry holds what one release changed of one incident. Its identifier is made of the first correction and of
its place in the file, where rows are only ever added: it stays the same as long as the row does.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from mapapp.engine.store import Store
from mapapp.exports.xmltext import as_xml
from mapapp.history.changes import CorrectionInWords, corrections_in_words, newest_first
from mapapp.messages import message
from mapapp.model.corrections import Correction, History

ATOM = "application/atom+xml"
MAX_ENTRIES = 1_000
_NAMESPACE = UUID("5b1f6d0e-6f3c-5c63-9a0e-3a1c1f0f7a52")


def corrections_feed(store: Store) -> bytes:
    """Write the newest corrections as a feed, whose address is `api/corrections.atom` under the page."""
    about, history = store.description, store.history
    entries = newest_first(_entries(history), MAX_ENTRIES)
    days = [*(one.date for one in history.releases), *(one.date for one in history.corrections)]
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    _add(feed, "title", message("feed-title", title=about.title))
    _add(
        feed, "id", _identifier("feed", history.releases[0].fingerprint if history.releases else about.title)
    )
    _add(feed, "updated", _instant(max(days, default=date(1970, 1, 1))))
    for name in about.authors or (about.title,):
        _add(SubElement(feed, "author"), "name", name)
    SubElement(feed, "link", {"rel": "self", "type": ATOM, "href": "corrections.atom"})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": "../"})
    corrections = [correction for entry in entries for correction in entry]
    in_words = {worded.position: worded for worded in corrections_in_words(store, corrections)}
    for entry in entries:
        _entry(feed, entry[0], [in_words[correction.position] for correction in entry])
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _entries(history: History) -> list[list[Correction]]:
    """Put together what follows one another and was changed of one incident, on one day, for one release."""

    def occasion(one: Correction) -> tuple[object, ...]:
        return history.release_with(one), one.date, one.incident_id

    return [list(group) for _, group in groupby(history.corrections, key=occasion)]


def _entry(feed: Element, first: Correction, in_words: Sequence[CorrectionInWords]) -> None:
    entry, about = SubElement(feed, "entry"), in_words[0]
    what = about.what if len(in_words) == 1 else message("count-corrections", count=len(in_words))
    _add(entry, "title", f"{about.title}: {what}")
    content = (first.incident_id, first.claim_id, first.field, first.before, first.after)
    _add(entry, "id", _identifier("entry", str(first.position), first.date.isoformat(), *content))
    _add(entry, "updated", _instant(first.date))
    link = (
        "../?" + urlencode({"incident": first.incident_id}, errors="replace") if about.is_in_data else "../"
    )
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": link})
    _add(entry, "content", "\n\n".join(_by_reason(in_words)))


def _by_reason(in_words: Sequence[CorrectionInWords]) -> Iterator[str]:
    """Say what was changed for each reason, then the reason and its source."""
    for (reason, source), changes in groupby(in_words, key=lambda one: (one.reason, one.source)):
        said = "\n".join(one.sentence for one in changes)
        of = message("feed-source", source=source) if source else message("source-none-given")
        yield f"{said}\n{message('feed-reason', reason=reason)}\n{of}"


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = as_xml(text)


def _identifier(*parts: str) -> str:
    return uuid5(_NAMESPACE, repr(parts)).urn


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
