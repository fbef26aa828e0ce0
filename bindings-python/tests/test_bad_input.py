"""Whatever comes in, a Python exception with a code and a path comes out: never a panic, an abort or a wrong
answer.
"""

import json
import math
import types
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from conftest import FROM, NOW, TO, query
from hypothesis import given, settings
from hypothesis import strategies as st

import frontdesk

CYCLE: Any = {}
CYCLE["doctors"] = [CYCLE]


class Rude:
    """Raises wherever it is touched."""

    def __index__(self) -> int:
        raise RuntimeError("no")


def put(path: str, value: Any) -> Any:
    """A clinic that is right but for one place."""
    clinic: Any = {
        "timezone": "Europe/Berlin",
        "appointment_types": [{"uid": "apt-001", "duration_minutes": 30}],
        "doctors": [
            {
                "uid": "doc-456",
                "availability_rules": [{"uid": "r", "weekday": 0, "start_time": 540, "end_time": 600}],
            }
        ],
        "appointments": [],
    }
    *way, place = [
        int(word) if word.isdigit() else word for word in path.replace("]", "").replace("[", ".").split(".")
    ]
    at: Any = clinic
    for word in way:
        at = at[word]
    at[place] = value
    return clinic


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("timezone", "Europe/Atlantis", "unknown_timezone"),
        ("timezone", 7, "wrong_type"),
        ("timezone", b"UTC", "wrong_type"),
        ("telephone", "1", "unknown_field"),
        ("doctors", {"uid": "doc-456"}, "wrong_type"),
        ("doctors", {1, 2}, "wrong_type"),
        ("doctors", range(3), "wrong_type"),
        ("doctors[0]", None, "wrong_type"),
        ("doctors[0].uid", None, "wrong_type"),
        ("doctors[0].uid", "", "out_of_range"),
        ("doctors[0].phone", "1", "unknown_field"),
        ("doctors[0].active", 1, "wrong_type"),
        ("doctors[0].availability_rules[0].weekday", True, "wrong_type"),
        ("doctors[0].availability_rules[0].weekday", "0", "wrong_type"),
        ("doctors[0].availability_rules[0].weekday", 0.5, "wrong_type"),
        ("doctors[0].availability_rules[0].weekday", math.nan, "missing_field"),
        ("doctors[0].availability_rules[0].weekday", math.inf, "wrong_type"),
        ("doctors[0].availability_rules[0].weekday", Decimal(1), "wrong_type"),
        ("doctors[0].availability_rules[0].weekday", 1j, "wrong_type"),
        ("doctors[0].availability_rules[0].weekday", Rude(), "wrong_type"),
        ("doctors[0].availability_rules[0].weekday", 7, "out_of_range"),
        ("doctors[0].availability_rules[0].weekday", 2**63, "out_of_range"),
        ("doctors[0].availability_rules[0].weekday", -(2**63) - 1, "out_of_range"),
        ("doctors[0].availability_rules[0].weekday", 2**64, "out_of_range"),
        ("doctors[0].availability_rules[0].weekday", 10**400, "wrong_type"),
        ("doctors[0].availability_rules[0].uid", "\ud800", "wrong_type"),
        ("doctors[0].availability_rules[0]", CYCLE, "unknown_field"),
        ("appointment_types[0].duration_minutes", np.float64("nan"), "missing_field"),
        ("appointment_types[0].duration_minutes", np.bool_(True), "wrong_type"),
        ("appointment_types[0].duration_minutes", np.array([30]), "wrong_type"),
        ("appointment_types[0].duration_minutes", object(), "wrong_type"),
    ],
)
def test_what_is_wrong_is_named(path: str, value: Any, code: str) -> None:
    with pytest.raises(frontdesk.InvalidInput) as raised:
        frontdesk.Clinic(put(path, value))
    assert (raised.value.code, raised.value.kind) == (code, "invalid")
    assert raised.value.path.startswith(path)
    assert isinstance(raised.value, ValueError)


def test_integers_of_numpy_are_integers() -> None:
    clinic = frontdesk.Clinic(put("appointment_types[0].duration_minutes", np.int32(20)))
    assert clinic.snapshot()["appointment_types"][0]["duration_minutes"] == 20
    assert (
        len(
            clinic.find_slots(
                {"appointment_type_uid": "apt-001", "from": np.int64(FROM), "to": np.int64(TO)}, np.int64(NOW)
            )
        )
        > 0
    )  # type: ignore[arg-type, typeddict-item]


