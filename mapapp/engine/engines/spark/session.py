"""The Spark that this process asks, and what its problems mean in words.

Who may read a folder elsewhere, and with what keys, is said by Spark's own settings (SPARK_CONF_DIR, the
environment), as for every program of Spark's. A process has one Spark, and so one cluster.
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

from mapapp.engine.asking import Watch
from mapapp.errors import BadSetting, EngineTooSlow, EngineUnavailable, shortened
from mapapp.messages import notice
from mapapp.settings import StoreAddress

SECONDS_TO_CONNECT = 10
SECONDS_OF_A_QUESTION = 120
"""After so long a question is given up; it may have to wait for a worker in the place of one that is gone."""
MAX_TOLD = 300
"""Characters of what Spark says of a problem."""

SETTINGS = {
    "spark.app.name": "mapapp",
    "spark.log.level": "ERROR",
    "spark.scheduler.mode": "FAIR",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""Unless Spark's own settings say otherwise: no second website beside the map's, and questions take turns."""

_log = logging.getLogger(__name__)
_watch = Watch()
_starting = threading.Lock()


def reason(problem: BaseException) -> str:
    """Say in one line what Spark says."""
    return shortened(" ".join(str(problem).split()), MAX_TOLD)


def session(address: StoreAddress) -> SparkSession:
    """Return the session with a cluster, which is started unless there is one.

    Raises EngineUnavailable if it can't be, or its Java machine is gone, and BadSetting without Java and if
    this process asks another cluster already.
    """
    with _starting:
        master = urlsplit(address.url).netloc
        try:
            found = SparkSession.getActiveSession()
            has_ended = found is not None and found.sparkContext._jsc.sc().isStopped()
        except (Py4JError, OSError) as problem:
            raise lost(problem) from problem
        if found is None or has_ended:
            found = _started(address, master)
        if master and found.sparkContext.master != f"spark://{master}":
            raise BadSetting(notice("spark-other"), remedy=notice("spark-other-remedy"))
        return found


def _started(address: StoreAddress, master: str) -> SparkSession:
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
    """Ask whether anybody is there at all: Spark itself would try for a minute."""
    where = urlsplit(address.url)
    try:
        socket.create_connection((where.hostname or "", where.port or 0), SECONDS_TO_CONNECT).close()
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

    Raises EngineUnavailable then, if they take too long, and if Spark or its files are gone.
    """
    tag = f"mapapp-{token_hex(8)}"
    with _watch.over(partial(_give_up, spark, tag), SECONDS_OF_A_QUESTION) as asked:
        try:
            spark.sparkContext.addJobTag(tag)
            try:
                yield
            finally:
                spark.sparkContext.removeJobTag(tag)
        except AnalysisException:
            raise
        except (PySparkException, Py4JError, OSError) as problem:
            if asked.is_given_up:
                raise EngineUnavailable(notice("store-given-up")) from problem
            if asked.is_too_slow:
                raise _too_slow() from problem
            raise lost(problem) from problem


def lost(problem: Exception) -> EngineUnavailable:
    """Tell that Spark does not answer, and write into the log what it says."""
    _log.warning("Spark does not answer: %s", reason(problem))
    return EngineUnavailable(notice("store-lost"), remedy=notice("spark-lost-remedy"))


def _give_up(spark: SparkSession, tag: str) -> None:
    """Cancel the jobs; a session's own tags are not known in another thread."""
    with suppress(PySparkException, Py4JError, OSError):  # its time is limited in any case
        spark.sparkContext.cancelJobsWithTag(tag)


def _too_slow() -> EngineTooSlow:
    return EngineTooSlow(
        notice("store-slow", seconds=SECONDS_OF_A_QUESTION), remedy=notice("store-slow-remedy")
    )
