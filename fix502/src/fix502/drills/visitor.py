"""What a visitor sees: requests through the real front door, independent of the doctor's own."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx


BAD_GATEWAY, NOTHING_HERE = "caprover-502", "nothing-here"


@dataclass(frozen=True, slots=True)
class Glance:
    """One look at one path. `status` 0: no answer at all; `mark` names whose page it is, if it tells."""

    path: str
    status: int
    mark: str = ""


class Visitor:
    """Looks at `paths` of a site at `url`."""

    def __init__(self, url: str, paths: Sequence[str]) -> None:
        self._url = url
        self._paths = tuple(paths)

    def look(self) -> tuple[Glance, ...]:
        """Ask for each path once, on fresh connections."""
        with httpx.Client(base_url=self._url, timeout=70, trust_env=False) as client:
            return tuple(_glance(client, path) for path in self._paths)

    def wait(
        self,
        wanted: Callable[[Sequence[Glance]], bool],
        *,
        seconds: float,
        times: int = 1,
        lasting: float = 0.0,
    ) -> tuple[Glance, ...] | None:
        """Look until `wanted` holds at so many looks in a row, over at least `lasting` seconds.

        Return the last look, or None if it does not come to that within `seconds`.
        """
        deadline = time.monotonic() + seconds
        row, since = 0, 0.0
        while True:
            seen = self.look()
            now = time.monotonic()
            since = since if row else now
            row = row + 1 if wanted(seen) else 0
            if row >= times and now - since >= lasting:
                return seen
            if time.monotonic() > deadline:
                return None
            time.sleep(0.25)


def all_well(seen: Sequence[Glance]) -> bool:
    """Tell whether every path answers 200 with the app's own page."""
    return all(glance.status == 200 and not glance.mark for glance in seen)


def all_down(seen: Sequence[Glance]) -> bool:
    """Tell whether every path answers 502 or 503."""
    return all(glance.status in (502, 503) for glance in seen)


def all_hidden(seen: Sequence[Glance]) -> bool:
    """Tell whether the platform says on every path that there is no such site."""
    return all(glance.mark == NOTHING_HERE for glance in seen)


def _glance(client: httpx.Client, path: str) -> Glance:
    try:
        reply = client.get(path)
    except httpx.TransportError:
        return Glance(path, 0)
    mark = ""
    for name, text in ((BAD_GATEWAY, "NGINX 502 Error :/"), (NOTHING_HERE, "Nothing here yet :/")):
        if text in reply.text:
            mark = name
    return Glance(path, reply.status_code, mark)
