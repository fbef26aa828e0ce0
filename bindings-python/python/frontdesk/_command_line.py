"""The command line: slots, why not, waits and utilisation of a clinic or room in a JSON file, as tables or as
JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ._demo import write_demo
from ._errors import SchedulingError
from ._evaluation import BadLog, evaluate
from ._native import Clinic, Learner, WaitingRoom, __version__, tzdata_version
from ._terminal import Mistake, batches, days, moment, progress, table

if TYPE_CHECKING:
    from ._types import (
        DaysQuery,
        ExplainedDay,
        ExplainQuery,
        Reason,
        SlotQuery,
        UtilisationQuery,
    )

#: Days of doctors that are explained where there are no slots: more would not be read.
EXPLAINED = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and answers its exit code."""
    options = parser().parse_args(arguments)
    try:
        print(options.run(options))
    except BrokenPipeError:
        # Whoever read the answer has had enough of it.
        return 1
    except (SchedulingError, OSError, Mistake, BadLog) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    top = argparse.ArgumentParser(
        prog="frontdesk",
        description="Slots, reasons, waits and utilisation of a clinic in a JSON file",
    )
    top.add_argument(
        "--version", action="version", version=f"frontdesk {__version__} (tz data {tzdata_version()})"
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, about: str, file: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.set_defaults(run=run)
        sub.add_argument("file", type=Path, help=file)
        sub.add_argument("--now", help="when it is asked; the present if not given")
        sub.add_argument("--json", action="store_true", help="the engine's answer as JSON")
        return sub

    def of_doctors(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("--doctor", action="append", metavar="UID", help="only this doctor; may be repeated")

    def of_days(sub: argparse.ArgumentParser) -> None:
        sub.add_argument(
            "--from", dest="start", help="the first day, such as 2026-03-23, or a time; today if not given"
        )
        sub.add_argument("--days", type=int, default=7, help="how many days; 7 if not given")

    def of_a_type(sub: argparse.ArgumentParser) -> None:
        sub.add_argument(
            "--type", metavar="UID", help="the appointment type; the first active one if not given"
        )

    slots = command("slots", list_slots, "list what can be booked", "a clinic as JSON")
    of_a_type(slots)
    slots.add_argument("--limit", type=int, help="only the first so many")
    of_doctors(slots)
    of_days(slots)
    explain = command("explain", explain_start, "say why a start can't be booked", "a clinic as JSON")
    explain.add_argument("start", help="the start on each doctor's own clock, such as 2026-03-23T14:00")
    of_a_type(explain)
    of_doctors(explain)
    waits = command("waits", list_waits, "say how long everybody will wait", "a waiting room as JSON")
    waits.add_argument(
        "--evaluate",
        action="store_true",
        help="the file is a log of visits as CSV: say how well their waits would have been foretold",
    )
    waits.add_argument(
        "--queue", metavar="COLUMN", help="of a log, the column that names the line of a visit"
    )
    waits.add_argument("--learner", type=Path, help="what a learner has learned, as JSON")
    waits.add_argument("--futures", type=int, help="how many futures are played; 256 if not given")
    utilisation = command(
        "utilisation", list_utilisation, "say how doctors' days are used, in minutes", "a clinic as JSON"
    )
    of_doctors(utilisation)
    of_days(utilisation)
    about = "print the JSON Schema by which an editor completes a clinic's or a room's file"
    schema = commands.add_parser("schema", help=about, description=about)
    schema.set_defaults(run=print_schema)
    schema.add_argument(
        "of", nargs="?", choices=["clinic", "room", "wire"], default="clinic", help="clinic if not given"
    )
    about = "write a clinic and a waiting room to try it with"
    demo = commands.add_parser("demo", help=about, description=about)
    demo.set_defaults(run=write_demo)
    demo.add_argument("folder", type=Path, nargs="?", default=Path(), help="where to; here if not given")
    return top


def print_schema(options: argparse.Namespace) -> str:
    """The schema of a file, or of the whole wire."""
    from . import _schema

    return json.dumps(_schema.document() if options.of == "wire" else _schema.of_file(options.of), indent=2)


def list_slots(options: argparse.Namespace) -> str:
    """The slots, day by day and doctor by doctor."""
    clinic = Clinic(options.file.read_bytes())
    names, zone = display_names(clinic), clinic_clock(clinic)
    now, (start, end) = moment(options.now, zone), days(options, zone)
    query: SlotQuery = {"appointment_type_uid": type_of(clinic, options.type), "from": start, "to": end}
    slots: list[Any] = []
    if options.limit is None:
        for doctors in progress(batches(doctors_of(clinic, options))):
            slots += clinic.find_slots({**query, "doctor_uids": doctors}, now)
        slots.sort(key=lambda slot: (slot["start_date"], slot["doctor_uid"]))
    else:
        slots += clinic.find_slots(
            {**query, "doctor_uids": doctors_of(clinic, options), "limit": options.limit}, now
        )
    if options.json:
        return json.dumps(slots)
    by_day: dict[date, dict[str, list[str]]] = {}
    for slot in slots:
        local = datetime.fromtimestamp(slot["start_date"], zone)
        by_day.setdefault(local.date(), {}).setdefault(names[slot["doctor_uid"]], []).append(f"{local:%H:%M}")
    lines = [f"{query['appointment_type_uid']}, clock of {clinic.timezone} (tz data {tzdata_version()})"]
    for day, doctors_slots in sorted(by_day.items()):
        lines += ["", f"{day:%A %Y-%m-%d}"]
        width = max(map(len, doctors_slots))
        lines += [f"  {name:{width}}  {' '.join(starts)}" for name, starts in doctors_slots.items()]
    lines += ["", f"{len(slots)} slots"]
    if not slots:
        doctors = doctors_of(clinic, options)[:EXPLAINED]
        end = min(end, start + timedelta(days=EXPLAINED // max(len(doctors), 1)))
        asked: DaysQuery = {
            "appointment_type_uid": query["appointment_type_uid"],
            "from": start,
            "to": end,
            "doctor_uids": doctors,
        }
        lines += why_none(clinic, names, clinic.explain_days(asked, now))
    return "\n".join(lines)


def why_none(clinic: Clinic, names: dict[str, str], explained: list[ExplainedDay]) -> list[str]:
    """Why there are no slots: once for days on end, and once if it is the same for all doctors."""
    told: dict[str, list[str]] = {}
    for doctor in names:
        own = [day for day in explained if day["doctor_uid"] == doctor]
        stretches: list[tuple[str, str, list[str]]] = []
        for day in own:
            lines = why_not_that_day(clinic, day)
            if stretches and stretches[-1][2] == lines:
                stretches[-1] = (stretches[-1][0], day["date"], lines)
            else:
                stretches.append((day["date"], day["date"], lines))
        if own:
            told[doctor] = [
                line
                for first, last, lines in stretches
                for line in (
                    f"{first} to {last}" if last != first else first,
                    *(f"  {line}" for line in lines),
                )
            ]
    if len({tuple(lines) for lines in told.values()}) == 1:
        return [f"  {line}" for line in next(iter(told.values()))]
    return [
        line
        for doctor, lines in told.items()
        for line in (f"  {names[doctor]} ({doctor})", *(f"    {line}" for line in lines))
    ]


def why_not_that_day(clinic: Clinic, day: ExplainedDay) -> list[str]:
    """What stands against a doctor's day, in words."""
    lines = []
    if day["booked_out"]:
        lines.append("booked out")
    if day["no_gap_long_enough"]:
        lines.append("no gap is long enough")
    for told in day["reasons"]:
        words = describe(clinic, day["doctor_uid"], told["reason"])
        partly = f" ({told['candidates']} of {day['candidates']} starts)" if told["share"] < 1 else ""
        lines.append(words + partly)
    if day["next_date"] is not None:
        lines.append(f"the next day with a slot is {day['next_date']}")
    return lines


def explain_start(options: argparse.Namespace) -> str:
    """Every reason, doctor by doctor."""
    clinic = Clinic(options.file.read_bytes())
    names, zone = display_names(clinic), clinic_clock(clinic)
    try:
        start = datetime.fromisoformat(options.start)
    except ValueError:
        raise Mistake(f"`{options.start}` is not a time; try 2026-03-23T14:00") from None
    query: ExplainQuery = {
        "appointment_type_uid": type_of(clinic, options.type),
        "doctor_uids": doctors_of(clinic, options),
    }
    if start.tzinfo is None:
        query["local_start"] = start.isoformat(timespec="seconds")
    else:
        query["start_date"] = start
    answer = clinic.explain(query, moment(options.now, zone))
    if options.json:
        return json.dumps(answer)
    lines = []
    for explanation in answer:
        doctor, reasons = explanation["doctor_uid"], explanation["reasons"]
        can = "can't be" if reasons else "can be"
        lines.append(
            f"{options.start} {can} booked with {names[doctor]} "
            f"({doctor}, clock of {clinic.timezone_of(doctor)})"
        )
        lines += [f"  {describe(clinic, doctor, reason)}" for reason in reasons]
    return "\n".join(lines)


def describe(clinic: Clinic, doctor_uid: str, reason: Reason) -> str:
    """A reason in words, with its times on the doctor's clock. `--json` has its code."""
    timezone = clinic.timezone_of(doctor_uid) or clinic.timezone
    return clinic.reason_sentence(reason, "en", timezone)


def list_waits(options: argparse.Namespace) -> str:
    """The waits, in the order of service; of a log, how well they would have been foretold."""
    if options.evaluate:
        return evaluate(options, lambda text: moment(text, ZoneInfo("UTC")))
    room = WaitingRoom(options.file.read_bytes())
    learner = Learner(options.learner.read_bytes()) if options.learner else Learner()
    now = moment(options.now, ZoneInfo("UTC"))
    waits = room.estimate(learner, {"futures": options.futures}, now)
    if options.json:
        return json.dumps(waits)
    rows = [["", "entry", "about", "rarely more than", "seen today"]]
    for wait in waits:
        spread, about = wait.get("distribution"), wait["estimated_wait_minutes"]
        seen = f"{100 * spread['p_served']:.0f} %" if spread else "?"
        more = f"{spread['p90']:.0f} min" if spread else "?"
        rows.append(
            [
                str(wait["position"]),
                str(wait["uid"]),
                "not seen" if about is None else f"{about} min",
                more,
                seen,
            ]
        )
    return f"{table(rows)}\n\n{len(waits)} waiting"


def list_utilisation(options: argparse.Namespace) -> str:
    """Each doctor's days, in minutes."""
    clinic = Clinic(options.file.read_bytes())
    names, zone = display_names(clinic), clinic_clock(clinic)
    now, (start, end) = moment(options.now, zone), days(options, zone)
    rows: list[Any] = []
    for doctors in progress(batches(doctors_of(clinic, options))):
        query: UtilisationQuery = {"from": start, "to": end, "doctor_uids": doctors}
        rows += clinic.utilisation(query, now)
    if options.json:
        return json.dumps(rows)
    lines = [["doctor", "date", "open", "booked", "held", "free", "used"]]
    for row in rows:
        share = f"{100 * row['booked_minutes'] / row['open_minutes']:.0f} %" if row["open_minutes"] else ""
        minutes = (
            f"{row[field]:.0f}"
            for field in ("open_minutes", "booked_minutes", "held_minutes", "free_minutes")
        )
        lines.append([names[row["doctor_uid"]], row["date"], *minutes, share])
    return table(lines)


def display_names(clinic: Clinic) -> dict[str, str]:
    """What people call the doctors."""
    return {
        doctor["uid"]: doctor.get("display_name") or doctor["uid"] for doctor in clinic.snapshot()["doctors"]
    }


def type_of(clinic: Clinic, named: str | None) -> str:
    """The type that was named, or the first that is active."""
    if named is not None:
        return named
    active = [kind["uid"] for kind in clinic.snapshot()["appointment_types"] if kind["active"]]
    if not active:
        raise Mistake("the clinic has no active appointment type")
    return active[0]


def doctors_of(clinic: Clinic, options: argparse.Namespace) -> list[str]:
    """The doctors that were named, or all."""
    return list(options.doctor or clinic.doctor_uids)


def clinic_clock(clinic: Clinic) -> tzinfo:
    """The clinic's clock, by which days are typed and listed."""
    zone = clinic.local_datetime(0).tzinfo
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")
