"""A private map: what strangers get at every address, whatever cookie they send; what operators are told."""

import json
import re
from pathlib import Path
from typing import Any

import itsdangerous.timed
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from mapapp.api.assets import asset_routes
from mapapp.api.own_data import own_routes
from mapapp.api.routes import api_routes
from mapapp.errors import BadSetting
from mapapp.server.app import composition
from mapapp.server.doors import STREAMLIT_FOLDERS, STREAMLIT_PATHS, WEBSOCKET
from mapapp.server.log_in.gate import GO, LOG_IN, OPEN, Gate
from mapapp.server.log_in.terms import Terms, terms_of
from mapapp.settings import Settings, UploadLimits
from tests.asgi import get, run
from tests.factories import incident, store_of
from tests.test_api import Live

ORIGIN = "https://maps.example.org"
SECRET = "0123456789abcdef0123456789abcdef"
TERMS = {
    "client_id": "map",
    "client_secret": "known to two",
    "cookie_secret": SECRET,
    "server_metadata_url": "https://accounts.example.org/.well-known/openid-configuration",
    "redirect_uri": f"{ORIGIN}/oauth2callback",
    "readers": ["@example.org", "ben@elsewhere.example"],
}
ANNA = {"email": "Anna@example.org", "email_verified": True, "is_logged_in": True, "origin": ORIGIN}
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")


def written(folder: Path, **changed: Any) -> Path:
    """Write the terms as TOML, some of them changed; None omits one."""
    file = folder / "log-in.toml"
    given = {name: value for name, value in (TERMS | changed).items() if value is not None}
    file.write_text("\n".join(f"{name} = {json.dumps(value)}" for name, value in given.items()))
    return file


def settings(file: Path) -> Settings:
    return Settings.from_environment({"MAPAPP_LOG_IN": str(file), "MAPAPP_CACHE": "none"})


def signed(text: str, secret: str = SECRET, purpose: str = "_streamlit_user") -> str:
    return f"_streamlit_user={create_signed_value(secret, purpose, text).decode()}"


def cookie(said: Any, secret: str = SECRET, purpose: str = "_streamlit_user") -> str:
    return signed(json.dumps(said), secret, purpose)


def expired() -> str:
    with pytest.MonkeyPatch.context() as patch:
        then = itsdangerous.timed.time.time() - 25 * 3600
        patch.setattr(itsdangerous.timed.time, "time", lambda: then)
        return cookie(ANNA)


def altered(good: str) -> str:
    """Change one letter of the signature."""
    return good[:-5] + ("a" if good[-5] != "a" else "b") + good[-4:]


BAD_COOKIES = {
    "none": "",
    "empty": "_streamlit_user=",
    "no signature": f"_streamlit_user={json.dumps(ANNA)}",
    "forged": cookie(ANNA, "another secret, as long as the first"),
    "altered": altered(cookie(ANNA)),
    "of another purpose": cookie(ANNA, purpose="_streamlit_session"),
    "expired": expired(),
    "of another site": cookie(ANNA | {"origin": "https://elsewhere.example"}),
    "logged out": cookie(ANNA | {"is_logged_in": False}),
    "no object": cookie(["x"]),
    "a part that is missing": signed("chunks-2"),
    "no letters": "_streamlit_user=\u00e9\u00ff",
    "of somebody else": cookie(ANNA | {"email": "eve@elsewhere.example"}),
    "not verified": cookie(ANNA | {"email_verified": False}),
    "of a domain that ends likewise": cookie(ANNA | {"email": "eve@bad.example.org"}),
}


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    """The application's middleware, composed as in the server, around every address."""
    made = composition(settings(written(tmp_path_factory.mktemp("terms"))))
    inside = Route("/{rest:path}", lambda _: PlainTextResponse("inside"), methods=list(METHODS))
    return Starlette(routes=[inside], middleware=made["middleware"])


def addresses() -> list[str]:
    """List every address of the application, and some that do not exist."""
    made = composition(Settings.from_environment({"MAPAPP_CACHE": "none"}))["routes"]
    live = Live(store_of([incident("a")]))
    ours = [*made, *api_routes(live), *own_routes(UploadLimits()), *asset_routes()]
    paths = {route.path.replace("{", "").replace("}", "").replace(":path", "") for route in ours}
    invented = {
        "/",
        "/a-route-of-tomorrow",
        "/api/a-route-of-tomorrow",
        "/.git/config",
        "/log-in/other",
        "//log-in",
    }
    return sorted(paths | STREAMLIT_PATHS | {f"{folder}x" for folder in STREAMLIT_FOLDERS} | invented)


