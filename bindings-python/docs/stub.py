"""Prints what the native module says of itself into its stub, where editors look for it: run it with the package installed.

What a parameter may hold stands below each sentence: the keys of records, and the unit of times.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

from frontdesk import _native, types

STUB = Path(__file__).parents[1] / "python" / "frontdesk" / "_native.pyi"
WIDTH = 100


def printed(source: str) -> str:
    """The stub with its docstrings."""
    lines = source.splitlines()
    edits = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            edits.append((node, getattr(_native, node.name), 0))
        elif isinstance(node, ast.ClassDef) and hasattr(_native, node.name):
            thing = getattr(_native, node.name)
            edits.append((node, thing, 0))
            for member in node.body:
                if isinstance(member, ast.FunctionDef) and not member.name.startswith("_"):
                    edits.append((member, getattr(thing, member.name), 4))
    for node, thing, indent in reversed(edits):
        document(lines, node, thing, indent + 4)
    return "\n".join(lines) + "\n"


def document(lines: list[str], node: Any, thing: Any, indent: int) -> None:
    """Puts a docstring below the head of a definition, in the place of the one that is there."""
    first = node.body[0]
    is_documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    is_said = is_documented and isinstance(first.value.value, str)
    text = (thing.__doc__ or "").strip()
    if isinstance(node, ast.FunctionDef):
        text = "\n\n".join(part for part in (text, "\n".join(notes(node))) if part)
    said = quoted(text, indent)
    if is_said:
        lines[first.lineno - 1 : first.end_lineno] = said
    elif isinstance(node, ast.FunctionDef):
        head = lines[first.lineno - 1]
        assert head.endswith(": ..."), head
        lines[first.lineno - 1 : first.lineno] = [head[: -len(" ...")], *said]
    else:
        # What is decorated begins above its name.
        decorators = getattr(first, "decorator_list", [])
        at = (decorators[0] if decorators else first).lineno - 1
        lines[at:at] = said if text else []


def quoted(text: str, indent: int) -> list[str]:
    """A docstring as lines."""
    body = text.replace("\\", "\\\\").splitlines()
    margin = " " * indent
    if len(body) == 1:
        return [f'{margin}"""{body[0]}"""']
    return [f'{margin}"""{body[0]}', *((margin + line).rstrip() for line in body[1:]), f'{margin}"""']


def notes(node: ast.FunctionDef) -> list[str]:
    """What the parameters may hold, and the answer."""
    said = []
    for argument in [*node.args.args, *node.args.kwonlyargs]:
        if argument.annotation is not None:
            words = meaning(argument.annotation)
            said += [f"* ``{argument.arg}``: {words}"] if words else []
    answer = meaning(node.returns) if node.returns is not None else ""
    return said + ([f"* answers {answer}"] if answer else [])


def meaning(annotation: ast.expr) -> str:
    """A type in words, if it needs any."""
    names = [node.attr for node in ast.walk(annotation) if isinstance(node, ast.Attribute)]
    records = [name for name in names if not (name.endswith("Output") and name[: -len("Output")] in names)]
    if any(isinstance(node, ast.Name) and node.id == "_Time" for node in ast.walk(annotation)):
        return "Unix seconds, or an aware ``datetime``"
    for name in records:
        record: Any = getattr(types, name, None)
        required = getattr(record, "__required_keys__", None)
        if required is None:
            return f"``frontdesk.types.{name}``"
        keys = [key for key in record.__annotations__ if key in required]
        # Keys that are words of Python stand in a base of their own.
        keys = sorted(required - set(keys)) + keys
        optional = [key for key in record.__annotations__ if key in record.__optional_keys__]
        words = f"``frontdesk.types.{name}`` with {listed(keys)}" if keys else f"``frontdesk.types.{name}``"
        return f"{words}; may have {listed(optional)}" if optional else words
    return ""


def listed(keys: list[str]) -> str:
    return ", ".join(f"``{key}``" for key in keys)


if __name__ == "__main__":
    text = printed(STUB.read_text(encoding="utf-8"))
    if "--check" not in sys.argv:
        STUB.write_text(text, encoding="utf-8")
    sys.exit(text != STUB.read_text(encoding="utf-8"))
