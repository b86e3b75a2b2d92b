"""The program as one ASGI application: the page, the data API and the assets."""

import gc
import os
import re
import signal
import socket
import sys
import tomllib
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware

from mapapp.api.endpoint import root_of
from mapapp.engine.background import reading
from mapapp.errors import BadSetting
from mapapp.messages import notice
from mapapp.server.discovery import discovery_routes
from mapapp.server.doors import Doors
from mapapp.server.encodings import Encodings
from mapapp.server.first_html import first_routes
from mapapp.server.forwarded import ForwardedHeaders
from mapapp.server.headers import SecurityHeaders, answer_to_fault, tile_origins
from mapapp.server.log_in.gate import OPEN, Gate
from mapapp.server.log_in.terms import terms_of
from mapapp.server.log_limits import limit_repeats
from mapapp.server.overflow import Overflow
from mapapp.server.own_site import OwnSite
from mapapp.server.packed import Compression
from mapapp.server.patience import use_patient_protocol
from mapapp.server.ranges import Ranges
from mapapp.server.small_fonts import SmallFonts
from mapapp.server.startup import Startup
from mapapp.server.unpublished import DraftPrivacy
from mapapp.server.whole_runs import let_runs_finish
from mapapp.settings import Origin, Settings
from mapapp.shipped import bundled
from mapapp.views.tiles import backgrounds_of

if TYPE_CHECKING:
    from mapapp.engine.store import Store

PAGE = Path(__file__).parents[1] / "page" / "script.py"
SWITCH_INTERVAL = 0.0001
"""Seconds for which a computing thread keeps the others waiting. With Python's 0.005, the thread that talks
to readers, which does little at a time and waits again after each system call, falls ever further behind the
threads that make answers."""
GC_THRESHOLDS = 5_000, 10, 1
"""With Python's 700 objects, compiling a query, which creates thousands, is interrupted again and again; with
50,000, all readers wait a tenth of a second during a collection. With its 10 for the oldest generation,
closed pages would stay in memory until many more are closed."""

QUIET = {"logger.hideWelcomeMessage": True}
"""Streamlit would print the URL before it is known whether the data can be served."""


def composition(settings: Settings) -> dict[str, Any]:
    """Return the arguments of `st.App`, for a server other than ours: `streamlit run` or any ASGI server."""
    base_path = st.get_option("server.baseUrlPath")
    return _composed(settings, base_path, Startup(settings, base_path))


def _composed(settings: Settings, base_path: str, starting: Startup) -> dict[str, Any]:
    """Compose the page's script, our routes and their start, the middleware in front, and the headers.

    Streamlit puts its own routes under `server.baseUrlPath` but not those passed to it: ours include it
    themselves.
    """
    let_runs_finish()
    first_html_routes = first_routes(
        settings.location, base_path, partial(_store_if_read, settings), drafts=settings.drafts
    )
    discovery = discovery_routes(settings.location, base_path, drafts=settings.drafts)
    routes = [*first_html_routes, *discovery, *starting.routes]
    terms = terms_of(settings, root_of(base_path))
    return {
        "script_path": PAGE,
        "routes": routes,
        "lifespan": starting.lifespan,
        "exception_handlers": {Exception: answer_to_fault},
        "secrets": {"auth": dict(terms.auth)} if terms else None,
        "middleware": [
            Middleware(ForwardedHeaders, settings.forwarded),
            Middleware(SecurityHeaders, base_path, tile_origins(backgrounds_of(settings).values())),
            *([Middleware(DraftPrivacy, base_path)] if settings.drafts else []),
            Middleware(Overflow, starting.full),
            Middleware(
                OwnSite, (*settings.public, *([Origin.parsed(terms.origin)] if terms else [])), base_path
            ),
            *([Middleware(Gate, base_path, terms)] if terms else []),
            Middleware(Doors, base_path, routes, OPEN if terms else ()),
            Middleware(Encodings),
            Middleware(Compression, base_path),
            Middleware(SmallFonts, base_path),
            Middleware(Ranges),
        ],
    }


def _store_if_read(settings: Settings) -> "Store | None":
    """Return the store if the data have been read."""
    future = reading(settings)
    is_read = future.done() and future.exception() is None
    return future.result().current if is_read else None


def serve(settings: Settings, options: dict[str, Any], report: Callable[[str], None]) -> None:
    """Serve a data set until stopped; raise the error that prevents it, which may occur only after a while.

    `options` are Streamlit options by dotted name; they override `.streamlit/config.toml`. `report` is called
    with a line when reading begins, and with the URL once the data are read; a browser opens it unless
    `server.headless` is set, because Streamlit itself opens none for an application.
    """
    require_free(options["server.address"], options["server.port"])
    base_path = options.get("server.baseUrlPath", "")
    _require_prefix(base_path)
    here = _address(options["server.address"], options["server.port"])
    address = f"{settings.public[0] if settings.public else here}{root_of(base_path)}/"

    def ready() -> None:
        sys.setswitchinterval(SWITCH_INTERVAL)  # not while threads import
        report(f"The map is at {address}. Ctrl+C ends it.")
        if not options["server.headless"]:
            webbrowser.open(address)

    starting = Startup(settings, base_path, ready=ready, failed=_stop)
    app = st.App(**_composed(settings, base_path, starting))
    os.environ |= settings.as_environment()
    use_patient_protocol()
    limit_repeats()
    report(f"Reading {settings.location.name}.")
    gc.set_threshold(*GC_THRESHOLDS)
    gc.freeze()  # what exists by now stays, and need not be scanned
    with suppress(KeyboardInterrupt):
        app.run(config=shipped_options() | QUIET | options)
    gc.unfreeze()  # or DuckDB's library complains at exit about what is left
    starting.raise_problem()


def _stop() -> None:
    signal.raise_signal(signal.SIGINT)


def _address(host: str, port: int) -> str:
    """Return the URL at which a browser on this machine finds the server."""
    name = "localhost" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared only
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def require_free(address: str, port: int) -> None:
    """Raise BadSetting if the address can't be listened on."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, port))
    except OSError as problem:
        raise BadSetting(
            notice("port-unusable", port=str(port), address=address, problem=str(problem.strerror)),
            remedy=notice("port-unusable-remedy"),
        ) from problem


def _require_prefix(path: str) -> None:
    """Raise BadSetting if a path can't be the prefix of URLs."""
    if not re.fullmatch(r"[\w.~/-]*", path, re.ASCII) or {".", ".."} & set(path.split("/")):
        raise BadSetting(
            notice("prefix-unusable", prefix=repr(path)),
            remedy=notice("prefix-unusable-remedy"),
        )


def shipped_options() -> dict[str, Any]:
    """Read the options that the program ships with, by dotted name."""
    sections = tomllib.loads(bundled(".streamlit/config.toml").read_text(encoding="utf-8"))
    return dict(_dotted("", sections))


def _dotted(prefix: str, section: dict[str, Any]) -> list[tuple[str, Any]]:
    return [
        pair
        for name, value in section.items()
        for pair in (
            _dotted(f"{prefix}{name}.", value) if isinstance(value, dict) else [(prefix + name, value)]
        )
    ]
