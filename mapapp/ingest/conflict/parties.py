"""The parties of a conflict: read from its `conflict.toml`, or those that the claims name."""

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

_OF_A_PARTY = frozenset({"name", "label", "sources", "forces"})
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_OWN_NAME = re.compile(r"\w[\w .'-]{0,39}")
"""What a side that only claims name must look like to be a party."""


def read_parties(file: str, content: Mapping[str, Any]) -> tuple[Party, ...]:
    """Read the parties in their order; BadDescription if one makes no sense."""
    given = tables(file, content, "parties", MAX_PARTIES)
    read = tuple(_party(f"{file}, party {number}", one) for number, one in enumerate(given, 1))
    for name, uses in Counter(party.name for party in read).items():
        if uses > 1:
            raise bad(file, "name", name, notice("conflict-name-once"))
    return read


def with_parties_of(conflict: Conflict, claims: Draft) -> Conflict:
    """Give a conflict without parties those that the claims name, the most frequent first.

    Values that may be a misspelling of another side, or no name, are no parties. What was remarked of those
    that are is taken back.
    """
    if conflict.parties:
        return conflict
    own = [finding for finding in claims.findings if _is_own_side(finding)]
    said = claims.values["claimant_side"]
    counted = Counter(name for finding in own for name in said[finding.rows])
    parties = _apart(sorted(counted, key=lambda name: (-counted[name], name)))[:MAX_PARTIES]
    rows = said.index[said.isin(parties)]
    claims.findings = [one.without(rows) if _is_own_side(one) else one for one in claims.findings]
    return replace(conflict, parties=tuple(map(Party.called, parties)))


def _apart(names: Iterable[str]) -> list[str]:
    """Choose the names of which none may be a misspelling of an earlier one."""
    apart: list[str] = []
    for name in names:
        earlier = replace(CLAIMS["claimant_side"], vocabulary={one: one for one in apart})
        possible = _OWN_NAME.fullmatch(name) and name.casefold() not in RESERVED_NAMES
        if possible and not nearest(earlier, name):
            apart.append(name)
    return apart


def _is_own_side(finding: Finding) -> bool:
    return finding.column == "claimant_side" and finding.effect is Effect.REMARK


def _party(where: str, given: Any) -> Party:
    one = table(where, "parties", given, _OF_A_PARTY)
    name = text(where, one, "name")
    if not _NAME.fullmatch(name) or name in RESERVED_NAMES:
        raise bad(where, "name", name, notice("conflict-name"))
    forces = texts(where, one, "forces") if "forces" in one else None
    return Party.called(name, text(where, one, "label"), text(where, one, "sources"), forces)
