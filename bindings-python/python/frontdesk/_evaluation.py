"""How well waits would have been foretold: a log of visits in a CSV file, played to a waiting room."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from ._native import evaluate_waits

if TYPE_CHECKING:
    from ._types import EvaluationQuery, LoggedVisit, WaitEvaluation

#: What can be known of a visit, by the name of its column. Only the first two have to be there.
TIMES = ("arrived", "started", "ended", "sent", "back", "resumed")
WORDS = ("doctor", "reason", "queue")
METHODS = {
    "simulated": "frontdesk",
    "last_to_be_seen": "wait of the last one seen",
    "head_of_line": "wait of the first in line",
    "average_by_doctors": "(n+1)·avg/c",
}
DOUBTS = {
    "nothing_known": "neither begun nor over: left out",
    "ends_before_start": "over before they began: over when their doctor began the next",
    "overlapping": "over after their doctor had begun the next: over then",
    "overnight": "not over on the day on which they began: nothing learned",
    "unlikely": "so long that nobody believes it: length not learned",
}
BAR = 40


class BadLog(ValueError):
    """A log that can't be read."""


def evaluate(options: argparse.Namespace, moment: Callable[[str], datetime]) -> str:
    """The figures, and a chart of what was said beside what came."""
    query: EvaluationQuery = {"visits": log(options, moment)}
    if options.futures is not None:
        query["estimate"] = {"futures": options.futures}
    evaluation = evaluate_waits(query)
    if options.json:
        return json.dumps(evaluation)
    if not evaluation["questions"]:
        return "nobody waited in the part of the log that is scored"
    parts = [figures(evaluation), chart(evaluation), doubts(evaluation)]
    return "\n\n".join(part for part in parts if part)


def log(options: argparse.Namespace, moment: Callable[[str], datetime]) -> list[LoggedVisit]:
    """The visits of a CSV file."""
    with options.file.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        columns = set(rows.fieldnames or ())
        missing = [name for name in TIMES[:2] if name not in columns]
        if missing or (options.queue and options.queue not in columns):
            names = ", ".join(f"`{name}`" for name in missing or [options.queue])
            raise BadLog(f"no column {names} in {options.file}")
        return [visit(row, options.queue, rows.line_num, moment) for row in rows]


def visit(
    row: dict[str, str], queue: str | None, line: int, moment: Callable[[str], datetime]
) -> LoggedVisit:
    """One line."""
    texts = {name: (row.get(name) or "").strip() for name in (*TIMES, *WORDS)}
    if queue:
        texts["queue"] = (row.get(queue) or "").strip()
    if not texts["arrived"]:
        raise BadLog(f"line {line}: `arrived` is empty")
    head_start = (row.get("head_start_seconds") or "0").strip()
    try:
        read: dict[str, object] = {
            name: int(moment(texts[name]).timestamp()) for name in TIMES if texts[name]
        }
        read["head_start_seconds"] = int(head_start)
    except Exception as error:
        raise BadLog(f"line {line}: {error}") from None
    read.update({name: texts[name] for name in WORDS if texts[name]})
    return read  # type: ignore[return-value]


def figures(evaluation: WaitEvaluation) -> str:
    """One row for each method."""
    lines = [
        f"{evaluation['questions']} questions, mean wait {evaluation['mean_wait']:.2f} min",
        "",
        f"{'':26}{'MAE':>8}{'bias':>8}{'≤ P90':>8}{'P10–P90':>9}{'pinball':>9}{'no answer':>11}",
    ]
    for score in evaluation["scores"]:
        inner = score["within_p10_p90"]
        lines.append(
            f"{METHODS[score['method']]:26}{score['mae']:8.3f}{score['bias']:+8.3f}{score['within_p90']:8.3f}"
            f"{'' if inner is None else f'{inner:.3f}':>9}{score['pinball']:9.3f}{score['unanswered']:11}"
        )
    return "\n".join(lines)


def doubts(evaluation: WaitEvaluation) -> str:
    """What in the log was not taken as it stands."""
    counts = dict(evaluation["doubts"])
    lines = [f"{counts[name]:8}  {meaning}" for name, meaning in DOUBTS.items() if counts[name]]
    return "\n".join(["visits that were not taken as they stand", *lines]) if lines else ""


def chart(evaluation: WaitEvaluation) -> str:
    """What was said, in ten equal parts from short to long, above what came: `|` is the middle, `>` what nine
    of ten are within."""
    bands = evaluation["bands"]
    most = max((max(band["p90"], band["waited_p90"]) for band in bands), default=0.0) or 1.0

    def bar(middle: float, ninth: float) -> str:
        cells = [" "] * (BAR + 1)
        cells[: round(ninth / most * BAR)] = "-" * round(ninth / most * BAR)
        cells[round(ninth / most * BAR)] = ">"
        cells[round(middle / most * BAR)] = "|"
        return "".join(cells)

    lines = ["minutes: middle and nine of ten, as said and as it came"]
    for band in bands:
        lines.append(f"said {band['p50']:8.1f} {band['p90']:8.1f}  {bar(band['p50'], band['p90'])}")
        lines.append(
            f"came {band['waited_p50']:8.1f} {band['waited_p90']:8.1f}  "
            f"{bar(band['waited_p50'], band['waited_p90'])}"
        )
    return "\n".join(line.rstrip() for line in lines)
