"""HTTP in front of the double: sockets, threads, and the order in which CapRover checks a request."""

import contextlib
import select
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from fix502.drills.caprover_double import answers
from fix502.drills.caprover_double.requests import Request
from fix502.drills.caprover_double.routes import answer

if TYPE_CHECKING:
    from fix502.drills.caprover_double.double import CapRoverDouble

MAX_BODY = 300 * 1024 * 1024


class DoubleServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1. `stop()` closes idle connections too, so that no thread outlives it."""

    daemon_threads = False
    block_on_close = True
    allow_reuse_address = True

    def __init__(self, double: "CapRoverDouble", port: int) -> None:
        self.double = double
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name="caprover double")
        super().__init__(("127.0.0.1", port), _Handler)

    def start(self) -> None:
        """Serve from a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End the listener, every open connection and every thread."""
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        with self._open_lock:
            for connection in self._open:
                with contextlib.suppress(OSError):  # the client may have closed it already
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def remember(self, connection: socket.socket) -> None:
        """Note an open connection."""
        with self._open_lock:
            self._open.add(connection)

    def forget(self, connection: socket.socket) -> None:
        """Note that a connection is over."""
        with self._open_lock:
            self._open.discard(connection)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: DoubleServer

    def setup(self) -> None:
        super().setup()
        self.server.remember(self.connection)

    def finish(self) -> None:
        self.server.forget(self.connection)
        with contextlib.suppress(OSError):  # the client left in the middle of an answer
            super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: tests read `double.requests`."""

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_PATCH(self) -> None:
        self._handle()

    def do_PUT(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def _handle(self) -> None:
        length = min(int(self.headers.get("Content-Length") or 0), MAX_BODY)
        request = Request(
            method=self.command,
            target=self.path,
            headers={key.lower(): value for key, value in self.headers.items()},
            body=self.rfile.read(length),
            is_connected=self._is_connected,
        )
        result = answer(self.server.double, request)
        if result is None:
            self.close_connection = True
            return
        self._send(result)

    def _send(self, result: answers.Answer) -> None:
        try:
            self.send_response(result.http_status)
            self.send_header("X-Powered-By", "Express")
            self.send_header("Content-Type", result.content_type)
            for name, value in result.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(result.body)))
            self.end_headers()
            self.wfile.write(result.body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _is_connected(self) -> bool:
        readable, _, _ = select.select([self.connection], [], [], 0)
        if not readable:
            return True
        try:
            return bool(self.connection.recv(1, socket.MSG_PEEK))
        except OSError:
            return False
