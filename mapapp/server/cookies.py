"""Cookies that no other site, no script and no unencrypted connection gets to see."""

from starlette.datastructures import MutableHeaders

READ_BY_SCRIPT = "_streamlit_xsrf"
"""Streamlit's script hands this one back when it connects, which no page of another site can."""


def guard(headers: MutableHeaders, *, by_https: bool) -> None:
    """Complete the cookies of an answer; `by_https` is whether its reader came by https."""
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        headers.append("set-cookie", _guarded(cookie, by_https))


def _guarded(cookie: str, by_https: bool) -> str:
    given = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
    wanted = {
        "SameSite=Lax": "samesite" not in given,
        "HttpOnly": "httponly" not in given and not cookie.startswith(f"{READ_BY_SCRIPT}="),
        "Secure": "secure" not in given and by_https,
    }
    return "; ".join([cookie, *(attribute for attribute, missing in wanted.items() if missing)])