@pytest.mark.parametrize("key", [0, None, True, ("a",), b"timezone", 1.5])
def test_keys_are_text(key: Any) -> None:
    with pytest.raises(frontdesk.InvalidInput):
        frontdesk.Clinic({key: "UTC"})


@pytest.mark.parametrize(
    "snapshot",
    [None, 3, [], "", "{", b"\xff", b"", "null", 1.5, object(), CYCLE, float("nan"), bytearray(b"{}")],
)
def test_no_snapshot_at_all(snapshot: Any) -> None:
    for handle in (frontdesk.Clinic, frontdesk.WaitingRoom):
        with pytest.raises(frontdesk.InvalidInput):
            handle(snapshot)


@pytest.mark.parametrize("now", [None, "5", 5.5, math.nan, True, -1, 2**31 * 1000, 10**30, 10**400, [], {}])
def test_now_is_an_instant(clinic: frontdesk.Clinic, now: Any) -> None:
    for ask in (clinic.find_slots, clinic.slot_table):
        with pytest.raises(frontdesk.InvalidInput) as raised:
            ask(query(), now)
        assert raised.value.path == "now"


def test_milliseconds_are_told_from_seconds(clinic: frontdesk.Clinic) -> None:
    with pytest.raises(frontdesk.InvalidInput, match="looks like milliseconds"):
        clinic.find_slots(query(), NOW * 1000)


def test_each_kind_is_what_python_expects(clinic: frontdesk.Clinic) -> None:
    with pytest.raises(LookupError) as missing:
        clinic.find_slots(query(doctor_uids=["doc-456", "doc-999"]), NOW)
    assert isinstance(missing.value, frontdesk.NotFound)
    assert (missing.value.path, missing.value.data) == (
        "doctor_uids[1]",
        {"what": "doctor", "uid": "doc-999"},
    )
    with pytest.raises(frontdesk.TooLarge) as large:
        clinic.find_slots(query(to=FROM + 12 * 366 * 86_400), NOW)
    assert (large.value.kind, isinstance(large.value, ValueError)) == ("too_large", True)
    assert issubclass(frontdesk.Refused, frontdesk.SchedulingError)


def test_numbers_that_are_none_are_refused_in_planning() -> None:
    for wrong in (math.nan, math.inf, -1, 10**400, True, "3", None):
        with pytest.raises(frontdesk.InvalidInput) as raised:
            frontdesk.planning.erlang_c({"arrivals_per_minute": wrong, "service_minutes": 15, "doctors": 3})  # type: ignore[typeddict-item]
        assert raised.value.path == "arrivals_per_minute"
    with pytest.raises(frontdesk.InvalidInput) as raised:
        frontdesk.planning.erlang_c({"arrivals_per_minute": 1, "service_minutes": 15, "doctors": 3})
    assert raised.value.code == "unstable"


@pytest.mark.parametrize(
    "bookings", [[(1, 2, 3)], [1, 2], [(2, 1)], ["ab"], [(1, None)], [(0, 2**70)], "ab", 5, [(-5, 5)]]
)
def test_bookings_are_pairs(bookings: Any) -> None:
    with pytest.raises((frontdesk.InvalidInput, TypeError)):
        frontdesk.Calendar({"uid": "doc-456"}, "UTC", bookings)


@pytest.mark.parametrize(
    "bookings",
    [
        np.zeros((3, 3), "i8"),
        np.zeros(4, "i8"),
        np.zeros((2, 2), "f8"),
        np.zeros((2, 2), "M8[ms]"),
        np.zeros((2, 2), ">i8"),
    ],
)
def test_arrays_of_bookings_have_two_columns_of_seconds(bookings: Any) -> None:
    with pytest.raises(TypeError, match="two columns of int64"):
        frontdesk.Calendar({"uid": "doc-456"}, "UTC", bookings)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
PLACES = [
    "timezone",
    "doctors",
    "doctors[0]",
    "doctors[0].uid",
    "doctors[0].availability_rules",
    "appointment_types[0].grid",
    "appointments",
    "closures",
]


