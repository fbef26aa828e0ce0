"""Writes what `help()` says below the sentence of each function of the engine: keys, units, an example that
was run.

Run it with the package installed, build the package, and run `stub.py`. `--check` only says whether it is
stale. The keys come from the schema, the arguments from the stub, and the examples from `examples.py`.
"""

from __future__ import annotations

import ast
import code
import contextlib
import io
import json
import sys
import textwrap
from pathlib import Path
from typing import Any

from examples import EXAMPLES

ROOT = Path(__file__).parents[2]
STUB = ROOT / "bindings-python" / "python" / "frontdesk" / "_native.pyi"
FOLDER = ROOT / "bindings-python" / "src" / "help"
DEFINITIONS: dict[str, Any] = json.loads((ROOT / "core" / "schema.json").read_text(encoding="utf-8"))["$defs"]
INSTANT = "an instant: Unix seconds, an aware `datetime`, or ISO text with an offset"
WIDTH = 96
#: Fields of a record that are told; a snapshot has a page of its own.
FIELDS_MAX = 24


def functions() -> dict[str, ast.FunctionDef]:
    """The functions of the stub by their names; of overloads the first."""
    found: dict[str, ast.FunctionDef] = {}
    for node in ast.parse(STUB.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.setdefault(node.name, node)
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name != "Column":
            for member in node.body:
                if isinstance(member, ast.FunctionDef) and not member.name.startswith("_"):
                    is_property = any(getattr(each, "id", "") == "property" for each in member.decorator_list)
                    if not is_property:
                        found.setdefault(f"{node.name}.{member.name}", member)
    return found


def help_of(name: str, node: ast.FunctionDef) -> str:
    """What stands below the sentence."""
    parts = []
    arguments = [argument for argument in [*node.args.args, *node.args.kwonlyargs] if argument.annotation]
    told = [line for argument in arguments for line in argument_lines(argument)]
    if told:
        parts.append("\n".join(["Arguments:", "", *told]))
    answer = answer_lines(node.returns)
    if answer:
        parts.append("\n".join(["Answers:", "", *answer]))
    if name in EXAMPLES:
        parts.append("\n".join(["Example:", "", *run(name, EXAMPLES[name])]))
    return "\n\n".join(parts) + "\n"


def argument_lines(argument: ast.arg) -> list[str]:
    assert argument.annotation is not None
    if any(isinstance(node, ast.Name) and node.id == "_Time" for node in ast.walk(argument.annotation)):
        return wrapped(f"{argument.arg}: {INSTANT}", 4)
    for record in named(argument.annotation):
        head = wrapped(
            f"{argument.arg}: `frontdesk.types.{record}`, a dict or another object{fields_or_not(record)}", 4
        )
        return [*head, *fields(record)]
    return []


def answer_lines(annotation: ast.expr | None) -> list[str]:
    if annotation is None:
        return []
    records = [name for name in named(annotation) if name in DEFINITIONS]
    if not records:
        return []
    many = "a list of " if isinstance(annotation, ast.Subscript) else ""
    none = ", or None" if isinstance(annotation, ast.BinOp) else ""
    record = records[0]
    return [*wrapped(f"{many}`frontdesk.types.{record}`{none}{fields_or_not(record)}", 4), *fields(record)]


def fields_or_not(record: str) -> str:
    return " with" if is_short(record) else ""


def is_short(record: str) -> bool:
    schema = DEFINITIONS.get(record, {})
    return (
        "oneOf" in schema
        and "properties" in schema["oneOf"][0]
        or 0 < len(schema.get("properties", ())) <= FIELDS_MAX
    )


def named(annotation: ast.expr) -> list[str]:
    names = [node.attr for node in ast.walk(annotation) if isinstance(node, ast.Attribute)]
    return [name for name in names if not (name.endswith("Output") and name[: -len("Output")] in names)]


def fields(record: str) -> list[str]:
    """The fields of a record, a line each; of a union its variants with theirs."""
    if not is_short(record):
        return []
    schema = DEFINITIONS[record]
    if "oneOf" in schema:
        lines = []
        for variant in schema["oneOf"]:
            tag = next(name for name, field in variant["properties"].items() if "const" in field)
            keys = [name for name in variant["properties"] if name != tag]
            optional = [f"[{key}]" if key not in variant["required"] else key for key in keys]
            lines += wrapped(
                f"{tag} `{variant['properties'][tag]['const']}`: {', '.join(optional) or 'nothing else'}", 8
            )
        return lines
    required = schema.get("required", ())
    lines = []
    for name, field in sorted(schema["properties"].items(), key=lambda item: item[0] not in required):
        optional = "" if name in required else " (optional)"
        lines += wrapped(f"{name}{optional}: {said(field)}", 8)
    return lines


def said(field: dict[str, Any]) -> str:
    """What a field is, its unit and its default, unless they are said."""
    words = str(field.get("description", "")).replace("\n", " ") or "see the type."
    refers = json.dumps(field)
    if '"#/$defs/Instant"' in refers:
        words += " Unix seconds."
    if "_MAX`" in words and "maximum" in field:
        words += f" From {field.get('minimum', 0):,} to {field['maximum']:,}."
    if field.get("default") not in (None, [], {}) and "efault" not in words:
        words += f" Default: {json.dumps(field['default'])}."
    return words


def wrapped(text: str, indent: int) -> list[str]:
    margin = " " * indent
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=margin,
        subsequent_indent=margin + "    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def run(name: str, example: str) -> list[str]:
    """An example with what it answers."""
    console = code.InteractiveInterpreter({"__name__": "example"})
    lines: list[str] = []
    pending: list[str] = []
    given = example.strip().splitlines()
    for number, line in enumerate(given, 1):
        lines.append(f"    {'...' if pending else '>>>'} {line}".rstrip())
        # A block ends with an empty line, or with the example.
        pending += [line, ""] if pending and number == len(given) else [line]
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            more = console.runsource("\n".join(pending), name, "single")
        assert not errors.getvalue(), f"{name}: {errors.getvalue()}"
        if not more:
            pending = []
            lines += [f"    {said}" for said in output.getvalue().splitlines()]
    assert not pending, name
    return lines


def texts() -> dict[Path, str]:
    """The files, as they would be written."""
    found = functions()
    unknown = EXAMPLES.keys() - found.keys()
    missing = found.keys() - EXAMPLES.keys()
    assert not unknown and not missing, f"no such function: {unknown}; without an example: {missing}"
    return {FOLDER / f"{name}.txt": help_of(name, node) for name, node in found.items()}


if __name__ == "__main__":
    written = texts()
    stale = [
        path
        for path, text in written.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" not in sys.argv:
        FOLDER.mkdir(exist_ok=True)
        for path, text in written.items():
            path.write_text(text, encoding="utf-8")
    sys.exit("--check" in sys.argv and bool(stale))
