"""The pages tell the truth: every block of Python runs, and every picture is what the code draws."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "docs" / "tutorial" / "python.md",
    *sorted((ROOT / "bindings-python").glob("*.md")),
    *sorted((ROOT / "bindings-python" / "docs").glob("*.md")),
]


def blocks(page: Path, language: str = "python") -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_runs(page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Blocks of a page go on from one another, as the cells of a notebook do, beside the hours that it
    shows.
    """
    monkeypatch.chdir(ROOT)
    for hours in blocks(page, "csv"):
        (tmp_path / "hours.csv").write_text(hours, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
    found = blocks(page)
    assert found or page.name in ("README.md", "agents.md")
    names: dict[str, object] = {"__name__": "page"}
    for number, block in enumerate(found):
        exec(compile(block, f"{page.name}, block {number + 1}", "exec"), names)


def test_the_readme_has_python() -> None:
    assert len(blocks(ROOT / "README.md")) == 1


def test_the_pictures_are_drawn_by_the_code(tmp_path: Path) -> None:
    docs = ROOT / "bindings-python" / "docs"
    subprocess.run([sys.executable, docs / "pictures.py", tmp_path], check=True)
    drawn = {path.name: path for path in tmp_path.iterdir()}
    assert drawn.keys() == {"week.svg", "utilisation.png"}
    assert drawn["week.svg"].read_text() == (docs / "week.svg").read_text(), (
        "run bindings-python/docs/pictures.py"
    )
    # What a font is drawn like hangs on the machine; that there is a picture does not.
    for path in (drawn["utilisation.png"], docs / "utilisation.png"):
        assert path.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" and path.stat().st_size > 10_000
