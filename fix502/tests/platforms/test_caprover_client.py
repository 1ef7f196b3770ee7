import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from wire import eventually

from fix502.drills.caprover_double import FAST, CapRoverDouble, MemoryRuntime
from fix502.platforms.caprover import CapRover, Patience
from fix502.platforms.errors import (
    AppMissingError,
    BrokenAnswerError,
    BuildFailedError,
    BusyError,
    LoginLockedError,
    NotReadyError,
    OperationRefusedError,
    PasswordRefusedError,
    PlatformError,
    ServiceGoneError,
    UnreachableError,
)
from fix502.platforms.interface import Change

PATIENCE = Patience(ready=20, busy=20, pause=0.02, answer=20, deploy=20)


def logins(double: CapRoverDouble) -> int:
    return double.requests.count(("POST", "/api/v2/login"))


def test_app_when_listed_then_typed(caprover: CapRover) -> None:
    app = caprover.app("shop")
    assert (app.instances, app.container_port, app.exposed) == (1, 80, True)
    assert app.deployed_image() == "img-captain-shop:1"
    assert app.domains == {"shop.apps.localhost": False}


def test_app_when_shown_then_no_variable_s_value(caprover: CapRover) -> None:
    assert "right" not in repr(caprover.app("shop"))


def test_app_when_missing_then_error_names_it(caprover: CapRover) -> None:
    with pytest.raises(AppMissingError, match='no app "nosuch"'):
        caprover.app("nosuch")


def test_logs_when_app_is_missing_then_app_missing(caprover: CapRover) -> None:
    with pytest.raises(AppMissingError):
        caprover.logs("nosuch")


def test_login_when_password_is_wrong_then_tried_once_only(double: CapRoverDouble) -> None:
    client = CapRover(double.url, lambda: "wrong-one", PATIENCE)
    for _ in range(6):
        with pytest.raises(PasswordRefusedError) as caught:
            client.version()
        assert "wrong-one" not in str(caught.value)
    client.close()
    assert logins(double) == 1


def test_login_when_locked_by_others_then_error_says_how_long(double: CapRoverDouble) -> None:
    for _ in range(5):
        client = CapRover(double.url, lambda: "wrong", PATIENCE)
        with pytest.raises(PasswordRefusedError):
            client.version()
        client.close()
    client = CapRover(double.url, lambda: "captain42", PATIENCE)
    with pytest.raises(LoginLockedError, match="30 s"):
        client.version()
    client.close()


def test_call_when_server_restarts_then_waits_and_logs_in_again_once(
    double: CapRoverDouble, caprover: CapRover
) -> None:
    caprover.version()
    double.restart()
    eventually(lambda: double.phase() == "not-ready")
    assert caprover.version() == "1.15.3"
    assert logins(double) == 2


def test_call_when_not_ready_for_too_long_then_error(runtime: MemoryRuntime) -> None:
    with CapRoverDouble(runtime, timing=replace(FAST, down=0, warming=0, not_ready=60)) as double:
        double.restart()
        client = CapRover(double.url, lambda: "captain42", replace(PATIENCE, ready=0.1))
        with pytest.raises(NotReadyError):
            client.version()
        client.close()


def test_call_when_caprover_is_down_then_unreachable(runtime: MemoryRuntime) -> None:
    with CapRoverDouble(runtime, timing=replace(FAST, down=60)) as double:
        double.restart()
        client = CapRover(double.url, lambda: "captain42", PATIENCE)
        with pytest.raises(UnreachableError, match="HTTP 502"):
            client.version()
        client.close()


def test_call_when_nothing_listens_then_unreachable() -> None:
    client = CapRover("http://127.0.0.1:9", lambda: "x", PATIENCE)
    with pytest.raises(UnreachableError) as caught:
        client.version()
    client.close()
    assert caught.value.code == "platform-unreachable"
    assert caught.value.advice


@contextmanager
def other_server(status: int, body: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b"<html>hello</html>"), (200, b"[]"), (200, b'{"status": "100"}'), (404, b"nope"), (500, b"x")],
)
def test_call_when_it_is_no_caprover_then_broken_answer(status: int, body: bytes) -> None:
    with other_server(status, body) as url:
        client = CapRover(url, lambda: "secret-word", PATIENCE)
        with pytest.raises(BrokenAnswerError) as caught:
            client.version()
        client.close()
    assert "secret-word" not in str(caught.value)


def test_write_when_another_operation_runs_then_waits_for_it(
    double: CapRoverDouble, caprover: CapRover
) -> None:
    caprover.version()
    double.write_lock.acquire()
    timer = threading.Timer(0.15, double.write_lock.release)
    timer.start()
    caprover.update("shop", Change())
    timer.join()
    assert double.requests.count(("PATCH", "/api/v2/user/apps/appDefinitions/update")) > 1


def test_write_when_busy_for_too_long_then_error(double: CapRoverDouble) -> None:
    client = CapRover(double.url, lambda: "captain42", replace(PATIENCE, busy=0.1))
    with double.write_lock, pytest.raises(BusyError):
        client.update("shop", Change())
    client.close()


