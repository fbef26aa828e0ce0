"""What notebooks show: escaped, bounded, and in the colours of the page."""

import subprocess
import sys
import xml.etree.ElementTree as xml
from typing import Any

import pytest
from conftest import FROM, NOW, TO, query

import frontdesk

EVIL = '<script>alert("1")</script>'


def shown(handle: Any) -> str:
    """The HTML of a handle, which has to be well-formed."""
    text: str = handle._repr_html_()
    xml.fromstring(text.replace("<br>", "<br/>"))
    assert "<script" not in text and len(text) < 60_000
    # The page's own colours: a background that is set would hide text on a dark or a light page.
    assert "color:inherit" in text and "#" not in text.replace("&#", "")
    return text


def room(count: int) -> frontdesk.WaitingRoom:
    made = frontdesk.WaitingRoom(
        {"doctors": [{"uid": "ada", "display_name": EVIL, "duty": [{"start_date": FROM, "end_date": TO}]}]}
    )
    for number in range(count):
        command: Any = {
            "command": "register",
            "uid": f"q-{number}{EVIL}",
            "patient_uid": f"pat-{number}",
            "urgent": number == 3,
        }
        for event in made.decide(command, FROM + 8 * 3600 + 60 * number):
            made.apply(event)
    return made


def test_a_clinic_shows_its_week(berlin: Any) -> None:
    berlin["doctors"][0]["display_name"] = EVIL
    text = shown(frontdesk.Clinic(berlin))
    for word in ("Mon", "Sun", "08:00–", "&lt;script&gt;", "Clinic(3 doctors", "Europe/Berlin", "(30 min)"):
        assert word in text, word


def test_a_large_clinic_is_cut() -> None:
    many: Any = {
        "appointment_types": [{"uid": f"type-{number}", "duration_minutes": 5} for number in range(500)],
        "doctors": [{"uid": f"doc-{number}", "display_name": "x" * 255} for number in range(500)],
    }
    text = shown(frontdesk.Clinic(many))
    assert "and 480 more doctors" in text and "and 494 more" in text and "x" * 100 not in text


def test_a_room_shows_who_waits_and_names_no_patient() -> None:
    text = shown(room(30))
    assert "30 waiting" in text and "and 10 more entries" in text and "urgent" in text and "free" in text
    assert "pat-" not in text
    assert "0 waiting" in shown(room(0))


def test_tables_show_their_first_rows(clinic: frontdesk.Clinic) -> None:
    asked: Any = {"from": FROM, "to": TO}
    text = shown(clinic.slot_table(query(), NOW))
    assert "Mon 2027-03-22" in text and "08:00–08:30" in text and "and 51 more slots" in text
    tables = [
        clinic.utilisation_table(asked, NOW),
        clinic.appointments_table(asked, NOW),
        clinic.open_hours_table(asked),
        clinic.days_table(query(), NOW),
        clinic.explain_days_table(query(), NOW),
        clinic.days_table(query(to=FROM + 1), NOW),
        room(2).waiting_table(),
    ]
    for table in tables:
        assert "<td" in shown(table) or len(table) == 0


@pytest.mark.parametrize(
    "handle", ["frontdesk.Clinic({}).slot_table({'appointment_type_uid': 'v', 'from': 0, 'to': 1}, 0)"]
)
def test_without_numpy_a_table_is_its_name(handle: str) -> None:
    handle = handle.replace(
        "Clinic({})", "Clinic({'appointment_types': [{'uid': 'v', 'duration_minutes': 5}]})"
    )
    program = f"import sys, frontdesk; sys.modules['numpy'] = None; print({handle}._repr_html_())"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("<pre>SlotTable(")
