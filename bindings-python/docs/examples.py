"""The examples of `help()`, by function. What they answer is written beside them by `help.py`, which runs them."""

from __future__ import annotations

CLINIC = "from frontdesk import Clinic, build\nclinic = Clinic(build.example())\n"
MONDAY = '{"appointment_type_uid": "visit", "from": "2026-03-23", "to": "2026-03-24"}'
NOW = '"2026-03-20T08:00+01:00"'
ASK = f"{CLINIC}monday, now = {MONDAY}, {NOW}\n"
RANGE = f'{CLINIC}monday, now = {{"from": "2026-03-23", "to": "2026-03-24"}}, {NOW}\n'
ROOM = "from frontdesk import Learner, WaitingRoom, build\nroom, now = WaitingRoom(build.example_room()), 1774249500\n"
CALENDAR = f'{CLINIC}monday, now = {{"doctor_uid": "ada", "from": "2026-03-23", "to": "2026-03-24"}}, {NOW}\n'
PLANNING = "from frontdesk import planning\n"
DESK = '{"arrivals_per_minute": 0.15, "service_minutes": 15, "doctors": 3}'
DAY = '{"arrivals": [{"from_minute": 480, "to_minute": 720, "arrivals_per_minute": 0.13}], "service_minutes": 15, "service_cv": 0.7}'

