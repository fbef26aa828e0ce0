"""A clinic and a waiting room to try the command line with: two doctors, what is booked tomorrow, and three
who wait.
"""

from __future__ import annotations

import argparse
import json
import time as clock
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ._terminal import Mistake

if TYPE_CHECKING:
    from ._types import AvailabilityRule, ClinicSnapshot, WaitingRoomSnapshot


def write_demo(options: argparse.Namespace) -> str:
    """Writes the examples, and says what to do with them."""
    now = int(clock.time())
    clinic, room = demo_clinic(now), demo_room(now)
    files = {"clinic.json": clinic, "room.json": room}
    for name in files:
        if (options.folder / name).exists():
            raise Mistake(f"{options.folder / name} is there already")
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        (options.folder / name).write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    paths = {name: options.folder / name for name in files}
    start = datetime.fromtimestamp(now + 86_400, ZoneInfo("UTC")).strftime("%Y-%m-%dT12:30")
    commands = [
        f"slots {paths['clinic.json']}",
        f"explain {paths['clinic.json']} {start}",
        f"utilisation {paths['clinic.json']}",
        f"waits {paths['room.json']}",
    ]
    return "\n".join(
        ["wrote " + " and ".join(map(str, paths.values())), "try"] + [f"  frontdesk {c}" for c in commands]
    )


def demo_clinic(now: int) -> ClinicSnapshot:
    """Two doctors with hours on every day, and what is booked tomorrow."""
    tomorrow = datetime.fromtimestamp(now + 86_400, ZoneInfo("Europe/Berlin")).date()
    hours: list[AvailabilityRule] = [
        {"uid": f"rule-{weekday}-{start}", "weekday": weekday, "start_time": start, "end_time": end}
        for weekday in range(7)
        for start, end in ((9 * 60, 12 * 60), (13 * 60, 17 * 60))
    ]
    return {
        "timezone": "Europe/Berlin",
        "appointment_types": [{"uid": "visit", "name": "Visit", "duration_minutes": 30}],
        "doctors": [
            {"uid": "doc-1", "display_name": "Dr. Adeyemi", "availability_rules": hours},
            {"uid": "doc-2", "display_name": "Dr. Lindqvist", "availability_rules": hours[:10]},
        ],
        "appointments": [
            {
                "uid": f"mtg-{number}",
                "status": "confirmed",
                "doctor_uid": "doc-1",
                "patient_uid": f"pat-{number}",
                "appointment_type_uid": "visit",
                "local_start": f"{tomorrow}T{hour}:00",
                "local_end": f"{tomorrow}T{hour}:30",
            }
            for number, hour in enumerate(("09", "10", "14"), 1)
        ],
    }


def demo_room(now: int) -> WaitingRoomSnapshot:
    """Three who wait for two doctors."""
    return {
        "doctors": [
            {"uid": f"doc-{number}", "duty": [{"start_date": now - 3_600, "end_date": now + 4 * 3_600}]}
            for number in (1, 2)
        ],
        "entries": [
            {
                "uid": f"qe-{number}",
                "status": "waiting",
                "patient_uid": f"pat-{number}",
                "registered_at": now - 60 * (9 - number),
                "sequence": number,
            }
            for number in (1, 2, 3)
        ],
    }
