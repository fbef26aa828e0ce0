"""Prints what the native module says of itself into its stub, where editors look for it: run it with the
package installed.
"""

from __future__ import annotations

import ast
import sys
import textwrap
from pathlib import Path
from typing import Any

from frontdesk import _native

STUB = Path(__file__).parents[1] / "python" / "frontdesk" / "_native.pyi"
#: The width of every line in the repository.
WIDTH = 110


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
    margin = " " * indent
    body = broken(text.replace("\\", "\\\\"), WIDTH - indent - len('"""'))
    if len(body) == 1 and len(f'{margin}"""{body[0]}"""') <= WIDTH:
        return [f'{margin}"""{body[0]}"""']
    return [f'{margin}"""{body[0]}', *((margin + line).rstrip() for line in body[1:]), f'{margin}"""']


def broken(text: str, width: int) -> list[str]:
    """The lines of a text, its paragraphs broken anew. Examples, lists and indented lines stay."""
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        if paragraph.startswith((">>>", " ", "* ", "- ")):
            lines += [*paragraph.split("\n"), ""]
        else:
            prose = " ".join(paragraph.split("\n"))
            lines += [*textwrap.wrap(prose, width, break_long_words=False, break_on_hyphens=False), ""]
    return lines[:-1]


if __name__ == "__main__":
    text = printed(STUB.read_text(encoding="utf-8"))
    if "--check" not in sys.argv:
        STUB.write_text(text, encoding="utf-8")
    sys.exit(text != STUB.read_text(encoding="utf-8"))
