"""`llms.txt` is true: its links lead somewhere, its names exist, its example runs."""

import importlib
import re
from pathlib import Path

import frontdesk.mcp
import test_mcp

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "llms.txt").read_text(encoding="utf-8")


def test_it_has_the_form_that_readers_expect() -> None:
    lines = TEXT.splitlines()
    assert lines[0] == "# Frontdesk" and lines[2].startswith("> ")
    assert max(map(len, lines)) <= 120 and len(TEXT) < 6000


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)]+)\)", TEXT)
    assert len(links) >= 15
    for link in links:
        assert (ROOT / link).is_file(), link


def test_names_exist() -> None:
    named = re.findall(r"`(frontdesk(?:\.\w+)+)`", TEXT)
    assert named
    for name in named:
        module, _, last = name.rpartition(".")
        try:
            importlib.import_module(name)
        except ImportError:
            assert hasattr(importlib.import_module(module), last), name
    agents = (ROOT / "bindings-python" / "docs" / "agents.md").read_text(encoding="utf-8")
    for tool in test_mcp.TOOLS:
        assert f"`{tool}`" in TEXT and f"| `{tool}`" in agents, tool
    assert frontdesk.mcp.main


def test_the_example_runs() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(block, "llms.txt", "exec"), {"__name__": "llms"})


def test_pages_link_to_it() -> None:
    for page in ("README.md", "bindings-python/README.md"):
        assert "llms.txt" in (ROOT / page).read_text(encoding="utf-8"), page
