"""A data set's description, in the `datapackage.json` or `conflict.toml` next to its incidents file."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from mapapp.messages import message
from mapapp.model.dataset_files import CONFLICT, dataset_files, incidents_file, package_of
from mapapp.model.regular_file import file_text
from mapapp.model.unfinished import whole_bytes

_ACRONYMS = {
    **{name.casefold(): name for name in ("ACLED", "GDELT", "GED", "HDX", "HXL", "UCDP", "VIINA")},
    "gedevent": "UCDP GED",
}
"""Acronyms in the names of published files, in their usual spelling; UCDP calls its GED "GEDEvent"."""
_BETWEEN_WORDS = re.compile("[_ ]+|(?<![0-9])-+|-+(?![0-9])")
_GED_RELEASE = re.compile(r"\bged ?([0-9]{2})([0-9])\b", re.IGNORECASE)
_VERSION = re.compile(r"\bv([0-9]+(?: [0-9]+)+)\b", re.IGNORECASE)
"""Releases as UCDP writes them in the names of its files: ged251, GEDEvent_v25_1, GEDEvent_v25_0_9."""


@dataclass(frozen=True, slots=True)
class Description:
    """Title, description, limits, version, licence and authors of a data set; empty if not stated.

    `limits` are sentences on what it does not show.
    `from_package` is whether a `datapackage.json` names its incidents file.
    """

    title: str
    text: str = ""
    limits: str = ""
    version: str = ""
    licence: str = ""
    licence_url: str = ""
    authors: tuple[str, ...] = ()
    from_package: bool = False


def describe(incidents: Path, *, drafts: bool = False) -> Description:
    """Read the description of an incidents file's data set; with `drafts`, its title warns of them."""
    description = _described(incidents)
    return (
        replace(description, title=message("drafts-title", title=description.title))
        if drafts
        else description
    )


def _described(incidents: Path) -> Description:
    """Read the description.

    A `datapackage.json` counts only if it names that file; failing that, `[package]` in the `conflict.toml`
    next to it does. If neither can be read, the title is derived from the file's name and the rest is empty.
    """
    incidents = incidents_file(incidents)
    for read_package in (_package, _of_conflict):
        try:
            if package := read_package(incidents):
                return _description(incidents, package, from_package=read_package is _package)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            pass
    return Description(title=_called_after(incidents))


def _package(incidents: Path) -> Mapping[str, Any]:
    file, name = package_of(incidents)
    package = json.loads(whole_bytes(file).decode())
    is_named = name in {PurePosixPath(resource["path"]) for resource in package["resources"]}
    return package if is_named else {}


def _of_conflict(incidents: Path) -> Mapping[str, Any]:
    described = dataset_files(incidents).get(CONFLICT)
    content = tomllib.loads(file_text(described)) if described else {}
    return content.get("package") or {}


def _description(incidents: Path, package: Mapping[str, Any], *, from_package: bool) -> Description:
    licence = (package.get("licenses") or [{}])[0]
    return Description(
        title=str(package.get("title") or _called_after(incidents)),
        text=str(package.get("description") or ""),
        limits=str(package.get("limits") or ""),
        version=str(package.get("version") or ""),
        licence=str(licence.get("title") or licence.get("name") or ""),
        licence_url=str(licence.get("path") or ""),
        authors=tuple(str(contributor["title"]) for contributor in package.get("contributors") or ()),
        from_package=from_package,
    )


def _called_after(incidents: Path) -> str:
    """Derive a title from a file's name: in the name's letter case, except for known acronyms."""
    words = _BETWEEN_WORDS.split(incidents.stem)
    title = " ".join(_ACRONYMS.get(word.casefold(), word) for word in words if word)
    title = _GED_RELEASE.sub(r"GED \1.\2", title)
    title = _VERSION.sub(lambda match: match[1].replace(" ", "."), title)
    return title[:1].upper() + title[1:] or incidents.stem
