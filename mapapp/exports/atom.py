"""Corrections as an Atom feed (RFC 4287), for people who follow or cite the data.

An entry has the changes of a release to an incident. Its identifier is derived from the first correction and
its position in the file, to which rows are only ever added: it stays the same as long as the row does.
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
    """Write the newest corrections as a feed, for the URL `api/corrections.atom` under the page."""
    about, history = store.description, store.history
    entries = newest_first(_entries(history), MAX_ENTRIES)
    days = [*(entry.date for entry in history.releases), *(entry.date for entry in history.corrections)]
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
    """Group consecutive corrections of the same incident, on the same day, for the same release."""

    def occasion(correction: Correction) -> tuple[object, ...]:
        return history.release_with(correction), correction.date, correction.incident_id

    return [list(group) for _, group in groupby(history.corrections, key=occasion)]


def _entry(feed: Element, correction: Correction, in_words: Sequence[CorrectionInWords]) -> None:
    entry, about = SubElement(feed, "entry"), in_words[0]
    summary = about.what if len(in_words) == 1 else message("count-corrections", count=len(in_words))
    _add(entry, "title", f"{about.title}: {summary}")
    content = (
        correction.incident_id,
        correction.claim_id,
        correction.field,
        correction.before,
        correction.after,
    )
    _add(entry, "id", _identifier("entry", str(correction.position), correction.date.isoformat(), *content))
    _add(entry, "updated", _instant(correction.date))
    link = (
        "../?" + urlencode({"incident": correction.incident_id}, errors="replace")
        if about.is_in_data
        else "../"
    )
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": link})
    _add(entry, "content", "\n\n".join(_by_reason(in_words)))


def _by_reason(in_words: Sequence[CorrectionInWords]) -> Iterator[str]:
    """Yield the changes for each reason, followed by the reason and its source."""
    for (reason, source), changes in groupby(in_words, key=lambda change: (change.reason, change.source)):
        sentences = "\n".join(change.sentence for change in changes)
        source_line = message("feed-source", source=source) if source else message("source-none-given")
        yield f"{sentences}\n{message('feed-reason', reason=reason)}\n{source_line}"


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = as_xml(text)


def _identifier(*parts: str) -> str:
    return uuid5(_NAMESPACE, repr(parts)).urn


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
