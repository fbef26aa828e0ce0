"""A doctor's week as a picture: what can be booked, what is booked and held, and when nobody is there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._native import Clinic, _Time

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COLUMN, HOUR, LEFT, TOP = 124, 44, 46, 34
#: What lies behind, and what is drawn on it; each with its words in the legend.
SHADES = {"closed": "closed", "away": "time off", "gap": "gap"}
INKS = {"slot": "can be booked", "booked": "booked", "held": "held"}
STYLE = """\
.paper{fill:#fff}.line{stroke:#e6e8ec}.quiet{fill:#6b7280}.text{fill:#111827}
.closed{fill:#f1f2f4}.away{fill:#e3e0ee}.gap{fill:#eceff6}
.slot{fill:#e3f4e8;stroke:#2f8f57}.booked{fill:#dfe8fb;stroke:#3565c4}.held{fill:#fdf0d5;stroke:#b27a12}
@media(prefers-color-scheme:dark){.paper{fill:#16181d}.line{stroke:#2b2f37}.quiet{fill:#9aa1ad}.text{fill:#e8eaee}
.closed{fill:#1f2228}.away{fill:#2e2940}.gap{fill:#252b38}
.slot{fill:#14351f;stroke:#58c687}.booked{fill:#1a2b52;stroke:#7fa4f2}.held{fill:#3d2e0e;stroke:#e0ab4a}}"""


class Block:
    """Something on the calendar, on the doctor's clock."""

    def __init__(self, kind: str, start: datetime, end: datetime, label: str = "") -> None:
        self.kind, self.start, self.end, self.label = kind, start, end, label


class Week:
    """A doctor's week, Monday to Sunday. In a notebook it shows itself; :meth:`svg` is the picture.

    ``day`` is any day of the week on the doctor's clock; the slots are those of the appointment type at
    ``now``. With ``labels=True`` appointments have the names of their patients on them.
    """

    def __init__(
        self,
        clinic: Clinic,
        doctor_uid: str,
        appointment_type_uid: str,
        day: date,
        now: _Time,
        *,
        labels: bool = False,
    ) -> None:
        clock = clinic.local_datetime(now, doctor_uid).tzinfo
        if isinstance(day, datetime):
            day = day.astimezone(clock).date()
        self.monday = day - timedelta(days=day.weekday())
        self.timezone = clinic.timezone_of(doctor_uid)
        start, end = (
            clinic.instant(datetime.combine(self.monday + timedelta(days=days), time()), doctor_uid)
            for days in (0, 7)
        )
        query = {
            "appointment_type_uid": appointment_type_uid,
            "from": start,
            "to": end,
            "doctor_uids": [doctor_uid],
        }

        def block(kind: str, begins: int, ends: int, label: str = "") -> Block:
            first, last = (clinic.local_datetime(at, doctor_uid) for at in (begins, ends))
            return Block(kind, first, last, label)

        slots = clinic.find_slots(query, now, datetimes=True)  # type: ignore[call-overload]
        self.blocks = [Block("slot", slot["start_date"], slot["end_date"]) for slot in slots]
        snapshot = clinic.snapshot()
        doctor: dict[str, Any] = next(
            (dict(doctor) for doctor in snapshot["doctors"] if doctor["uid"] == doctor_uid), {}
        )
        self.doctor = doctor.get("display_name") or doctor_uid
        self.shades = []
        at = start
        for opens, closes in [*clinic.open_time(doctor_uid, start, end), (end, end)]:
            if at < opens:
                self.shades.append(block("closed", at, opens))
            at = closes
        for exception in doctor.get("availability_exceptions", ()):
            begins, ends = max(start, exception["start_date"]), min(end, exception["end_date"])
            if exception["kind"] == "blocked" and begins < ends:
                self.shades.append(block("away", begins, ends))
        at = int(clinic.local_datetime(now).timestamp())
        for appointment in snapshot["appointments"]:
            runs = appointment["start_date"] < end and start < appointment["end_date"]
            if not runs or appointment["doctor_uid"] != doctor_uid:
                continue
            is_held = appointment["status"] == "held" and at < (appointment.get("hold_expires_at") or 0)
            if is_held or appointment["status"] in ("confirmed", "completed", "no_show"):
                named = (
                    appointment.get("patient_display_name")
                    or appointment.get("patient_uid")
                    or appointment["uid"]
                )
                kind = "held" if is_held else "booked"
                booked = block(
                    kind, appointment["start_date"], appointment["end_date"], named if labels else ""
                )
                self.blocks.append(booked)
                gap = 60 * _buffer(doctor, booked.start)
                if gap:
                    self.shades.append(
                        block("gap", appointment["end_date"], min(end, appointment["end_date"] + gap))
                    )

    def svg(self) -> str:
        """The picture. It follows the light or dark scheme of whoever looks at it."""
        parts = [part for block in self.blocks for part in self._parts(block)]
        lanes = _lanes(parts)
        # What is closed at night needs no room; hours without slots do.
        hours = parts + [
            part for shade in self.shades if shade.kind == "away" for part in self._parts(shade)
        ]
        first = min((part[1] for part in hours), default=9 * 60) // 60
        last = -(-max((part[2] for part in hours), default=17 * 60) // 60)
        width, height = LEFT + 7 * COLUMN + 8, TOP + (last - first) * HOUR + 30
        size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        shapes = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
            'font-family="system-ui, sans-serif" font-size="11">',
            f"<style>{STYLE}</style>",
            f'<rect width="{width}" height="{height}" class="paper"/>',
        ]

        def y(minute: int) -> float:
            return TOP + (min(max(minute, 60 * first), 60 * last) - 60 * first) * HOUR / 60

        for shade in self.shades:
            for column, start, end, _ in self._parts(shade):
                if y(start) < y(end):
                    shapes.append(
                        f'<rect x="{LEFT + column * COLUMN}" y="{y(start):.1f}" width="{COLUMN}" '
                        f'height="{y(end) - y(start):.1f}" class="{shade.kind}"><title>{SHADES[shade.kind]}</title></rect>'
                    )
        for hour in range(first, last + 1):
            at = TOP + (hour - first) * HOUR
            shapes.append(f'<line x1="{LEFT}" y1="{at}" x2="{width - 8}" y2="{at}" class="line"/>')
            shapes.append(
                f'<text x="{LEFT - 6}" y="{at + 4}" text-anchor="end" class="quiet">{hour:02}:00</text>'
            )
        for column, name in enumerate(DAYS):
            x, day = LEFT + column * COLUMN, self.monday + timedelta(days=column)
            shapes.append(f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{height - 30}" class="line"/>')
            middle = f'x="{x + COLUMN / 2}" y="{TOP - 12}"'
            shapes.append(f'<text {middle} text-anchor="middle" class="text">{name} {day:%d %b}</text>')
        for (column, start, end, block), (lane, count) in zip(parts, lanes):
            wide = (COLUMN - 6) / count
            left = LEFT + column * COLUMN + 3 + lane * wide
            shapes.extend(_shape(block, left, y(start), wide, y(end) - y(start)))
        legend = f"{self.doctor} · clock of {self.timezone}"
        shapes.append(f'<text x="{LEFT}" y="{height - 10}" class="text">{escape(legend)}</text>')
        place = width - 8
        for kind, words in reversed([*SHADES.items(), *INKS.items()]):
            place -= 30 + 6 * len(words)
            shapes.append(
                f'<rect x="{place}" y="{height - 19}" width="11" height="11" rx="2" class="{kind}"/>'
            )
            shapes.append(f'<text x="{place + 16}" y="{height - 10}" class="quiet">{words}</text>')
        return "\n".join([*shapes, "</svg>"])

    def _parts(self, block: Block) -> list[tuple[int, int, int, Block]]:
        """A block day by day, as column and minutes of the day."""
        parts = []
        for column in range(7):
            day = self.monday + timedelta(days=column)
            start = 0 if block.start.date() < day else _minute(block.start)
            end = 24 * 60 if block.end.date() > day else _minute(block.end)
            if block.start.date() <= day <= block.end.date() and start < end:
                parts.append((column, start, end, block))
        return parts

    def _repr_html_(self) -> str:
        return f'<div style="overflow-x:auto">{self.svg()}</div>'

    def __repr__(self) -> str:
        counts = {kind: sum(block.kind == kind for block in self.blocks) for kind in INKS}
        said = f"{counts['slot']} slots, {counts['booked']} booked, {counts['held']} held"
        return f"Week({self.doctor!r}, {self.monday}, {said})"


def escape(text: str) -> str:
    """Text as a picture may hold it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lanes(parts: list[tuple[int, int, int, Block]]) -> list[tuple[int, int]]:
    """Of each part its lane, and how many lanes those have that overlap with it, one through the other."""
    lanes = [(0, 1)] * len(parts)
    group: list[tuple[int, int]] = []
    ends: list[int] = []

    def close() -> None:
        for index, lane in group:
            lanes[index] = (lane, len(ends))
        group.clear()
        ends.clear()

    column = -1
    for index in sorted(range(len(parts)), key=lambda index: parts[index][:3]):
        day, start, end, _ = parts[index]
        if day != column or all(other <= start for other in ends):
            close()
            column = day
        free = next((lane for lane, other in enumerate(ends) if other <= start), len(ends))
        ends[free : free + 1] = [end]
        group.append((index, free))
    close()
    return lanes


def _buffer(doctor: dict[str, Any], at: datetime) -> int:
    """The gap in minutes that the doctor's window keeps which holds a time: that of the date, else of its
    weekday.
    """
    minute, day = _minute(at), at.date().isoformat()
    override = next((entry for entry in doctor.get("date_overrides", ()) if entry["date"] == day), None)
    windows = (
        override["windows"]
        if override is not None
        else [
            rule
            for rule in doctor.get("availability_rules", ())
            if rule["weekday"] == at.weekday() and rule.get("active", True)
        ]
    )
    held = [window for window in windows if window["start_time"] <= minute < window["end_time"]]
    return min((window.get("buffer_minutes", 0) for window in held), default=0)


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _shape(block: Block, x: float, y: float, width: float, height: float) -> list[str]:
    title = f"{block.start:%H:%M} to {block.end:%H:%M} {block.label}".strip()
    size = f'width="{width - 1:.1f}" height="{max(height - 2, 3):.1f}"'
    rect = f'<rect x="{x:.1f}" y="{y + 1:.1f}" {size} rx="3" class="{block.kind}">'
    shapes = [f"{rect}<title>{escape(title)}</title></rect>"]
    fits = int((width - 8) / 6.2)
    if height >= 10 and fits >= 5:
        text = f"{block.start:%H:%M} {block.label}".strip()
        text = text if len(text) <= fits else text[: fits - 1] + "…"
        at = y + min(13, height / 2 + 4)
        shapes.append(f'<text x="{x + 5:.1f}" y="{at:.1f}" class="text">{escape(text)}</text>')
    return shapes
