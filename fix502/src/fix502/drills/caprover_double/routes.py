"""What each path answers, and in which order CapRover refuses: not ready, token, busy, then the operation."""

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from fix502.drills.caprover_double import answers
from fix502.drills.caprover_double.answers import Answer, ApiError, Status, UnclassifiedError, envelope
from fix502.drills.caprover_double.builds import Job
from fix502.drills.caprover_double.definitions import NODE_ID
from fix502.drills.caprover_double.logstream import encode
from fix502.drills.caprover_double.requests import Request
from fix502.drills.caprover_double.runtime import BuildError, ServiceGoneError

if TYPE_CHECKING:
    from fix502.drills.caprover_double.double import CapRoverDouble

PREFIX = "/api/v2"
APP_DATA = "/user/apps/appData/"
UPDATE = "/user/apps/appDefinitions/update"
WEBHOOK = "/user/apps/webhooks/triggerbuild"
POLL = 0.05


def answer(double: "CapRoverDouble", request: Request) -> Answer | None:
    """Answer a request; None when no answer ever comes, and the connection is to be closed."""
    double.requests.append((request.method, request.path))
    phase = double.phase()
    if phase == "down":
        return answers.PROXY_DOWN
    if phase == "warming":
        return answers.CRASHED
    try:
        return _checked(double, request, ready=phase == "ready")
    except ApiError as error:
        return envelope(error.status, str(error))
    except (UnclassifiedError, ServiceGoneError):
        return answers.CRASHED


def _checked(double: "CapRoverDouble", request: Request, *, ready: bool) -> Answer | None:
    if request.path == "/checkhealth":
        return answers.text(200, double.boot_id)
    if not request.path.startswith("/api/"):
        return answers.NOT_FOUND
    if not request.path.startswith(f"{PREFIX}/"):
        raise ApiError(Status.GENERIC, "This captain instance only accepts API v2")
    if request.headers.get("x-namespace", "captain") != "captain":
        raise ApiError(Status.GENERIC, "Namespace unknown")
    if not ready:
        raise ApiError(Status.NOT_READY, "Captain is not ready yet...")
    path = request.path.removeprefix(PREFIX)
    if path == "/login" and request.method == "POST":
        token = double.access.login(str(request.fields.get("password") or ""))
        cookie = (("Set-Cookie", f"captainCookieAuth={secrets.token_urlsafe(24)}; Path=/"),)
        return envelope(Status.OK, "Login succeeded", {"token": token}, cookie)
    return _for_user(double, request, path) if path.startswith("/user/") else answers.NOT_FOUND


def _for_user(double: "CapRoverDouble", request: Request, path: str) -> Answer | None:
    _authorise(double, request, path)
    if request.method == "GET":
        return _read(double, request, path)
    if not double.write_lock.acquire(blocking=False):
        return answers.BUSY
    try:
        return _write(double, request, path)
    finally:
        double.write_lock.release()


def _authorise(double: "CapRoverDouble", request: Request, path: str) -> None:
    if path == WEBHOOK and request.method == "POST":
        if double.app_of_webhook(request.query.get("token", "")) is None:
            raise ApiError(Status.TOKEN, "Invalid token")
        return
    token = request.headers.get("x-captain-auth")
    app_token = request.headers.get("x-captain-app-token")
    if token is None and app_token and request.method == "POST" and path.startswith(APP_DATA):
        if not double.deploy_token_matches(path.removeprefix(APP_DATA), app_token):
            raise ApiError(Status.TOKEN, "Token mismatch for app")
        return
    double.access.check(token or "")


def _read(double: "CapRoverDouble", request: Request, path: str) -> Answer:
    match path:
        case "/user/apps/appDefinitions":
            data = {
                "appDefinitions": double.definitions(),
                "rootDomain": double.root_domain,
                "captainSubDomain": "captain",
                "defaultNginxConfig": "server { <%- s.forceSsl %> }",
            }
            return envelope(Status.OK, "App definitions are retrieved.", data)
        case "/user/system/info":
            info = {
                "hasRootSsl": False,
                "forceSsl": False,
                "rootDomain": double.root_domain,
                "captainSubDomain": "captain",
            }
            return envelope(Status.OK, "Captain info retrieved", info)
        case "/user/system/versionInfo":
            version = "1.15.3" if double.supports_patch else "1.14.1"
            about = {
                "currentVersion": version,
                "latestVersion": version,
                "changeLogMessage": "",
                "canUpdate": False,
            }
            return envelope(Status.OK, "Version Info Retrieved", about)
        case "/user/system/nodes":
            return envelope(Status.OK, "Node info retrieved", {"nodes": [_node()]})
        case _ if path.startswith(APP_DATA):
            return _read_app(double, request, path.removeprefix(APP_DATA))
        case _:
            return answers.NOT_FOUND


