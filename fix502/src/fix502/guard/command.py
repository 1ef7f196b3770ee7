"""`fix502 guard`: the command line."""

import argparse
import os
import shlex
import sys
from collections.abc import Sequence

from fix502.guard.listener import BindError, open_listener
from fix502.guard.output import Log, Tail
from fix502.guard.state_path import default_state_path
from fix502.guard.steps import Step, parse_step
from fix502.guard.supervisor import Settings, Supervisor

_EPILOG = """\
{fd} in the server command is the number of the listening socket's descriptor, for example:
  fix502 guard --bind 0.0.0.0:80 --step 'migrate=python manage.py migrate' \\
    -- gunicorn --bind 'fd://{fd}' --no-control-socket shop.wsgi

exit codes: 0 stopped by a signal, 2 wrong command line, 68 the host of --bind does not resolve,
  73 cannot listen (port in use), 77 no permission for that port. While it lives it never leaves the port.
signals: TERM drains, then stops; a second TERM, INT or QUIT stops at once; a third kills.
  HUP, USR1, USR2, WINCH, TTIN and TTOU go to the server."""


def main(argv: Sequence[str]) -> int:
    """Run the guard with the arguments after `fix502 guard`; return the exit code."""
    arguments = list(argv)
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    parser = _parser()
    options = parser.parse_args(arguments[:cut])
    settings = _settings(parser, options, arguments[cut + 1 :])
    try:
        listener = open_listener(options.bind)
    except BindError as error:
        sys.stderr.write(f"fix502 guard: {error}\n")
        return error.exit_code
    Log(Tail()).write(f"listening on {listener.name} (pid {os.getpid()})")
    return Supervisor(settings, listener).run()


def _settings(parser: argparse.ArgumentParser, options: argparse.Namespace, server: list[str]) -> Settings:
    if not server:
        parser.error(
            "no server command: write it after --, for example -- gunicorn --bind 'fd://{fd}' shop.wsgi"
        )
    if not any("{fd}" in word for word in server):
        parser.error("the server command does not contain {fd}, so the server would not get the socket")
    if not options.ready_path.startswith("/") or any(each.isspace() for each in options.ready_path):
        parser.error(f'--ready-path "{options.ready_path}" is not a path: it begins with / and has no space')
    steps: list[Step] = []
    for required, text in options.steps or ():
        timeout = options.step_timeout if required else options.optional_step_timeout
        try:
            steps.append(parse_step(text, required=required, timeout=timeout))
        except ValueError as error:
            parser.error(str(error))
    try:
        decode = (*shlex.split(options.decode),) if options.decode is not None else _own_decoder()
    except ValueError as error:
        parser.error(f"--decode cannot be read: {error}")
    return Settings(
        steps=tuple(steps),
        server=tuple(server),
        drain=options.drain,
        grace=options.grace,
        hold=options.hold,
        stall=options.stall,
        quick=options.quick,
        slow=options.slow,
        ready_path=options.ready_path,
        ready_host=options.ready_host,
        state_path=options.state or default_state_path(),
        decode=decode,
    )


def _own_decoder() -> tuple[str, ...]:
    return (sys.executable, "-m", "fix502", "decode", "--format", "line")


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 86400:  # false for NaN too
        raise argparse.ArgumentTypeError(f'"{text}" is not a number of seconds between 0 and 86400')
    return value


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number between 1 and 1000')
    return int(text)


def _required(text: str) -> tuple[bool, str]:
    return True, text


def _optional(text: str) -> tuple[bool, str]:
    return False, text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fix502 guard",
        usage="fix502 guard [options] -- SERVER COMMAND WITH {fd}",
        description="Hold a port that always answers: boot, serve, restart and drain a web server behind it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add(
        "--bind",
        default="0.0.0.0:80",
        metavar="ADDRESS",
        help="HOST:PORT, [IPv6]:PORT or unix:PATH (default %(default)s)",
    )
    add(
        "--step",
        dest="steps",
        action="append",
        type=_required,
        metavar="NAME=COMMAND",
        help="must succeed before the server starts; repeatable, in order",
    )
    add(
        "--optional-step",
        dest="steps",
        action="append",
        type=_optional,
        metavar="NAME=COMMAND",
        help="the same, but its failure does not stop the start",
    )
    for name, default, text in (
        ("drain", 12.0, "how long to go on serving after SIGTERM"),
        ("grace", 6.0, "how long the server may take to stop before it is killed"),
        ("hold", 4.0, "how long visitors wait for a starting server before they get 503"),
        ("stall", 30.0, "a live server that takes no connection for so long counts as gone; 0: never"),
        ("slow", 30.0, "time between attempts after the quick ones"),
        ("step-timeout", 600.0, "how long a required step may take"),
        ("optional-step-timeout", 60.0, "how long an optional step may take"),
    ):
        add(
            f"--{name}",
            default=default,
            type=_seconds,
            metavar="SECONDS",
            help=f"{text} (default {default:g})",
        )
    add(
        "--quick",
        default=5,
        type=_count,
        metavar="N",
        help="quick attempts before the slow ones (default %(default)s)",
    )
    add(
        "--ready-path",
        default="/ready/",
        metavar="PATH",
        help="what the guard asks the server (default %(default)s)",
    )
    add("--ready-host", default="localhost", metavar="NAME", help="Host header of that (default %(default)s)")
    add(
        "--state",
        metavar="PATH",
        help="Unix socket that tells the state (default: $GUARD_STATE, or a temporary folder)",
    )
    add(
        "--decode",
        metavar="COMMAND",
        help="reads the last output of what failed and prints one line; '' for none",
    )
    return parser
