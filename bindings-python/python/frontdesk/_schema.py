"""The schema of the wire, which is beside this file, and that of a clinic or a room in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

#: What a file may hold, by its name on the command line.
FILES = {"clinic": "ClinicSnapshot", "room": "WaitingRoomSnapshot"}


def document() -> dict[str, Any]:
    """The schema of everything that goes in and comes out."""
    read: dict[str, Any] = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))
    return read


def of_file(kind: str) -> dict[str, Any]:
    """The schema of a file, for editors and validators. The file may name it as ``$schema``."""
    whole = document()
    definitions = whole["$defs"]
    root = dict(definitions[FILES[kind]])
    root["properties"] = {"$schema": {"type": "string"}, **root["properties"]}
    needed: set[str] = set()
    _collect(root, definitions, needed)
    return {
        "$schema": whole["$schema"],
        "$id": f"{whole['$id']}:{kind}",
        "title": kind,
        **root,
        "$defs": {name: definitions[name] for name in definitions if name in needed},
    }


def _collect(schema: Any, definitions: dict[str, Any], needed: set[str]) -> None:
    """The names of the definitions that a schema leads to."""
    if isinstance(schema, dict):
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        if name and name not in needed:
            needed.add(name)
            _collect(definitions[name], definitions, needed)
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            _collect(part, definitions, needed)
