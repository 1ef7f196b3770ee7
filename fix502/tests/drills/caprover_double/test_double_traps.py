"""Each trap of CapRover's API, in the double. A double that is kinder than the real thing proves nothing."""

import io
import json
import tarfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from wire import Wire, eventually

from fix502.drills.caprover_double import (
    FAST,
    CapRoverDouble,
    MemoryRuntime,
    Outcome,
    RuntimeRefusedError,
)

Until = Callable[[Callable[[], bool]], None]


def test_login_when_password_is_right_then_token_has_three_parts(wire: Wire) -> None:
    assert wire.token.count(".") == 2


def test_login_when_form_encoded_then_accepted(wire: Wire) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert wire.call("POST", "/api/v2/login", raw=b"password=captain42", headers=kind).status == 100


@pytest.mark.parametrize(
    ("password", "status"),
    [("wrong", 1105), ("", 1000), ("x" * 30, 1000)],
)
def test_login_when_password_is_bad_then_http_200_and_status(wire: Wire, password: str, status: int) -> None:
    reply = wire.login(password)
    assert (reply.http, reply.status) == (200, status)


def test_login_when_five_wrong_then_right_one_refused_too_until_window_ends(wire: Wire, until: Until) -> None:
    for _ in range(5):
        assert wire.login("wrong").status == 1105
    assert wire.login().status == 1113
    until(lambda: wire.login().status == 100)


@pytest.mark.parametrize("token", ["", "garbage", "a.b.c"])
def test_token_when_missing_or_garbage_then_1106_corrupted(wire: Wire, token: str) -> None:
    wire.token = token
    reply = wire.call("GET", "/api/v2/user/system/info")
    assert (reply.http, reply.status, reply.description) == (200, 1106, "Auth token corrupted")


def test_token_when_server_restarted_then_1001_first_and_1106_after(wire: Wire, until: Until) -> None:
    wire.double.restart()
    seen: list[str] = []

    def observe() -> bool:
        reply = wire.call("GET", "/api/v2/user/system/info")
        state = str(reply.http) if reply.http != 200 else str(reply.status)
        if not seen or seen[-1] != state:
            seen.append(state)
        return state == "1106"

    until(observe)
    assert seen[-2:] == ["1001", "1106"]
    assert set(seen[:-2]) <= {"502", "500"}


def test_token_when_password_changed_then_old_token_dies(wire: Wire) -> None:
    body = {"oldPassword": "captain42", "newPassword": "another-one"}
    assert wire.call("POST", "/api/v2/user/changepassword", body).status == 100
    assert wire.call("GET", "/api/v2/user/system/info").status == 1106


def test_path_when_trailing_slash_then_accepted(wire: Wire) -> None:
    assert wire.call("GET", "/api/v2/user/apps/appDefinitions/").status == 100


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nope"),
        ("GET", "/api/v2/user/apps/appDefinitions/shop"),
        ("POST", "/api/v2/user/apps/appData/shop/redeploy"),
        ("POST", "/api/v2/user/apps/appDefinitions/restart"),
        ("GET", "/api/v2/user/apps/appData/shop/status"),
        ("PUT", "/api/v2/user/apps/appDefinitions/update"),
    ],
)
def test_path_when_it_does_not_exist_then_404_text(wire: Wire, method: str, path: str) -> None:
    reply = wire.call(method, path)
    assert (reply.http, reply.text) == (404, "Not Found")


def test_path_when_other_api_version_then_1000(wire: Wire) -> None:
    assert wire.call("GET", "/api/v1/user/system/info").status == 1000


def test_body_when_malformed_json_then_http_500_text(wire: Wire) -> None:
    kind = {"Content-Type": "application/json"}
    reply = wire.call("POST", "/api/v2/login", raw=b'{"password":', headers=kind)
    assert (reply.http, reply.text) == (500, "Internal Server Error")


def test_post_update_when_only_name_given_then_app_is_stopped_and_variables_are_lost(wire: Wire) -> None:
    assert wire.update("POST", appName="shop").status == 100
    definition = wire.definition("shop")
    assert (definition["instanceCount"], definition["envVars"]) == (0, [])


def test_patch_update_when_only_name_given_then_nothing_changes_but_app_restarts(
    wire: Wire, runtime: MemoryRuntime
) -> None:
    before = wire.definition("shop")
    count = len(runtime.updates)
    assert wire.update("PATCH", appName="shop").status == 100
    assert wire.definition("shop") == before
    assert runtime.updates[count:] == ["shop"]


