"""`fix502 explain`: the page of one cause."""

import argparse

from fix502.causes.record import Cause
from fix502.cli.errors import UsageError
from fix502.model.exit_codes import ExitCode


def main(words: list[str]) -> int:
    """Parse `words` and print the page of the cause they name."""
    parser = argparse.ArgumentParser(
        prog="fix502 explain", description="Show the page of one cause. Needs no network."
    )
    parser.add_argument("cause", help="a code (DB001) or a name (db-auth-failed)")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    options = parser.parse_args(words)
    from fix502.causes.registry import find, nearest, page

    cause = find(options.cause)
    if cause is None:
        near = nearest(options.cause)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise UsageError(f'there is no cause "{options.cause}".{hint} `fix502 causes` lists all.')
    if options.format == "json":
        import json

        print(json.dumps(as_data(cause) | {"page": page(cause.code)}, ensure_ascii=False, indent=2))
    else:
        print(f"{cause.code} {cause.slug}\n\n{page(cause.code)}")
    return ExitCode.OK


def as_data(cause: Cause) -> dict[str, object]:
    """Return a cause as plain lists and dictionaries."""
    return {
        "code": cause.code,
        "slug": cause.slug,
        "variants": sorted(cause.variants),
        "title": cause.title,
        "passes_as": cause.passes_as,
        "rivals": list(cause.rivals),
        "remedies": list(cause.remedies),
        "drill": cause.drill or None,
        "no_drill_because": cause.no_drill_because or None,
    }
