"""The description itself, for programs and for people."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from multivendor_platform.api.answers import answer_json
from multivendor_platform.api.description import openapi_document

HOUR = 3600


@require_safe
def openapi_json(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1 as JSON."""
    return answer_json(request, json.dumps(openapi_document(), ensure_ascii=False).encode(), seconds=HOUR)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same as a page: no script, nothing from elsewhere."""
    document = openapi_document()
    groups = [
        {**tag, "operations": [entry for entry in _operations(document) if tag["name"] in entry["tags"]]}
        for tag in document["tags"]
    ]
    return render(request, "api/docs.html", {"info": document["info"], "groups": groups})


@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """Anything else below /api/; the edge makes the document."""
    raise Http404


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    schemas = document["components"]["schemas"]
    return [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("summary", ""),
            "tags": operation["tags"],
            "example": path.removesuffix("/{key}/") if method == "get" and "{" not in path else "",
            "parameters": [
                {**parameter, "type": _type(parameter["schema"]), "about": _about(parameter)}
                for parameter in operation.get("parameters", [])
            ],
            "fields": _fields(operation, schemas),
            "statuses": sorted(str(status) for status in operation["responses"]),
        }
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]


def _about(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    return str(parameter.get("description") or schema.get("description") or schema.get("title") or "")


def _type(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_type(part) for part in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    kind = schema.get("type", "any")
    return " | ".join(kind) if isinstance(kind, list) else str(kind)


def _fields(operation: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, str]]:
    body = operation.get("requestBody")
    if body is None:
        return []
    schema = body["content"]["application/json"]["schema"]
    schema = schemas.get(str(schema.get("$ref", "")).rpartition("/")[2], schema)
    return [{"name": name, "type": _type(field)} for name, field in schema.get("properties", {}).items()]
