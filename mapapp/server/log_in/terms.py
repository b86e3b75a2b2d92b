"""The terms on which readers log in: provider, secrets, and who is admitted. Read from a TOML file."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mapapp.errors import BadSetting
from mapapp.messages import notice
from mapapp.model.regular_file import file_text
from mapapp.settings import THIS_MACHINE, Origin, Settings

URL_SETTINGS = ("redirect_uri", "server_metadata_url")
TEXT_SETTINGS = (*URL_SETTINGS, "client_id", "client_secret", "cookie_secret")
READERS = "readers"
FROM_ENVIRONMENT = {"client_secret": "MAPAPP_CLIENT_SECRET", "cookie_secret": "MAPAPP_COOKIE_SECRET"}
ALL_READERS = "everybody"
LEAST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms; their secrets do not appear in their repr.

    `readers`: email addresses, "@" and a domain for everybody there, or "everybody" the provider knows.
    """

    auth: Mapping[str, str] = field(repr=False)
    readers: frozenset[str]

    @property
    def origin(self) -> str:
        """The origin of the page, for which sessions are valid."""
        return _origin(self.auth["redirect_uri"])

    def admits(self, account: Mapping[str, Any]) -> bool:
        """Return whether an account may read: by its email address only if the provider has verified it."""
        email = str(account.get("email", "")).lower()
        user, at, domain = email.partition("@")
        is_sure = account.get("email_verified") is True and user and domain and "@" not in domain
        names = {email, at + domain} if is_sure else set()
        return ALL_READERS in self.readers or not names.isdisjoint(self.readers)


def terms_of(settings: Settings, root: str, environment: Mapping[str, str] = os.environ) -> Terms | None:
    """Read the terms, None if the map is not private; raise BadSetting if they can't be used.

    `root` is the path of the whole application. Secrets may be in the environment instead of the file.
    """
    if settings.log_in is None:
        return None
    if not find_spec("authlib"):
        raise BadSetting(notice("log-in-missing"), remedy=notice("log-in-missing-remedy"))
    values = _read(settings.log_in) | {
        name: environment[variable] for name, variable in FROM_ENVIRONMENT.items() if variable in environment
    }
    problems = [name for name, is_right in _checks(values, root).items() if not is_right]
    unknown = sorted(set(values) - {*TEXT_SETTINGS, READERS})
    if problems or unknown:
        names = ", ".join([*problems, *unknown])
        remedy = notice("log-in-unusable-remedy", ending=f"{root}/oauth2callback")
        raise BadSetting(notice("log-in-unusable", file=settings.log_in.name, names=names), remedy=remedy)
    return Terms({name: values[name] for name in TEXT_SETTINGS}, frozenset(map(str.lower, values[READERS])))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file_text(file))
    except (OSError, ValueError) as problem:  # does not quote the content
        raise BadSetting(
            notice("log-in-unreadable", file=str(file), problem=type(problem).__name__),
            remedy=notice("log-in-unreadable-remedy"),
        ) from None


def _checks(values: Mapping[str, Any], root: str) -> dict[str, bool]:
    """Return whether each setting is valid, by name."""
    checks = {name: isinstance(values.get(name), str) and bool(values[name]) for name in TEXT_SETTINGS}
    for name in URL_SETTINGS:
        checks[name] = checks[name] and _is_safe(values[name])
    if checks["redirect_uri"]:
        origin, path = _origin(values["redirect_uri"]), urlsplit(values["redirect_uri"]).path
        checks["redirect_uri"] = path == f"{root}/oauth2callback" and str(Origin.read(origin)) == origin
    checks["cookie_secret"] = checks["cookie_secret"] and len(values["cookie_secret"]) >= LEAST_SECRET
    readers = values.get(READERS)
    are_valid = isinstance(readers, list) and all(
        isinstance(reader, str) and _is_reader(reader) for reader in readers
    )
    return checks | {READERS: bool(readers) and are_valid}


def _is_safe(address: str) -> bool:
    """Return whether what is sent there is encrypted or stays on this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in THIS_MACHINE))


def _is_reader(text: str) -> bool:
    return text == ALL_READERS or (text.count("@") == 1 and not text.endswith("@"))