CLOSED = sorted(set(addresses()) - OPEN - {"/robots.txt"})


@pytest.mark.parametrize("bad", BAD_COOKIES.values(), ids=BAD_COOKIES)
def test_no_address_says_anything_to_strangers(private: Starlette, bad: str) -> None:
    headers = {"Cookie": bad} if bad else {}
    for path in CLOSED:
        for method in METHODS:
            answer = get(private, path, method=method, headers=headers)
            assert (answer.status, answer.headers["content-type"]) == (401, "application/problem+json"), path
            assert "inside" not in answer.body.decode()
        browsed = get(private, path, headers=headers | {"Accept": "text/html,*/*;q=0.8"})
        assert (browsed.status, browsed.headers["location"]) == (303, "http://test/log-in")


def test_what_strangers_may_see_is_listed(private: Starlette) -> None:
    assert {
        "/auth/login",
        "/auth/logout",
        "/oauth2callback",
        "/_stcore/health",
        "/icon.svg",
        "/favicon.png",
    } == OPEN
    assert get(private, "/robots.txt").body == b"User-agent: *\nDisallow: /\n"


def test_the_page_for_logging_in_says_nothing_of_the_data(private: Starlette) -> None:
    answer = get(private, LOG_IN)
    html = answer.body.decode()
    assert answer.status == 200
    assert "This map is private" in html
    assert f'href="http://test{GO}"' in html
    assert not [one for one in ("Karabakh", "og:", "<img", "<script") if one in html]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_who_is_known_but_not_admitted_is_told_so(private: Starlette) -> None:
    answer = get(private, LOG_IN, headers={"Cookie": BAD_COOKIES["of somebody else"]})
    assert answer.status == 403
    assert "http://test/auth/logout" in answer.body.decode()


def test_readers_get_in_and_no_cache_keeps_what_they_get(private: Starlette) -> None:
    answer = get(private, "/api/", headers={"Cookie": f"other=1; {cookie(ANNA)}"})
    assert (answer.status, answer.body) == (200, b"inside")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["vary"] == "Cookie"
    assert get(private, LOG_IN, headers={"Cookie": cookie(ANNA)}).headers["location"] == "http://test/"


def test_a_link_leads_to_its_view_once_its_reader_has_logged_in(private: Starlette) -> None:
    view = "incident=a&q=%C3%A9;%20x%0d%0aSet-Cookie:y"
    sent = get(private, "/", view.encode(), headers={"Accept": "text/html"})
    assert sent.headers["location"] == "http://test/log-in"
    kept = sent.headers["set-cookie"]
    assert "HttpOnly" in kept
    cookies = {"Cookie": f"{cookie(ANNA)}; {kept.partition(';')[0]}"}
    back = get(private, "/", headers=cookies)
    assert (back.status, back.headers["location"]) == (303, f"http://test/?{view}")
    assert 'mapapp_view=""' in back.headers["set-cookie"]
    assert get(private, "/", {"q": "other"}, headers=cookies).status == 200
    assert get(private, "/api/", headers=cookies).status == 200
    for query, path in (("", "/"), ("q=" + "x" * 2000, "/"), ("q=x", "/api/")):
        answer = get(private, path, query.encode(), headers={"Accept": "text/html"})
        assert "set-cookie" not in answer.headers


def test_a_long_session_comes_in_several_cookies(private: Starlette) -> None:
    text = json.dumps(ANNA | {"name": "x" * 5000})
    parts = {
        "_streamlit_user": "chunks-2",
        "_streamlit_user_1": text[:3000],
        "_streamlit_user_2": text[3000:],
    }
    sent = "; ".join(
        f"{name}={create_signed_value(SECRET, name, part).decode()}" for name, part in parts.items()
    )
    assert get(private, "/api/", headers={"Cookie": sent}).status == 200


def handshake(app: Starlette, sent: str) -> list[dict[str, Any]]:
    """Return the answers to a websocket handshake."""
    scope = {
        "type": "websocket",
        "scheme": "wss",
        "path": WEBSOCKET,
        "query_string": b"",
        "headers": [(b"host", b"maps.example.org"), (b"cookie", sent.encode("latin-1"))],
    }
    answers: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        answers.append(message)

    run(app, scope, lambda: None, send)
    return answers


@pytest.mark.parametrize("bad", BAD_COOKIES.values(), ids=BAD_COOKIES)
def test_no_stranger_opens_the_websocket(private: Starlette, bad: str) -> None:
    assert handshake(private, bad) == [{"type": "websocket.close", "code": 1008}]


