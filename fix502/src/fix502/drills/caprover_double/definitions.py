"""App definitions: what register makes, what POST replaces, what PATCH merges, what is refused."""

import copy
import hashlib
import json
import re
import secrets
from collections.abc import Callable
from typing import Any

from fix502.drills.caprover_double.answers import ApiError, Status, UnclassifiedError
from fix502.drills.caprover_double.runtime import Definition

NODE_ID = "np5iz90u4j0sji5goeh7yamxp"
DEFAULT_DEFINITION_PATH = "./captain-definition"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_YAML_LINE = re.compile(r"\s*(- )?[\w.\"'-]+:(\s+[^:]*)?|\s*- \S.*|\s*#.*|\s*")

POST_DEFAULTS: Definition = {
    "instanceCount": 0,
    "envVars": [],
    "volumes": [],
    "ports": [],
    "tags": [],
    "description": "",
    "projectId": "",
    "nodeId": "",
    "notExposeAsWebApp": False,
    "forceSsl": False,
    "websocketSupport": False,
    "containerHttpPort": 80,
    "customNginxConfig": "",
    "preDeployFunction": "",
    "serviceUpdateOverride": "",
    "redirectDomain": "",
    "httpAuth": None,
    "appPushWebhook": None,
    "appDeployTokenConfig": {"enabled": False},
}
"""What a key becomes that a POST does not name. `instanceCount` 0 is the one that stops apps."""

KEPT_WHEN_EMPTY = "captainDefinitionRelativeFilePath"
SETTABLE = frozenset(POST_DEFAULTS) | {KEPT_WHEN_EMPTY}


def unknown_app(name: str) -> ApiError:
    """Make the error for an app that is not listed: 1000, not 1111."""
    return ApiError(
        Status.GENERIC, f"App ({name}) could not be found. Make sure that you have created the app."
    )


def new_definition(name: str, *, persistent: bool, project: str) -> Definition:
    """Make a definition as it is listed after `register`; some keys only appear after the first update.

    Raises:
        ApiError: 1104, the name is not allowed.

    """
    reserved = name in ("captain", "registry") or name.startswith("captain-")
    if reserved or len(name) >= 50 or not _NAME.fullmatch(name):
        raise ApiError(
            Status.BAD_NAME,
            "App Name is not allowed. Only lowercase letters, numbers and single hyphens are allowed",
        )
    return {
        "hasPersistentData": persistent,
        "projectId": project,
        "description": "",
        "instanceCount": 1,
        "captainDefinitionRelativeFilePath": DEFAULT_DEFINITION_PATH,
        "networks": ["captain-overlay-network"],
        "envVars": [],
        "volumes": [],
        "ports": [],
        "tags": [],
        "versions": [],
        "deployedVersion": 0,
        "notExposeAsWebApp": False,
        "customDomain": [],
        "hasDefaultSubDomainSsl": False,
        "redirectDomain": "",
        "forceSsl": False,
        "websocketSupport": False,
        "appName": name,
        "isAppBuilding": False,
        "isLegacyAppName": False,
    }


def changed(current: Definition, body: dict[str, Any], *, replace: bool) -> Definition:
    """Return the definition after an update: POST replaces (defaults for the absent), PATCH merges.

    Raises:
        ApiError: a value is refused; nothing is changed then.

    """
    result = copy.deepcopy(current)
    wanted = copy.deepcopy(POST_DEFAULTS) if replace else {}
    if not replace and "containerHttpPort" not in result:
        late = (
            "containerHttpPort",
            "nodeId",
            "customNginxConfig",
            "preDeployFunction",
            "serviceUpdateOverride",
        )
        wanted = {key: POST_DEFAULTS[key] for key in (*late, "appDeployTokenConfig")}
    wanted |= {key: value for key, value in body.items() if key in SETTABLE}
    if replace and current["hasPersistentData"] and not wanted["nodeId"]:
        wanted["nodeId"] = current.get("nodeId", "")
    for key, value in wanted.items():
        _SETTERS.get(key, _set_text)(result, key, value)
    return result


def _set_count(definition: Definition, key: str, value: Any) -> None:
    count = _whole(value)
    if count is not None and count >= 0:
        definition[key] = count


def _set_port(definition: Definition, key: str, value: Any) -> None:
    definition[key] = _whole(value) or 80


def _set_volumes(definition: Definition, key: str, value: Any) -> None:
    if value and not definition["hasPersistentData"]:
        raise ApiError(Status.ILLEGAL_OPERATION, "Cannot set volumes for a non-persistent container!")
    definition[key] = value or []


def _set_ports(definition: Definition, key: str, value: Any) -> None:
    if any(not row.get("hostPort") or not row.get("containerPort") for row in value or []):
        raise ApiError(Status.GENERIC, "Host or container port is missing")
    definition[key] = value or []


