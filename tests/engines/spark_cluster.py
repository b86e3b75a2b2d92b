"""A Spark cluster for tests: a master and two workers, each a process, reachable only from this machine."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

SECONDS_TO_START = 120
WORKERS = 2
DAEMON = {"SPARK_DAEMON_MEMORY": "192m", "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}
LOCAL = ["--host", "127.0.0.1", "--webui-port", "0"]
SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.executor.memory": "640m",
    "spark.sql.shuffle.partitions": "2",
}
"""Settings as an operator writes them in spark-defaults.conf: little memory, few partitions for few rows."""


class Cluster:
    """A running cluster; `url` names its master, and all its workers can reach `folder`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="spark-"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"spark://127.0.0.1:{port}"
        self._master = self._start("master.Master", *LOCAL, "--port", str(port))
        self._wait_until(lambda: _answers(port))
        self.workers: dict[int, subprocess.Popen[bytes]] = {}
        for number in range(WORKERS):
            self.start_worker(number)
        settings = self.folder / "conf"
        settings.mkdir()
        lines = "".join(f"{name} {value}\n" for name, value in SETTINGS.items())
        (settings / "spark-defaults.conf").write_text(lines)
        os.environ |= {"SPARK_CONF_DIR": str(settings), "SPARK_LOCAL_IP": "127.0.0.1"}

    def start_worker(self, number: int) -> None:
        """Start a worker, also to replace one that was killed, and wait until the master knows it."""
        known = self._registered()
        work = ["--cores", "1", "--memory", "1g", "-d", str(self.folder / f"work{number}")]
        self.workers[number] = self._start("worker.Worker", self.url, *LOCAL, *work)
        self._wait_until(lambda: self._registered() > known)

    def _registered(self) -> int:
        log = (self.folder / "master.Master.log").read_text(errors="replace")
        return len(re.findall("Registering worker", log))

    def _start(self, program: str, *options: str) -> "subprocess.Popen[bytes]":
        command = [shutil.which("spark-class"), f"org.apache.spark.deploy.{program}", *options]
        with (self.folder / f"{program}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                env=os.environ | DAEMON,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )

    def _wait_until(self, is_so) -> None:
        end = time.monotonic() + SECONDS_TO_START
        while not is_so():
            assert time.monotonic() < end, "Spark does not start"
            time.sleep(0.2)

    def folder_url(self, name: str) -> str:
        """Return the store URL of a folder in the cluster."""
        return f"{self.url}{self.folder}/{name}"

    def executors(self, worker: int) -> list[int]:
        """Return the process IDs of a worker's executors."""
        found = Path(f"/proc/{self.workers[worker].pid}/task").glob("*/children")
        return [int(one) for children in found for one in children.read_text().split()]

    def kill(self, worker: int) -> None:
        """Kill a worker and its executors without warning."""
        working = self.executors(worker)
        for process in (self.workers[worker].pid, *working):
            os.kill(process, signal.SIGKILL)
        self.workers[worker].wait()

    def close(self) -> None:
        """End every process and remove everything."""
        for process in (*self.workers.values(), self._master):
            process.terminate()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