def test_patch_update_when_list_given_then_list_is_replaced_whole(wire: Wire) -> None:
    wire.update("PATCH", appName="shop", envVars=[{"key": "NEW", "value": 5}])
    assert wire.definition("shop")["envVars"] == [{"key": "NEW", "value": "5"}]


def test_patch_update_when_server_is_older_then_404() -> None:
    with CapRoverDouble(MemoryRuntime(), timing=FAST, supports_patch=False) as old:
        wire = Wire(old)
        wire.login()
        assert wire.update("PATCH", appName="shop").http == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"instanceCount": 1}, 1110),
        ({"appName": "nosuchapp"}, 1000),
        ({"appName": "shop", "envVars": [{"key": "", "value": "x"}]}, 1000),
        ({"appName": "shop", "volumes": [{"containerPath": "/d", "volumeName": "v"}]}, 1108),
        ({"appName": "shop", "serviceUpdateOverride": "this: is: not yaml: ["}, 1110),
        ({"appName": "shop", "forceSsl": True}, 1108),
        ({"appName": "shop", "nodeId": "nope"}, 1000),
        ({"appName": "shop", "ports": [{"containerPort": 80}]}, 1000),
        ({"appName": "shop", "customNginxConfig": "server { boguskeyword on; }"}, 1116),
    ],
)
def test_patch_update_when_refused_then_status_and_nothing_saved(
    wire: Wire, body: dict[str, object], status: int
) -> None:
    wire.update("PATCH", appName="shop")
    before = wire.definition("shop")
    reply = wire.call("PATCH", "/api/v2/user/apps/appDefinitions/update", body)
    assert (reply.http, reply.status) == (200, status)
    assert wire.definition("shop") == before


@pytest.mark.parametrize(
    ("body", "key", "value"),
    [
        ({"instanceCount": "many"}, "instanceCount", 1),
        ({"instanceCount": -1}, "instanceCount", 1),
        ({"containerHttpPort": "abc"}, "containerHttpPort", 80),
        (
            {"captainDefinitionRelativeFilePath": ""},
            "captainDefinitionRelativeFilePath",
            "./captain-definition",
        ),
    ],
)
def test_patch_update_when_value_is_nonsense_then_silently_coerced(
    wire: Wire, body: dict[str, object], key: str, value: object
) -> None:
    assert wire.update("PATCH", appName="shop", **body).status == 100
    assert wire.definition("shop")[key] == value


def test_patch_update_when_unknown_key_then_ignored(wire: Wire) -> None:
    assert wire.update("PATCH", appName="shop", imageName="nginx").status == 100
    assert "imageName" not in wire.definition("shop")


def test_update_when_docker_refuses_then_http_500_and_definition_saved_all_the_same() -> None:
    def refuse(_app: str, definition: dict[str, object], _image: str) -> Outcome:
        if definition["instanceCount"] == 7:
            raise RuntimeRefusedError("port 80 is not possible")
        return Outcome()

    with CapRoverDouble(MemoryRuntime(refuse), timing=FAST) as double:
        double.adopt("shop", "img-captain-shop:1")
        wire = Wire(double)
        wire.login()
        assert wire.update("PATCH", appName="shop", instanceCount=7).http == 500
        assert wire.definition("shop")["instanceCount"] == 7


def test_update_when_template_is_broken_then_every_update_of_every_app_is_http_500(wire: Wire) -> None:
    wire.double.adopt("other", "img-captain-other:1")
    assert wire.update("PATCH", appName="shop", customNginxConfig="<%- s.localDomain").http == 500
    assert wire.definition("shop")["customNginxConfig"] == "<%- s.localDomain"
    assert wire.update("PATCH", appName="other").http == 500
    assert wire.update("PATCH", appName="shop", customNginxConfig="").status == 100


def test_write_when_another_one_runs_then_429_text_and_reads_go_on(runtime: MemoryRuntime) -> None:
    with CapRoverDouble(runtime, timing=replace(FAST, update=1.0)) as double:
        double.closing.set()
        double.adopt("shop", "img-captain-shop:1")
        double.closing.clear()
        wire = Wire(double)
        wire.login()
        first = threading.Thread(target=wire.update, args=("PATCH",), kwargs={"appName": "shop"})
        first.start()
        eventually(double.write_lock.locked)
        reply = wire.update("PATCH", appName="shop")
        read = wire.call("GET", "/api/v2/user/apps/appDefinitions")
        first.join()
    assert (reply.http, reply.text) == (429, "Another operation still in progress... please wait...")
    assert reply.content_type.startswith("text/html")
    assert read.status == 100


