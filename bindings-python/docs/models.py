"""Prints the wire schema as models of pydantic, and copies it beside them: run it after `cargo xtask types`.

`--check` only says whether they are stale.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from keyword import iskeyword
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "core" / "schema.json"
COPY = ROOT / "bindings-python" / "python" / "frontdesk" / "schema.json"
MODELS = ROOT / "bindings-python" / "python" / "frontdesk" / "models.py"
HEAD = '''\
"""The wire model as models of pydantic, for :class:`frontdesk.Clinic`, FastAPI and settings.

Printed by docs/models.py. They have the names and fields of :mod:`frontdesk.types`; a field that is a word of
Python ends in an underscore: ``SlotQuery(from_=…)``. What is given may be written as people do:
``weekday="Mon"``, ``start_time="08:00"``, an aware ``datetime``, ISO text with an offset. What comes back
from the engine goes into those that end in ``Output``, or have one name for both.

>>> from frontdesk import Clinic, models
>>> rule = models.AvailabilityRule(uid="mon", weekday="Mon", start_time="08:00", end_time="12:00")
>>> clinic = Clinic(models.ClinicSnapshot(
...     timezone="Europe/Berlin",
...     appointment_types=[models.AppointmentType(uid="visit", duration_minutes=30)],
...     doctors=[models.Doctor(uid="ada", availability_rules=[rule])],
... ))
>>> query = models.SlotQuery(
...     appointment_type_uid="visit", from_="2026-03-23T00:00+01:00", to="2026-03-24T00:00+01:00"
... )
>>> slots = [models.Slot.model_validate(slot) for slot in clinic.find_slots(query, query.from_)]
>>> len(slots), slots[0].doctor_uid
(8, 'ada')

