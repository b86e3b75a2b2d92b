"""A private map with a real provider: strangers see nothing; a reader logs in, sees the map and logs out."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SHARED_COPIES, Server, end, free_port, serving, wait_until_ready
from tests.browser.reader import PATIENCE, Reader

PREFIX = "maps/war"
TITLE = "Karabakh"
PROVIDER = """
import sys, threading
from oidc_provider_mock import User, run_server_in_thread

def user(name, domain):
    return User(sub=name, claims={"email": f"{name}@{domain}", "email_verified": True})

users = [user("anna", "example.org"), user("eve", "elsewhere.example")]
with run_server_in_thread(int(sys.argv[1]), user_claims=users):
    threading.Event().wait()
"""
TERMS = """
client_id = "map"
client_secret = "{secret}"
cookie_secret = "{secret}"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"
redirect_uri = "http://127.0.0.1:{port}/{prefix}/oauth2callback"
readers = ["@example.org"]
"""


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Start an OpenID Connect provider that knows Anna and Eve, and return its port."""
    port, log = free_port(), tmp_path_factory.mktemp("provider") / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-c", PROVIDER, str(port)], stdout=output, stderr=output)
    try:
        wait_until_ready(
            Server(f"http://localhost:{port}/", log, process), ".well-known/openid-configuration"
        )
        yield port
    finally:
        end(process)


@pytest.fixture(scope="module")
def server(provider: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    terms = folder / "log-in.toml"
    terms.write_text(TERMS.format(secret="0" * 32, provider=provider, port=port, prefix=PREFIX))
    arguments = ("--base-path", PREFIX, "--log-in", str(terms))
    log = folder / "log.txt"
    with serving(log, *arguments, port=port, ready="_stcore/health", **SHARED_COPIES) as running:
        yield running


def log_in(page: Page, server: Server, name: str, view: str = "") -> None:
    page.goto(server.url + view)
    expect(page).to_have_url(f"{server.url}log-in")
    expect(page.locator("body")).not_to_contain_text(TITLE)
    page.get_by_role("link", name="Log in").click()
    page.get_by_role("button", name=name, exact=True).click()


def test_a_reader_logs_in_sees_the_map_and_logs_out(
    violations: list[str], page: Page, server: Server, provider: int
) -> None:
    items = f"{server.url}api/collections/incidents/items?limit=1"
    assert page.request.get(items).status == 401
    log_in(page, server, "anna", "?q=ganja")
    reader = Reader(page, server.url)
    page.wait_for_url(re.compile(rf"{re.escape(server.url)}\?q=ganja"), timeout=PATIENCE)
    reader.until_settled()
    expect(reader.map.locator(".mapapp-mark").first).to_be_visible(timeout=PATIENCE)
    assert page.request.get(items).status == 200
    cookies = [one for one in page.context.cookies() if one["name"].startswith("_streamlit_user")]
    assert cookies
    assert all(one["httpOnly"] and one["sameSite"] == "Lax" for one in cookies)

    page.get_by_role("link", name="Log out").click()
    page.wait_for_url(f"http://localhost:{provider}/**", timeout=PATIENCE)
    page.goto(server.url)
    expect(page).to_have_url(f"{server.url}log-in")
    assert page.request.get(items).status == 401
    assert violations == []


def test_an_account_that_is_not_named_is_told_so(page: Page, server: Server) -> None:
    log_in(page, server, "eve")
    expect(page.locator("body")).to_contain_text("Your account does not have access", timeout=PATIENCE)
    assert page.request.get(f"{server.url}api/").status == 401
