"""Spark URLs: what is accepted, what is refused, and the message where Spark can't be used."""

import sys

import pytest
from typer.testing import CliRunner

from mapapp import open_dataset
from mapapp.cli.main import app
from mapapp.errors import BadSetting
from mapapp.settings import Settings, StoreAddress


@pytest.mark.parametrize(
    "url",
    [
        "spark://host:7077/srv/maps",
        "spark://[::1]:7077/srv/maps",
        "spark://host:7077?folder=s3a://bucket/maps",
        "spark://host:7077/?folder=hdfs:///maps",
        "spark:///srv/maps",
    ],
)
def test_addresses_are_taken(url):
    assert str(StoreAddress.parsed(url)) == url
    assert str(Settings.from_environment({"MAPAPP_STORE": url}).location) == url


@pytest.mark.parametrize(
    "url",
    [
        "spark://user:sesame@host:7077/maps",
        "spark://sesame@host:7077/maps",
        "spark://host:7077?folder=s3a://key:sesame@bucket/maps",
        "spark://host:7077?folder=s3a%3A%2F%2Fkey%3Asesame%40bucket",
        "spark://host:7077/maps?fs.s3a.secret.key=sesame",
        "spark://host:7077/maps?folder=s3a://bucket&password=sesame",
        "spark://host:7077?folder=sesame",
        "spark://host/sesame",
        "spark://host:7077",
        "spark://host:7077/maps#sesame",
    ],
)
def test_what_may_be_a_key_is_refused_and_never_repeated(url):
    with pytest.raises(BadSetting) as refused:
        StoreAddress.parsed(url)
    told = CliRunner().invoke(app, ["serve", "--store", url])
    assert told.exit_code == 2
    assert "sesame" not in f"{refused.value}{refused.value.remedy}{told.output}"
    assert "Spark" in f"{refused.value.remedy}"


@pytest.mark.parametrize(
    "url",
    [
        "spark://host:0/maps",
        "spark://host:99999/maps",
        "spark://host:٧٠٧٧/maps",
        "spark://[zz:7077/maps",
        "spark://[1:2.3]:7077/maps",
        "spark://host:7077/maps[1]",
        "spark://host:7077/maps/%7Ba,b%7D",
        "spark://host:7077?folder=s3a://bucket/maps*",
        "postgresql://user:sesame@[zz/maps",
    ],
)
def test_what_names_no_host_or_port_is_refused_in_a_sentence(url):
    told = CliRunner().invoke(app, ["serve", "--store", url])
    assert told.exit_code == 2
    assert "is not understood" in told.output
    assert "sesame" not in told.output


def test_without_the_package_a_clear_sentence_says_what_to_install(monkeypatch):
    for name in [
        one for one in sys.modules if one.startswith(("pyspark", "mapapp.engine.published_in_spark"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.delattr("mapapp.engine.published_in_spark", raising=False)
    with pytest.raises(BadSetting, match="needs a package") as told:
        open_dataset("spark://host:7077/maps")
    assert "mapapp[spark]" in told.value.remedy
