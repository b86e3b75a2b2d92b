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
"""Two texts that are longer than this together are shown one below the other."""

LONGEST_COMPARED = 5_000


Link = Callable[[str], str]
"""The address of an incident's dossier."""


def corrections_html(
    releases: Sequence[Release], newest: Iterable[CorrectionInWords], total: int, link: Link = incident_link
) -> str:
    """Render the corrections, newest first, and the releases; `total` is how many corrections there are."""
    groups = _grouped(newest)
    shown = sum(len(group["changes"]) for group in groups)
    part = message("corrections-newest", shown=shown, all=total)
    return render(
        "corrections.html",
        groups=groups,
        left_out=part if shown < total else "",
        releases=[_release(releases, place) for place in reversed(range(len(releases)))],
        feed=FEED,
        link=link,
    )


def changes_html(corrections: Iterable[CorrectionInWords], link: Link = incident_link) -> str:
    """Render corrections only, as they stand in the tab."""
    return render("corrections_only.html", groups=_grouped(corrections), link=link)


def _grouped(corrections: Iterable[CorrectionInWords]) -> list[dict[str, Any]]:
    """Put corrections together that follow one another and were made of one incident for one reason.

    They are told newest first; those of one occasion in the order in which they were written down.
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
            "changes": [_change(one) for one in reversed(group)],
        }
        for group in groups
    ]


def _change(correction: CorrectionInWords) -> dict[str, Any]:
    long = len(correction.before) + len(correction.after) > LONG
    before, after = _marked(correction.before, correction.after) if long else ([], [])
    return asdict(correction) | {"long": long, "marked": {"before": before, "after": after}}


def _marked(before: str, after: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Cut two texts into pieces, each with whether it differs, word by word."""
    if max(len(before), len(after)) > LONGEST_COMPARED:
        return [(before, False)], [(after, False)]
    old, new = before.split(" "), after.split(" ")
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return (
        [(" ".join(old[a:b]), kind != "equal") for kind, a, b, _, _ in steps if b > a],
        [(" ".join(new[a:b]), kind != "equal") for kind, _, _, a, b in steps if b > a],
    )


def _release(releases: Sequence[Release], place: int) -> dict[str, str]:
    one, before = releases[place], releases[place - 1].corrections if place else 0
    number = one.corrections - before
    return {
        "version": one.version,
        "day": words.day(one.date),
        "start": one.fingerprint[:FINGERPRINT_START],
        "corrections": message("count-corrections", count=max(number, 0)),
    }
