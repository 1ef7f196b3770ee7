"""Finds the command's module by name and runs it; no other command's module is imported.

Each command is a function `command(...) -> int` in `fix502/cli/NAME.py`, annotated in typer's style; what
it returns is the exit code (`fix502.model.exit_codes`). A module may have `main(words) -> int` instead, which
parses its arguments itself: typer imports pydantic, a quarter of a second that `decode` can't spend when the
guard asks it why the app died. The help page of the program itself is printed from the table below, so that
it costs no import at all.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

from fix502 import __version__
from fix502.model.exit_codes import ExitCode


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the help page. `module` holds the function `command`."""

    name: str
    module: str
    help: str


COMMANDS: tuple[Entry, ...] = (
    Entry("diagnose", "fix502.cli.diagnose", "Find out why an app answers 502."),
    Entry("decode", "fix502.cli.decode", "Name the cause in a pasted log."),
    Entry("check", "fix502.cli.check", "Test from outside every path that the profile names."),
    Entry("status", "fix502.cli.status", "Say whether the app runs, and from what that was inferred."),
    Entry("fix", "fix502.cli.fix", "Repair what diagnose found, verify it, undo it if it does not help."),
    Entry("explain", "fix502.cli.explain", "Show the page of one cause."),
    Entry("causes", "fix502.cli.causes", "List the causes that fix502 knows."),
    Entry("drill", "fix502.cli.drill", "Break a sandbox on purpose, then find and repair it."),
    # These two are started by __main__ on the standard library alone; they stand here for the help page.
    Entry("guard", "fix502.guard.command", "Hold the port and start the app behind it."),
    Entry("health", "fix502.guard.health", "Answer a container's health check."),
)

USAGE = "Usage: fix502 COMMAND [OPTIONS]"


def help_page() -> str:
    """Return what `fix502 --help` prints."""
    width = max(len(entry.name) for entry in COMMANDS)
    rows = [f"  {entry.name:<{width}}  {entry.help}" for entry in COMMANDS]
    return "\n".join(
        [
            USAGE,
            "",
            "Finds out why a web app answers 502 Bad Gateway, repairs it, and proves that it is repaired.",
            "",
            "Commands:",
            *rows,
            "",
            "Options:",
            "  --version  Print the version.",
            "  --help     Print this page; `fix502 COMMAND --help` explains a command.",
            "",
            "Start with `fix502 diagnose`, or paste a log: `fix502 decode < app.log`.",
        ]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (default: `sys.argv[1:]`) name and return the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in {"--help", "-h", "help"}:
        if words[:1] == ["help"] and len(words) > 1:
            return main([words[1], "--help"])
        print(help_page())
        return ExitCode.OK
    if words[0] == "--version":
        print(f"fix502 {__version__}")
        return ExitCode.OK
    entry = next((entry for entry in COMMANDS if entry.name == words[0]), None)
    if entry is None:
        print(unknown_command(words[0]), file=sys.stderr)
        return ExitCode.USAGE
    return run(entry, words[1:])


def unknown_command(word: str) -> str:
    """Return the error for a word that is no command, with the nearest name."""
    from difflib import get_close_matches

    near = get_close_matches(word, [entry.name for entry in COMMANDS], n=1)
    hint = f" Did you mean `fix502 {near[0]}`?" if near else ""
    return f'{USAGE}\n\nError: there is no command "{word}".{hint} `fix502 --help` lists all.'


def run(entry: Entry, words: list[str]) -> int:
    """Import the command's module, run it with `words`, and return its exit code, whatever happens."""
    import importlib

    from fix502.cli.errors import UsageError

    try:
        module = importlib.import_module(entry.module)
        code = module.main(words) if hasattr(module, "main") else run_with_typer(entry.name, module, words)
    except SystemExit as stop:
        code = stop.code
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except UsageError as error:
        print(f"Error: {error}\n`fix502 {entry.name} --help` explains the command.", file=sys.stderr)
        code = ExitCode.USAGE
    except BrokenPipeError:
        # The reader left (`| head`): not our failure, and nothing can be printed any more.
        sys.stdout = None  # keeps the interpreter from flushing it again
        code = ExitCode.OK
    except Exception as error:  # noqa: BLE001 - the last resort: a defect becomes a report, not a traceback
        print(defect_report(error), file=sys.stderr)
        code = ExitCode.INTERNAL
    return code if isinstance(code, int) else ExitCode.OK


def run_with_typer(name: str, module: ModuleType, words: list[str]) -> object:
    """Let typer parse `words` for the module's `command`; return what the command returns."""
    from functools import wraps

    import typer

    command: Callable[..., int] = module.command

    @wraps(command)
    def wrapped(*args: object, **options: object) -> None:
        try:
            code = command(*args, **options)
        except typer.Abort:
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        raise typer.Exit(code)

    app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    app.command(help=command.__doc__)(wrapped)
    return app(args=words, prog_name=f"fix502 {name}")


def defect_report(error: Exception) -> str:
    """Write the traceback to a file that only the user can read; return what to say about it."""
    import tempfile
    import traceback

    text = "".join(traceback.format_exception(error))
    with tempfile.NamedTemporaryFile(
        "w", prefix="fix502-defect-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"fix502 {__version__}, Python {sys.version}\n{text}")
    return (
        f"fix502 has a defect: {type(error).__name__}. Its report is in {file.name}; look through it "
        "for secrets before you pass it on."
    )