def _set_node(definition: Definition, key: str, value: Any) -> None:
    if value and value != NODE_ID:
        raise ApiError(Status.GENERIC, f"Node ID you requested is not part of the swarm cluster: {value}")
    definition[key] = value or ""


def _set_force_ssl(definition: Definition, key: str, value: Any) -> None:
    has_ssl = definition["hasDefaultSubDomainSsl"] or any(d["hasSsl"] for d in definition["customDomain"])
    if value and not has_ssl:
        raise ApiError(Status.ILLEGAL_OPERATION, "Cannot force SSL without at least one SSL-enabled domain!")
    definition[key] = bool(value)


def _set_path(definition: Definition, key: str, value: Any) -> None:
    definition[key] = value or definition[key]


def _set_deploy_token(definition: Definition, key: str, value: Any) -> None:
    enabled = bool((value or {}).get("enabled"))
    token = (value or {}).get("appDeployToken") or secrets.token_hex(16)
    definition[key] = {"enabled": True, "appDeployToken": token} if enabled else {"enabled": False}


def _set_flag(definition: Definition, key: str, value: Any) -> None:
    definition[key] = bool(value)


def _set_list(definition: Definition, key: str, value: Any) -> None:
    definition[key] = value or []


def _set_text(definition: Definition, key: str, value: Any) -> None:
    definition[key] = "" if value is None else str(value)


def _set_variables(definition: Definition, key: str, value: Any) -> None:
    definition[key] = _variables(value)


def _set_override(definition: Definition, key: str, value: Any) -> None:
    definition[key] = _override(value)


def _set_http_auth(definition: Definition, key: str, value: Any) -> None:
    if not value:
        definition.pop(key, None)
        return
    hashed = value.get("passwordHashed")
    if value.get("password"):
        # Apache's own hash in the real server; nobody checks it here, so any digest will do.
        hashed = "$apr1$" + hashlib.sha256(str(value["password"]).encode()).hexdigest()[:22]
    definition[key] = {"user": value.get("user", ""), "passwordHashed": hashed or ""}


def _set_webhook(definition: Definition, key: str, value: Any) -> None:
    if not value:
        definition.pop(key, None)
        return
    repository = value.get("repoInfo") or {}
    if not repository.get("repo") or not repository.get("branch"):
        raise ApiError(Status.ILLEGAL_PARAMETER, "Missing required Github/BitBucket/Gitlab field")
    old = definition.get(key) or {}
    definition[key] = {
        "tokenVersion": old.get("tokenVersion") or secrets.token_hex(8),
        "pushWebhookToken": old.get("pushWebhookToken") or secrets.token_urlsafe(48),
        "repoInfo": repository,
    }


def _whole(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _variables(rows: Any) -> list[dict[str, str]]:
    result = []
    for row in rows or []:
        key, value = str(row.get("key") or "").strip(), row.get("value")
        if not key and value:
            raise ApiError(Status.GENERIC, "Environmental Variable key is empty!")
        if key:
            result.append({"key": key, "value": "" if value is None else str(value)})
    return result


def _override(value: Any) -> str:
    content = str(value or "").strip()
    refused = ApiError(
        Status.ILLEGAL_PARAMETER,
        "serviceUpdateOverride must be either a valid JSON object starting with { or an equivalent yaml",
    )
    if content.startswith("{"):
        try:
            json.loads(content)
        except ValueError:
            raise refused from None
    elif not all(_YAML_LINE.fullmatch(line) for line in content.splitlines()):
        raise refused
    return content


def check_template(definition: Definition) -> None:
    """Render the app's nginx template: an unbalanced EJS tag breaks every update of every app on the server.

    Raises:
        UnclassifiedError: the template can't be rendered.

    """
    template = str(definition.get("customNginxConfig", ""))
    if template.count("<%") != template.count("%>"):
        raise UnclassifiedError("Could not find matching close tag for <%")


_SETTERS: dict[str, Callable[[Definition, str, Any], None]] = {
    "instanceCount": _set_count,
    "containerHttpPort": _set_port,
    "envVars": _set_variables,
    "volumes": _set_volumes,
    "ports": _set_ports,
    "nodeId": _set_node,
    "forceSsl": _set_force_ssl,
    "serviceUpdateOverride": _set_override,
    KEPT_WHEN_EMPTY: _set_path,
    "httpAuth": _set_http_auth,
    "appPushWebhook": _set_webhook,
    "appDeployTokenConfig": _set_deploy_token,
    "notExposeAsWebApp": _set_flag,
    "websocketSupport": _set_flag,
    "tags": _set_list,
}