Needs ``pip install "frontdesk[pydantic]"``.
"""

from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from typing_extensions import TypeAlias

from ._model import (
    Boolean,
    Clock,
    Day,
    DayClock,
    EndClock,
    Given,
    Instant,
    LocalTime,
    Model,
    Number,
    StrictInt,
    Text,
    TextDay,
    TextLocal,
    Uid,
    Weekday,
    Whole,
    present,
    whole,
)
from pydantic import Field

'''
#: The width of every line in the repository.
WIDTH = 110
CLOCKS = {"start_time": "Clock", "local_time": "Clock", "end_time": "EndClock"}


class Printer:
    """Prints definitions one by one."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.definitions: dict[str, Any] = document["$defs"]
        self.answered = self.reached(document["anyOf"][1])
        self.classes: list[str] = []
        self.aliases: dict[str, tuple[str, set[str]]] = {}
        self.fields: dict[str, str] = {}

    def reached(self, root: Any) -> set[str]:
        """The definitions that a schema leads to."""
        found: set[str] = set()
        open_ = [root]
        while open_:
            at = open_.pop()
            for name in referred(at):
                if name not in found:
                    found.add(name)
                    open_.append(self.definitions[name])
        return found

    def text(self) -> str:
        for name, schema in self.definitions.items():
            if name not in ("Instant", "Uid"):
                self.define(name, schema)
        body = "\n\n".join(self.classes)
        names = sorted([*self.fields, *self.aliases])
        listed = "".join(f'    "{name}",\n' for name in names)
        return f"{HEAD}__all__ = [\n{listed}]\n\n\n{body}\n\n\n" + "\n".join(self.in_order())

    def in_order(self) -> list[str]:
        """The aliases, each after those that it names."""
        printed: list[str] = []
        done: set[str] = set()

        def declare(name: str) -> None:
            if name not in done:
                done.add(name)
                text, needs = self.aliases[name]
                for other in sorted(needs & self.aliases.keys()):
                    declare(other)
                printed.append(text)

        for name in self.aliases:
            declare(name)
        return printed

    def define(self, name: str, schema: dict[str, Any]) -> None:
        if "properties" in schema:
            self.record(name, schema, name)
            return
        variants = schema.get("oneOf") or schema["anyOf"]
        if all("const" in variant for variant in variants):
            words = [json.dumps(variant["const"]) for variant in variants]
            literal = bracketed("Literal", words, name)
            self.aliases[name] = (f"{name}: TypeAlias = {literal}\n{doc(schema, '')}", set())
            return
        members = [
            variant["$ref"].split("/")[-1] if "$ref" in variant else self.member(name, variant)
            for variant in variants
        ]
        tag = self.tag(next(variant for variant in variants if "properties" in variant))
        listed = "".join(f"        {member},\n" for member in members)
        union = f"Annotated[\n    Union[\n{listed}    ],\n    Field(discriminator={json.dumps(tag)}),\n]"
        self.aliases[name] = (f"{name}: TypeAlias = {union}\n{doc(schema, '')}", set(members))

    def tag(self, variant: dict[str, Any]) -> str:
        fields = variant["properties"].items()
        return next(name for name, field in fields if "const" in field and name in TAGS)

    def member(self, union: str, variant: dict[str, Any]) -> str:
        """A variant: by the name of its union and its tag; what comes back as it is given has no second name.
        """
        base = union[: -len("Output")] if union.endswith("Output") else union
        word = variant["properties"][self.tag(variant)]["const"]
        plain = base + "".join(part.capitalize() for part in word.split("_"))
        name = plain + union[len(base) :]
        if name != plain and plain in self.fields and self.body(variant, union) == self.fields[plain]:
            return plain
        self.record(name, variant, union)
        return name

    def record(self, name: str, schema: dict[str, Any], root: str) -> None:
        self.fields[name] = self.body(schema, root)
        self.classes.append(f"class {name}(Model):\n{doc(schema, '    ')}{self.fields[name]}")

    def body(self, schema: dict[str, Any], root: str) -> str:
        required = schema.get("required", ())
        fields = schema["properties"].items()
        lines = [self.field(name, field, name in required, root) for name, field in fields]
        if "allOf" in schema:
            either = tuple(tuple(one["required"][0] for one in each["anyOf"]) for each in schema["allOf"])
            lines.append(f"\n    _either = {either}\n")
        return "".join(lines) or "    pass\n"

    def field(self, name: str, schema: dict[str, Any], required: bool, root: str) -> str:
        is_null, inner = unwrapped(schema)
        kind = self.kind(inner, name, root)
        own = f"{name}_" if iskeyword(name) else name
        said = [f"description={quoted(described(schema))}"] if described(schema) else []
        limits = [f"{word}={schema[key]}" for key, word in LIMITS.items() if key in schema]
        if kind in ("Weekday", "Clock", "DayClock", "EndClock"):
            # These have their own.
            limits = []
        if own != name:
            said += [f'validation_alias="{name}", serialization_alias="{name}"']
        if "const" in inner:
            # Nobody has to write what the class says.
            return line(own, kind, [f"default={inner['const']!r}", *said])
        if kind == "Whole" and limits:
            kind, limits = f"Annotated[StrictInt, Field({', '.join(limits)}), whole]", []
        is_plain = required or schema.get("default") is not None or inner.get("type") in ("array", "boolean")
        if limits and (is_null or not is_plain):
            kind = f"Annotated[{kind}, Field({', '.join(limits)})]"
        else:
            said += limits
        if is_null:
            kind = f"Optional[{kind}]"
            default = [] if required else ["default=None"]
        elif required:
            default = []
        elif schema.get("default") not in (None, []):
            is_record = isinstance(schema["default"], dict)
            default = [f"default_factory=lambda: {kind}()" if is_record else f"default={schema['default']!r}"]
        elif inner.get("type") == "array" and not inner.get("minItems"):
            default = ["default_factory=list"]
        elif inner.get("type") == "boolean":
            default = ["default=False"]
        else:
            kind, default = f"Annotated[Optional[{kind}], present]", ["default=None"]
        return line(own, kind, default + said)

    def kind(self, schema: dict[str, Any], name: str, root: str) -> str:
        is_given = root not in self.answered
        if "$ref" in schema:
            target = str(schema["$ref"].split("/")[-1])
            return ("Given" if is_given else "Instant") if target == "Instant" else target
        if "const" in schema:
            return f"Literal[{json.dumps(schema['const'])}]"
        variants = schema.get("anyOf") or schema.get("oneOf")
        if variants:
            return f"Union[{', '.join(self.kind(variant, name, root) for variant in variants)}]"
        kind = schema["type"]
        if isinstance(kind, list):
            return f"Union[{', '.join(self.kind({**schema, 'type': each}, name, root) for each in kind)}]"
        if kind == "array":
            items = self.kind(schema["items"], name, root)
            stated = schema["items"]
            limits = ", ".join(f"{word}={stated[key]}" for key, word in LIMITS.items() if key in stated)
            if items == "Whole" and limits:
                return f"list[Annotated[StrictInt, Field({limits}), whole]]"
            return f"list[Annotated[{items}, Field({limits})]]" if limits else f"list[{items}]"
        if kind == "integer" and is_given:
            if name in ("weekday", "week_starts_on"):
                return "Weekday"
            if name in CLOCKS or name.endswith("_notice_until"):
                return "DayClock" if schema.get("maximum") == 1439 else CLOCKS.get(name, "EndClock")
            if root == "WishedTime" and name in ("from", "to"):
                return "Clock" if name == "from" else "EndClock"
        if kind == "string" and "pattern" in schema:
            if "T" in schema["pattern"]:
                return "LocalTime" if is_given else "TextLocal"
            return "Day" if is_given else "TextDay"
        return KINDS[kind]


