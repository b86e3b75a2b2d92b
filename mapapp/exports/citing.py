"""Citations of a view or an incident: as text, BibTeX, CSL-JSON and RIS, all from the same facts."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from mapapp import words
from mapapp.engine.store import Store
from mapapp.messages import message
from mapapp.model.query import Query

EVERYTHING = Query()
FINGERPRINT_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Citation:
    """The facts in a citation; unknown text is blank.

    If `is_passing`, it has no URL, as none would work tomorrow, and says so. `title` is that of the incident
    or the data set, `within` the data set's if they differ; `selection` is the filter in words.
    """

    title: str
    within: str
    authors: tuple[str, ...]
    version: str
    selection: str
    fingerprint: str
    licence: str
    address: str
    retrieved: datetime
    is_passing: bool = False

    @property
    def day(self) -> str:
        """The day of retrieval, 2026-11-28."""
        return self.retrieved.strftime("%Y-%m-%d")

    @property
    def note(self) -> str:
        """Facts for which the forms have no field: selection, fingerprint, licence etc., as sentences."""
        sentences = [
            message("citation-filter", filter=self.selection) if self.selection else "",
            message("citation-fingerprint", fingerprint=self.fingerprint),
            message("citation-licence", licence=self.licence) if self.licence else "",
            message("citation-passing") if self.is_passing else "",
        ]
        return " ".join(filter(None, sentences))


def citation_of(
    store: Store, query: Query = EVERYTHING, address: str = "", at: datetime | None = None
) -> Citation:
    """Return the citation of a data set or of a Query's selection, retrieved `at` (by default now).

    A Query for a single incident is cited by the incident's title. `address` is the URL of the selection.
    """
    incident = store.incident(query.incident_id[0]) if len(query.incident_id) == 1 else None
    return _citation(store, query, incident, address, at or datetime.now(UTC))


def incident_citation(
    store: Store, incident: Mapping[str, Any], address: str = "", according_to: str = ""
) -> Citation:
    """Return the citation of an incident from its row and a point of view, retrieved now."""
    query = Query(incident_id=(incident["incident_id"],), according_to=according_to)
    return _citation(store, query, incident, address, datetime.now(UTC))


def _citation(
    store: Store, query: Query, incident: Mapping[str, Any] | None, address: str, at: datetime
) -> Citation:
    about = store.description
    return Citation(
        title=words.title(incident) if incident else about.title,
        within=about.title if incident else "",
        authors=about.authors,
        version=about.version,
        selection="" if query == EVERYTHING else words.filter_sentence(query, store.conflict),
        fingerprint=store.fingerprint[:FINGERPRINT_LENGTH],
        licence=about.licence,
        address="" if store.is_passing else address,
        retrieved=at.astimezone(UTC),
        is_passing=store.is_passing,
    )


def citation_text(cited: Citation) -> str:
    """Write a citation as text."""
    instant = cited.retrieved.strftime("%Y-%m-%dT%H:%M:%SZ")
    sentences = [
        message("sentence", words=words.all_of(cited.authors)) if cited.authors else "",
        message("sentence", words=cited.title),
        message("citation-within", title=cited.within) if cited.within else "",
        message("citation-version", version=cited.version) if cited.version else "",
        cited.note,
        message("citation-retrieved", instant=instant),
        cited.address,
    ]
    return " ".join(filter(None, sentences))


def bibtex(cited: Citation) -> str:
    """Write a citation as a BibTeX entry (BibLaTeX's @dataset)."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.authors),
        "title": f"{{{_tex(cited.title)}}}",
        "maintitle": _tex(cited.within),
        "version": _tex(cited.version),
        "year": cited.day[:4],
        "note": _tex(cited.note),
        "url": re.sub(r"[{}\\\s]", "", cited.address),
        "urldate": cited.day,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@dataset{{mapapp-{cited.fingerprint},", *lines, "}"]) + "\n"


def csl_json(cited: Citation) -> str:
    """Write a citation as CSL-JSON, a list with one item, for Zotero and pandoc."""
    year, month, day = (int(part) for part in cited.day.split("-"))
    item = {
        "id": f"mapapp-{cited.fingerprint}",
        "type": "dataset",
        "title": cited.title,
        "container-title": cited.within,
        "author": [{"literal": name} for name in cited.authors],
        "version": cited.version,
        "note": cited.note,
        "URL": cited.address,
        "accessed": {"date-parts": [[year, month, day]]},
        "issued": {"date-parts": [[year]]},
    }
    non_blank = {name: value for name, value in item.items() if value}
    return json.dumps([non_blank], ensure_ascii=False, indent=2) + "\n"


def ris(cited: Citation) -> str:
    """Write a citation as a RIS record, for reference managers."""
    fields = [
        ("TY", "DATA"),
        *(("AU", name) for name in cited.authors),
        ("TI", cited.title),
        ("T2", cited.within),
        ("ET", cited.version),
        ("PY", cited.day[:4]),
        ("N1", cited.note),
        ("UR", cited.address),
        ("Y2", cited.day.replace("-", "/")),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


@dataclass(frozen=True, slots=True)
class Form:
    """A form of citations: its label, file suffix and media type, and the function that writes it."""

    label: str
    suffix: str
    media_type: str
    write: Callable[[Citation], str]


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "text": Form("Text", "txt", "text/plain", citation_text),
        "bibtex": Form("BibTeX", "bib", "application/x-bibtex", bibtex),
        "csl": Form("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl_json),
        "ris": Form("RIS", "ris", "application/x-research-info-systems", ris),
    }
)
"""Every form by its name as the API's `f`."""

_TEX = {ord(sign): f"\\{sign}" for sign in "&%$#_{}"} | {
    ord("\\"): "\\textbackslash{}",
    ord("~"): "\\textasciitilde{}",
    ord("^"): "\\textasciicircum{}",
}


def _tex(text: str) -> str:
    return " ".join(text.split()).translate(_TEX)
