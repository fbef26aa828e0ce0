"""A doctor's week as a picture: what can be booked, what is booked and what is held."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._native import Clinic, _Time

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COLUMN, HOUR, LEFT, TOP = 124, 44, 46, 34
INKS = {"slot": ("#e3f4e8", "#2f8f57"), "booked": ("#dfe8fb", "#3565c4"), "held": ("#fdf0d5", "#b27a12")}


class Block:
    """Something on the calendar, on the doctor's clock."""

    def __init__(self, kind: str, start: datetime, end: datetime, label: str) -> None:
        self.kind, self.start, self.end, self.label = kind, start, end, label


class Week:
    """A doctor's week, Monday to Sunday. In a notebook it shows itself; :meth:`svg` is the picture.

    ``day`` is any day of the week on the doctor's clock; the slots are those of the appointment type at ``now``.
    """

    def __init__(
        self, clinic: Clinic, doctor_uid: str, appointment_type_uid: str, day: date, now: _Time
    ) -> None:
        clock = clinic.local_datetime(now, doctor_uid).tzinfo
        if isinstance(day, datetime):
            day = day.astimezone(clock).date()
        self.monday = day - timedelta(days=day.weekday())
        self.timezone = clinic.timezone_of(doctor_uid)
        start, end = (datetime.combine(self.monday + timedelta(days=days), time(), clock) for days in (0, 7))
        query = {
            "appointment_type_uid": appointment_type_uid,
            "from": start,
            "to": end,
            "doctor_uids": [doctor_uid],
        }
        slots = clinic.find_slots(query, now, datetimes=True)  # type: ignore[call-overload]
        self.blocks = [Block("slot", slot["start_date"], slot["end_date"], "") for slot in slots]
        snapshot = clinic.snapshot()
        named = (doctor.get("display_name") for doctor in snapshot["doctors"] if doctor["uid"] == doctor_uid)
        self.doctor = next(named, None) or doctor_uid
        since, at = clinic.local_datetime(start).timestamp(), clinic.local_datetime(now).timestamp()
        for appointment in snapshot["appointments"]:
            runs = appointment["start_date"] < end.timestamp() and since < appointment["end_date"]
            if not runs or appointment["doctor_uid"] != doctor_uid:
                continue
            is_held = appointment["status"] == "held" and at < (appointment.get("hold_expires_at") or 0)
            if is_held or appointment["status"] in ("confirmed", "completed", "no_show"):
                begins, ends = (
                    clinic.local_datetime(at, doctor_uid)
                    for at in (appointment["start_date"], appointment["end_date"])
                )
                label = (
                    appointment.get("patient_display_name")
                    or appointment.get("patient_uid")
                    or appointment["uid"]
                )
                self.blocks.append(Block("held" if is_held else "booked", begins, ends, label))

    def svg(self) -> str:
        """The picture."""
        parts = [part for block in self.blocks for part in self._parts(block)]
        first = min((part[1] for part in parts), default=9 * 60) // 60
        last = -(-max((part[2] for part in parts), default=17 * 60) // 60)
        width, height = LEFT + 7 * COLUMN + 8, TOP + (last - first) * HOUR + 30
        ink = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        shapes = [
            ink + 'font-family="system-ui, sans-serif" font-size="11">',
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
        ]
        for hour in range(first, last + 1):
            y = TOP + (hour - first) * HOUR
            shapes.append(f'<line x1="{LEFT}" y1="{y}" x2="{width - 8}" y2="{y}" stroke="#e6e8ec"/>')
            shapes.append(
                f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end" fill="#6b7280">{hour:02}:00</text>'
            )
        for column, name in enumerate(DAYS):
            x, day = LEFT + column * COLUMN, self.monday + timedelta(days=column)
            shapes.append(f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{height - 30}" stroke="#e6e8ec"/>')
            shapes.append(
                f'<text x="{x + COLUMN / 2}" y="{TOP - 12}" text-anchor="middle" fill="#111827">{name} {day:%d %b}</text>'
            )
        for column, start, end, block in parts:
            shapes.extend(
                _shape(
                    block,
                    LEFT + column * COLUMN,
                    TOP + (start - 60 * first) * HOUR / 60,
                    (end - start) * HOUR / 60,
                )
            )
        legend = f"{self.doctor} · clock of {self.timezone}"
        shapes.append(f'<text x="{LEFT}" y="{height - 10}" fill="#374151">{escape(legend)}</text>')
        for place, kind in enumerate(INKS):
            fill, stroke = INKS[kind]
            x = width - (250, 140, 64)[place]
            shapes.append(
                f'<rect x="{x}" y="{height - 19}" width="11" height="11" rx="2" fill="{fill}" stroke="{stroke}"/>'
            )
            shapes.append(
                f'<text x="{x + 17}" y="{height - 10}" fill="#374151">{"can be booked" if kind == "slot" else kind}</text>'
            )
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
        return f"Week({self.doctor!r}, {self.monday}, {counts['slot']} slots, {counts['booked']} booked, {counts['held']} held)"


def escape(text: str) -> str:
    """Text as a picture may hold it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _shape(block: Block, x: float, y: float, height: float) -> list[str]:
    fill, stroke = INKS[block.kind]
    title = f"{block.start:%H:%M} to {block.end:%H:%M} {block.label}".strip()
    rect = f'<rect x="{x + 3}" y="{y + 1:.1f}" width="{COLUMN - 6}" height="{max(height - 2, 3):.1f}" rx="3" fill="{fill}" stroke="{stroke}">'
    shapes = [f"{rect}<title>{escape(title)}</title></rect>"]
    if height >= 14:
        text = f"{block.start:%H:%M} {block.label}".strip()
        text = text if len(text) <= 17 else text[:16] + "…"
        shapes.append(f'<text x="{x + 9}" y="{y + 13:.1f}" fill="{stroke}">{escape(text)}</text>')
    return shapes
