"""Streamlit's session of a reader who has logged in, which is a signed cookie.

Streamlit offers it only to the page's script (`st.user`); all use of its internals for other answers is here.
As of Streamlit 1.67.
"""

import json
from collections.abc import Mapping
from typing import Any

from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

START, END, BACK = "/auth/login", "/auth/logout", "/oauth2callback"
"""Where Streamlit sends a reader to the provider, logs out, and receives the reader back."""

DAYS = 1
"""How long a session lasts here; Streamlit's own cookie lasts 30 days."""


def account(cookies: Mapping[str, str], secret: str, origin: str) -> dict[str, Any] | None:
    """Return what the provider said about the reader; None without a valid cookie."""

    def signed(name: str) -> bytes | None:
        value = cookies.get(name, "").encode(errors="replace")
        return decode_signed_value(secret, name, value, max_age_days=DAYS)

    try:
        session = json.loads(get_cookie_with_chunks(signed, USER_COOKIE_NAME) or b"null")
    except ValueError:
        return None
    is_good = (
        isinstance(session, dict) and session.get("is_logged_in") is True and session.get("origin") == origin
    )
    return session if is_good else None


def pass_to_provider() -> str:
    """Return a token that admits to `START` for two minutes."""
    return encode_provider_token("default")
