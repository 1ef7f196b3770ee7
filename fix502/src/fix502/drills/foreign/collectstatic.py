"""Copies the site's assets to the folder they are served from; the list of them is `assets.json`."""

import json
import os
import shutil
from pathlib import Path


def main() -> None:
    """Copy every listed asset into `STATIC_ROOT`.

    Raises:
        KeyError: `STATIC_ROOT` is not set.
        FileNotFoundError: a listed asset does not exist.

    """
    here = Path(__file__).parent
    root = Path(os.environ["STATIC_ROOT"])
    root.mkdir(parents=True, exist_ok=True)
    assets = json.loads((here / "assets.json").read_text(encoding="utf-8"))
    for name in assets:
        shutil.copyfile(here / "assets" / name, root / name)
    print(f"{len(assets)} static files copied to {root}", flush=True)  # noqa: T201  its whole output


if __name__ == "__main__":
    main()
