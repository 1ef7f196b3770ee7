"""The real nginx in front of the sandbox's apps, with server blocks that behave as CapRover's do.

What a visitor gets from CapRover's nginx in which situation was observed on a real server: the upstream is
held in a variable, so its name is resolved at request time; HTTP/1.0 without keep-alive goes upstream unless
websockets are on; only 502 has a page of its own; an unknown host gets "Nothing here yet :/" (200 on `/`,
404 elsewhere). No time-outs are set, so nginx's 60 s hold.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from fix502.drills.errors import SandboxError

PAGES = Path(__file__).parent / "pages"
_RELOAD_SECONDS = 3.0  # an old worker stays as long as a request that it serves
_PROGRAM_FOLDERS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

_MAIN = Template("""\
daemon off;
worker_processes 1;
pid $root/nginx.pid;
error_log $root/error.log warn;
events { worker_connections 512; }
http {
    access_log $root/access.log;
    server_tokens off;
    default_type text/html;
    types { text/html html; }
    client_body_temp_path $root/tmp-body;
    proxy_temp_path $root/tmp-proxy;
    fastcgi_temp_path $root/tmp-fastcgi;
    uwsgi_temp_path $root/tmp-uwsgi;
    scgi_temp_path $root/tmp-scgi;
    server_names_hash_bucket_size 128;
    server {
        listen $address:$port default_server;
        server_name _;
        root $root/pages;
        index nothing_here.html;
        error_page 404 /nothing_here.html;
        location = / { }
        location = /nothing_here.html { internal; }
        location = /.well-known/captain-identifier { default_type text/plain; return 200 "$identifier"; }
        location / { return 404; }
    }
$blocks}
""")

_BLOCK = Template("""\
    server {
        listen $address:$port;
        server_name $names;
        client_max_body_size 500m;
        gzip on;
        gzip_comp_level 4;
        gzip_proxied any;
        gzip_types text/plain text/css application/json application/javascript text/xml application/xml;
        resolver $resolver valid=${validity}s ipv6=off;
        set $$upstream http://$service:$container_port;
        location / {
            proxy_pass $$upstream;
            proxy_set_header Host $$host;
            proxy_set_header X-Real-IP $$remote_addr;
            proxy_set_header X-Forwarded-For $$proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $$scheme;
$upgrade        }
        location /.well-known/acme-challenge/ { root $root/challenge; }
        location = /.well-known/captain-identifier { root $root/challenge; }
        error_page 502 /captain_502_custom_error_page.html;
        location = /captain_502_custom_error_page.html { alias $root/pages/bad_gateway.html; internal; }
    }
""")

_REDIRECT = Template("""\
    server {
        listen $address:$port;
        server_name $names;
        location / { return 302 $target$$request_uri; }
    }
""")

_UPGRADE = """\
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
"""
_PLAIN = """\
            proxy_http_version 1.0;
            proxy_set_header Connection close;
"""


def nginx_find() -> str:
    """Return nginx's path.

    Raises:
        SandboxError: it is not installed.

    """
    found = shutil.which("nginx") or shutil.which("nginx", path=_PROGRAM_FOLDERS)
    if found is None:
        raise SandboxError("nginx is not installed", cure="apt-get install nginx")
    return found


def service_name(app: str) -> str:
    """Return the name under which other containers, and the proxy, reach an app."""
    return f"srv-captain--{app}"


class Front:
    """nginx at `address:port`. `validity` is how many seconds it remembers an answer of the name server."""

    def __init__(self, root: Path, *, address: str, port: int, resolver: str, validity: int) -> None:
        self._program = nginx_find()
        self._root = root
        self._common = {"root": str(root), "address": address, "port": str(port), "resolver": resolver}
        self._validity = validity
        self._identifier = str(uuid.uuid4())
        self._config = root / "nginx.conf"
        self._process: subprocess.Popen[bytes] | None = None
        (root / "challenge").mkdir(parents=True)
        shutil.copytree(PAGES, root / "pages")

    def start(self) -> None:
        """Start nginx without any app, and wait until it accepts.

        Raises:
            SandboxError: it does not start.

        """
        self._config.write_text(self.render([], "apps.internal"), encoding="utf-8")
        log = self._root / "error.log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [self._program, "-e", str(log), "-p", str(self._root), "-c", str(self._config)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        if not self._accepts_within(20):
            raise SandboxError(f"nginx does not start: {log.read_text(encoding='utf-8').strip()[-400:]}")

    def configure(self, definitions: Sequence[Mapping[str, Any]], root_domain: str) -> str:
        """Write a block per exposed app, test the configuration, reload; return nginx's complaint or nothing.

        A configuration that fails the test is not taken over.
        """
        candidate = self._root / "candidate.conf"
        candidate.write_text(self.render(definitions, root_domain), encoding="utf-8")
        log = str(self._root / "error.log")
        tested = subprocess.run(
            [self._program, "-t", "-e", log, "-p", str(self._root), "-c", str(candidate)],
            capture_output=True,
            text=True,
            check=False,
        )
        if tested.returncode != 0:
            return tested.stderr
        candidate.replace(self._config)
        if self._process is not None:
            self._reload(self._process)
        return ""

    def render(self, definitions: Sequence[Mapping[str, Any]], root_domain: str) -> str:
        """Return the whole configuration."""
        blocks = [
            self._block(definition, root_domain)
            for definition in definitions
            if not definition.get("notExposeAsWebApp", False)
        ]
        return _MAIN.substitute(self._common, identifier=self._identifier, blocks="".join(blocks))

    def close(self) -> None:
        """End nginx and its workers."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._process = None

    def _block(self, definition: Mapping[str, Any], root_domain: str) -> str:
        app = str(definition["appName"])
        names = [f"{app}.{root_domain}"]
        names += [str(entry["publicDomain"]) for entry in definition.get("customDomain", [])]
        target = definition.get("redirectDomain") or ""
        before = ""
        if target in names and len(names) > 1:
            others = [name for name in names if name != target]
            names = [target]
            before = _REDIRECT.substitute(self._common, names=" ".join(others), target=f"http://{target}")
        if definition.get("forceSsl"):
            return before + _REDIRECT.substitute(self._common, names=" ".join(names), target="https://$host")
        return before + _BLOCK.substitute(
            self._common,
            names=" ".join(names),
            service=service_name(app),
            container_port=definition.get("containerHttpPort") or 80,
            validity=self._validity,
            upgrade=_UPGRADE if definition.get("websocketSupport") else _PLAIN,
        )

    @staticmethod
    def _reload(process: subprocess.Popen[bytes]) -> None:
        """Tell the master, and wait until the old workers are gone: until then they answer beside the new."""
        before = _children(process.pid)
        process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + _RELOAD_SECONDS
        while time.monotonic() < deadline:
            now = _children(process.pid)
            if now and not before & now:
                return
            time.sleep(0.02)

    def _accepts_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        place = (self._common["address"], int(self._common["port"]))
        while time.monotonic() < deadline and self._process is not None and self._process.poll() is None:
            try:
                socket.create_connection(place, timeout=2).close()
            except OSError:
                time.sleep(0.05)
            else:
                return True
        return False


def _children(pid: int) -> set[str]:
    try:
        return set(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())
    except OSError:  # the kernel may lack this file: then nobody is waited for
        return set()