@settings(max_examples=300)
@given(st.sampled_from(PLACES), json_values)
def test_nothing_else_ever_comes_out(place: str, value: Any) -> None:
    try:
        frontdesk.Clinic(put(place, value))
    except frontdesk.SchedulingError as error:
        assert error.code and isinstance(error.path, str)


def test_all_faults_are_told_and_long_ones_are_cut() -> None:
    clinic = put("doctors[0].availability_rules[0].weekday", "x" * 2_000_000)
    clinic["timezone"] = 5
    with pytest.raises(frontdesk.InvalidInput) as raised:
        frontdesk.Clinic(clinic)
    error = raised.value
    assert [fault["path"] for fault in error.errors] == [
        "timezone",
        "doctors[0].availability_rules[0].weekday",
    ]
    assert not error.more_errors
    assert all(len(fault["message"].encode()) < 300 for fault in error.errors)
    assert len(str(error).encode()) < 300


def test_rows_that_are_wrong_are_told_in_one_run() -> None:
    rows: Any = [
        {
            "uid": f"mtg-{row}",
            "status": "confirmed",
            "doctor_uid": "doc-456",
            "start_date": "?" if row % 400 == 7 else NOW + 60 * row,
            "end_date": NOW + 60 * row + 60,
        }
        for row in range(20_000)
    ]
    with pytest.raises(frontdesk.InvalidInput) as raised:
        frontdesk.Clinic({**put("timezone", "UTC"), "appointments": rows})
    assert [fault["path"] for fault in raised.value.errors] == [
        f"appointments[{row}].start_date" for row in range(7, 20_000, 400)
    ]


def test_a_list_that_grows_while_it_is_read_has_an_end() -> None:
    rows: Any = []

    class Grows:
        def __index__(self) -> int:
            rows.append(row)
            return NOW

    row: Any = {"uid": "mtg-1", "status": "confirmed", "doctor_uid": "doc-456", "end_date": NOW + 60}
    row["start_date"] = Grows()
    rows.append(row)
    clinic = frontdesk.Clinic({**put("timezone", "UTC"), "appointments": rows})
    assert [appointment["uid"] for appointment in clinic.snapshot()["appointments"]] == ["mtg-1"]


def test_a_reason_in_words() -> None:
    clinic = frontdesk.Clinic(put("timezone", "Europe/Berlin"))
    reason: Any = {"code": "outside_hours", "next_opening": 1_805_702_400}
    assert clinic.reason_sentence(reason) == "outside hours; next opening Mon 2027-03-22 09:00"
    assert (
        clinic.reason_sentence(reason, "de", "UTC")
        == "außerhalb der Sprechzeiten; nächste Öffnung Mo 22.03.2027 08:00"
    )
    with pytest.raises(frontdesk.InvalidInput, match="language"):
        clinic.reason_sentence(reason, "x" * 1000)


def test_a_path_is_told_from_json(tmp_path: Any, berlin: Any) -> None:
    file = tmp_path / "clinic.json"
    file.write_text(json.dumps(berlin))
    for path in (str(file), file, "clinic.json"):
        with pytest.raises(frontdesk.InvalidInput, match="looks like a path.*from_file"):
            frontdesk.Clinic(path)  # type: ignore[arg-type]
    assert frontdesk.Clinic.from_file(file).to_json() == frontdesk.Clinic.from_file(str(file)).to_json()
    assert frontdesk.Clinic.from_file(file).to_json() == frontdesk.Clinic(berlin).to_json()
    with pytest.raises(FileNotFoundError):
        frontdesk.Clinic.from_file(tmp_path / "nowhere.json")


def test_arrays_are_lists_and_mappings_are_objects() -> None:
    with pytest.raises(frontdesk.InvalidInput) as raised:
        frontdesk.Clinic({"doctors": np.array([1, 2])})  # type: ignore[typeddict-item]
    assert raised.value.path == "doctors[0]"
    assert frontdesk.Clinic(types.MappingProxyType({"timezone": "UTC"})).timezone == "UTC"  # type: ignore[arg-type]
    with pytest.raises(frontdesk.InvalidInput, match="a list"):
        frontdesk.Clinic({"doctors": {"ada"}})  # type: ignore[typeddict-item]