def test_build_state_when_app_is_unknown_then_empty_success(wire: Wire) -> None:
    state = wire.build_state("nosuchapp")
    assert state == {
        "isAppBuilding": False,
        "isBuildFailed": False,
        "logs": {"lines": [""] * 50, "firstLineNumber": -50},
    }


def test_logs_when_app_is_unknown_then_1000(wire: Wire) -> None:
    assert wire.call("GET", "/api/v2/user/apps/appData/nosuchapp/logs").status == 1000


def test_logs_when_service_is_gone_then_http_500(wire: Wire, runtime: MemoryRuntime) -> None:
    runtime.remove("shop")
    assert wire.call("GET", "/api/v2/user/apps/appData/shop/logs?encoding=hex").http == 500


def test_logs_when_encoding_is_unknown_then_http_500(wire: Wire) -> None:
    assert wire.call("GET", "/api/v2/user/apps/appData/shop/logs?encoding=bogus").http == 500


def test_logs_when_default_encoding_then_bit_seven_is_stripped(wire: Wire, runtime: MemoryRuntime) -> None:
    runtime.write("shop", 1, "café " + "x" * 200 + "\n")
    plain = wire.call("GET", "/api/v2/user/apps/appData/shop/logs").data["logs"]
    hexed = bytes.fromhex(wire.call("GET", "/api/v2/user/apps/appData/shop/logs?encoding=hex").data["logs"])
    assert "café" in hexed.decode("utf-8", errors="replace")
    assert "cafC)" in plain
    assert plain.encode() != hexed


def test_logs_when_frame_is_long_then_utf8_spoils_its_length(wire: Wire, runtime: MemoryRuntime) -> None:
    runtime.write("shop", 1, "y" * 180 + "\n")
    reply = wire.call("GET", "/api/v2/user/apps/appData/shop/logs?encoding=utf8")
    assert "\ufffd" in reply.data["logs"]


def test_logs_when_two_containers_then_not_in_order_of_time(wire: Wire, runtime: MemoryRuntime) -> None:
    runtime.write("shop", 1, "first\n")
    time.sleep(0.001)
    wire.double.runtime.update("shop", wire.definition("shop"), "img-captain-shop:1")
    raw = bytes.fromhex(wire.call("GET", "/api/v2/user/apps/appData/shop/logs?encoding=hex").data["logs"])
    assert raw.index(b"first") > raw.index(b"listening")


def test_logs_when_app_updated_then_stopped_containers_are_pruned_a_little_later(
    wire: Wire, runtime: MemoryRuntime, until: Until
) -> None:
    runtime.write("shop", 2, "the reason of the crash\n")
    wire.update("PATCH", appName="shop", instanceCount=0)

    def read() -> str:
        return str(wire.call("GET", "/api/v2/user/apps/appData/shop/logs").data["logs"])

    until(lambda: read() == "")


def test_logs_when_any_other_app_is_updated_then_pruned_too(
    wire: Wire, runtime: MemoryRuntime, until: Until
) -> None:
    wire.double.adopt("other", "img-captain-other:1")
    wire.update("PATCH", appName="shop")
    wire.update("PATCH", appName="other")
    until(lambda: len(runtime.logs("shop")) == 1)


def test_definition_when_app_is_dead_then_nothing_in_it_says_so(wire: Wire, runtime: MemoryRuntime) -> None:
    healthy = wire.definition("shop")
    runtime.program = lambda _app, _definition, _image: Outcome(serves=False, lines=((2, "Traceback\n"),))
    wire.update("PATCH", appName="shop")
    assert not runtime.is_serving("shop")
    assert wire.definition("shop") == healthy


def test_register_when_attached_then_placeholder_is_version_zero(wire: Wire) -> None:
    reply = wire.call("POST", "/api/v2/user/apps/appDefinitions/register", {"appName": "fresh"})
    definition = wire.definition("fresh")
    assert reply.status == 100
    assert definition["versions"][0]["version"] == 0
    assert definition["versions"][0]["deployedImageName"] == "caprover/caprover-placeholder-app:latest"
    assert "containerHttpPort" not in definition


@pytest.mark.parametrize(
    ("name", "status"), [("shop", 1103), ("Bad_Name", 1104), ("captain", 1104), ("captain-x", 1104)]
)
def test_register_when_name_is_refused_then_status(wire: Wire, name: str, status: int) -> None:
    reply = wire.call("POST", "/api/v2/user/apps/appDefinitions/register", {"appName": name})
    assert reply.status == status


