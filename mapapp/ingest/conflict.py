"""The conflict of a data set: read from the `conflict.toml` beside it, or derived from its claims."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mapapp.errors import BadDescription, shortened
from mapapp.ingest.advice import nearest
from mapapp.ingest.draft import Draft
from mapapp.messages import notice
from mapapp.model.conflict import MAX_PARTIES, RESERVED_NAMES, Conflict, Party
from mapapp.model.report import Effect
from mapapp.model.schema import CLAIMS

_KEYS = frozenset({"parties", "package"})
_OF_A_PARTY = frozenset({"name", "label", "sources", "forces"})
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_OWN_NAME = re.compile(r"\w[\w .'-]{0,39}")
"""What a side that only claims name must look like to be a party."""


def read_conflict(path: Path) -> Conflict:
    """Read a conflict from its file; BadDescription says what is wrong in it, and where."""
    content = _content(path)
    _refuse_unknown(path.name, content, _KEYS)
    parties = content.get("parties", [])
    if not isinstance(parties, list) or len(parties) > MAX_PARTIES:
        raise _bad(path.name, "parties", _count(parties), notice("conflict-parties", most=MAX_PARTIES))
    read = tuple(_party(f"{path.name}, party {number}", one) for number, one in enumerate(parties, 1))
    for name, uses in Counter(party.name for party in read).items():
        if uses > 1:
            raise _bad(path.name, "name", name, notice("conflict-name-once"))
    return Conflict(read)


def with_parties_of(conflict: Conflict, claims: Draft) -> Conflict:
    """Give a conflict without parties those that the claims name, the most frequent first.

    Values that may be a misspelling of another side, or no name, are no parties. What was remarked of those
    that are is taken back.
    """
    if conflict.parties:
        return conflict
    own = {fault.row for fault in claims.faults if _is_own_side(fault.column, fault.effect)}
    said = claims.values["claimant_side"]
    counted = said[said.index.isin(own)].value_counts()
    parties = _apart(sorted(counted.index, key=lambda name: (-counted[name], name)))[:MAX_PARTIES]
    rows = set(said.index[said.isin(parties)])
    claims.faults = [
        fault
        for fault in claims.faults
        if not (_is_own_side(fault.column, fault.effect) and fault.row in rows)
    ]
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


def _is_own_side(column: str, effect: Effect) -> bool:
    return column == "claimant_side" and effect is Effect.REMARK


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as problem:
        raise _unreadable(path.name, problem.strerror or str(problem)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise _unreadable(path.name, str(problem)) from None


def _party(where: str, given: Any) -> Party:
    if not isinstance(given, dict):
        raise _bad(where, "parties", given, notice("conflict-table"))
    _refuse_unknown(where, given, _OF_A_PARTY)
    name = _text(where, given, "name")
    if not _NAME.fullmatch(name) or name in RESERVED_NAMES:
        raise _bad(where, "name", name, notice("conflict-name"))
    forces = _texts(where, given, "forces") if "forces" in given else None
    return Party.called(name, _text(where, given, "label"), _text(where, given, "sources"), forces)


def _text(where: str, given: Mapping[str, Any], key: str) -> str:
    value = given.get(key, "")
    if not isinstance(value, str) or len(value) > 200 or not value.isprintable():
        raise _bad(where, key, value, notice("conflict-text"))
    return value.strip()


def _texts(where: str, given: Mapping[str, Any], key: str) -> Sequence[str]:
    values = given[key]
    if not isinstance(values, list) or not all(isinstance(one, str) and one.strip() for one in values):
        raise _bad(where, key, values, notice("conflict-texts"))
    return [value.strip() for value in values]


def _refuse_unknown(where: str, given: Mapping[str, Any], known: frozenset[str]) -> None:
    for key in given.keys() - known:
        raise _bad(where, key, given[key], notice("conflict-keys", keys=", ".join(sorted(known))))


def _count(given: Any) -> Any:
    return len(given) if isinstance(given, list) else given


def _unreadable(file: str, problem: str) -> BadDescription:
    return BadDescription(
        notice("conflict-unreadable", file=file, problem=problem.rstrip(".")),
        remedy=notice("conflict-unreadable-remedy"),
    )


def _bad(where: str, key: str, got: Any, expected: str) -> BadDescription:
    return BadDescription(
        notice("conflict-bad", where=where, key=key, got=shortened(repr(got))),
        remedy=notice("conflict-bad-remedy", expected=expected),
    )
