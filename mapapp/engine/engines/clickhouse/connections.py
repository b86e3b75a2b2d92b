"""How ClickHouse is asked over HTTP, and what its problems mean in words.

Who asks, and with what password, is said by the environment (CLICKHOUSE_USER, CLICKHOUSE_PASSWORD) or by the
file of clickhouse-client's (~/.clickhouse-client/config.xml).
"""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import clickhouse_connect
from clickhouse_connect import common
from clickhouse_connect.driver import Client
from clickhouse_connect.driver.exceptions import ClickHouseError, OperationalError, ProgrammingError

from mapapp.engine.asking import Watch
from mapapp.errors import BadSetting, EngineTooSlow, EngineUnavailable, shortened
from mapapp.messages import notice
from mapapp.settings import StoreAddress

SECONDS_TO_CONNECT = 10
SECONDS_OF_A_QUESTION = 30
"""After so long a question is given up; a map, a list and the totals take much less."""
SECONDS_TO_HEAR = 15
"""So much longer an answer is waited for: ClickHouse says itself that it gives a question up."""
MAX_TOLD = 300
"""Characters of what ClickHouse says of a problem."""
BYTES_OF_A_STATEMENT = 1 << 23
ALIKE = {"join_use_nulls": 1, "max_query_size": BYTES_OF_A_STATEMENT}
"""What lets a question have the answer that other engines give: a join leaves null where nothing is found."""
LOGIN = Path("~/.clickhouse-client/config.xml")

TOO_SLOW = {159, 160}
"""Codes of ClickHouse's: a question takes too long, or is seen beforehand to."""
NOT_NOW = {60, 81, 202, 209, 210, 241, 394, 439}
"""A table or the database is gone, too much is asked at once for the memory or threads, or it was killed."""

_log = logging.getLogger(__name__)
_watch = Watch()


class Connections(NamedTuple):
    """What asks ClickHouse, from any number of threads: questions, and that they be given up."""

    asking: Client
    giving_up: Client


def reason(problem: BaseException) -> str:
    """Say in one line what ClickHouse says."""
    return shortened(" ".join(str(problem).split()), MAX_TOLD)


def connected(
    address: StoreAddress,
    settings: Mapping[str, Any] | None = None,
    hearing: int = SECONDS_OF_A_QUESTION + SECONDS_TO_HEAR,
) -> Client:
    """Connect once; EngineUnavailable with ClickHouse's reason if it can't be.

    Raises BadSetting if the user may not change settings that answers depend on.
    """
    url = urlsplit(address.url)
    is_secure = parse_qs(url.query).get("secure") == ["true"]
    user, password = _login(unquote(url.username or ""))
    common.set_setting("send_os_user", False)  # ClickHouse logs who asks; who started the program is nobody's
    try:
        return clickhouse_connect.get_client(
            host=url.hostname,
            port=url.port or 0,
            interface="https" if is_secure else "http",
            username=user,
            password=password,
            database=unquote(url.path.removeprefix("/")),
            settings=ALIKE | dict(settings or {}),
            query_limit=0,
            connect_timeout=SECONDS_TO_CONNECT,
            send_receive_timeout=hearing,
            client_name="mapapp",
            autogenerate_session_id=False,
        )
    except ProgrammingError as problem:
        raise BadSetting(
            notice("clickhouse-settings", store=str(address), problem=reason(problem)),
            remedy=notice("clickhouse-settings-remedy"),
        ) from problem
    except ClickHouseError as problem:
        raise EngineUnavailable(
            notice("store-unreachable", store=str(address), problem=reason(problem)),
            remedy=notice("clickhouse-unreachable-remedy"),
        ) from problem


def _login(user: str) -> tuple[str, str]:
    """Find the user and the password: those of the environment before those of the file."""
    kept = _kept()
    user = user or os.environ.get("CLICKHOUSE_USER") or kept.get("user") or "default"
    password = os.environ.get("CLICKHOUSE_PASSWORD")
    if password is None and kept.get("user", user) == user:
        password = kept.get("password")
    return user, password or ""


def _kept() -> dict[str, str]:
    try:
        file = ElementTree.parse(LOGIN.expanduser())  # noqa: S314 - the user's own file
    except OSError:
        return {}
    except ElementTree.ParseError as problem:
        raise BadSetting(
            notice("clickhouse-login", file=str(LOGIN)), remedy=notice("clickhouse-login-remedy")
        ) from problem
    found = {name: file.findtext(name) for name in ("user", "password")}
    return {name: text for name, text in found.items() if text}


def pool(address: StoreAddress) -> Connections:
    """Make what asks questions: it can only read, each for a limited time; raises as `connected` does."""
    asking = connected(address, {"max_execution_time": SECONDS_OF_A_QUESTION})
    if asking.server_settings["readonly"].value == "0":  # else the user can only read anyhow
        asking.set_client_setting("readonly", 1)
    return Connections(asking, connected(address, hearing=SECONDS_TO_CONNECT))


@contextmanager
def asked(connections: Connections) -> Iterator[dict[str, str]]:
    """Ask a question with the settings that are given, which name it; it ends once nobody waits for it.

    ClickHouse is to answer when it has all: it would write what fails on the way behind what it has given.
    Raises EngineUnavailable then, if it takes too long, and if ClickHouse or the data set is gone.
    """
    name = f"mapapp-{token_hex(8)}"
    with _watch.over(partial(_give_up, connections.giving_up, name)) as question:
        try:
            yield {"query_id": name, "wait_end_of_query": "1"}
        except ClickHouseError as problem:
            code = getattr(problem, "code", None)
            if question.is_given_up:
                raise EngineUnavailable(notice("store-given-up")) from problem
            if code in TOO_SLOW:
                raise _too_slow() from problem
            if code in NOT_NOW or isinstance(problem, OperationalError):
                raise lost(problem) from problem
            raise


def lost(problem: Exception) -> EngineUnavailable:
    """Tell that ClickHouse does not answer, and write into the log what it says."""
    _log.warning("ClickHouse does not answer: %s", reason(problem))
    return EngineUnavailable(notice("store-lost"), remedy=notice("store-lost-remedy"))


def _give_up(client: Client, name: str) -> None:
    with suppress(ClickHouseError):  # its time is limited in any case
        client.command("KILL QUERY WHERE query_id = {name:String} ASYNC", {"name": name})


def _too_slow() -> EngineTooSlow:
    return EngineTooSlow(
        notice("store-slow", seconds=SECONDS_OF_A_QUESTION), remedy=notice("store-slow-remedy")
    )
