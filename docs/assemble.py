"""Brings the pages of the site together in one folder: the pages of `docs`, pages of the rest of the
repository under their own paths, what they link to, and a page with every operation of the server.

    python docs/assemble.py target/docs/pages
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: `[text](target)` and `![text](target)`.
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s]+)\)")
#: A table of README, where the page that has this line shows it.
TABLE = "<!-- README's table: {} -->\n"
#: Where nothing is a link.
CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
#: Folders that are no sources.
BUILT = {"target", "node_modules", "pkg", "dist", "__pycache__"}
#: Pages of the repository that the site shows, beside all of `docs`.
SHOWN = [
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "bindings-python/README.md",
    "bindings-python/docs/",
    "bindings-wasm/README.md",
    "core/docs/",
    "integrations/datafusion/README.md",
    "server-example/README.md",
    "server-example/docs/",
    "server-example/pages/README.md",
    "tests/README.md",
    "tests/real_calendars/README.md",
    "tests/scenarios/README.md",
    "tests/vectors/README.md",
]


def main(folder: Path) -> None:
    there = sources()
    pages = [path for path in there if path.endswith(".md") and path.startswith(("docs/", *SHOWN))]
    beside = {path for path in there if path.startswith("docs/assets/")}
    for page in pages:
        linked = (target(page, link) for link in links((ROOT / page).read_text(encoding="utf-8")))
        beside |= {path for path in linked if path in there and not path.endswith(".md")}
    if folder.exists():
        shutil.rmtree(folder)
    for path in sorted(beside):
        write(folder / place(path), (ROOT / path).read_bytes())
    shown = {*pages, *beside}
    for page in pages:
        write(folder / place(page), mended(page, shown).encode())
    write(folder / "reference/http.md", http_reference().encode())


def sources() -> set[str]:
    """The files of the repository, without what is built or installed."""
    found: set[str] = set()
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in BUILT and not name.startswith(".")]
        found |= {(Path(folder) / name).relative_to(ROOT).as_posix() for name in names}
    return found


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def place(path: str) -> str:
    """Where a file of the repository stands on the site: `docs` is the site's own."""
    return path.removeprefix("docs/")


def links(markdown: str) -> list[str]:
    return [link for part in CODE.split(markdown)[::2] for _, _, link in LINK.findall(part)]


def target(page: str, link: str) -> str | None:
    """The path in the repository to which a link of a page goes; none if it stays on the page, or leaves."""
    path = link.partition("#")[0]
    if not path or re.match(r"[a-z]+:", link):
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def mended(page: str, there: set[str]) -> str:
    """A page with its links as they are on the site. One to a folder goes to its README, and what the site
    does not
    show is named without a link."""

    def mend(match: re.Match[str]) -> str:
        picture, text, link = match.groups()
        path = target(page, link)
        if path is None or path == "docs/reference/http.md" or not (ROOT / path).exists():
            # What is nowhere stays a dead link, which the build refuses.
            return match.group()
        for shown in (path, posixpath.join(path, "README.md")):
            if shown in there:
                relative = posixpath.relpath(place(shown), posixpath.dirname(place(page)) or ".")
                anchor = link.partition("#")[2]
                return f"{picture}[{text}]({relative}{'#' + anchor if anchor else ''})"
        return text if path.rpartition("/")[2] in text else f"{text} (`{path}`)"

    parts = CODE.split(with_tables((ROOT / page).read_text(encoding="utf-8")))
    parts[::2] = [LINK.sub(mend, part) for part in parts[::2]]
    return "".join(parts)


def with_tables(markdown: str) -> str:
    """A page with the tables that it takes from README, so that each is written once."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for heading in re.findall(re.escape(TABLE).replace(r"\{\}", "(.+)"), markdown):
        section = readme.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
        rows = [line for line in section.splitlines() if line.startswith("|")]
        if not rows:
            raise SystemExit(f"README has no table under “{heading}”")
        markdown = markdown.replace(TABLE.format(heading), "\n".join(rows) + "\n")
    return markdown


def http_reference() -> str:
    """Every operation of the server's OpenAPI document."""
    document = json.loads((ROOT / "server-example/openapi.json").read_text(encoding="utf-8"))
    groups: dict[str, list[str]] = {tag["name"]: [] for tag in document["tags"]}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            what = operation["summary"].replace("|", "\\|")
            groups[operation["tags"][0]].append(f"| `{method.upper()} {path}` | {what} |")
    text = (
        "# HTTP\n\n"
        "Every operation of [openapi.json](../server-example/openapi.json), which has fields, ranges and\n"
        "errors. A running server shows it as a page, whose address it prints.\n"
    )
    for tag in document["tags"]:
        rows = "\n".join(groups[tag["name"]])
        text += f"\n## {tag['name']}\n\n{tag['description']}\n\n| Operation | Does |\n|---|---|\n{rows}\n"
    return text


if __name__ == "__main__":
    main(Path(sys.argv[1]))
