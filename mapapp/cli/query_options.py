"""The Query on the command line: one option per parameter, with the same names as everywhere."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from mapapp.model.query import FILTERS, MULTIPLE, Query


def with_query_options(command: Callable[..., None]) -> Callable[..., None]:
    """Replace a command's argument `query` by an option for each parameter of the Query.

    Names are spelled as in URLs, and with hyphens too. The command raises BadQuery for a value that
    can't be understood.
    """
    options = {name: _option(name, definition.help) for name, definition in FILTERS.items()}
    signature = inspect.signature(command)
    own = {name: parameter for name, parameter in signature.parameters.items() if name != "query"}

    @wraps(command)
    def run(**arguments: Any) -> None:
        params = {name: values for name in options if (values := arguments.pop(name))}
        command(query=Query.from_params(params), **arguments)

    parameters = (own | options).values()
    run.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    )
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _option(name: str, meaning: str) -> inspect.Parameter:
    spellings = dict.fromkeys((f"--{name}", f"--{name.replace('_', '-')}"))
    repeated = " May be repeated." if name in MULTIPLE else ""
    option = typer.Option(*spellings, help=meaning + repeated, metavar="VALUE", rich_help_panel="Filters")
    kind = Annotated[list[str] | None, option]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
