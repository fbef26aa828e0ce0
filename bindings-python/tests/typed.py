"""A program as users write it. It is not run: mypy and pyright read it, and what must not pass is marked."""

from __future__ import annotations

import dataclasses
from datetime import datetime, time
from zoneinfo import ZoneInfo

from frontdesk import Clinic, Learner, Refused, SchedulingError, WaitingRoom, models, planning
from frontdesk.types import ClinicSnapshot, Command, Slot, SlotQuery

snapshot: ClinicSnapshot = {
    "timezone": "Europe/Berlin",
    "appointment_types": [{"uid": "apt-001", "duration_minutes": 30}],
    "doctors": [
        {
            "uid": "doc-456",
            "availability_rules": [{"uid": "r", "weekday": 0, "start_time": 540, "end_time": 660}],
        }
    ],
}
clinic = Clinic(snapshot)
now = datetime(2026, 3, 23, 8, tzinfo=ZoneInfo("Europe/Berlin"))
query: SlotQuery = {"appointment_type_uid": "apt-001", "from": now, "to": 1_774_310_400}
slots: list[Slot] = clinic.find_slots(query, now)
first: int = slots[0]["start_date"]
local: datetime = clinic.find_slots(query, now, datetimes=True)[0]["start_date"]
hold: Command = {
    "command": "hold",
    "uid": "mtg-1",
    "appointment_type_uid": "apt-001",
    "start_date": first,
    "patient_uid": "pat-1",
}
try:
    for event in clinic.decide(hold, now):
        clinic.apply(event)
except Refused as refusal:
    print(refusal.code, refusal.data)
except SchedulingError as error:
    print(error.path)
for explanation in clinic.explain({"appointment_type_uid": "apt-001", "start_date": first}, now):
    for reason in explanation["reasons"]:
        if reason["code"] == "slot_taken":
            print(reason["by"], reason["until"])
again = Clinic(clinic.snapshot())
room = WaitingRoom({"doctors": [{"uid": "doc-456"}]})
learner = Learner()
done = room.decide({"command": "complete", "uid": "q-1"}, now)
for happened in done:
    visit = room.visit_of(happened)
    if visit is not None:
        learner.learn(visit, room.policy["visit_reasons"])
on_duty = WaitingRoom({"doctors": [{"uid": "doc-456", "duty": [{"start_date": now, "end_date": now}]}]})
until: int = on_duty.doctors[0]["duty"][0]["end_date"]
nine: int = clinic.instant(datetime(2026, 12, 1, 9), "doc-456")
local_hold: Command = {
    "command": "hold",
    "uid": "mtg-2",
    "appointment_type_uid": "apt-001",
    "local_start": "2026-12-01T09:00",
}
for wait in room.estimate(Learner(), None, now):
    print(wait["position"], wait["estimated_wait_minutes"])
doctors: int = planning.service_level_doctors(
    {"arrivals_per_minute": 0.2, "service_minutes": 12, "within_minutes": 10, "probability": 0.8}
)
asked = models.SlotQuery(appointment_type_uid="apt-001", from_=now, to="2026-03-24T00:00:00+01:00")
slot = models.Slot.model_validate(clinic.find_slots(asked, now)[0])
seats: int = slot.seats_left
rule = models.AvailabilityRule(uid="r", weekday="Mon", start_time=time(8), end_time="12:00")
typed_clinic = Clinic(models.ClinicSnapshot(doctors=[models.Doctor(uid="ada", availability_rules=[rule])]))
told: models.Command = models.CommandCancel(uid="mtg-1", reason="flu")
if told.command == "cancel":
    print(told.reason)


@dataclasses.dataclass
class Asked:
    appointment_type_uid: str
    from_: datetime
    to: datetime


clinic.find_slots(Asked("apt-001", now, now), now)
days: list[str | int | float | None] = clinic.days_table(asked, now).column("date")
models.SlotQuery(appointment_type_uid=7, from_=now, to=now)  # type: ignore[arg-type]
wrong: SlotQuery = {"appointment_type_uid": "apt-001", "from": "tomorrow", "to": 5}  # type: ignore[typeddict-item]
clinic.find_slots({"appointment_type_uid": "apt-001"}, now)  # type: ignore[call-overload]
clinic.find_slots(query, "now")  # type: ignore[call-overload]
