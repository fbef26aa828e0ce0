"""The examples of `help()`, by function. `help.py` runs them and writes beside them what they answer.

A line is at most 92 characters long: behind a prompt, indented, it stands in the stub.
"""

from __future__ import annotations

NOW = '"2026-03-20T08:00+01:00"'
CLINIC = """\
from frontdesk import Clinic, build
clinic = Clinic(build.example())
"""
ASK = f"""\
{CLINIC}monday = {{"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}}
now = {NOW}
"""
RANGE = f"""\
{CLINIC}monday = {{"from": "2026-03-23", "to": "2026-03-24"}}
now = {NOW}
"""
CALENDAR = f"""\
{CLINIC}monday = {{"doctor_uid": "ada", "from": "2026-03-23", "to": "2026-03-24"}}
now = {NOW}
"""
ROOM = """\
from frontdesk import Learner, WaitingRoom, build
room, now = WaitingRoom(build.example_room()), 1774249500
"""
PLANNING = "from frontdesk import planning\n"

EXAMPLES: dict[str, str] = {
    "evaluate_waits": """\
import frontdesk
times = range(0, 1800, 600)
visits = [{"arrived": at, "started": at + 300, "ended": at + 900} for at in times]
evaluation = frontdesk.evaluate_waits({"visits": visits})
evaluation["questions"], evaluation["mean_wait"]
""",
    "tzdata_version": """\
import frontdesk
len(frontdesk.tzdata_version())
""",
    "timezone_names": """\
import frontdesk
"Europe/Berlin" in frontdesk.timezone_names()
""",
    "seconds": """\
import frontdesk
frontdesk.seconds("2026-03-23T09:00:00+01:00")
""",
    "local_datetime": """\
import frontdesk
frontdesk.local_datetime(1774252800, "Europe/Berlin").isoformat()
""",
    "Clinic.from_file": """\
import json, tempfile
from pathlib import Path
from frontdesk import Clinic, build
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "clinic.json")
    _ = path.write_text(json.dumps(build.example()))
    print(Clinic.from_file(path))
""",
    "Clinic.from_tables": """\
from frontdesk import Clinic
rules = [{"doctor_uid": "ada", "weekday": "Mon", "start_time": "08:00", "end_time": "12:00"}]
visit = {"uid": "visit", "duration_minutes": 30}
Clinic.from_tables(timezone="Europe/Berlin", appointment_types=[visit], rules=rules)
""",
    "Clinic.find_slots": ASK + """\
slots = clinic.find_slots(monday, now)
len(slots), slots[0]
f"{clinic.find_slots(monday, now, datetimes=True)[0]['start_date']:%a %H:%M}"
""",
    "Clinic.first_slots": ASK + """\
[slot] = clinic.first_slots(monday, now)
clinic.local_datetime(slot['start_date']).isoformat()
""",
    "Clinic.prepare": ASK + """\
prepared = clinic.prepare(monday)
prepared.find_slots(now) == clinic.find_slots(monday, now)
""",
    "PreparedQuery.find_slots": ASK + """\
len(clinic.prepare(monday).find_slots(now))
""",
    "PreparedQuery.first_slots": ASK + """\
clinic.prepare(monday).first_slots(now, datetimes=True)[0]["start_date"].isoformat()
""",
    "PreparedQuery.slot_table": ASK + """\
clinic.prepare(monday).slot_table(now).start_date[0]
""",
    "Clinic.slot_table": ASK + """\
table = clinic.slot_table(monday, now)
len(table), table.doctor_uids
""",
    "Clinic.days_with_slots": ASK + """\
clinic.days_with_slots(monday, now)
""",
    "Clinic.is_bookable": CLINIC + """\
clinic.is_bookable("visit", "ada", "2026-03-23T09:00+01:00", "2026-03-20T08:00+01:00")
clinic.is_bookable("visit", "ada", "2026-03-23T09:30+01:00", "2026-03-20T08:00+01:00")
""",
    "Clinic.explain": CLINIC + """\
asked = {"appointment_type_uid": "visit", "local_start": "2026-03-23T09:00"}
[answer] = clinic.explain(asked, "2026-03-20T08:00+01:00")
answer["reasons"]
""",
    "Clinic.explain_days": ASK + """\
[day] = clinic.explain_days(monday, now)
day["slots"], [(each["reason"]["code"], each["share"]) for each in day["reasons"]]
""",
    "Clinic.appointments": RANGE + """\
[booked] = clinic.appointments(monday, now)
booked["uid"], booked["status"]
""",
    "Clinic.outcomes": RANGE + """\
[row] = clinic.outcomes(monday, "2026-03-24T08:00+01:00")
row["kept"], row["unresolved"]
""",
    "Clinic.appointments_table": RANGE + """\
clinic.appointments_table(monday, now).column('uid')
""",
    "Clinic.outcomes_table": RANGE + """\
clinic.outcomes_table(monday, '2026-03-24T08:00+01:00').column('unresolved')
""",
    "Clinic.days_table": ASK + """\
clinic.days_table(monday, now).to_dict()
""",
    "Clinic.explain_days_table": ASK + """\
table = clinic.explain_days_table(monday, now)
table.column('slots'), table.column('reason')
""",
    "Clinic.open_hours_table": RANGE + """\
clinic.open_hours_table(monday).column('state')
""",
    "Clinic.open_hours": RANGE + """\
[hours['state'] for hours in clinic.open_hours(monday)]
""",
    "Clinic.reason_sentence": CLINIC + """\
clinic.reason_sentence({'code': 'outside_hours', 'next_opening': 1774335600})
""",
    "Clinic.decide": CLINIC + """\
asked = {"appointment_type_uid": "visit", "local_start": "2026-03-23T10:00"}
hold = {"command": "hold", "uid": "a2", **asked}
[event] = clinic.decide(hold, "2026-03-20T08:00+01:00")
event["event"], event["appointment"]["doctor_uid"]
""",
    "Clinic.apply": CLINIC + """\
cancel = {"command": "cancel", "uid": "a1", "reason": "flu"}
[event] = clinic.decide(cancel, "2026-03-20T08:00+01:00")
clinic.apply(event), clinic.apply(event)
clinic.appointment("a1")["status"]
""",
    "Clinic.change": CLINIC + """\
clinic.change({"change": "put_closure", "closure": {"date": "2026-03-23"}})
monday = {"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}
clinic.find_slots(monday, "2026-03-20T08:00+01:00")
""",
    "Clinic.due": CLINIC + """\
asked = {"appointment_type_uid": "visit", "local_start": "2026-03-23T10:00"}
hold = {"command": "hold", "uid": "a2", **asked}
_ = [clinic.apply(event) for event in clinic.decide(hold, "2026-03-20T08:00+01:00")]
[event["event"] for event in clinic.due("2026-03-21T08:00+01:00")]
""",
    "Clinic.next_due": CLINIC + """\
clinic.next_due("2026-03-20T08:00+01:00") is None
""",
    "Clinic.reminders_due": CLINIC + """\
reminder = {"uid": "day", "appointment_type_uid": "visit", "recipient_role": "patient"}
reminder |= {"minutes_before": 1440, "send_email": True, "send_sms": False}
clinic.change({"change": "put_reminder", "reminder": reminder})
[due] = clinic.reminders_due("2026-03-22T08:00+01:00", "2026-03-22T10:00+01:00")
due["appointment_uid"], due["reminder_uid"]
""",
    "Clinic.outside_hours": CLINIC + """\
clinic.outside_hours("2026-03-20T08:00+01:00")
""",
    "Clinic.would_leave_outside_hours": CLINIC + """\
closed = {"change": "put_closure", "closure": {"date": "2026-03-23"}}
left = clinic.would_leave_outside_hours(closed, "2026-03-20T08:00+01:00")
[each["appointment_uid"] for each in left]
""",
    "Clinic.left_outside_hours": """\
import copy
from frontdesk import Clinic, build
clinic = Clinic(build.example())
other = copy.copy(clinic)
other.change({"change": "put_closure", "closure": {"date": "2026-03-23"}})
left = clinic.left_outside_hours(other, "2026-03-20T08:00+01:00")
[each["appointment_uid"] for each in left]
""",
    "Clinic.local_time_changes": CLINIC + """\
utc = {"name": "Europe/Berlin", "initial_offset_seconds": 0, "covers_until": 7258118399}
changes = clinic.local_time_changes([utc])
[(each["local_start"], each["other_local_start"]) for each in changes]
""",
    "Clinic.utilisation": RANGE + """\
[day] = clinic.utilisation(monday, now)
day["open_minutes"], day["booked_minutes"]
""",
    "Clinic.utilisation_table": RANGE + """\
len(clinic.utilisation_table(monday, now))
""",
    "Clinic.snapshot": CLINIC + """\
clinic.snapshot()['timezone']
""",
    "Clinic.to_json": CLINIC + """\
Clinic(clinic.to_json()).to_json() == clinic.to_json()
""",
    "Clinic.appointment": CLINIC + """\
clinic.appointment('a1')['patient_uid']
""",
    "Clinic.timezone_of": CLINIC + """\
clinic.timezone_of('ada')
""",
    "Clinic.local_datetime": CLINIC + """\
clinic.local_datetime(1774252800, 'ada').isoformat()
""",
    "Clinic.open_time": CLINIC + """\
clinic.open_time("ada", "2026-03-23T00:00+01:00", "2026-03-24T00:00+01:00")
""",
    "Clinic.instant": CLINIC + """\
clinic.instant("2026-03-23T09:00", "ada")
""",
    "Clinic.appointment_as_icalendar": CLINIC + """\
text = clinic.appointment_as_icalendar('a1', {'summary': 'Visit'}, "2026-03-20T08:00+01:00")
[line for line in text.splitlines() if line.startswith('SUMMARY')]
""",
    "Clinic.appointments_as_icalendar": CALENDAR + """\
clinic.appointments_as_icalendar(monday, now).count('BEGIN:VEVENT')
""",
    "Clinic.availability_as_icalendar": CALENDAR + """\
'BEGIN:VAVAILABILITY' in clinic.availability_as_icalendar(monday, now)
""",
    "Clinic.busy_time_as_icalendar": CALENDAR + """\
clinic.busy_time_as_icalendar(monday, now).count('FREEBUSY;')
""",
    "Clinic.busy_time_from_icalendar": CALENDAR + """\
event = "BEGIN:VEVENT UID:x DTSTART:20260323T080000Z DURATION:PT1H END:VEVENT".split()
lines = ["BEGIN:VCALENDAR", *event, "END:VCALENDAR"]
busy = clinic.busy_time_from_icalendar("\\n".join(lines), {**monday, "uid_prefix": "own/"})
len(busy["blocked"]), busy["not_read"]
""",
    "Calendar.slot_table": """\
from frontdesk import Calendar, build
ada = build.doctor("ada", build.hours("Mon", "08:00", "12:00"))
calendar = Calendar(ada, "Europe/Berlin", [(1774252800, 1774254600)])
visit = build.appointment_type("visit", 30)
len(calendar.slot_table(visit, 1774220400, 1774306800, 1774000000))
""",
    "Table.to_dict": ASK + """\
clinic.days_table(monday, now).to_dict()
""",
    "Table.column": ASK + """\
clinic.days_table(monday, now).column('date')
""",
    "Learner.from_file": """\
import tempfile
from pathlib import Path
from frontdesk import Learner
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "learner.json")
    _ = path.write_text(Learner().to_json())
    print(Learner.from_file(path).to_json() == Learner().to_json())
""",
    "Learner.learn": """\
from frontdesk import Learner
learner = Learner()
visit = {"kind": "walk_in", "outcome": "completed", "doctor_uid": "ada"}
visit |= {"registered_at": 0, "started_at": 300, "ended_at": 900}
learner.learn(visit) is None
list(learner.state()["doctors"])
""",
    "Learner.merge": """\
from frontdesk import Learner
learner = Learner()
learner.merge(Learner())
learner.to_json() == Learner().to_json()
""",
    "Learner.state": """\
from frontdesk import Learner
Learner().state()['doctors']
""",
    "Learner.to_json": """\
from frontdesk import Learner
Learner(Learner().to_json()).state() == Learner().state()
""",
    "WaitingRoom.from_file": """\
import json, tempfile
from pathlib import Path
from frontdesk import WaitingRoom, build
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "room.json")
    _ = path.write_text(json.dumps(build.example_room()))
    print(WaitingRoom.from_file(path))
""",
    "WaitingRoom.decide": ROOM + """\
[event] = room.decide({"command": "register", "uid": "q-3", "patient_uid": "pat-3"}, now)
event["event"]
""",
    "WaitingRoom.apply": ROOM + """\
[event] = room.decide({"command": "allocate", "doctor_uid": "ada"}, now)
room.apply(event), len(room)
""",
    "WaitingRoom.change": ROOM + """\
room.change({"change": "put_policy", "policy": {"capacity": 10}})
room.policy["capacity"]
""",
    "WaitingRoom.visit_of": ROOM + """\
[event] = room.decide({"command": "allocate", "doctor_uid": "ada"}, now)
room.visit_of(event) is None
_ = room.apply(event)
[event] = room.decide({"command": "complete", "uid": "q-1"}, now + 600)
room.visit_of(event)["outcome"]
""",
    "WaitingRoom.estimate": ROOM + """\
waits = room.estimate(Learner(), None, now)
[(wait['uid'], wait['position']) for wait in waits]
""",
    "WaitingRoom.estimate_if_joined": ROOM + """\
room.estimate_if_joined(Learner(), {'urgent': False}, None, now)['position']
""",
    "WaitingRoom.forecast": ROOM + """\
forecast = room.forecast(Learner(), now)
len(forecast.waits())
""",
    "WaitingRoom.waits_table": ROOM + """\
room.waits_table(Learner(), None, now).column('uid')
""",
    "WaitingRoom.promises_table": ROOM + """\
room.promises_table(now - 86400, now).column('announced')
""",
    "WaitingRoom.waiting_table": ROOM + """\
room.waiting_table().column('uid')
""",
    "WaitingRoom.position": ROOM + """\
room.position('q-2')
""",
    "WaitingRoom.before_me": ROOM + """\
room.before_me('q-2')
""",
    "WaitingRoom.position_times_average": ROOM + """\
room.position_times_average('q-2', now)
""",
    "WaitingRoom.average_times_before_me": ROOM + """\
room.average_times_before_me('q-2')
""",
    "WaitingRoom.forgotten": ROOM + """\
room.forgotten(Learner(), now)
""",
    "WaitingRoom.promises": ROOM + """\
room.promises(now - 86400, now)['announced']
""",
    "WaitingRoom.waiting": ROOM + """\
[entry['uid'] for entry in room.waiting()]
""",
    "WaitingRoom.entry": ROOM + """\
room.entry('q-1')['status']
""",
    "WaitingRoom.snapshot": ROOM + """\
room.snapshot()['next_sequence']
""",
    "WaitingRoom.to_json": ROOM + """\
WaitingRoom(room.to_json()).to_json() == room.to_json()
""",
    "Forecast.waits": ROOM + """\
waits = room.forecast(Learner(), now).waits({'percentiles': [50, 95]})
len(waits[1]['percentiles'])
""",
    "Forecast.waits_table": ROOM + """\
room.forecast(Learner(), now).waits_table().column('position')
""",
    "Forecast.expected_waits": ROOM + """\
len(room.forecast(Learner(), now).expected_waits())
""",
    "erlang_a": PLANNING + """\
desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
state = planning.erlang_a({**desk, "patience_minutes": 30})
round(state["abandonment_probability"], 3)
""",
    "erlang_b": PLANNING + """\
desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
round(planning.erlang_b(desk)["blocking_probability"], 3)
""",
    "erlang_c": PLANNING + """\
desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
round(planning.erlang_c(desk)["wait_minutes"], 2)
""",
    "erlang_c_wait_exceeds": PLANNING + """\
desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
round(planning.erlang_c_wait_exceeds(desk, 20), 3)
""",
    "erlang_c_wait_quantile": PLANNING + """\
desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
round(planning.erlang_c_wait_quantile(desk, 0.9), 1)
""",
    "impatient_queue_ahead": PLANNING + """\
model = {"ahead": 4, "service_minutes": 15, "doctors": 3, "patience_minutes": 60}
round(planning.impatient_queue_ahead(model)["mean_minutes"], 1)
""",
    "lognormal_remaining_minutes": PLANNING + """\
round(planning.lognormal_remaining_minutes({"service_minutes": 15, "service_cv": 0.7}, 20), 1)
""",
    "mgc": PLANNING + """\
desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
round(planning.mgc({**desk, "service_cv": 0.7})["wait_minutes"], 2)
""",
    "mgc_residual_minutes": PLANNING + """\
desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
round(planning.mgc_residual_minutes({**desk, "service_cv": 0.7}), 2)
""",
    "mmck": PLANNING + """\
desk = {"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}
round(planning.mmck({**desk, "places": 8})["blocking_probability"], 3)
""",
    "queue_ahead": PLANNING + """\
planning.queue_ahead({"ahead": 4, "service_minutes": 15, "doctors": 3})["mean_minutes"]
""",
    "queue_ahead_wait_exceeds": PLANNING + """\
model = {"ahead": 4, "service_minutes": 15, "doctors": 3}
round(planning.queue_ahead_wait_exceeds(model, 30), 3)
""",
    "queue_ahead_wait_quantile": PLANNING + """\
model = {"ahead": 4, "service_minutes": 15, "doctors": 3}
round(planning.queue_ahead_wait_quantile(model, 0.9), 1)
""",
    "service_level_doctors": PLANNING + """\
model = {"arrivals_per_minute": 0.2, "service_minutes": 12}
model |= {"within_minutes": 10, "probability": 0.8}
planning.service_level_doctors(model)
""",
    "walk_in_day_doctors": PLANNING + """\
day = {"service_minutes": 15, "service_cv": 0.7}
day["arrivals"] = [{"from_minute": 480, "to_minute": 720, "arrivals_per_minute": 0.13}]
planning.walk_in_day_doctors(day, 30, 0.8)["doctors"]
""",
    "walk_in_day_waits": PLANNING + """\
day = {"service_minutes": 15, "service_cv": 0.7}
day["arrivals"] = [{"from_minute": 480, "to_minute": 720, "arrivals_per_minute": 0.13}]
round(planning.walk_in_day_waits(day, 3)["p_served"], 1)
""",
}