def test_update_when_one_thing_changes_then_the_rest_stays(
    double: CapRoverDouble, caprover: CapRover
) -> None:
    before = double.definition("shop")
    caprover.update("shop", Change(container_port=8000))
    assert double.definition("shop") == before | {"containerHttpPort": 8000}


def test_update_when_server_has_no_patch_then_whole_object_is_posted(runtime: MemoryRuntime) -> None:
    with CapRoverDouble(runtime, timing=FAST, supports_patch=False) as double:
        double.adopt("shop", "img-captain-shop:1", envVars=[{"key": "A", "value": "1"}], description="mine")
        before = double.definition("shop")
        client = CapRover(double.url, lambda: "captain42", PATIENCE)
        client.update("shop", Change(instances=2))
        client.update("shop", Change(exposed=False))
        client.close()
        changed = {"instanceCount": 2, "notExposeAsWebApp": True}
        assert double.definition("shop") == before | changed
        assert double.requests.count(("PATCH", "/api/v2/user/apps/appDefinitions/update")) == 1


def test_update_when_variables_change_then_list_is_whole(caprover: CapRover) -> None:
    variables = {**caprover.app("shop").variables, "DB_PASSWORD": "new"}
    caprover.update("shop", Change(variables=variables))
    assert caprover.app("shop").variables == {"DB_PASSWORD": "new", "DB_HOST": "srv-captain--db"}


def test_update_when_refused_then_error_has_the_reason(caprover: CapRover) -> None:
    with pytest.raises(OperationRefusedError, match="key is empty") as caught:
        caprover.update("shop", Change(variables={"": "x"}))
    assert caught.value.status == 1000


def test_restore_when_settings_changed_then_put_back(double: CapRoverDouble, caprover: CapRover) -> None:
    before = caprover.app("shop")
    caprover.update("shop", Change(instances=0, variables={}, container_port=1, exposed=False))
    changed = set(caprover.changed_settings(caprover.app("shop"), before.raw))
    assert changed == {"instanceCount", "envVars", "containerHttpPort", "notExposeAsWebApp"}
    caprover.restore("shop", before.raw)
    assert caprover.changed_settings(caprover.app("shop"), before.raw) == ()
    assert double.definition("shop")["envVars"] == before.raw["envVars"]


def test_logs_when_read_then_in_order_of_time_and_whole(runtime: MemoryRuntime, caprover: CapRover) -> None:
    second = 1_700_000_000 * 10**9
    runtime.write("shop", 2, "café " + "é" * 200 + "\n", second + 1)
    runtime.write("shop", 1, "first\n", second)
    lines = caprover.logs("shop")
    assert [line.text[:5] for line in lines[:2]] == ["first", "café "]
    assert lines[1].text == "café " + "é" * 200
    assert lines[1].stream == "err"


def test_logs_when_service_is_gone_then_error_says_so(runtime: MemoryRuntime, caprover: CapRover) -> None:
    runtime.remove("shop")
    with pytest.raises(ServiceGoneError):
        caprover.logs("shop")


def test_deploy_when_image_is_on_the_host_then_new_version(
    runtime: MemoryRuntime, caprover: CapRover
) -> None:
    lines: list[str] = []
    assert caprover.deploy("shop", "img-captain-shop:1", "abc", lines.append) == 2
    assert runtime.builds[-1].captain_definition["dockerfileLines"] == ["FROM img-captain-shop:1"]
    assert any("Build started" in line for line in lines)


def test_deploy_when_image_is_gone_then_build_failed(caprover: CapRover) -> None:
    with pytest.raises(BuildFailedError, match="img-captain-shop:99"):
        caprover.deploy("shop", "img-captain-shop:99", "", lambda _line: None)


def test_deploy_when_queued_build_takes_caprover_down_then_build_failed(runtime: MemoryRuntime) -> None:
    with CapRoverDouble(runtime, timing=replace(FAST, build=0.3)) as double:
        double.adopt("shop", "img-captain-shop:1")
        double.adopt("other", "img-captain-other:1")
        double.deploy("other", content='{"schemaVersion": 2, "dockerfileLines": ["FROM x"]}')
        client = CapRover(double.url, lambda: "captain42", PATIENCE)
        with pytest.raises(BuildFailedError):
            client.deploy("shop", "img-captain-shop:99", "", lambda _line: None)
        client.close()


@pytest.mark.parametrize(
    ("host", "app"),
    [("srv-captain--db", "db"), ("db", "db"), ("db.example.org", ""), ("localhost", ""), ("10.0.0.1", "")],
)
def test_app_behind_when_host_given_then_app_s_name_or_none(caprover: CapRover, host: str, app: str) -> None:
    assert caprover.app_behind(host) == app


def test_errors_when_defined_then_codes_are_unique() -> None:
    codes = [kind.code for kind in PlatformError.__subclasses__()]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("platform-") for code in codes)