#: What tells the variants of a union apart.
TAGS = ("code", "command", "event", "change")
KINDS = {"integer": "Whole", "number": "Number", "string": "Text", "boolean": "Boolean", "null": "None"}
LIMITS = {
    "minimum": "ge",
    "maximum": "le",
    "minItems": "min_length",
    "maxItems": "max_length",
    "minLength": "min_length",
    "maxLength": "max_length",
}


def unwrapped(schema: dict[str, Any]) -> tuple[bool, dict[str, Any]]:
    """Whether it may be null, and what it is otherwise."""
    kind = schema.get("type")
    if isinstance(kind, list) and "null" in kind:
        rest = [each for each in kind if each != "null"]
        return True, {**schema, "type": rest[0] if len(rest) == 1 else rest}
    variants = schema.get("anyOf", [])
    if {"type": "null"} in variants:
        rest = [variant for variant in variants if variant != {"type": "null"}]
        return True, rest[0] if len(rest) == 1 else {"anyOf": rest}
    return False, schema


def described(schema: dict[str, Any]) -> str:
    return str(schema.get("description", "")).replace("\n", " ")


def doc(schema: dict[str, Any], margin: str) -> str:
    said = described(schema)
    if not said:
        return ""
    if len(f'{margin}"""{said}"""') <= WIDTH:
        return f'{margin}"""{said}"""\n\n'
    first, *rest = broken(f'{margin}"""{said}', WIDTH, margin)
    return "\n".join([first, *rest, f'{margin}"""\n\n'])


def broken(text: str, width: int, margin: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        width,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def bracketed(head: str, items: list[str], name: str) -> str:
    """Items in brackets: in one line if that fits behind the name, else a line for each."""
    flat = f"{head}[{', '.join(items)}]"
    if len(f"{name}: TypeAlias = {flat}") <= WIDTH:
        return flat
    return f"{head}[\n" + "".join(f"    {item},\n" for item in items) + "]"


def quoted(text: str) -> str:
    """A text as a literal: of one line if that fits as an argument, else of several, one below the other."""
    whole_text = json.dumps(text, ensure_ascii=False)
    if len(f"        description={whole_text},") <= WIDTH:
        return whole_text
    first, *rest = broken(f'{" " * len("        description=")}{text}', WIDTH - 4)
    parts = [first.strip(), *broken(" ".join(rest), WIDTH - 12)]
    ends = [" "] * (len(parts) - 1) + [""]
    literals = [json.dumps(part + end, ensure_ascii=False) for part, end in zip(parts, ends)]
    return "\n        ".join(literals)


def line(name: str, kind: str, said: list[str]) -> str:
    if not said:
        return f"    {name}: {kind}\n"
    flat = f"    {name}: {kind} = Field({', '.join(said)})\n"
    if len(flat) <= WIDTH + 1 and flat.count("\n") == 1:
        return flat
    if len(f"    {name}: {kind} = Field(") > WIDTH:
        kind = f"Annotated[\n        {kind.removeprefix('Annotated[').removesuffix(']')}\n    ]"
    return f"    {name}: {kind} = Field(\n" + "".join(f"        {each},\n" for each in said) + "    )\n"


def referred(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = {str(schema["$ref"]).split("/")[-1]} if "$ref" in schema else set()
        return own.union(*map(referred, schema.values()))
    return set().union(*map(referred, schema)) if isinstance(schema, list) else set()


def files() -> dict[Path, str]:
    """What is printed, and where to."""
    document = json.loads(SCHEMA.read_text(encoding="utf-8"))
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.*)"$', manifest, re.MULTILINE)
    assert version is not None
    named = {"$schema": document["$schema"], "$id": f"urn:frontdesk:wire:{version[1]}", **document}
    return {
        MODELS: Printer(document).text(),
        COPY: json.dumps(named, ensure_ascii=False, separators=(",", ":")) + "\n",
    }


if __name__ == "__main__":
    written = files()
    old = {path: path.read_text(encoding="utf-8") if path.exists() else None for path in written}
    stale = [path for path, text in written.items() if old[path] != text]
    if "--check" not in sys.argv:
        for path, text in written.items():
            path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{path.name} was stale")
    sys.exit("--check" in sys.argv and bool(stale))
