"""The Corrections tab, and what changed since a link was made. Pure: corrections in, escaped HTML out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from mapapp import words
from mapapp.history.changes import CorrectionInWords
from mapapp.messages import message
from mapapp.model.corrections import FINGERPRINT_START, Release
from mapapp.views.templates import incident_link, render

FEED = "api/corrections.atom"
LONG = 120
"""Characters; two texts that are longer than this together are shown one below the other."""

LONGEST_COMPARED = 5_000


Link = Callable[[str], str]
"""Makes the URL of an incident's dossier."""


def corrections_html(
    releases: Sequence[Release], newest: Iterable[CorrectionInWords], total: int, link: Link = incident_link
) -> str:
    """Render the corrections, newest first, and the releases; `total` is how many corrections there are."""
    groups = _grouped(newest)
    shown = sum(len(group["changes"]) for group in groups)
    note = message("corrections-newest", shown=shown, all=total)
    return render(
        "corrections.html",
        groups=groups,
        left_out=note if shown < total else "",
        releases=[_release(releases, number) for number in reversed(range(len(releases)))],
        feed=FEED,
        link=link,
    )


def changes_html(corrections: Iterable[CorrectionInWords], link: Link = incident_link) -> str:
    """Render corrections only, as in the tab."""
    return render("corrections_only.html", groups=_grouped(corrections), link=link)


def _grouped(corrections: Iterable[CorrectionInWords]) -> list[dict[str, Any]]:
    """Group adjacent corrections that were made to the same incident for the same reason.

    The groups are newest first, the corrections in each in the order in which they were recorded.
    """

    def occasion(correction: CorrectionInWords) -> tuple[object, ...]:
        return (
            correction.date,
            correction.version,
            correction.incident_id,
            correction.reason,
            correction.source,
        )

    groups = [list(group) for _, group in groupby(corrections, key=occasion)]
    return [
        asdict(group[0])
        | {
            "day": words.day(group[0].date),
            "changes": [_change(correction) for correction in reversed(group)],
        }
        for group in groups
    ]


def _change(correction: CorrectionInWords) -> dict[str, Any]:
    long = len(correction.before) + len(correction.after) > LONG
    before, after = _marked(correction.before, correction.after) if long else ([], [])
    return asdict(correction) | {"long": long, "marked": {"before": before, "after": after}}


def _marked(before: str, after: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Split two texts at word boundaries into pieces, each with whether it differs."""
    if max(len(before), len(after)) > LONGEST_COMPARED:
        return [(before, False)], [(after, False)]
    old, new = before.split(" "), after.split(" ")
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return (
        [(" ".join(old[a:b]), kind != "equal") for kind, a, b, _, _ in steps if b > a],
        [(" ".join(new[a:b]), kind != "equal") for kind, _, _, a, b in steps if b > a],
    )


def _release(releases: Sequence[Release], number: int) -> dict[str, str]:
    release, before = releases[number], releases[number - 1].corrections if number else 0
    return {
        "version": release.version,
        "day": words.day(release.date),
        "start": release.fingerprint[:FINGERPRINT_START],
        "corrections": message("count-corrections", count=max(release.corrections - before, 0)),
    }
