"""The guard's own word, where its state socket can be reached: on the same machine."""

import json
import socket
import time
from datetime import UTC, datetime

from fix502.collectors.boundary import clean
from fix502.collectors.interface import Collected
from fix502.model.evidence import Observation, State, Vantage

MAX_ANSWER = 64_000


class GuardCollector:
    """Asks a guard for its state. What the guard logged is in the app's log, which the platform gives."""

    name = "guard"
    vantage = Vantage.HOST

    def __init__(self, path: str, *, timeout: float = 2.0) -> None:
        """`path` is the socket that `fix502 guard --state` names."""
        self.deadline = timeout + 1
        self._path = path
        self._timeout = timeout

    def collect(self) -> Collected:
        """See `Collector.collect`."""
        begun = time.monotonic()
        excerpt, detail, state = "", "", State.OK
        try:
            excerpt = self._ask()
        except TimeoutError:
            state, detail = State.TIMEOUT, "the guard does not answer"
        except (FileNotFoundError, ConnectionRefusedError):
            state, detail = State.ABSENT, "no guard listens there"
        except PermissionError:
            state, detail = State.DENIED, "the socket belongs to another user"
        except (OSError, ValueError) as error:
            state, detail = State.ERROR, f"no state: {type(error).__name__}"
        seen = Observation(
            id="guard:state",
            source=self.name,
            vantage=self.vantage,
            state=state,
            asked=f"state of the guard at {self._path}",
            at=datetime.now(UTC),
            seconds=time.monotonic() - begun,
            excerpt=excerpt,
            detail=detail,
        )
        return Collected(observations=(seen,))

    def _ask(self) -> str:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stream:
            stream.settimeout(self._timeout)
            stream.connect(self._path)
            stream.sendall(b"state\n")
            answer = b""
            while len(answer) < MAX_ANSWER and (part := stream.recv(8192)):
                answer += part
        state = json.loads(answer)
        return clean(json.dumps(state, indent=1)) if isinstance(state, dict) else ""