def test_deploy_when_detached_then_101_at_once_and_flag_falls_before_the_switch(
    wire: Wire, runtime: MemoryRuntime, until: Until
) -> None:
    count = len(runtime.updates)
    assert wire.deploy("shop", {"dockerfileLines": ["FROM img-captain-shop:1"]}).status == 101
    until(lambda: not wire.build_state("shop")["isAppBuilding"])
    assert wire.definition("shop")["deployedVersion"] == 2
    assert runtime.updates[count:] == []
    until(lambda: runtime.updates[count:] == ["shop"])


def test_deploy_when_rolled_back_then_new_version_with_new_image_name(wire: Wire, until: Until) -> None:
    wire.deploy("shop", {"dockerfileLines": ["FROM img-captain-shop:1"]})
    until(lambda: not wire.build_state("shop")["isAppBuilding"])
    newest = wire.definition("shop")["versions"][-1]
    assert (newest["version"], newest["deployedImageName"]) == (2, "img-captain-shop:2")


def test_deploy_when_local_image_named_as_image_name_then_pull_fails(wire: Wire, until: Until) -> None:
    wire.deploy("shop", {"imageName": "img-captain-shop:1"})
    until(lambda: not wire.build_state("shop")["isAppBuilding"])
    definition = wire.definition("shop")
    assert wire.build_state("shop")["isBuildFailed"] is True
    assert definition["deployedVersion"] == 1
    assert "deployedImageName" not in definition["versions"][-1]


def test_deploy_when_build_fails_then_version_number_is_used_up(wire: Wire, until: Until) -> None:
    for recipe in ({"dockerfileLines": ["FROM x", "RUN false"]}, {"dockerfileLines": ["FROM x"]}):
        wire.deploy("shop", recipe)
        until(lambda: not wire.build_state("shop")["isAppBuilding"])
    versions = wire.definition("shop")["versions"]
    assert [row["version"] for row in versions] == [0, 1, 2, 3]
    assert [bool(row.get("deployedImageName")) for row in versions] == [True, True, False, True]


def test_deploy_when_attached_and_build_fails_then_1109_and_unpullable_image_is_http_500(
    wire: Wire,
) -> None:
    assert wire.deploy("shop", {"dockerfileLines": ["FROM x", "RUN false"]}, query="").status == 1109
    assert wire.deploy("shop", {"imageName": "doesnotexist:9"}, query="").http == 500


def test_deploy_when_definition_offers_no_way_to_build_then_1000(wire: Wire) -> None:
    assert wire.deploy("shop", {}, query="").status == 1000


def test_deploy_when_neither_source_nor_definition_then_1108(wire: Wire) -> None:
    assert wire.call("POST", "/api/v2/user/apps/appData/shop", {}).status == 1108


def test_build_log_when_more_than_fifty_entries_then_older_ones_are_gone(wire: Wire, until: Until) -> None:
    lines = ["FROM img-captain-shop:1", *(f"LABEL n={number}" for number in range(80))]
    wire.deploy("shop", {"dockerfileLines": lines})
    until(lambda: not wire.build_state("shop")["isAppBuilding"])
    logs = wire.build_state("shop")["logs"]
    assert len(logs["lines"]) == 50
    # 2 opening entries, 1 about build arguments, 81 of the Dockerfile, 1 about success.
    assert logs["firstLineNumber"] == 85 - 50
    assert logs["lines"][-1] == "Build has finished successfully!"


def test_update_when_app_is_being_built_then_1108(runtime: MemoryRuntime) -> None:
    with CapRoverDouble(runtime, timing=replace(FAST, build=30.0)) as double:
        double.adopt("shop", "img-captain-shop:1")
        wire = Wire(double)
        wire.login()
        wire.deploy("shop", {"dockerfileLines": ["FROM x"]})
        assert wire.update("PATCH", appName="shop").status == 1108


def test_builds_when_two_apps_then_one_at_a_time_and_queue_says_so(runtime: MemoryRuntime) -> None:
    with CapRoverDouble(runtime, timing=replace(FAST, build=30.0)) as double:
        double.adopt("shop", "img-captain-shop:1")
        double.adopt("other", "img-captain-other:1")
        wire = Wire(double)
        wire.login()
        wire.deploy("shop", {"dockerfileLines": ["FROM x"]})
        wire.deploy("other", {"dockerfileLines": ["FROM x"]})
        state = wire.build_state("other")
        assert state["isAppBuilding"] is True
        assert state["logs"]["lines"][-1] == "An active build (shop) is in progress. This build is queued..."
        wire.deploy("other", {"dockerfileLines": ["FROM y"]})
        assert "replaced with a new build" in wire.build_state("other")["logs"]["lines"][-1]
        assert wire.double.definition("other")["versions"][-1]["version"] == 1


