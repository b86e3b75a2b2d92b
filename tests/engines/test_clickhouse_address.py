"""ClickHouse URLs: what is accepted, what is refused, and the message if its package is missing."""

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
        "clickhouse://host/maps",
        "clickhouse://me@host:8123/maps",
        "clickhouse://a%40b@host:8443/maps?secure=true",
        "clickhouse://[::1]:8123/maps",
    ],
)
def test_addresses_are_taken(url):
    assert str(StoreAddress.parsed(url)) == url
    assert str(Settings.from_environment({"MAPAPP_STORE": url}).location) == url


@pytest.mark.parametrize(
    "url",
    [
        "clickhouse://user:sesame@host:8123/maps",
        "clickhouse://:sesame@host/maps",
        "clickhouse://user:sesame",
        "clickhouse://user:ses@me@host/maps",
        "clickhouse://user:sesame/x@host/maps",
        "clickhouse://host/maps?password=sesame",
        "clickhouse://host/maps?access_token=sesame",
        "clickhouse://host/maps?secure=true&key=sesame",
        "clickhouse://host/maps#sesame",
        "clickhouse://host/maps/sesame",
    ],
)
def test_what_may_be_a_password_is_refused_and_never_repeated(url):
    with pytest.raises(BadSetting) as refused:
        StoreAddress.parsed(url)
    told = CliRunner().invoke(app, ["serve", "--store", url])
    assert told.exit_code == 2
    assert "sesame" not in f"{refused.value}{refused.value.remedy}{told.output}"
    assert "CLICKHOUSE_PASSWORD" in f"{refused.value.remedy}" or "clickhouse://user@" in refused.value.remedy


@pytest.mark.parametrize(
    "url",
    [
        "clickhouse://host",
        "clickhouse://host/",
        "clickhouse:///maps",
        "clickhouse://host:0/maps",
        "clickhouse://host:99999/maps",
        "clickhouse://host:٨١٢٣/maps",
        "clickhouse://[zz/maps",
        "clickhouse://host/maps?secure=perhaps",
        "clickhouses://host/maps",
    ],
)
def test_what_names_no_database_is_refused_in_a_sentence(url):
    told = CliRunner().invoke(app, ["serve", "--store", url])
    assert told.exit_code == 2
    assert "is not understood" in told.output


def test_without_the_package_a_clear_sentence_says_what_to_install(monkeypatch):
    ours = ("clickhouse_connect", "mapapp.engine.engines.clickhouse", "mapapp.engine.published_in_clickhouse")
    for name in [one for one in sys.modules if one.startswith(ours)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "clickhouse_connect", None)
    monkeypatch.delattr("mapapp.engine.published_in_clickhouse", raising=False)
    with pytest.raises(BadSetting, match="needs a package") as told:
        open_dataset("clickhouse://host/maps")
    assert "mapapp[clickhouse]" in told.value.remedy
