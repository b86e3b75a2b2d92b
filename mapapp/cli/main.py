"""The command line: which commands there are, and how errors are told."""

import errno
import io
import os
import sys
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any, NoReturn, cast

import typer
from typer.core import TyperGroup

from mapapp.errors import MEANINGS, MapappError
from mapapp.shipped import program_version

COMMANDS = (
    "serve",
    "validate",
    "safety",
    "prepare",
    "load",
    "import",
    "geocode",
    "derive",
    "export",
    "verify",
    "mcp",
    "diff",
    "release",
)
"""Each is the function of its name in the file of its name in `mapapp/cli/`; a keyword has `_` behind it."""

EXIT_UNWRITABLE = 2
UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE, errno.EBADF}
"""What writing to the standard output may fail with through no fault of the program."""


class Commands(TyperGroup):
    """All commands, each imported when it is asked for: `serve` need not wait for the others' modules.

    An error that a person can mend is one message and an exit code, not a traceback.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is Click's
        """Name the commands in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the signature is Click's
        """Import a command; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        alone = typer.Typer(add_completion=False)
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        alone.command(cmd_name)(getattr(import_module(f"mapapp.cli.{name}"), name))
        return typer.main.get_command(alone)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except MapappError as error:
            from mapapp.cli.terminal import visible  # noqa: PLC0415 - imported only where needed

            meaning = MEANINGS[type(error)]
            lines = "\n".join(visible(line) for line in str(error).split("\n"))
            typer.echo(f"{meaning.title}. {lines}", err=True)
            ctx.exit(meaning.exit_code)


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mapapp {program_version()}")
        raise typer.Exit


@app.callback()
def commands(
    _version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """An interactive, evidence-grade map of conflict incidents."""


def main() -> None:
    """Run the command line; a letter that the output's encoding lacks is spelled out."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except OSError as problem:
        if not _is_unwritable(problem):
            raise
        _give_up(problem)
    except ExceptionGroup as several:  # of tasks that write side by side
        unwritable, others = several.split(_is_unwritable)
        if others or not unwritable:
            raise
        _give_up(_first(unwritable))


def _open_what_is_closed() -> None:
    """Let an input or output that was closed before the start be one that is empty, or that can't be written.

    Python has None there, and the next file that is opened would get its number.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - as long as the program runs
    if sys.stdout is None:
        only_read = os.open(os.devnull, os.O_RDONLY)
        sys.stdout = open(only_read, "w", encoding="utf-8")  # noqa: SIM115 - likewise


def _is_unwritable(problem: BaseException) -> bool:
    """Tell a full disk; no folder for temporary files is one too, and only that error names no file."""
    if not isinstance(problem, OSError):
        return False
    return problem.errno in UNWRITABLE or (problem.errno == errno.ENOENT and problem.filename is None)


def _first(problem: BaseException) -> OSError:
    """Return the first of a group's errors, which are of the system all of them."""
    while isinstance(problem, BaseExceptionGroup):
        problem = problem.exceptions[0]
    return cast("OSError", problem)


def _give_up(problem: OSError) -> NoReturn:
    """End without a further try to write what is left: to a full disk, or for a reader who has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    if problem.errno != errno.EPIPE:
        from mapapp.messages import notice  # noqa: PLC0415 - imported only where needed

        with suppress(OSError):  # it may be the standard error that can't be written
            typer.echo(notice("output-unwritable", problem=str(problem.strerror)), err=True)
    if sys.stderr:
        os.dup2(nowhere, sys.stderr.fileno())
    sys.exit(EXIT_UNWRITABLE)
