"""A real HTTP server that answers as CapRover's nginx does, for an app that lives in a `MemoryRuntime`."""

import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from fix502.drills.caprover_double import MemoryRuntime

PAGE_502 = (
    "<html><head><title>Powered by CapRover</title></head><body><h1>NGINX 502 Error :/</h1>"
    "<p>If you are the developer, check your application's logs.</p></body></html>"
)
PAGE_NOTHING = (
    "<html><head><title>Powered by CapRover</title></head><body><h1>Nothing here yet :/</h1></body></html>"
)

Answer = tuple[int, str, str]
"""Status, content type, body."""


def healthy(path: str) -> Answer:
    """Answer as a healthy app does."""
    if path == "/health/":
        return 200, "text/plain", "OK"
    if path.startswith("/api/"):
        return 200, "application/json", "[]"
    return 200, "text/html", "<h1>shop</h1>"


class Front:
    """Listens on 127.0.0.1; `connect` is its HOST:PORT. `answers` is the app.

    `port` is where it listens inside.
    """

    def __init__(
        self,
        runtime: MemoryRuntime | None = None,
        answers: Callable[[str], Answer] = healthy,
        certificate: Path | None = None,
    ) -> None:
        self.runtime = runtime
        self.answers = answers
        self.app_port = 80
        front = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, kind, body = front.answer(self.headers["Host"], self.path)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = False

            def handle_error(self, request: object, client_address: object) -> None:
                """Say nothing: a refused certificate ends in an error here."""

        self._server = Server(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def connect(self) -> str:
        """HOST:PORT for --connect."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def answer(self, host: str, path: str) -> Answer:
        """Answer as nginx with CapRover's configuration."""
        if self.runtime is None:
            return self.answers(path)
        app = host.split(".", maxsplit=1)[0]
        if app not in self.runtime.routes:
            return (200 if path == "/" else 404), "text/html", PAGE_NOTHING
        port = int(self.runtime.routes[app].get("containerHttpPort", 80))
        if not self.runtime.is_serving(app) or port != self.app_port:
            return 502, "text/html", PAGE_502
        return self.answers(path)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


OPENSSL = shutil.which("openssl")


def make_certificate(folder: Path, name: str, *, days: int = 2) -> Path:
    """Make a self-signed certificate with its key in one file; `days` -1 gives an expired one."""
    key, request, cert = (folder / f"{name}.{end}" for end in ("key", "csr", "crt"))
    names = folder / f"{name}.cnf"
    names.write_text(f"subjectAltName=DNS:{name}")
    ask = [
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        f"/CN={name}",
        "-keyout",
        str(key),
        "-out",
        str(request),
    ]
    sign = [
        "x509",
        "-req",
        "-in",
        str(request),
        "-signkey",
        str(key),
        "-days",
        str(days),
        "-extfile",
        str(names),
    ]
    for command in (ask, [*sign, "-out", str(cert)]):
        done = subprocess.run(["openssl", *command], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
    both = folder / f"{name}.pem"
    both.write_text(key.read_text() + cert.read_text())
    return both
