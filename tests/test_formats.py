"""The command line, the API and the page offer the export formats in the registry."""

import re

import pytest
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.exports.formats import BY_PARAMETER, FORMATS
from mapapp.exports.provenance import filename
from mapapp.model.query import Query
from mapapp.views.download import Shared, download_html
from tests.asgi import get
from tests.factories import war
from tests.test_api import ITEMS, app_for

FORMAT = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)


@FORMAT
@pytest.mark.usefixtures("bundled_is_open")
def test_the_command_line_writes_each_format_by_name_and_by_the_files_ending(form, tmp_path):
    by_ending, by_name = tmp_path / f"a{form.suffixes[0]}", tmp_path / "b"
    for more in (["-o", str(by_ending)], ["-o", str(by_name), "--format", form.name]):
        done = CliRunner().invoke(app, ["export", "--incident-id", "alkhanli-shukurbayli-2020-09-27", *more])
        assert done.exit_code == 0, done.output
    assert by_ending.read_bytes()[:3] == by_name.read_bytes()[:3] != b""


@pytest.mark.parametrize("form", BY_PARAMETER.values(), ids=lambda form: form.name)
def test_the_api_and_the_page_offer_each_format(form):
    store = war()
    answer = get(app_for(store), ITEMS, [("f", form.parameter), ("download", "1")])
    assert answer.headers["content-type"].startswith(form.media_type)
    assert filename(store, form.suffixes[0].removeprefix(".")) in answer.headers["content-disposition"]
    assert answer.status == 200
    assert answer.body
    files = [(form.label, name) for name, form in BY_PARAMETER.items()]
    shared = Shared("How to cite")
    page = download_html(
        Query(), store.totals(Query()), files[:1], files[1:], shared, conflict=store.conflict
    )
    assert re.search(f"f={form.parameter}[^>]*>{re.escape(form.label)}<", page)


def test_no_two_formats_have_a_name_in_common():
    for names in (
        [form.name for form in FORMATS],
        [form.parameter for form in FORMATS if form.parameter],
        [suffix for form in FORMATS for suffix in form.suffixes],
    ):
        assert len(names) == len(set(names))
