"""CapRover's app definitions: its JSON to `AppDefinition`, and a change to the body of an update."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from fix502.platforms.interface import AppDefinition, Change, Version

SETTING_DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "instanceCount": 1,
        "captainDefinitionRelativeFilePath": "./captain-definition",
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
)
"""Every key that an update can set, with what a definition means that does not have it (before the first
update `containerHttpPort` and some others are absent)."""


def setting(raw: Mapping[str, Any], key: str) -> Any:
    """Return the value of a settable key, or what its absence means."""
    return raw.get(key, SETTING_DEFAULTS[key])


def definition_from_json(raw: Mapping[str, Any], root_domain: str) -> AppDefinition:
    """Read one element of `appDefinitions`. Keys that are missing or of the wrong type count as absent."""
    name = str(raw.get("appName", ""))
    domains: dict[str, bool] = {}
    if root_domain:
        domains[f"{name}.{root_domain}"] = bool(raw.get("hasDefaultSubDomainSsl"))
    for row in raw.get("customDomain") or []:
        domains[str(row.get("publicDomain", ""))] = bool(row.get("hasSsl"))
    return AppDefinition(
        name=name,
        instances=int(setting(raw, "instanceCount")),
        container_port=int(setting(raw, "containerHttpPort") or 80),
        exposed=not raw.get("notExposeAsWebApp", False),
        building=bool(raw.get("isAppBuilding")),
        deployed_version=int(raw.get("deployedVersion", 0)),
        versions=tuple(_version(row) for row in raw.get("versions") or []),
        has_volumes=bool(raw.get("volumes")),
        force_ssl=bool(raw.get("forceSsl")),
        custom_proxy_config=bool(raw.get("customNginxConfig")),
        domains=MappingProxyType(domains),
        variables=MappingProxyType({str(r["key"]): str(r["value"]) for r in setting(raw, "envVars")}),
        raw=MappingProxyType(dict(raw)),
    )


def changes_to_json(change: Change) -> dict[str, Any]:
    """Return the keys of an update that make the change."""
    body: dict[str, Any] = {}
    if change.instances is not None:
        body["instanceCount"] = change.instances
    if change.container_port is not None:
        body["containerHttpPort"] = change.container_port
    if change.exposed is not None:
        body["notExposeAsWebApp"] = not change.exposed
    if change.variables is not None:
        # Lists are replaced whole, so all variables go, not only the changed ones.
        body["envVars"] = [{"key": key, "value": value} for key, value in change.variables.items()]
    return body


def differences(current: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settable keys in which two definitions differ, with the wanted values.

    Variables in another order are the same variables.
    """
    return {
        key: setting(wanted, key)
        for key in SETTING_DEFAULTS
        if _comparable(key, setting(current, key)) != _comparable(key, setting(wanted, key))
    }


def _comparable(key: str, value: Any) -> Any:
    return sorted((str(row["key"]), str(row["value"])) for row in value) if key == "envVars" else value


def _version(row: Mapping[str, Any]) -> Version:
    stamp = str(row.get("timeStamp", ""))
    try:
        at = datetime.fromisoformat(stamp).astimezone(UTC)
    except ValueError:
        at = None
    return Version(
        number=int(row.get("version", 0)),
        image=str(row.get("deployedImageName") or ""),
        at=at,
        # Builds from git have the commit with a line feed at its end.
        git_hash=str(row.get("gitHash") or "").strip(),
    )
