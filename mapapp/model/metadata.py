"""What a data set says of itself: the `datapackage.json` or `conflict.toml` beside its incidents file."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from mapapp.messages import message
from mapapp.model.dataset_files import CONFLICT, dataset_files, incidents_file, package_of
from mapapp.model.plain_file import plain_text
from mapapp.model.unfinished import whole_bytes

NOTHING_SAID = ""
_ACRONYMS = {
    **{name.casefold(): name for name in ("ACLED", "GDELT", "GED", "HDX", "HXL", "UCDP", "VIINA")},
    "gedevent": "UCDP GED",
}
"""Words in the names of files that others publish, as they are written; UCDP calls its GED "GEDEvent"."""
_BETWEEN_WORDS = re.compile("[_ ]+|(?<![0-9])-+|-+(?![0-9])")
_GED_RELEASE = re.compile(r"\bged ?([0-9]{2})([0-9])\b", re.IGNORECASE)
_VERSION = re.compile(r"\bv([0-9]+(?: [0-9]+)+)\b", re.IGNORECASE)
"""Releases as UCDP has them in the names of its files: ged251, GEDEvent_v25_1, GEDEvent_v25_0_9."""


@dataclass(frozen=True, slots=True)
class Description:
    """Title, description, limits, version, licence and authors of a data set; empty where it says nothing.

    `limits` are sentences that say what it does not show.
    `from_package` is whether a `datapackage.json` names its incidents file.
    """

    title: str
    text: str = NOTHING_SAID
    limits: str = NOTHING_SAID
    version: str = NOTHING_SAID
    licence: str = NOTHING_SAID
    licence_url: str = NOTHING_SAID
    authors: tuple[str, ...] = ()
    from_package: bool = False


def describe(incidents: Path, *, drafts: bool = False) -> Description:
    """Read the description of the data set of an incidents file; with `drafts`, its title warns of them."""
    found = _described(incidents)
    return replace(found, title=message("drafts-title", title=found.title)) if drafts else found


def _described(incidents: Path) -> Description:
    """Read the description.

    A `datapackage.json` counts only if it names that file; else `[package]` of the `conflict.toml` beside it
    says the same. Where neither can be read, the title is made from the file's name and nothing else is said.
    """
    incidents = incidents_file(incidents)
    for read in (_package, _of_conflict):
        try:
            if package := read(incidents):
                return _description(incidents, package, from_package=read is _package)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            pass
    return Description(title=_called_after(incidents))


def _package(incidents: Path) -> Mapping[str, Any]:
    file, name = package_of(incidents)
    package = json.loads(whole_bytes(file).decode())
    named = name in {PurePosixPath(resource["path"]) for resource in package["resources"]}
    return package if named else {}


def _of_conflict(incidents: Path) -> Mapping[str, Any]:
    described = dataset_files(incidents).get(CONFLICT)
    content = tomllib.loads(plain_text(described)) if described else {}
    return content.get("package") or {}


def _description(incidents: Path, package: Mapping[str, Any], *, from_package: bool) -> Description:
    licence = (package.get("licenses") or [{}])[0]
    return Description(
        title=str(package.get("title") or _called_after(incidents)),
        text=str(package.get("description") or NOTHING_SAID),
        limits=str(package.get("limits") or NOTHING_SAID),
        version=str(package.get("version") or NOTHING_SAID),
        licence=str(licence.get("title") or licence.get("name") or NOTHING_SAID),
        licence_url=str(licence.get("path") or NOTHING_SAID),
        authors=tuple(str(one["title"]) for one in package.get("contributors") or ()),
        from_package=from_package,
    )


def _called_after(incidents: Path) -> str:
    """Make a title of a file's name: in its own letter case, but for what is known to be an acronym."""
    words = _BETWEEN_WORDS.split(incidents.stem)
    title = " ".join(_ACRONYMS.get(word.casefold(), word) for word in words if word)
    title = _GED_RELEASE.sub(r"GED \1.\2", title)
    title = _VERSION.sub(lambda found: found[1].replace(" ", "."), title)
    return title[:1].upper() + title[1:] or incidents.stem