EXAMPLES: dict[str, str] = {
    "evaluate_waits": """\
import frontdesk
visits = [{"arrived": 600 * n, "started": 600 * n + 300, "ended": 600 * n + 900} for n in range(3)]
evaluation = frontdesk.evaluate_waits({"visits": visits})
evaluation["questions"], evaluation["mean_wait"]""",
    "tzdata_version": "import frontdesk\nlen(frontdesk.tzdata_version())",
    "timezone_names": 'import frontdesk\n"Europe/Berlin" in frontdesk.timezone_names()',
    "seconds": 'import frontdesk\nfrontdesk.seconds("2026-03-23T09:00:00+01:00")',
    "local_datetime": 'import frontdesk\nfrontdesk.local_datetime(1774252800, "Europe/Berlin").isoformat()',
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
Clinic.from_tables(timezone="Europe/Berlin", appointment_types=[{"uid": "visit", "duration_minutes": 30}], rules=rules)""",
    "Clinic.find_slots": f"{ASK}slots = clinic.find_slots(monday, now)\nlen(slots), slots[0]\n"
    'f"{clinic.find_slots(monday, now, datetimes=True)[0][\'start_date\']:%a %H:%M}"',
    "Clinic.first_slots": f"{ASK}[slot] = clinic.first_slots(monday, now)\nclinic.local_datetime(slot['start_date']).isoformat()",
    "Clinic.slot_table": f"{ASK}table = clinic.slot_table(monday, now)\nlen(table), table.doctor_uids",
    "Clinic.days_with_slots": f"{ASK}clinic.days_with_slots(monday, now)",
    "Clinic.is_bookable": f'{CLINIC}clinic.is_bookable("visit", "ada", "2026-03-23T09:00+01:00", {NOW})\n'
    f'clinic.is_bookable("visit", "ada", "2026-03-23T09:30+01:00", {NOW})',
    "Clinic.explain": f'{CLINIC}asked = {{"appointment_type_uid": "visit", "local_start": "2026-03-23T09:00"}}\n'
    f'[answer] = clinic.explain(asked, {NOW})\nanswer["reasons"]',
    "Clinic.explain_days": f"{ASK}[day] = clinic.explain_days(monday, now)\n"
    'day["slots"], [(each["reason"]["code"], each["share"]) for each in day["reasons"]]',
    "Clinic.appointments": f'{RANGE}[booked] = clinic.appointments(monday, now)\nbooked["uid"], booked["status"]',
    "Clinic.outcomes": f'{RANGE}[row] = clinic.outcomes(monday, "2026-03-24T08:00+01:00")\nrow["kept"], row["unresolved"]',
    "Clinic.appointments_table": f"{RANGE}clinic.appointments_table(monday, now).column('uid')",
    "Clinic.outcomes_table": f"{RANGE}clinic.outcomes_table(monday, '2026-03-24T08:00+01:00').column('unresolved')",
    "Clinic.days_table": f"{ASK}clinic.days_table(monday, now).to_dict()",
    "Clinic.explain_days_table": f"{ASK}table = clinic.explain_days_table(monday, now)\ntable.column('slots'), table.column('reason')",
    "Clinic.open_hours_table": f"{RANGE}clinic.open_hours_table(monday).column('state')",
    "Clinic.open_hours": f"{RANGE}[hours['state'] for hours in clinic.open_hours(monday)]",
    "Clinic.reason_sentence": f"{CLINIC}clinic.reason_sentence({{'code': 'outside_hours', 'next_opening': 1774335600}})",
    "Clinic.decide": f'{CLINIC}hold = {{"command": "hold", "uid": "a2", "appointment_type_uid": "visit", '
    f'"local_start": "2026-03-23T10:00"}}\n[event] = clinic.decide(hold, {NOW})\nevent["event"], event["appointment"]["doctor_uid"]',
    "Clinic.apply": f'{CLINIC}[event] = clinic.decide({{"command": "cancel", "uid": "a1", "reason": "flu"}}, {NOW})\n'
    'clinic.apply(event), clinic.apply(event)\nclinic.appointment("a1")["status"]',
    "Clinic.change": f'{CLINIC}clinic.change({{"change": "put_closure", "closure": {{"date": "2026-03-23"}}}})\n'
    f"clinic.find_slots({MONDAY}, {NOW})",
    "Clinic.due": f'{CLINIC}hold = {{"command": "hold", "uid": "a2", "appointment_type_uid": "visit", '
    f'"local_start": "2026-03-23T10:00"}}\n_ = [clinic.apply(event) for event in clinic.decide(hold, {NOW})]\n'
    '[event["event"] for event in clinic.due("2026-03-21T08:00+01:00")]',
    "Clinic.next_due": f"{CLINIC}clinic.next_due({NOW}) is None",
    "Clinic.reminders_due": f'{CLINIC}clinic.change({{"change": "put_reminder", "reminder": {{"uid": "day", "appointment_type_uid": '
    '"visit", "recipient_role": "patient", "minutes_before": 1440, "send_email": True, "send_sms": False}})\n'
    '[due] = clinic.reminders_due("2026-03-22T08:00+01:00", "2026-03-22T10:00+01:00")\ndue["appointment_uid"], due["reminder_uid"]',
    "Clinic.outside_hours": f"{CLINIC}clinic.outside_hours({NOW})",
    "Clinic.would_leave_outside_hours": f'{CLINIC}closed = {{"change": "put_closure", "closure": {{"date": "2026-03-23"}}}}\n'
    f'[left["appointment_uid"] for left in clinic.would_leave_outside_hours(closed, {NOW})]',
    "Clinic.left_outside_hours": "import copy\n" + CLINIC + 'other = copy.copy(clinic)\n'
    'other.change({"change": "put_closure", "closure": {"date": "2026-03-23"}})\n'
    f'[left["appointment_uid"] for left in clinic.left_outside_hours(other, {NOW})]',
    "Clinic.local_time_changes": f'{CLINIC}utc = {{"name": "Europe/Berlin", "initial_offset_seconds": 0, "covers_until": 7258118399}}\n'
    '[(each["local_start"], each["other_local_start"]) for each in clinic.local_time_changes([utc])]',
    "Clinic.utilisation": f'{RANGE}[day] = clinic.utilisation(monday, now)\nday["open_minutes"], day["booked_minutes"]',
    "Clinic.utilisation_table": f"{RANGE}len(clinic.utilisation_table(monday, now))",
    "Clinic.snapshot": f"{CLINIC}clinic.snapshot()['timezone']",
    "Clinic.to_json": f"{CLINIC}Clinic(clinic.to_json()).to_json() == clinic.to_json()",
    "Clinic.appointment": f"{CLINIC}clinic.appointment('a1')['patient_uid']",
    "Clinic.timezone_of": f"{CLINIC}clinic.timezone_of('ada')",
    "Clinic.local_datetime": f"{CLINIC}clinic.local_datetime(1774252800, 'ada').isoformat()",
    "Clinic.open_time": f'{CLINIC}clinic.open_time("ada", "2026-03-23T00:00+01:00", "2026-03-24T00:00+01:00")',
    "Clinic.instant": f'{CLINIC}clinic.instant("2026-03-23T09:00", "ada")',
    "Clinic.appointment_as_icalendar": f"{CLINIC}text = clinic.appointment_as_icalendar('a1', {{'summary': 'Visit'}}, {NOW})\n"
    "[line for line in text.splitlines() if line.startswith('SUMMARY')]",
    "Clinic.appointments_as_icalendar": f"{CALENDAR}clinic.appointments_as_icalendar(monday, now).count('BEGIN:VEVENT')",
    "Clinic.availability_as_icalendar": f"{CALENDAR}'BEGIN:VAVAILABILITY' in clinic.availability_as_icalendar(monday, now)",
    "Clinic.busy_time_as_icalendar": f"{CALENDAR}clinic.busy_time_as_icalendar(monday, now).count('FREEBUSY;')",
    "Clinic.busy_time_from_icalendar": f'{CALENDAR}lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:x", "DTSTART:20260323T080000Z", '
    '"DURATION:PT1H", "END:VEVENT", "END:VCALENDAR"]\n'
    'busy = clinic.busy_time_from_icalendar("\\n".join(lines), {**monday, "uid_prefix": "own/"})\nlen(busy["blocked"]), busy["not_read"]',
    "Calendar.slot_table": "from frontdesk import Calendar, build\n"
    'calendar = Calendar(build.doctor("ada", build.hours("Mon", "08:00", "12:00")), "Europe/Berlin", [(1774252800, 1774254600)])\n'
    'len(calendar.slot_table(build.appointment_type("visit", 30), 1774220400, 1774306800, 1774000000))',
    "Table.to_dict": f"{ASK}clinic.days_table(monday, now).to_dict()",
    "Table.column": f"{ASK}clinic.days_table(monday, now).column('date')",
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
visit = {"kind": "walk_in", "outcome": "completed", "doctor_uid": "ada", "registered_at": 0, "started_at": 300, "ended_at": 900}
learner.learn(visit) is None
list(learner.state()["doctors"])""",
    "Learner.merge": "from frontdesk import Learner\nlearner = Learner()\nlearner.merge(Learner())\nlearner.to_json() == Learner().to_json()",
    "Learner.state": "from frontdesk import Learner\nLearner().state()['doctors']",
    "Learner.to_json": "from frontdesk import Learner\nLearner(Learner().to_json()).state() == Learner().state()",
    "WaitingRoom.from_file": """\
import json, tempfile
from pathlib import Path
from frontdesk import WaitingRoom, build
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "room.json")
    _ = path.write_text(json.dumps(build.example_room()))
    print(WaitingRoom.from_file(path))
""",
    "WaitingRoom.decide": f'{ROOM}[event] = room.decide({{"command": "register", "uid": "q-3", "patient_uid": "pat-3"}}, now)\nevent["event"]',
    "WaitingRoom.apply": f'{ROOM}[event] = room.decide({{"command": "allocate", "doctor_uid": "ada"}}, now)\nroom.apply(event), len(room)',
    "WaitingRoom.change": f'{ROOM}room.change({{"change": "put_policy", "policy": {{"capacity": 10}}}})\nroom.policy["capacity"]',
    "WaitingRoom.visit_of": f'{ROOM}[event] = room.decide({{"command": "allocate", "doctor_uid": "ada"}}, now)\nroom.visit_of(event) is None\n'
    '_ = room.apply(event)\n[event] = room.decide({"command": "complete", "uid": "q-1"}, now + 600)\nroom.visit_of(event)["outcome"]',
    "WaitingRoom.estimate": f"{ROOM}waits = room.estimate(Learner(), None, now)\n[(wait['uid'], wait['position']) for wait in waits]",
    "WaitingRoom.estimate_if_joined": f"{ROOM}room.estimate_if_joined(Learner(), {{'urgent': False}}, None, now)['position']",
    "WaitingRoom.forecast": f"{ROOM}forecast = room.forecast(Learner(), now)\nlen(forecast.waits())",
    "WaitingRoom.waits_table": f"{ROOM}room.waits_table(Learner(), None, now).column('uid')",
    "WaitingRoom.promises_table": f"{ROOM}room.promises_table(now - 86400, now).column('announced')",
    "WaitingRoom.waiting_table": f"{ROOM}room.waiting_table().column('uid')",
    "WaitingRoom.position": f"{ROOM}room.position('q-2')",
    "WaitingRoom.before_me": f"{ROOM}room.before_me('q-2')",
    "WaitingRoom.position_times_average": f"{ROOM}room.position_times_average('q-2', now)",
    "WaitingRoom.average_times_before_me": f"{ROOM}room.average_times_before_me('q-2')",
    "WaitingRoom.forgotten": f"{ROOM}room.forgotten(Learner(), now)",
    "WaitingRoom.promises": f"{ROOM}room.promises(now - 86400, now)['announced']",
    "WaitingRoom.waiting": f"{ROOM}[entry['uid'] for entry in room.waiting()]",
    "WaitingRoom.entry": f"{ROOM}room.entry('q-1')['status']",
    "WaitingRoom.snapshot": f"{ROOM}room.snapshot()['next_sequence']",
    "WaitingRoom.to_json": f"{ROOM}WaitingRoom(room.to_json()).to_json() == room.to_json()",
    "Forecast.waits": f"{ROOM}waits = room.forecast(Learner(), now).waits({{'percentiles': [50, 95]}})\nlen(waits[1]['percentiles'])",
    "Forecast.waits_table": f"{ROOM}room.forecast(Learner(), now).waits_table().column('position')",
    "Forecast.expected_waits": f"{ROOM}len(room.forecast(Learner(), now).expected_waits())",
    "erlang_a": f'{PLANNING}state = planning.erlang_a({{**{DESK}, "patience_minutes": 30}})\nround(state["abandonment_probability"], 3)',
    "erlang_b": f'{PLANNING}round(planning.erlang_b({DESK})["blocking_probability"], 3)',
    "erlang_c": f'{PLANNING}round(planning.erlang_c({DESK})["wait_minutes"], 2)',
    "erlang_c_wait_exceeds": f"{PLANNING}round(planning.erlang_c_wait_exceeds({DESK}, 20), 3)",
    "erlang_c_wait_quantile": f"{PLANNING}round(planning.erlang_c_wait_quantile({DESK}, 0.9), 1)",
    "impatient_queue_ahead": f'{PLANNING}model = {{"ahead": 4, "service_minutes": 15, "doctors": 3, "patience_minutes": 60}}\n'
    'round(planning.impatient_queue_ahead(model)["mean_minutes"], 1)',
    "lognormal_remaining_minutes": f'{PLANNING}round(planning.lognormal_remaining_minutes({{"service_minutes": 15, "service_cv": 0.7}}, 20), 1)',
    "mgc": f'{PLANNING}round(planning.mgc({{**{DESK}, "service_cv": 0.7}})["wait_minutes"], 2)',
    "mgc_residual_minutes": f'{PLANNING}round(planning.mgc_residual_minutes({{**{DESK}, "service_cv": 0.7}}), 2)',
    "mmck": f'{PLANNING}round(planning.mmck({{**{DESK}, "places": 8}})["blocking_probability"], 3)',
    "queue_ahead": f'{PLANNING}planning.queue_ahead({{"ahead": 4, "service_minutes": 15, "doctors": 3}})["mean_minutes"]',
    "queue_ahead_wait_exceeds": f'{PLANNING}round(planning.queue_ahead_wait_exceeds({{"ahead": 4, "service_minutes": 15, "doctors": 3}}, 30), 3)',
    "queue_ahead_wait_quantile": f'{PLANNING}round(planning.queue_ahead_wait_quantile({{"ahead": 4, "service_minutes": 15, "doctors": 3}}, 0.9), 1)',
    "service_level_doctors": f'{PLANNING}model = {{"arrivals_per_minute": 0.2, "service_minutes": 12, "within_minutes": 10, "probability": 0.8}}\n'
    "planning.service_level_doctors(model)",
    "walk_in_day_doctors": f'{PLANNING}planning.walk_in_day_doctors({DAY}, 30, 0.8)["doctors"]',
    "walk_in_day_waits": f'{PLANNING}round(planning.walk_in_day_waits({DAY}, 3)["p_served"], 1)',
}
