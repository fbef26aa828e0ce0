"""A program as users write it. It is not run: mypy and pyright read it, and what must not pass is marked."""

from datetime import datetime
from zoneinfo import ZoneInfo

from frontdesk import Clinic, Learner, Refused, SchedulingError, WaitingRoom, planning
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
wrong: SlotQuery = {"appointment_type_uid": "apt-001", "from": "tomorrow", "to": 5}  # type: ignore[typeddict-item]
clinic.find_slots({"appointment_type_uid": "apt-001"}, now)  # type: ignore[call-overload]
clinic.find_slots(query, "now")  # type: ignore[call-overload]
