"""`help()` is enough to use a function: its keys, their units and an example that runs."""

import doctest
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import frontdesk
import frontdesk.types
from frontdesk import build, planning, tables

DOCS = Path(__file__).parents[1] / "docs"


def tool() -> ModuleType:
    sys.path.insert(0, str(DOCS))
    try:
        spec = importlib.util.spec_from_file_location("help_of_the_engine", DOCS / "help.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(DOCS))


def public() -> dict[str, Any]:
    """Every function that a user can call, by its name."""
    found: dict[str, Any] = {}
    for module in (frontdesk, planning, build, tables):
        for name in module.__all__:
            thing = getattr(module, name)
            if isinstance(thing, type) and not issubclass(thing, BaseException):
                found[name] = thing
                for attribute, value in vars(thing).items():
                    if not attribute.startswith("_"):
                        found[f"{name}.{attribute}"] = getattr(value, "__func__", value)
            elif callable(thing):
                found[f"{module.__name__}.{name}"] = thing
    return found


def test_what_is_written_is_what_the_tool_writes() -> None:
    for path, text in tool().texts().items():
        assert path.read_text(encoding="utf-8") == text, "run bindings-python/docs/help.py"


@pytest.mark.parametrize("name", public())
def test_every_example_runs(name: str) -> None:
    thing = public()[name]
    # Functions of Python are shown among themselves.
    names = dict(getattr(thing, "__globals__", {}))
    example = doctest.DocTestParser().get_doctest(thing.__doc__ or "", names, name, None, None)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=said.append)
    assert result.failed == 0, "".join(said)


def test_every_function_of_the_engine_has_an_example_and_its_keys() -> None:
    functions = tool().functions()
    assert len(functions) > 90
    for name in functions:
        thing = frontdesk
        if "." not in name and not hasattr(frontdesk, name):
            thing = planning  # type: ignore[assignment]
        for part in name.split("."):
            thing = getattr(thing, part)
        assert ">>>" in (thing.__doc__ or ""), name


def test_help_is_enough_to_ask_for_slots() -> None:
    text = frontdesk.Clinic.find_slots.__doc__ or ""
    required, optional = (
        frontdesk.types.SlotQuery.__required_keys__,
        frontdesk.types.SlotQuery.__optional_keys__,
    )
    for key in required:
        assert f"        {key}: " in text, key
    for key in optional:
        assert f"        {key} (optional): " in text, key
    assert "Unix seconds" in text and "ISO text with an offset" in text
