"""Connections to ClickHouse over HTTP, and what its errors mean.

The user and the password come from the environment (CLICKHOUSE_USER, CLICKHOUSE_PASSWORD) or from the
configuration of clickhouse-client (~/.clickhouse-client/config.xml).
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

from mapapp.engine.asking import Watch, given_up
from mapapp.errors import BadSetting, EngineTooSlow, EngineUnavailable, shortened
from mapapp.messages import notice
from mapapp.settings import StoreAddress

SECONDS_TO_CONNECT = 10
SECONDS_OF_A_QUESTION = 30
"""A question is given up after this long; a map, a list and the totals take much less."""
SECONDS_TO_HEAR = 15
"""An answer is awaited this much longer, because ClickHouse itself reports that it gives a question up."""
LONGEST_REASON = 300
"""At most this many characters of ClickHouse's message are quoted."""
BYTES_OF_A_STATEMENT = 1 << 23
ANSWER_SETTINGS = {"join_use_nulls": 1, "max_query_size": BYTES_OF_A_STATEMENT}
"""Settings that make answers equal those of other engines: a join leaves null where nothing matches."""
LOGIN = Path("~/.clickhouse-client/config.xml")

TOO_SLOW = {159, 160}
"""ClickHouse's error codes: a question takes too long, or is expected to."""
NOT_NOW = {60, 81, 202, 209, 210, 241, 394, 439}
"""A table or the database is gone, memory or threads don't suffice for all questions, or one was killed."""

_log = logging.getLogger(__name__)
_watch = Watch()


class Connections(NamedTuple):
    """Clients for any number of threads: one asks questions, the other cancels them."""

    asking: Client
    giving_up: Client


def reason(problem: BaseException) -> str:
    """Return ClickHouse's message in one line."""
    return shortened(" ".join(str(problem).split()), LONGEST_REASON)


def connect(
    address: StoreAddress,
    settings: Mapping[str, Any] | None = None,
    receive_timeout: int = SECONDS_OF_A_QUESTION + SECONDS_TO_HEAR,
) -> Client:
    """Connect once; EngineUnavailable with ClickHouse's reason if that fails.

    Raises BadSetting if the user may not change settings on which answers depend.
    """
    url = urlsplit(address.url)
    is_secure = parse_qs(url.query).get("secure") == ["true"]
    user, password = _login(unquote(url.username or ""))
    common.set_setting("send_os_user", False)  # ClickHouse would log who started the program
    try:
        return clickhouse_connect.get_client(
            host=url.hostname,
            port=url.port or 0,
            interface="https" if is_secure else "http",
            username=user,
            password=password,
            database=unquote(url.path.removeprefix("/")),
            settings=ANSWER_SETTINGS | dict(settings or {}),
            query_limit=0,
            connect_timeout=SECONDS_TO_CONNECT,
            send_receive_timeout=receive_timeout,
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
    """Return the user and the password: those of the environment rather than those of the file."""
    saved = _saved_login()
    user = user or os.environ.get("CLICKHOUSE_USER") or saved.get("user") or "default"
    password = os.environ.get("CLICKHOUSE_PASSWORD")
    if password is None and saved.get("user", user) == user:
        password = saved.get("password")
    return user, password or ""


def _saved_login() -> dict[str, str]:
    try:
        file = ElementTree.parse(LOGIN.expanduser())  # noqa: S314 - the user's own file
    except OSError:
        return {}
    except ElementTree.ParseError as problem:
        raise BadSetting(
            notice("clickhouse-login", file=str(LOGIN)), remedy=notice("clickhouse-login-remedy")
        ) from problem
    texts = {name: file.findtext(name) for name in ("user", "password")}
    return {name: text for name, text in texts.items() if text}


def pool(address: StoreAddress) -> Connections:
    """Make the clients for questions: read-only, with a time limit for each; raises as `connect` does."""
    asking = connect(address, {"max_execution_time": SECONDS_OF_A_QUESTION})
    if asking.server_settings["readonly"].value == "0":  # otherwise the user can only read anyway
        asking.set_client_setting("readonly", 1)
    return Connections(asking, connect(address, receive_timeout=SECONDS_TO_CONNECT))


@contextmanager
def query_settings(connections: Connections) -> Iterator[dict[str, str]]:
    """Provide settings for one question, which name it; it is cancelled once nobody waits for it.

    ClickHouse must answer only when it is done: otherwise it would write an error after part of the answer.
    Raises EngineUnavailable if the question is cancelled or too slow, or if ClickHouse or the data set is
    gone.
    """
    name = f"mapapp-{token_hex(8)}"
    with _watch.over(partial(_give_up, connections.giving_up, name)) as question:
        try:
            yield {"query_id": name, "wait_end_of_query": "1"}
        except ClickHouseError as problem:
            code = getattr(problem, "code", None)
            if question.is_given_up:
                raise given_up() from problem
            if code in TOO_SLOW:
                raise _too_slow() from problem
            if code in NOT_NOW or isinstance(problem, OperationalError):
                raise connection_lost(problem) from problem
            raise


def connection_lost(problem: Exception) -> EngineUnavailable:
    """Return the error that ClickHouse does not answer, and log its message."""
    _log.warning("ClickHouse does not answer: %s", reason(problem))
    return EngineUnavailable(notice("store-lost"), remedy=notice("store-lost-remedy"))


def _give_up(client: Client, name: str) -> None:
    with suppress(ClickHouseError):  # its time is limited in any case
        client.command("KILL QUERY WHERE query_id = {name:String} ASYNC", {"name": name})


def _too_slow() -> EngineTooSlow:
    return EngineTooSlow(
        notice("store-slow", seconds=SECONDS_OF_A_QUESTION), remedy=notice("store-slow-remedy")
    )