def test_under_a_prefix_nothing_else_is_open(tmp_path: Path) -> None:
    file = written(tmp_path, redirect_uri=f"{ORIGIN}/maps/war/oauth2callback")
    terms = terms_of(settings(file), "/maps/war", {})
    assert terms is not None
    app = Gate(PlainTextResponse("inside"), "maps/war", terms)
    assert get(app, "/maps/war/_stcore/health").body == b"inside"
    for path in (
        "/_stcore/health",
        "/auth/login",
        "/maps/war",
        "/maps/warauth/login",
        "/maps/war/maps/war/icon.svg",
    ):
        assert get(app, path).status == 401


@pytest.mark.parametrize(
    ("account", "is_admitted"),
    [
        (ANNA, True),
        (ANNA | {"email": "BEN@elsewhere.example"}, True),
        (ANNA | {"email": "eve@elsewhere.example"}, False),
        (ANNA | {"email": "anna@example.org.elsewhere.example"}, False),
        (ANNA | {"email": "eve@elsewhere.example@example.org"}, False),
        (ANNA | {"email": ""}, False),
        (ANNA | {"email": None}, False),
        (ANNA | {"email": "everybody"}, False),
        (ANNA | {"email_verified": "false"}, False),
        ({"email": "anna@example.org"}, False),
    ],
)
def test_who_may_read_is_named_by_verified_addresses_and_domains(
    account: dict[str, Any], is_admitted: bool
) -> None:
    terms = Terms({}, frozenset(["@example.org", "ben@elsewhere.example"]))
    assert terms.admits(account) is is_admitted


def test_everybody_whom_the_provider_knows_may_be_let_in() -> None:
    assert Terms({}, frozenset(["everybody"])).admits({"sub": "x"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client_id", None),
        ("client_secret", ""),
        ("client_secret", 3),
        ("cookie_secret", "short"),
        ("server_metadata_url", "http://accounts.example.org/"),
        ("server_metadata_url", "https://[x"),
        ("redirect_uri", f"{ORIGIN}/other"),
        ("redirect_uri", f"{ORIGIN}/incidents/oauth2callback"),
        ("redirect_uri", "http://maps.example.org/oauth2callback"),
        ("readers", []),
        ("readers", None),
        ("readers", "everybody"),
        ("readers", ["anna"]),
        ("readers", ["@"]),
        ("raeders", ["everybody"]),
    ],
)
def test_terms_that_are_wrong_are_named_and_no_secret_is_told(
    tmp_path: Path, name: str, value: object
) -> None:
    with pytest.raises(BadSetting, match=name) as told:
        terms_of(settings(written(tmp_path, **{name: value})), "", {})
    assert SECRET not in str(told.value)
    assert "known to two" not in str(told.value)


def test_the_documented_file_is_understood(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "deploy.md").read_text(encoding="utf-8")
    (documented,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    file = tmp_path / "log-in.toml"
    file.write_text(documented.replace("…", "x" * 32), encoding="utf-8")
    terms = terms_of(settings(file), "/incidents", {})
    assert terms is not None
    assert terms.admits({"email": "ben@example.net", "email_verified": True})


def test_secrets_may_come_from_the_environment(tmp_path: Path) -> None:
    file = written(tmp_path, client_secret=None, cookie_secret=None)
    given = {"MAPAPP_CLIENT_SECRET": "b", "MAPAPP_COOKIE_SECRET": "c" * 32}
    terms = terms_of(settings(file), "", given)
    assert terms is not None
    assert (terms.auth["client_secret"], terms.auth["cookie_secret"]) == ("b", "c" * 32)
    assert "c" * 32 not in repr(terms)


def test_a_file_that_is_no_toml_is_told_without_its_content(tmp_path: Path) -> None:
    file = tmp_path / "log-in.toml"
    file.write_text('cookie_secret = "secret that nobody sees')
    for one in (file, tmp_path / "none.toml"):
        with pytest.raises(BadSetting, match=one.name) as told:
            terms_of(settings(one), "", {})
        assert "nobody sees" not in str(told.value)


def test_a_map_that_is_not_private_has_no_gate() -> None:
    made = composition(Settings.from_environment({"MAPAPP_CACHE": "none"}))
    app = Starlette(
        routes=[Route("/robots.txt", lambda _: PlainTextResponse("x"))], middleware=made["middleware"]
    )
    assert get(app, "/robots.txt").body == b"x"
    for path in (LOG_IN, "/auth/login", "/oauth2callback"):
        assert get(app, path).status == 404
