"""Streamlit's session of a reader who has logged in, which is a signed cookie.

Streamlit offers it to the page's script only (`st.user`); what is needed of its inside for all other answers
is here and nowhere else. Seen in Streamlit 1.67.
"""

import json
from collections.abc import Mapping
from typing import Any

from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

START, END, BACK = "/auth/login", "/auth/logout", "/oauth2callback"
"""Where Streamlit sends a reader to the provider, lets one leave, and takes one back from the provider."""

DAYS = 1
"""So long a session lasts here; Streamlit's own cookie stays for 30 days."""


def account(cookies: Mapping[str, str], secret: str, origin: str) -> dict[str, Any] | None:
    """Return what the provider said of the reader; None if no cookie, or none that is good, says so."""

    def signed(name: str) -> bytes | None:
        value = cookies.get(name, "").encode(errors="replace")
        return decode_signed_value(secret, name, value, max_age_days=DAYS)

    try:
        said = json.loads(get_cookie_with_chunks(signed, USER_COOKIE_NAME) or b"null")
    except ValueError:
        return None
    is_good = isinstance(said, dict) and said.get("is_logged_in") is True and said.get("origin") == origin
    return said if is_good else None


def pass_to_provider() -> str:
    """Return what admits to `START`, for two minutes."""
    return encode_provider_token("default")
