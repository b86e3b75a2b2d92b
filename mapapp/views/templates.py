"""HTML from templates: everything escaped, only http(s) URLs as links."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from mapapp import words
from mapapp.messages import message
from mapapp.views.script_words import words_of
from mapapp.words.languages import language_of


def safe_link(address: str | None) -> str:
    """Return the URL if it is an absolute http(s) one, otherwise an empty text."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return ""
    return (address or "") if parts.scheme in {"http", "https"} and parts.netloc else ""


def archive_search(address: str | None) -> str:
    """Return where the Internet Archive lists its copies of a page; empty if the URL is not a link."""
    link = safe_link(address)
    return f"https://web.archive.org/web/*/{link}" if link else ""


def incident_link(incident_id: str) -> str:
    """Return the shortest URL of an incident's dossier, relative to the page."""
    return "?" + urlencode({"incident": incident_id}, errors="replace")


def html(identifier: str, **arguments: Any) -> Markup:
    """Return a sentence of the catalogue that has HTML in it; the arguments are escaped."""
    return Markup(message(identifier, **{name: escape(value) for name, value in arguments.items()}))  # noqa: S704


def lang(language: str, text: str | None) -> Markup:
    """Return the attribute that names a text's language, "" where its script serves several.

    `language` is that of the data, "" if it is not known: then a text in Latin letters gets no attribute.
    """
    tag = language_of(text or "", language)
    return Markup() if tag is None else Markup(' lang="{}"').format(tag)


_environment = Environment(
    loader=PackageLoader("mapapp.views", "."),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals["message"] = message
_environment.globals["html"] = html
_environment.globals["lang"] = lang
_environment.globals["words_of"] = words_of
_environment.filters["safe_link"] = safe_link
_environment.filters["number"] = words.number
_environment.filters["partial_day"] = words.partial_day


def render(template: str, **values: Any) -> str:
    """Fill in a template of this folder; every value is escaped."""
    return _environment.get_template(template).render(**values)
