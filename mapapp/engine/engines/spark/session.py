"""The process's Spark session, and what its errors mean.

Credentials for remote folders come from Spark's own settings (SPARK_CONF_DIR, the environment), as for every
Spark program. A process has one Spark, and therefore one cluster.
"""

import logging
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

from py4j.protocol import Py4JError
from pyspark import SparkConf
from pyspark.errors import AnalysisException, PySparkException, PySparkRuntimeError
from pyspark.sql import SparkSession

from mapapp.engine.asking import Watch, given_up
from mapapp.errors import BadSetting, EngineTooSlow, EngineUnavailable, shortened
from mapapp.messages import notice
from mapapp.settings import StoreAddress

SECONDS_TO_CONNECT = 10
SECONDS_OF_A_QUESTION = 120
"""A question is given up after this long; it may have to wait for a worker that replaces a lost one."""
LONGEST_REASON = 300
"""At most this many characters of Spark's message are quoted."""

SETTINGS = {
    "spark.app.name": "mapapp",
    "spark.log.level": "ERROR",
    "spark.scheduler.mode": "FAIR",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""Defaults that Spark's own settings override: no web interface of Spark, and questions take turns."""

_log = logging.getLogger(__name__)
_watch = Watch()
_starting = threading.Lock()


def reason(problem: BaseException) -> str:
    """Return Spark's message in one line."""
    return shortened(" ".join(str(problem).split()), LONGEST_REASON)


def session(address: StoreAddress) -> SparkSession:
    """Return the session with a cluster; start it if there is none.

    Raises EngineUnavailable if that fails or its Java virtual machine is gone, and BadSetting without Java or
    if this process already uses another cluster.
    """
    with _starting:
        master = urlsplit(address.url).netloc
        try:
            current = SparkSession.getActiveSession()
            has_ended = current is not None and current.sparkContext._jsc.sc().isStopped()
        except (Py4JError, OSError) as problem:
            raise connection_lost(problem) from problem
        if current is None or has_ended:
            current = _start(address, master)
        if master and current.sparkContext.master != f"spark://{master}":
            raise BadSetting(notice("spark-other"), remedy=notice("spark-other-remedy"))
        return current


def _start(address: StoreAddress, master: str) -> SparkSession:
    _require_java()
    if master:
        _require_reachable(address)
    try:
        conf = SparkConf()
        for name, value in SETTINGS.items():
            conf.setIfMissing(name, value)
        if master:
            conf.setMaster(f"spark://{master}")
        return SparkSession.builder.config(conf=conf).getOrCreate()
    except PySparkRuntimeError as problem:
        raise BadSetting(notice("java-unusable"), remedy=notice("java-remedy")) from problem
    except (PySparkException, Py4JError) as problem:
        raise _unreachable(address, problem) from problem


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which(Path(home, "bin", "java")) if home else shutil.which("java")):
        raise BadSetting(notice("java-missing"), remedy=notice("java-remedy"))


def _require_reachable(address: StoreAddress) -> None:
    """Check whether the address answers at all: Spark itself would try for a minute."""
    url = urlsplit(address.url)
    try:
        socket.create_connection((url.hostname or "", url.port or 0), SECONDS_TO_CONNECT).close()
    except OSError as problem:
        raise _unreachable(address, problem) from problem


def _unreachable(address: StoreAddress, problem: Exception) -> EngineUnavailable:
    return EngineUnavailable(
        notice("store-unreachable", store=str(address), problem=reason(problem)),
        remedy=notice("spark-unreachable-remedy"),
    )


@contextmanager
def asking(spark: SparkSession) -> Iterator[None]:
    """Ask questions, which are cancelled once nobody waits for their answers.

    Raises EngineUnavailable if they are cancelled or too slow, or if Spark or its files are gone.
    """
    tag = f"mapapp-{token_hex(8)}"
    with _watch.over(partial(_give_up, spark, tag), SECONDS_OF_A_QUESTION) as question:
        try:
            spark.sparkContext.addJobTag(tag)
            try:
                yield
            finally:
                spark.sparkContext.removeJobTag(tag)
        except AnalysisException:
            raise
        except (PySparkException, Py4JError, OSError) as problem:
            if question.is_given_up:
                raise given_up() from problem
            if question.is_too_slow:
                raise _too_slow() from problem
            raise connection_lost(problem) from problem


def connection_lost(problem: Exception) -> EngineUnavailable:
    """Return the error that Spark does not answer, and log its message."""
    _log.warning("Spark does not answer: %s", reason(problem))
    return EngineUnavailable(notice("store-lost"), remedy=notice("spark-lost-remedy"))


def _give_up(spark: SparkSession, tag: str) -> None:
    """Cancel the jobs, by tags of the context: a session's tags are unknown in other threads."""
    with suppress(PySparkException, Py4JError, OSError):  # its time is limited in any case
        spark.sparkContext.cancelJobsWithTag(tag)


def _too_slow() -> EngineTooSlow:
    return EngineTooSlow(
        notice("store-slow", seconds=SECONDS_OF_A_QUESTION), remedy=notice("store-slow-remedy")
    )
