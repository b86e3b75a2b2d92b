"""A globe's balloon for an incident: who says what, without scripts or styles."""

from collections.abc import Mapping, Sequence
from typing import Any

from mapapp import words
from mapapp.messages import message
from mapapp.model.actors import is_established
from mapapp.model.conflict import Conflict
from mapapp.model.schema import HARMS
from mapapp.views.claims import Claims, Facts
from mapapp.views.templates import render

Row = Mapping[str, Any]


def balloon_html(incident: Row, claims: Sequence[Row], facts: Facts, conflict: Conflict, whose: str) -> str:
    """Render an incident briefly, with every claim; text is escaped, only http(s) URLs become links."""
    return render(
        "balloon.html",
        incident=incident,
        when=words.when(incident),
        where=words.place(incident),
        figures=[
            words.people(incident[f"{harm}_low"], incident[f"{harm}_high"], harm)
            or message("dossier-harm-not-stated", harm=message(harm).lower())
            for harm in HARMS
        ],
        established=bool(incident["actor"]) and is_established(incident["actor"]),
        groups=Claims(claims, facts, conflict, whose).groups(),
    )
