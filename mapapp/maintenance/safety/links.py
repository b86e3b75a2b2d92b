"""Personal links: with a key, a session, a click identifier or an invitation, or into a private network."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from mapapp.maintenance.safety.words import WORDS

PRIVATE_SUFFIXES = (".local", ".localhost", ".lan", ".internal", ".intranet", ".home.arpa")

_SIGNED = re.compile(r"(?<![\w-])eyJ[\w-]+\.eyJ[\w-]+\.")
"""A token that names its holder (JSON Web Token)."""
_ADDRESS = re.compile(r"(?<![\w+.-])[a-z][a-z0-9+.-]{1,20}://[^\s<>\"]{1,2000}", re.IGNORECASE)
_LEADS_ON = re.compile(r"(?<=.)https?://", re.IGNORECASE)
_PARAMETER = re.compile(r"[?&;#]([^?&;#=/]+)|/([^?&;#=/]+)=")
"""The name of a part of a URL that has a value, or follows its path."""
MAX_ESCAPES = 3
"""How many times a URL may be escaped within another."""
_OWN_NETWORK = re.compile(
    r"\\\\[\w.-]+\\[^\s<>\"]+"
    r"|(?<![\w./:-])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)(?:\.\d{1,3}){2}(?![\w.]\d)(?:[:/][^\s<>\"]*)?"
)
"""A shared folder on a computer, or a private IP address."""


def addresses_in(text: str) -> Iterator[str]:
    """Find URLs in a text, without the punctuation after them."""
    return (match[0].rstrip(".,;:!?)]") for match in _ADDRESS.finditer(text))


def own_network(text: str) -> Iterator[str]:
    """Find folders and computers of a private network, written without a scheme."""
    return (match[0].rstrip(".,;:!?)]") for match in _OWN_NETWORK.finditer(text))


def is_personal(address: str) -> bool:
    """Return whether a link identifies its user, opens private content, or leads into a private network."""
    return any(_is_personal(nested) for nested in _nested(_decoded(address)))


def _decoded(address: str) -> str:
    """Unescape a URL, and any URL escaped within it."""
    for _ in range(MAX_ESCAPES):
        address = unquote(address)
    return address


def _nested(address: str) -> Iterator[str]:
    """Return a URL, and each URL nested in it."""
    yield address
    yield from (address[match.start() :] for match in _LEADS_ON.finditer(address))


def _is_personal(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return _identifies_holder(parts) or _is_private(parts.hostname or "")
    except ValueError:
        return False


def _identifies_holder(parts: SplitResult) -> bool:
    whole = parts.geturl()
    names = {(match[1] or match[2]).casefold() for match in _PARAMETER.finditer(whole)}
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
        last_label = host.rpartition(".")[
            2
        ]  # without a dot, a name of the own network; a number, an IP address in short
        return "." not in host or last_label.isdecimal() or host.endswith(PRIVATE_SUFFIXES)
