"""Links of one person: with a key, a session, a click's mark or an invitation, or into a private network."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from mapapp.maintenance.safety.words import WORDS

PRIVATE_ENDS = (".local", ".localhost", ".lan", ".internal", ".intranet", ".home.arpa")

_SIGNED = re.compile(r"(?<![\w-])eyJ[\w-]+\.eyJ[\w-]+\.")
"""A token that names its holder (JSON Web Token)."""
_ADDRESS = re.compile(r"(?<![\w+.-])[a-z][a-z0-9+.-]{1,20}://[^\s<>\"]{1,2000}", re.IGNORECASE)
_LEADS_ON = re.compile(r"(?<=.)https?://", re.IGNORECASE)
_PARAMETER = re.compile(r"[?&;#]([^?&;#=/]+)|/([^?&;#=/]+)=")
"""The name of a part of an address that has a value, or stands behind its path."""
MOST_ESCAPES = 3
"""How often an address may be escaped within another."""
_OWN_NETWORK = re.compile(
    r"\\\\[\w.-]+\\[^\s<>\"]+"
    r"|(?<![\w./:-])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)(?:\.\d{1,3}){2}(?![\w.]\d)(?:[:/][^\s<>\"]*)?"
)
"""A folder that a computer shares, and the number of one within a network."""


def addresses_in(text: str) -> Iterator[str]:
    """Find web addresses in a text, without the punctuation behind them."""
    return (found[0].rstrip(".,;:!?)]") for found in _ADDRESS.finditer(text))


def own_network(text: str) -> Iterator[str]:
    """Find folders and computers of a network of one's own, written without a scheme."""
    return (found[0].rstrip(".,;:!?)]") for found in _OWN_NETWORK.finditer(text))


def is_personal(address: str) -> bool:
    """Whether a link tells who opened it, opens what is its holder's, or leads into a private network."""
    return any(_is_own(nested) for nested in _nested(_decoded(address)))


def _decoded(address: str) -> str:
    """Take the escapes out of an address, and out of the address that is escaped in it."""
    for _ in range(MOST_ESCAPES):
        address = unquote(address)
    return address


def _nested(address: str) -> Iterator[str]:
    """Return an address, and each one to which it leads on."""
    yield address
    yield from (address[found.start() :] for found in _LEADS_ON.finditer(address))


def _is_own(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return _has_holder(parts) or _is_private(parts.hostname or "")
    except ValueError:
        return False


def _has_holder(parts: SplitResult) -> bool:
    whole = parts.geturl()
    names = {(found[1] or found[2]).casefold() for found in _PARAMETER.finditer(whole)}
    folders = frozenset(re.split(r"[/?]", f"{parts.path}/{parts.fragment}".casefold()))
    return (
        parts.username is not None
        or not names.isdisjoint(WORDS.personal_parameters)
        or not folders.isdisjoint(WORDS.mailboxes)
        or _SIGNED.search(whole) is not None
        or any(f"{parts.hostname}{parts.path}".startswith(start) for start in WORDS.invitations)
    )


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        last = host.rpartition(".")[
            2
        ]  # without a dot, a name of the own network; a number, an IP address in short
        return "." not in host or last.isdecimal() or host.endswith(PRIVATE_ENDS)
