"""The program's entry: the guard and its health check start on the standard library alone."""

import sys


def main() -> int:
    """Run the command named in `sys.argv` and return its exit code."""
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "guard":
        from fix502.guard.command import main as guard

        return guard(sys.argv[2:])
    if command == "health":
        from fix502.guard.health import main as health

        return health(sys.argv[2:])
    from fix502.cli.app import main as cli

    return cli()


if __name__ == "__main__":
    sys.exit(main())
