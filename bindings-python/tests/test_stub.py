"""The stub says what the module says: editors read it, and `help()` reads the module."""

import ast
import importlib.util
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs" / "stub.py"


def stub() -> Any:
    spec = importlib.util.spec_from_file_location("stub", DOCS)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_stub_has_the_docstrings_of_the_module() -> None:
    module = stub()
    source = module.STUB.read_text(encoding="utf-8")
    assert module.printed(source) == source, "run bindings-python/docs/stub.py"


def test_everything_in_the_stub_is_documented() -> None:
    tree = ast.parse(stub().STUB.read_text(encoding="utf-8"))
    public = [node for node in tree.body if not getattr(node, "name", "_").startswith("_")]
    for node in [within for node in public for within in ast.walk(node)]:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
