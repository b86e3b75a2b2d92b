"""A PostgreSQL server for tests, in a temporary folder, reached by a socket there, removed afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

SECONDS_TO_START = 60
LOG = "log.txt"
"""In the data folder, where the server itself can read it."""
ACCOUNTS = ("postgres", "nobody")
"""The server runs under one of these accounts if the tests run as root, which PostgreSQL refuses to do."""


class Server:
    """A server that can be stopped and restarted; `url` names its database."""

    def __init__(self, programs: Path) -> None:
        self._programs, self._process = programs, None
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._account = _account(self.folder)
        self.url = f"postgresql://mapapp@/postgres?host={self.folder}"
        made = ["initdb", "-D", "data", "-U", "mapapp", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        self._run(made)
        self.start()

    def _run(self, command: list[str]) -> None:
        program = [str(self._programs / command[0]), *command[1:]]
        subprocess.run(program, check=True, cwd=self.folder, capture_output=True, **self._account)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = {"listen_addresses": "", "unix_socket_directories": str(self.folder), "fsync": "off"}
        command = [str(self._programs / "postgres"), "-D", "data"]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "data" / LOG).open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self.folder, stdout=log, stderr=log, **self._account
            )
        end = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            assert time.monotonic() < end, "PostgreSQL does not start"
            assert self._process.poll() is None, "PostgreSQL has ended"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop it at once, along with every query it is running."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait()

    def close(self) -> None:
        """Stop it and remove everything."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def database(self, name: str) -> str:
        """Make an empty database; return its URL."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url.replace("/postgres?", f"/{name}?")


def _account(folder: Path) -> dict[str, object]:
    """Choose the account to run under: one's own, or instead of root another, which is given the folder."""
    if os.geteuid() != 0:
        return {}
    name = next(name for name in ACCOUNTS if name in {one.pw_name for one in pwd.getpwall()})
    shutil.chown(folder, name)
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}
