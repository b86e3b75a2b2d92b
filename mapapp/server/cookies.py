"""Cookies protected from other sites, scripts and unencrypted connections."""

from starlette.datastructures import MutableHeaders

READ_BY_SCRIPT = "_streamlit_xsrf"
"""Streamlit's script sends this one back when it connects, which no page of another site can."""


def guard(headers: MutableHeaders, *, by_https: bool) -> None:
    """Complete the attributes of an answer's cookies; `by_https` is whether the request came by HTTPS."""
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        headers.append("set-cookie", _guarded(cookie, by_https))


def _guarded(cookie: str, by_https: bool) -> str:
    present = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
    missing_by_attribute = {
        "SameSite=Lax": "samesite" not in present,
        "HttpOnly": "httponly" not in present and not cookie.startswith(f"{READ_BY_SCRIPT}="),
        "Secure": "secure" not in present and by_https,
    }
    return "; ".join(
        [cookie, *(attribute for attribute, is_missing in missing_by_attribute.items() if is_missing)]
    )
