"""The command line: its commands, and how errors are reported."""

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
"""Each is the function of its name in the file of its name in `mapapp/cli/`; a keyword is followed by `_`."""

EXIT_UNWRITABLE = 2
UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE, errno.EBADF}
"""The errors with which writing to standard output may fail through no fault of the program."""


class Commands(TyperGroup):
    """All commands, each imported when it is requested: `serve` need not wait for the others' modules.

    An error that the user can fix is one message and an exit code, not a traceback.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is Click's
        """List the commands in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the signature is Click's
        """Import a command; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        single = typer.Typer(add_completion=False)
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        single.command(cmd_name)(getattr(import_module(f"mapapp.cli.{name}"), name))
        return typer.main.get_command(single)

    def invoke(self, ctx: Any) -> Any:
        """Run the requested command."""
        try:
            return super().invoke(ctx)
        except MapappError as error:
            from mapapp.cli.terminal import visible  # noqa: PLC0415 - imported only where needed

            meaning = MEANINGS[type(error)]
            lines = "\n".join(visible(line) for line in str(error).split("\n"))
            typer.echo(f"{meaning.title}. {lines}", err=True)
            ctx.exit(meaning.exit_code)


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _print_version(is_requested: bool) -> None:
    if is_requested:
        typer.echo(f"mapapp {program_version()}")
        raise typer.Exit


@app.callback()
def commands(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """An interactive, evidence-grade map of conflict incidents."""


def main() -> None:
    """Run the command line; characters that the output's encoding lacks are escaped."""
    _open_closed_streams()
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
        _exit_unwritable(problem)
    except ExceptionGroup as group:  # of tasks that write concurrently
        unwritable, other_errors = group.split(_is_unwritable)
        if other_errors or not unwritable:
            raise
        _exit_unwritable(_first_error(unwritable))


def _open_closed_streams() -> None:
    """Replace standard input closed before the start by an empty one, standard output by an unwritable one.

    Python sets them to None, and the next file opened would get their file descriptor.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - as long as the program runs
    if sys.stdout is None:
        read_only = os.open(os.devnull, os.O_RDONLY)
        sys.stdout = open(read_only, "w", encoding="utf-8")  # noqa: SIM115 - likewise


def _is_unwritable(problem: BaseException) -> bool:
    """Return whether an error means a full disk; so does ENOENT without a file (no temporary folder)."""
    if not isinstance(problem, OSError):
        return False
    return problem.errno in UNWRITABLE or (problem.errno == errno.ENOENT and problem.filename is None)


def _first_error(error: BaseException) -> OSError:
    """Return the first error of a group, all of which are system errors."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return cast("OSError", error)


def _exit_unwritable(problem: OSError) -> NoReturn:
    """Exit without trying again to write the rest: to a full disk, or to a reader who has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    if problem.errno != errno.EPIPE:
        from mapapp.messages import notice  # noqa: PLC0415 - imported only where needed

        with suppress(OSError):  # it may be the standard error that can't be written
            typer.echo(notice("output-unwritable", problem=str(problem.strerror)), err=True)
    if sys.stderr:
        os.dup2(nowhere, sys.stderr.fileno())
    sys.exit(EXIT_UNWRITABLE)
