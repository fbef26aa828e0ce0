"""What is typed into the command line, and how it shows its answers."""

from __future__ import annotations

import argparse
import sys
import time as clock
from collections.abc import Iterator
from datetime import datetime, time, timedelta, tzinfo
from typing import TypeVar

#: Doctors of one question; a progress bar moves from one to the next.
BATCH = 500
ITEM = TypeVar("ITEM")


class Mistake(Exception):
    """What somebody typed that can't be."""


def days(options: argparse.Namespace, zone: tzinfo) -> tuple[datetime, datetime]:
    """The days that were asked for, from midnight to midnight unless a time was typed."""
    if options.days < 1:
        raise Mistake("--days must be at least 1")
    start = moment(options.start, zone)
    if options.start is None:
        start = datetime.combine(start.date(), time(), zone)
    try:
        end = datetime.combine(start.date() + timedelta(days=options.days), start.timetz())
    except OverflowError:
        raise Mistake(f"{options.days} days are too many") from None
    return start, end


def moment(text: str | None, zone: tzinfo) -> datetime:
    """A time in any of the forms that can be typed, on the clinic's clock."""
    if text is None:
        return datetime.fromtimestamp(int(clock.time()), zone)
    try:
        if text.lstrip("-").isdigit():
            return datetime.fromtimestamp(int(text), zone)
        local = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (ValueError, OverflowError, OSError):
        raise Mistake(f"`{text}` is not a time; try 2026-03-23, 2026-03-23T14:00 or Unix seconds") from None
    return local.replace(tzinfo=zone) if local.tzinfo is None else local.astimezone(zone)


def batches(doctors: list[str]) -> list[list[str]]:
    """Doctors, so many at a time."""
    return [doctors[index : index + BATCH] for index in range(0, len(doctors), BATCH)] or [[]]


def progress(items: list[ITEM]) -> Iterator[ITEM]:
    """The items, with a bar on a terminal if there are more than one."""
    shows = len(items) > 1 and sys.stderr.isatty()
    for index, item in enumerate(items):
        if shows:
            done = 40 * index // len(items)
            print(
                f"\r[{'#' * done}{'.' * (40 - done)}] {100 * index // len(items):3} %",
                end="",
                file=sys.stderr,
                flush=True,
            )
        yield item
    if shows:
        print("\r" + " " * 48 + "\r", end="", file=sys.stderr, flush=True)


def table(rows: list[list[str]]) -> str:
    """Rows below each other; all but the first two columns to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]

    def line(row: list[str]) -> str:
        cells = (
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths))
        )
        return "  ".join(cells).rstrip()

    return "\n".join(line(row) for row in rows)
