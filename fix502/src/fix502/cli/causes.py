"""`fix502 causes`: the causes that fix502 knows; writes the documents that are made from them."""

import argparse
from pathlib import Path

from fix502.cli.errors import UsageError
from fix502.model.exit_codes import ExitCode


def main(words: list[str]) -> int:
    """Parse `words` and print or write what they ask for."""
    parser = argparse.ArgumentParser(prog="fix502 causes", description="List the causes that fix502 knows.")
    parser.add_argument("--format", choices=["table", "json"], default="table")
    parser.add_argument(
        "--write-docs",
        type=Path,
        metavar="DIR",
        help="write DIR/causes/*.md and DIR/TROUBLESHOOT_502.md instead",
    )
    options = parser.parse_args(words)
    if options.write_docs is not None:
        return write(options.write_docs)
    from fix502.causes.registry import causes

    if options.format == "json":
        import json

        from fix502.cli.explain import as_data

        print(json.dumps([as_data(cause) for cause in causes()], ensure_ascii=False, indent=2))
        return ExitCode.OK
    width = max(len(cause.slug) for cause in causes())
    for cause in causes():
        print(f"{cause.code:<8} {cause.slug:<{width}}  {cause.title}")
    return ExitCode.OK


def write(folder: Path) -> ExitCode:
    """Write the generated documents below `folder`, and remove pages of causes that are no more."""
    from fix502.formats.documents import documents

    wanted = documents()
    try:
        for name, text in wanted.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for path in (folder / "causes").glob("*.md"):
            if f"causes/{path.name}" not in wanted:
                path.unlink()
    except OSError as error:
        raise UsageError(f"cannot write to {folder}: {error.strerror or type(error).__name__}") from error
    print(f"{len(wanted)} documents written to {folder}")
    return ExitCode.OK