def test_builds_when_queued_one_fails_then_caprover_itself_restarts(runtime: MemoryRuntime) -> None:
    with CapRoverDouble(runtime, timing=replace(FAST, build=0.3)) as double:
        double.adopt("shop", "img-captain-shop:1")
        double.adopt("other", "img-captain-other:1")
        wire = Wire(double)
        wire.login()
        boot = double.boot_id
        wire.deploy("shop", {"dockerfileLines": ["FROM x"]})
        wire.deploy("other", {"dockerfileLines": ["FROM x", "RUN false"]})
        eventually(lambda: double.boot_id != boot)
        eventually(lambda: double.phase() == "ready")
        assert wire.call("GET", "/api/v2/user/system/info").status == 1106
        wire.login()
        assert wire.build_state("shop")["logs"]["firstLineNumber"] == -50


def test_deploy_when_attached_and_queued_then_no_answer_and_lock_is_held(runtime: MemoryRuntime) -> None:
    with CapRoverDouble(runtime, timing=replace(FAST, build=0.5)) as double:
        double.adopt("shop", "img-captain-shop:1")
        double.adopt("other", "img-captain-other:1")
        wire = Wire(double)
        wire.login()
        wire.deploy("shop", {"dockerfileLines": ["FROM x"]})
        body = {"captainDefinitionContent": '{"schemaVersion":2,"dockerfileLines":["FROM x"]}'}
        with pytest.raises(TimeoutError):
            wire.call("POST", "/api/v2/user/apps/appData/other", body, timeout=2)
        assert wire.definition("other")["deployedVersion"] == 2
        eventually(lambda: not double.write_lock.locked())


def test_deploy_when_app_token_given_then_only_that_post_works(wire: Wire, until: Until) -> None:
    wire.update("PATCH", appName="shop", appDeployTokenConfig={"enabled": True})
    token = wire.definition("shop")["appDeployTokenConfig"]["appDeployToken"]
    wire.token = ""
    sent = {"x-captain-app-token": token}
    body = {"captainDefinitionContent": json.dumps({"schemaVersion": 2, "dockerfileLines": ["FROM x"]})}
    path = "/api/v2/user/apps/appData/shop"
    assert len(token) == 32
    assert wire.call("POST", f"{path}?detached=1", body, headers=sent).status == 101
    assert wire.call("GET", path, headers=sent).status == 1106
    until(lambda: not wire.double.builds.state("shop").building)


def test_deploy_when_archive_uploaded_then_single_top_directory_is_entered(
    wire: Wire, runtime: MemoryRuntime
) -> None:
    buffer = io.BytesIO()
    content = b'{"schemaVersion": 2, "dockerfileLines": ["FROM img-captain-shop:1"]}'
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("top/captain-definition")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    start = b'--B\r\nContent-Disposition: form-data; name="sourceFile"; filename="a.tar"\r\n'
    body = start + b"Content-Type: application/octet-stream\r\n\r\n" + buffer.getvalue() + b"\r\n--B--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=B"}
    reply = wire.call("POST", "/api/v2/user/apps/appData/shop", raw=body, headers=kind)
    assert reply.status == 100
    assert runtime.builds[-1].captain_definition["dockerfileLines"] == ["FROM img-captain-shop:1"]
    assert runtime.builds[-1].source is not None


def test_deploy_when_field_has_another_name_then_http_500(wire: Wire) -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.tar"\r\n\r\nx\r\n--B--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=B"}
    assert wire.call("POST", "/api/v2/user/apps/appData/shop", raw=body, headers=kind).http == 500


def test_webhook_when_token_matches_then_builds_without_login(wire: Wire, until: Until) -> None:
    info = {"repo": "example.org/shop", "branch": "main", "user": "u", "password": "p", "sshKey": ""}
    wire.update("PATCH", appName="shop", appPushWebhook={"repoInfo": info})
    hook = wire.definition("shop")["appPushWebhook"]
    wire.token = ""
    path = "/api/v2/user/apps/webhooks/triggerbuild?namespace=captain&token="
    assert hook["repoInfo"]["password"] == "p"
    assert wire.call("POST", f"{path}wrong", {}).status == 1106
    assert wire.call("POST", f"{path}{hook['pushWebhookToken']}", {}).status == 100
    until(lambda: wire.double.definition("shop")["deployedVersion"] == 2)


def test_close_when_called_then_no_thread_is_left(runtime: MemoryRuntime) -> None:
    before = set(threading.enumerate())
    with CapRoverDouble(runtime, timing=FAST) as double:
        double.adopt("shop", "img-captain-shop:1")
    assert set(threading.enumerate()) <= before
