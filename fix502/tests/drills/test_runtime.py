import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from fix502.drills.addresses import Subnet, port_for_http
from fix502.drills.caprover_double.runtime import RuntimeRefusedError, ServiceGoneError
from fix502.drills.images import Image, ImageStore
from fix502.drills.runtime import ProcessRuntime
from fix502.drills.services import Habits

pytestmark = pytest.mark.needs_nginx

PORT = port_for_http()
SERVER = """
import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = (os.environ.get("SAYS", "hello") + " pid " + str(os.getpid())).encode()
        self.send_response(200); self.send_header("X-Got", str(dict(self.headers))); self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args): pass
host, port = sys.argv[1].split(":")
print("listening on", sys.argv[1], flush=True)
http.server.HTTPServer((host, int(port)), Handler).serve_forever()
"""
HOST = "shop.apps.internal"


def server(name: str, bind: str) -> Image:
    command = (sys.executable, "-c", SERVER, bind)
    return Image(name=name, command=command, variables={"PATH": os.defpath})


def crasher(name: str) -> Image:
    script = "echo starting; echo wrong >&2; exit 3"
    return Image(name=name, command=("/bin/sh", "-c", script), variables={"PATH": os.defpath})


def definition(**values: Any) -> dict[str, Any]:
    return {"appName": "shop", "instanceCount": 1, "containerHttpPort": PORT, "envVars": [], **values}


