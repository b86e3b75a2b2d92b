"""What a data set says of itself: the `datapackage.json` beside its incidents file."""

import json
from dataclasses import dataclass
from pathlib import Path

NOTHING_SAID = ""
PACKAGE = "datapackage.json"


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


def describe(incidents: Path) -> Description:
    """Read the description of the data set of an incidents file.

    A `datapackage.json` counts only if it names that file; without one, or with one that can't be
    read, the title is made from the file's name and nothing else is said.
    """
    try:
        package = json.loads((incidents.parent / PACKAGE).read_text(encoding="utf-8"))
        if incidents.name in {resource["path"] for resource in package["resources"]}:
            licence = (package.get("licenses") or [{}])[0]
            return Description(
                title=str(package.get("title") or incidents.stem),
                text=str(package.get("description") or NOTHING_SAID),
                limits=str(package.get("limits") or NOTHING_SAID),
                version=str(package.get("version") or NOTHING_SAID),
                licence=str(licence.get("title") or licence.get("name") or NOTHING_SAID),
                licence_url=str(licence.get("path") or NOTHING_SAID),
                authors=tuple(str(one["title"]) for one in package.get("contributors") or ()),
                from_package=True,
            )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        pass
    return Description(title=incidents.stem.replace("_", " ").replace("-", " ").capitalize())
