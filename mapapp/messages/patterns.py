"""Messages of the page's catalogue as data, for the scripts that fill them in themselves."""

from functools import cache
from typing import Any

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from mapapp.messages import messages_of

Pattern = str | list[Any]
"""A text; or parts: texts, arguments as `[name]`, choices as `{"of": name, "forms": …, "other": …}`."""


@cache
def pattern(identifier: str) -> Pattern:
    """Return a message of the catalogue; KeyError if there is none."""
    entry = FluentParser().parse(messages_of("page")[identifier]).body[0]
    if not isinstance(entry, ftl.Message) or not entry.value:
        raise KeyError(identifier)
    return _pattern(entry.value)


def _pattern(value: ftl.Pattern) -> Pattern:
    parts = [_part(element) for element in value.elements]
    texts = [part for part in parts if isinstance(part, str)]
    return "".join(texts) if texts == parts else list(parts)


def _part(element: Any) -> str | list[str] | dict[str, Any]:
    match element:
        case ftl.TextElement(value=text):
            return str(text)
        case ftl.Placeable(expression=ftl.VariableReference() as variable):
            return [variable.id.name]
        case ftl.Placeable(expression=ftl.SelectExpression(selector=ftl.VariableReference() as of) as choice):
            forms = {_key(variant.key): _pattern(variant.value) for variant in choice.variants}
            other = next(_key(variant.key) for variant in choice.variants if variant.default)
            return {"of": of.id.name, "forms": forms, "other": other}
    raise TypeError(f"The scripts of the page can't fill in {element!r}.")


def _key(key: ftl.Identifier | ftl.NumberLiteral) -> str:
    return str(key.name if isinstance(key, ftl.Identifier) else key.value)
