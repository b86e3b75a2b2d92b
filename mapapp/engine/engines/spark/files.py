"""Files in a folder that Spark can reach: on a disk, in HDFS or an object store; accessed through Hadoop."""

from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession


class Files:
    """The files of a folder; names may include folders. Raises Py4JError for whatever fails."""

    def __init__(self, spark: SparkSession, folder: str) -> None:
        self._java: Any = spark._jvm
        self.folder = folder
        self._system = self._path().getFileSystem(spark._jsparkSession.sessionState().newHadoopConf())

    def _path(self, name: str = "") -> Any:
        return self._java.org.apache.hadoop.fs.Path(f"{self.folder}/{name}")

    def ages(self, name: str = "") -> dict[str, float]:
        """Return the names in a folder, each with its age in seconds; empty if there is no such folder."""
        if not self._system.exists(self._path(name)):
            return {}
        now = self._java.java.lang.System.currentTimeMillis()
        statuses = self._system.listStatus(self._path(name))
        return {
            status.getPath().getName(): (now - status.getModificationTime()) / 1000 for status in statuses
        }

    def put(self, local: Path, name: str) -> None:
        """Copy a file from this machine."""
        source = self._java.org.apache.hadoop.fs.Path(local.as_uri())
        self._system.copyFromLocalFile(False, True, source, self._path(name))

    def write(self, name: str, text: str) -> None:
        """Write a text, completely or not at all."""
        part = self._path(f"{name}.part")
        stream = self._system.create(part, True)
        try:
            stream.write(text.encode())
        finally:
            stream.close()
        if not self._system.rename(part, self._path(name)):
            raise OSError(name)

    def read(self, name: str) -> str:
        """Read a text."""
        stream = self._system.open(self._path(name))
        try:
            return str(self._java.org.apache.commons.io.IOUtils.toString(stream, "UTF-8"))
        finally:
            stream.close()

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all its content."""
        self._system.delete(self._path(name), True)