def until(holds: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def runtime(tmp_path_factory: pytest.TempPathFactory, subnet: Subnet) -> Iterator[ProcessRuntime]:
    root = tmp_path_factory.mktemp("sandbox")
    for folder in (root, *root.parents[:2]):
        folder.chmod(0o755)  # nginx's workers are nobody where the master is root
    images = ImageStore(root / "images", [server("good", f"0.0.0.0:{PORT}"), crasher("bad")])
    made = ProcessRuntime(
        root, images, subnet=subnet, front_port=PORT, habits=Habits(restart_delay=0.3, name_validity=1)
    )
    made.start()
    yield made
    made.close()


@pytest.fixture
def visit(subnet: Subnet) -> Callable[..., httpx.Response]:
    def get(path: str = "/", host: str = HOST, **headers: str) -> httpx.Response:
        url = f"http://{subnet.host(1)}:{PORT}{path}"
        return httpx.get(url, headers={"Host": host, **headers}, trust_env=False, timeout=30)

    return get


Visit = Callable[..., httpx.Response]


def serve(runtime: ProcessRuntime, image: str = "good", **values: Any) -> None:
    runtime.update("shop", definition(**values), image)
    runtime.reload_proxy([definition(**values)], "apps.internal")


def test_front_when_the_app_serves_then_its_own_page_comes_through(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    serve(runtime)
    assert until(lambda: visit().status_code == 200)
    assert visit().text.startswith("hello")
    assert visit().headers["server"] == "nginx"


def test_front_when_the_app_is_asked_then_it_gets_the_forwarded_headers(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    serve(runtime)
    assert until(lambda: visit().status_code == 200)
    got = visit().headers["x-got"]
    assert f"'Host': '{HOST}'" in got
    assert all(name in got for name in ("X-Real-IP", "X-Forwarded-For", "'X-Forwarded-Proto': 'http'"))
    assert "'Connection': 'close'" in got


def test_front_when_no_container_runs_then_it_is_caprovers_502_page(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    serve(runtime, instanceCount=0)
    assert until(lambda: visit().status_code == 502)
    page = visit("/some/path").text
    assert "<title>Powered by CapRover</title>" in page
    assert "NGINX 502 Error :/" in page
    assert "troubleshooting.html#successful-deploy-but-502-bad-gateway-error" in page


def test_front_when_the_host_is_unknown_then_there_is_nothing_here(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    serve(runtime)
    root, deeper = visit(host="other.example"), visit("/x", host="other.example")
    assert (root.status_code, deeper.status_code) == (200, 404)
    assert "Nothing here yet :/" in root.text
    assert "Nothing here yet :/" in deeper.text


def test_front_when_the_app_is_not_exposed_then_there_is_nothing_here(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    serve(runtime, notExposeAsWebApp=True)
    assert "Nothing here yet :/" in visit().text


def test_front_when_the_identifier_is_asked_then_only_the_default_server_has_it(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    serve(runtime)
    path = "/.well-known/captain-identifier"
    assert until(lambda: visit(path).status_code == 404)
    assert len(visit(path, host="other.example").text) == 36


def test_front_when_a_domain_makes_the_configuration_invalid_then_the_old_one_stays(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    serve(runtime)
    assert until(lambda: visit().status_code == 200)
    complaint = runtime.front.configure(
        [definition(customDomain=[{"publicDomain": "a; b {"}])], "apps.internal"
    )
    assert "nginx" in complaint
    assert visit().status_code == 200


def test_update_when_the_port_is_another_then_it_is_502_and_back_again(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    serve(runtime)
    assert until(lambda: visit().status_code == 200)
    serve(runtime, containerHttpPort=PORT + 1)
    assert until(lambda: visit().status_code == 502)
    serve(runtime)
    assert until(lambda: visit().status_code == 200)


def test_update_when_the_app_binds_loopback_then_the_proxy_does_not_reach_it(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    runtime.images.add(server("inside", f"127.0.0.1:{PORT}"))
    serve(runtime, "inside")
    assert until(lambda: any(f"127.0.0.1:{PORT}" in entry.text for entry in runtime.logs("shop")))
    assert visit().status_code == 502


def test_update_when_variables_change_then_a_new_process_has_them(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    serve(runtime)
    assert until(lambda: visit().status_code == 200)
    serve(runtime, envVars=[{"key": "SAYS", "value": "goodbye"}])
    assert until(lambda: visit().text.startswith("goodbye"))


def test_update_when_there_is_a_volume_then_the_old_container_stops_first(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    volumes = [{"containerPath": "/data", "volumeName": "shop-data"}]
    serve(runtime, volumes=volumes)
    assert until(lambda: visit().status_code == 200)
    serve(runtime, volumes=volumes)
    assert until(lambda: len(runtime.service("shop").containers()) == 2)
    old, new = runtime.service("shop").containers()
    assert old.ended.wait(20)
    assert old.started_ns < new.started_ns
    assert old.addresses == new.addresses


def test_update_when_the_image_is_not_there_then_it_is_refused(runtime: ProcessRuntime) -> None:
    with pytest.raises(RuntimeRefusedError, match="No such image: none"):
        runtime.update("shop", definition(), "none")


def test_service_when_its_process_exits_then_it_is_started_again_and_the_log_tells_streams(
    runtime: ProcessRuntime,
) -> None:
    serve(runtime, "bad")
    assert until(lambda: len({entry.task for entry in runtime.logs("shop")}) >= 3)
    entries = runtime.logs("shop")
    assert {(entry.stream, entry.text) for entry in entries} == {(1, "starting\n"), (2, "wrong\n")}


def test_service_when_its_command_does_not_exist_then_nothing_is_logged_and_nothing_breaks(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    runtime.images.add(Image(name="none", command=("/no/such/program",)))
    serve(runtime, "none")
    assert until(lambda: visit().status_code == 502)
    assert runtime.logs("shop") == []


def test_prune_when_containers_stopped_then_their_logs_are_gone(runtime: ProcessRuntime) -> None:
    serve(runtime, "bad")
    assert until(lambda: len(runtime.logs("shop")) >= 2)
    serve(runtime, instanceCount=0)
    assert until(lambda: all(not c.is_running for c in runtime.service("shop").containers()))
    runtime.prune()
    assert runtime.logs("shop") == []


def test_remove_when_the_app_is_deleted_then_its_processes_and_its_service_are_gone(
    runtime: ProcessRuntime, visit: Visit
) -> None:
    serve(runtime)
    assert until(lambda: visit().status_code == 200)
    pid = int(visit().text.rsplit(" ", 1)[1])
    runtime.remove("shop")
    assert not Path(f"/proc/{pid}").exists()
    with pytest.raises(ServiceGoneError):
        runtime.logs("shop")


def test_container_when_a_child_left_its_session_then_it_ends_with_the_container(
    runtime: ProcessRuntime, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    script = (
        "import subprocess, sys, pathlib;"
        "child = subprocess.Popen(['sleep', '600'], start_new_session=True);"
        "pathlib.Path(sys.argv[1]).write_text(str(child.pid))"
    )
    command = (sys.executable, "-c", script, str(note))
    runtime.images.add(Image(name="spawner", command=command, variables={"PATH": os.defpath}))
    serve(runtime, "spawner")
    assert until(lambda: note.exists() and note.read_text(encoding="utf-8") != "")
    stat = Path(f"/proc/{note.read_text(encoding='utf-8')}/stat")
    # Killed, it may stay a zombie for as long as this machine's first process does not reap it.
    assert until(lambda: not stat.exists() or ") Z " in stat.read_text(encoding="utf-8"))
