"""Command line: python -m multivendor_platform.emergency FD, where FD is a listening socket's descriptor."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from socketserver import ThreadingMixIn
from types import FrameType
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

from .application import EmergencyApplication

SLOWEST_CLIENT_SECONDS = 20.0


class QuietHandler(WSGIRequestHandler):
    """Logs nothing but errors: nginx writes the access log."""

    timeout = SLOWEST_CLIENT_SECONDS

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Leave it to nginx."""


class InheritedServer(ThreadingMixIn, WSGIServer):
    """A threaded server on a socket that somebody else listens on. Stopping waits for running requests."""

    daemon_threads = False

    def __init__(self, descriptor: int) -> None:
        super().__init__(("", 0), QuietHandler, bind_and_activate=False)
        self.socket.close()
        self.socket = socket.socket(fileno=descriptor)
        address = self.socket.getsockname()
        self.server_address = address
        self.server_name, self.server_port = (
            (address[0], address[1]) if isinstance(address, tuple) else ("", 0)
        )
        self.setup_environ()


def main(arguments: list[str]) -> int:
    """Serve until SIGTERM or SIGINT."""
    if len(arguments) != 1 or not arguments[0].isdigit():
        sys.stderr.write("usage: python -m multivendor_platform.emergency FD\n")
        return 2
    # wsgiref's own default would make Server: name the Python version.
    ServerHandler.server_software = "multivendor"
    server = InheritedServer(int(arguments[0]))
    server.set_app(EmergencyApplication())

    def stop(number: int, frame: FrameType | None) -> None:
        # shutdown() waits for the loop that this very thread runs.
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    server.serve_forever(poll_interval=0.2)
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
