"""The page with the results of the drills, written from what `fix502 drill --all --format json` printed.

Command line: python -m fix502.drills.table RESULT.json > docs/drills.md
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fix502.drills.faults import drill_find

_HEAD = """\
# Drills

Each drill puts a real fault into a real sandbox: nginx with a server block that behaves as CapRover's does,
the guard, Gunicorn, the marketplace (or somebody else's small site) and PostgreSQL as processes, a double of
CapRover's API as the platform. The app serves; a person's mistake is made through the platform's API; the
outage is seen from outside; `fix502 diagnose` names the cause; `fix502 fix` repairs it; a visitor is served
again. Decoys stand in each log: an old crash, and an "already exists" that is none.

- *undone*: a repair that does not help is tried first, and must be undone; `-` where the drill tries none.
- `static-step-optional` is no outage: the site must go on serving and the fault must be told; nothing is
  repaired.
- The times are seconds on one machine with two drills at once. Containers are processes on loopback
  addresses here, and the platform's delays are shortened; the drills prove causes and repairs, not a
  server's speed.

Run them with `fix502 drill --all` (nginx, PostgreSQL and Gunicorn must be installed). This page is generated:

```
fix502 drill --all --format json > docs/drills.json
python -m fix502.drills.table docs/drills.json > docs/drills.md
```

| drill | what a person did | cause | found | fixed | undone | shows after | diagnose | fix | in all |
|---|---|---|---|---|---|---|---|---|---|
"""


def render(result: Mapping[str, Any]) -> str:
    """Return the page for the parsed JSON; red rows are in it as they are."""
    return _HEAD + "".join(_row(row) for row in result["drills"])


def _row(row: Mapping[str, Any]) -> str:
    drill = drill_find(row["name"])
    times = [f"{row['seconds'][s]:.1f}" if s in row["seconds"] else "-" for s in _STAGES]
    undone = "-" if row["undone"] is None else _word(row["undone"])
    cells = [f"`{row['name']}`", drill.summary if drill else "", row["cause"], _word(row["found"])]
    return f"| {' | '.join([*cells, _word(row['fixed']), undone, *times])} |\n"


_STAGES = ("visible", "diagnose", "fix", "total")


def _word(value: object) -> str:
    return "yes" if value else "**no**"


if __name__ == "__main__":
    sys.stdout.write(render(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
