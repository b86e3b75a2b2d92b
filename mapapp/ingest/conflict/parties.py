"""The parties of a conflict, read from its `conflict.toml` or taken from the claims."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from mapapp.ingest.advice import nearest
from mapapp.ingest.conflict.checks import bad, table, tables, text, texts
from mapapp.ingest.draft import Draft
from mapapp.ingest.finding import Finding
from mapapp.messages import notice
from mapapp.model.conflict import MAX_PARTIES, RESERVED_NAMES, Conflict, Party
from mapapp.model.report import Effect
from mapapp.model.schema import CLAIMS

_PARTY_KEYS = frozenset({"name", "label", "sources", "forces"})
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_OWN_NAME = re.compile(r"\w[\w .'-]{0,39}")
"""What a side that only claims name must look like to count as a party."""


def read_parties(file: str, content: Mapping[str, Any]) -> tuple[Party, ...]:
    """Read the parties in order; BadDescription if one is invalid."""
    entries = tables(file, content, "parties", MAX_PARTIES)
    parties = tuple(_party(f"{file}, party {number}", entry) for number, entry in enumerate(entries, 1))
    for name, uses in Counter(party.name for party in parties).items():
        if uses > 1:
            raise bad(file, "name", name, notice("conflict-name-once"))
    return parties


def with_parties_of(conflict: Conflict, claims: Draft) -> Conflict:
    """Give a conflict without parties the ones that its claims name, the most frequent first.

    A value that may be a misspelling of another side, or is not a name, does not become a party. Remarks on
    the values that do are dropped.
    """
    if conflict.parties:
        return conflict
    own_sides = [finding for finding in claims.findings if _is_own_side(finding)]
    sides = claims.values["claimant_side"]
    counted = Counter(name for finding in own_sides for name in sides[finding.rows])
    parties = _without_misspellings(sorted(counted, key=lambda name: (-counted[name], name)))[:MAX_PARTIES]
    rows = sides.index[sides.isin(parties)]
    claims.findings = [
        finding.without(rows) if _is_own_side(finding) else finding for finding in claims.findings
    ]
    return replace(conflict, parties=tuple(map(Party.called, parties)))


def _without_misspellings(names: Iterable[str]) -> list[str]:
    """Leave out names that may be a misspelling of an earlier one."""
    distinct: list[str] = []
    for name in names:
        known_sides = replace(CLAIMS["claimant_side"], vocabulary={side: side for side in distinct})
        possible = _OWN_NAME.fullmatch(name) and name.casefold() not in RESERVED_NAMES
        if possible and not nearest(known_sides, name):
            distinct.append(name)
    return distinct


def _is_own_side(finding: Finding) -> bool:
    return finding.column == "claimant_side" and finding.effect is Effect.REMARK


def _party(where: str, entry: Any) -> Party:
    values = table(where, "parties", entry, _PARTY_KEYS)
    name = text(where, values, "name")
    if not _NAME.fullmatch(name) or name in RESERVED_NAMES:
        raise bad(where, "name", name, notice("conflict-name"))
    forces = texts(where, values, "forces") if "forces" in values else None
    return Party.called(name, text(where, values, "label"), text(where, values, "sources"), forces)
