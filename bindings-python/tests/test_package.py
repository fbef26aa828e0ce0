"""The package as such: what it exports and documents, what its import costs, how it pictures a week."""

import doctest
import json
import subprocess
import sys
import xml.etree.ElementTree as xml
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW

import frontdesk
from frontdesk import _native, planning, types

ROOT = Path(__file__).parents[2]

#: What an import may load: nothing that is optional, and none of the types.
PROBE = """
import sys, frontdesk
optional = "numpy pyarrow pandas typing re typing_extensions frontdesk._types argparse".split()
print([name for name in optional if name in sys.modules])
"""


def test_the_import_loads_nothing_that_is_optional() -> None:
    run = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_columns_without_numpy_say_what_is_missing() -> None:
    program = (
        "import sys, frontdesk; sys.modules['numpy'] = None; "
        "frontdesk.Clinic({}).utilisation_table({'from': 0, 'to': 1}, 0).date"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "ModuleNotFoundError" in run.stderr and "numpy" in run.stderr


@pytest.mark.parametrize("module", [frontdesk, planning])
def test_everything_public_is_documented(module: Any) -> None:
    for name in module.__all__:
        thing = getattr(module, name)
        assert isinstance(thing, str) or thing.__doc__, name
        if isinstance(thing, type):
            for attribute, value in vars(thing).items():
                assert attribute.startswith("_") or value.__doc__, f"{name}.{attribute}"


def test_all_that_is_native_is_exported() -> None:
    public = {name for name in dir(_native) if not name.startswith("_")} - {"Column"}
    assert public == {name for name in [*frontdesk.__all__, *planning.__all__] if hasattr(_native, name)} - {
        "__version__"
    }


def test_types_are_there_at_run_time() -> None:
    assert types.SlotQuery.__required_keys__ | types.SlotQuery.__optional_keys__ >= {"from", "to", "limit"}


def test_doctests() -> None:
    for module in (frontdesk, planning):
        assert doctest.testmod(module).failed == 0


def test_a_week_is_a_picture(clinic: frontdesk.Clinic, berlin: Any) -> None:
    berlin["doctors"][0]["display_name"] = "<b>&"
    week = frontdesk.Week(frontdesk.Clinic(berlin), "doc-456", "apt-001", date(2027, 3, 24), NOW, labels=True)
    root = xml.fromstring(week.svg())
    titles = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
    asked: Any = {
        "appointment_type_uid": "apt-001",
        "from": 1_805_670_000,
        "to": 1_806_271_200,
        "doctor_uids": ["doc-456"],
    }
    slots = clinic.find_slots(asked, NOW, datetimes=True)
    assert slots and [title for title in titles if title and len(title) == 14] == [
        f"{slot['start_date']:%H:%M} to {slot['end_date']:%H:%M}" for slot in slots
    ]
    assert week._repr_html_().startswith("<div") and "&lt;b&gt;&amp;" in week.svg()
    assert repr(week).startswith("Week('<b>&', 2027-03-22, ")
    assert json.dumps(frontdesk.Week(clinic, "doc-457", "apt-001", date(2030, 1, 1), NOW).svg())


def test_a_week_says_why_it_is_empty_and_names_nobody(clinic: frontdesk.Clinic) -> None:
    week = frontdesk.Week(clinic, "doc-456", "apt-001", date(2027, 3, 24), NOW)
    assert {shade.kind for shade in week.shades} >= {"closed"}
    names = {a.get("patient_uid") for a in clinic.snapshot()["appointments"]} - {None}
    assert names and not any(name in week.svg() for name in names)
    assert "prefers-color-scheme:dark" in week.svg()


def test_candidates_that_overlap_lie_side_by_side(berlin: Any) -> None:
    berlin["appointment_types"][0]["grid"] = {"mode": "window", "step_minutes": 10}
    week = frontdesk.Week(frontdesk.Clinic(berlin), "doc-456", "apt-001", date(2027, 3, 24), NOW)
    shapes = [
        tuple(float(shape.attrib[key]) for key in ("x", "y", "width", "height"))
        for shape in xml.fromstring(week.svg()).iter("{http://www.w3.org/2000/svg}rect")
        if shape.attrib["class"] in ("slot", "booked", "held") and float(shape.attrib["width"]) > 11
    ]
    assert len(shapes) > 20
    for index, (x, y, width, height) in enumerate(shapes):
        for other_x, other_y, other_width, other_height in shapes[:index]:
            apart = x >= other_x + other_width - 0.2 or other_x >= x + width - 0.2
            assert apart or y >= other_y + other_height - 0.2 or other_y >= y + height - 0.2


def test_the_licences_come_with_the_package() -> None:
    files = {path.name for path in metadata.files("frontdesk") or ()}
    assert files >= {"LICENSE-APACHE", "LICENSE-MIT"}
    for name in ("LICENSE-APACHE", "LICENSE-MIT"):
        for folder in ("bindings-python", "core"):
            assert (ROOT / folder / name).read_text() == (ROOT / name).read_text()


def test_the_command_is_installed() -> None:
    scripts = metadata.entry_points()
    found = [
        script.value
        for script in (
            scripts.select(group="console_scripts")
            if hasattr(scripts, "select")
            else scripts["console_scripts"]
        )
        if script.name == "frontdesk"
    ]
    assert found == ["frontdesk._command_line:main"]
    assert "frontdesk-mcp" in {
        script.name
        for script in (
            scripts.select(group="console_scripts")
            if hasattr(scripts, "select")
            else scripts["console_scripts"]
        )
    }
