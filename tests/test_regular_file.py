"""A pipe or a device in place of one of a data set's files is never waited for."""

import os

import pytest
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.model.regular_file import file_bytes, file_text

TABLE = "incident_id,date_start,latitude,longitude\na,2020-10-04,40,47\n"
TOLD = {
    "conflict.toml": 2,
    "mapping.toml": 2,
    "claims.csv": 2,
    "sources.csv": 2,
    "incidents.csv": 2,
    "datapackage.json": 0,
}
"""Exit status of `mapapp validate` by file: a data set can be read without its description."""


@pytest.fixture(params=["pipe", "device"])
def put(request):
    return os.mkfifo if request.param == "pipe" else lambda path: path.symlink_to("/dev/zero")


@pytest.mark.parametrize("name", TOLD)
def test_a_pipe_or_a_device_is_told_and_not_waited_for(tmp_path, put, name):
    incidents = tmp_path / "incidents.csv"
    incidents.write_text(TABLE, encoding="utf-8")
    (tmp_path / name).unlink(missing_ok=True)
    put(tmp_path / name)
    done = CliRunner().invoke(app, ["validate", str(incidents)])
    assert done.exit_code == TOLD[name], done.output
    if TOLD[name]:
        assert "not a file" in done.output.casefold()
        assert name in done.output


def test_a_package_that_is_named_is_told_too(tmp_path, put):
    put(tmp_path / "datapackage.json")
    done = CliRunner().invoke(app, ["validate", str(tmp_path / "datapackage.json")])
    assert done.exit_code == 2
    assert "not a file" in done.output.casefold()


def test_a_folder_is_no_file_and_a_mark_of_its_order_is_no_text(tmp_path):
    with pytest.raises(OSError, match="Not a file"):
        file_bytes(tmp_path)
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfa")
    assert file_text(tmp_path / "a") == "a"
