"""The page's account of its sources and method. Pure: rows in, escaped HTML out."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from mapapp.model.metadata import Description
from mapapp.model.report import Report
from mapapp.model.schema import ATTRIBUTION_STATUS, GRADES, HARM_STATUS
from mapapp.views.templates import render


def sources_html(
    sources: Sequence[Mapping[str, Any]],
    report: Report,
    description: Description,
    fingerprint: str,
    official: str = "",
    *,
    graded: Collection[str] = GRADES,
    has_claims: bool = True,
) -> str:
    """Render the method in short, the state of the data, and every source; `official` is our own HTML.

    `graded` are the columns that have any grades, `has_claims` is whether the data set has any claims.
    """
    return render(
        "sources.html",
        has_claims=has_claims,
        evidence=HARM_STATUS.items() if "harm_status" in graded else (),
        attribution=ATTRIBUTION_STATUS.items() if "attribution_status" in graded else (),
        limits=description.limits,
        summary=report.summary(),
        fingerprint=fingerprint,
        version=description.version,
        licence=description.licence,
        licence_url=description.licence_url,
        sources=sources,
        official=Markup(official),  # noqa: S704 - rendered from one of our templates
    )