def _node() -> dict[str, object]:
    return {
        "nodeId": NODE_ID,
        "type": "manager",
        "isLeader": True,
        "hostname": "double",
        "architecture": "x86_64",
        "operatingSystem": "linux",
        "nanoCpu": 2_000_000_000,
        "memoryBytes": 4_294_967_296,
        "dockerEngineVersion": "20.10.24",
        "ip": "127.0.0.1",
        "state": "ready",
        "status": "active",
    }


def _read_app(double: "CapRoverDouble", request: Request, rest: str) -> Answer:
    name, _, tail = rest.partition("/")
    if not tail:
        return envelope(Status.OK, "App build status retrieved", double.builds.state(name).as_json())
    if tail != "logs":
        return answers.NOT_FOUND
    double.definition(name)
    try:
        logs = encode(double.runtime.logs(name), request.query.get("encoding", "ascii"))
    except LookupError as error:
        raise UnclassifiedError(f"Unknown encoding: {error}") from error
    return envelope(Status.OK, "App runtime logs are retrieved", {"logs": logs})


def _write(double: "CapRoverDouble", request: Request, path: str) -> Answer | None:
    app = path.removeprefix(APP_DATA)
    if request.method == "POST" and path.startswith(APP_DATA) and "/" not in app:
        return _deploy(double, request, app)
    if request.method == "PATCH" and path == UPDATE and double.supports_patch:
        return _update(double, request)
    write = _POSTS.get(path) if request.method == "POST" else None
    return write(double, request) if write else answers.NOT_FOUND


def _update(double: "CapRoverDouble", request: Request) -> Answer:
    double.update(request.fields, replace=request.method == "POST")
    return envelope(Status.OK, "Updated App Definition Saved")


def _register(double: "CapRoverDouble", request: Request) -> Answer | None:
    fields = request.fields
    job = double.register(
        str(fields.get("appName") or ""),
        persistent=bool(fields.get("hasPersistentData")),
        project=str(fields.get("projectId") or ""),
    )
    if not request.query.get("detached") and not _wait(double, request, job):
        return None
    return envelope(Status.OK, "App Definition Saved")


def _delete(double: "CapRoverDouble", request: Request) -> Answer:
    fields = request.fields
    double.delete(list(fields.get("appNames") or [str(fields.get("appName") or "")]))
    return envelope(Status.OK, "App is deleted")


def _change_password(double: "CapRoverDouble", request: Request) -> Answer:
    double.access.change_password(
        str(request.fields.get("oldPassword")), str(request.fields.get("newPassword"))
    )
    return envelope(Status.OK, "Password changed.")


def _webhook(double: "CapRoverDouble", request: Request) -> Answer:
    app = double.app_of_webhook(request.query.get("token", "")) or ""
    # The repository's content is the runtime's affair: it gets the usual recipe and no archive.
    double.deploy(app, content='{"schemaVersion": 2, "dockerfilePath": "./Dockerfile"}')
    return envelope(Status.OK, "Build webhook has triggered")


def _deploy(double: "CapRoverDouble", request: Request, app: str) -> Answer | None:
    fields = request.fields
    job = double.deploy(
        app,
        content=fields.get("captainDefinitionContent"),
        source=fields.get("sourceFile"),
        git_hash=str(fields.get("gitHash") or ""),
    )
    if request.query.get("detached"):
        return envelope(Status.DEPLOY_STARTED, "Deploy is started")
    if not _wait(double, request, job):
        return None
    match job.error:
        case None:
            return envelope(Status.OK, "Deploy is done")
        case BuildError() as error if error.classified:
            return envelope(Status.BUILD_ERROR, str(error))
        case ApiError() as error:
            return envelope(error.status, str(error))
        case _:
            return answers.CRASHED


def _wait(double: "CapRoverDouble", request: Request, job: Job) -> bool:
    """Wait for an attached job; False when the client has gone or the server closes first."""
    while not job.done.wait(POLL):
        if double.closing.is_set() or not request.is_connected():
            return False
    return True


_POSTS: dict[str, Callable[["CapRoverDouble", Request], Answer | None]] = {
    UPDATE: _update,
    WEBHOOK: _webhook,
    "/user/apps/appDefinitions/register": _register,
    "/user/apps/appDefinitions/delete": _delete,
    "/user/changepassword": _change_password,
}
