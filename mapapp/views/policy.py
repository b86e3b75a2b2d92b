"""Content Security Policies: everything is forbidden unless named, inline text by its hash."""

import base64
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapapp.views.style import Legend

NONE, SELF = "'none'", "'self'"
INLINE = "'unsafe-inline'"


def policy(**allowed: Iterable[str]) -> str:
    """Return a policy from what each directive, with _ in place of -, allows; it forbids everything else."""
    directives = {"default-src": [NONE], "base-uri": [NONE], "form-action": [NONE]}
    directives |= {name.replace("_", "-"): list(sources) for name, sources in allowed.items()}
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())


def hashed(texts: Iterable[str]) -> list[str]:
    """Return the sources that allow inline scripts or styles of these texts, and no others."""
    return [f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts]


def styles(style: str, legend: "Legend | None" = None) -> list[str]:
    """Return the sources that allow a style sheet and, on elements, only the colours of a legend's actors."""
    colours = sorted({*legend.actors.values(), legend.other}) if legend else []
    coloured = ["'unsafe-hashes'", *hashed(f"background:{colour}" for colour in colours)] if colours else []
    return [*hashed([style]), *coloured]
