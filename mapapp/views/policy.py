"""Content Security Policies: all is forbidden but what is named, inline text by its hash."""

import base64
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapapp.views.style import Legend

NONE, SELF = "'none'", "'self'"
INLINE = "'unsafe-inline'"


def policy(**allowed: Iterable[str]) -> str:
    """Write a policy: what each directive, with _ in place of -, allows. Nothing else is loaded or sent."""
    directives = {"default-src": [NONE], "base-uri": [NONE], "form-action": [NONE]}
    directives |= {name.replace("_", "-"): list(sources) for name, sources in allowed.items()}
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())


def hashed(texts: Iterable[str]) -> list[str]:
    """Return what allows these texts of scripts or styles, and no others."""
    return [f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts]


def styles(style: str, legend: "Legend | None" = None) -> list[str]:
    """Allow a style sheet, and of styles on elements only the colours of a legend's actors."""
    colours = sorted({*legend.actors.values(), legend.other}) if legend else []
    coloured = ["'unsafe-hashes'", *hashed(f"background:{colour}" for colour in colours)] if colours else []
    return [*hashed([style]), *coloured]
