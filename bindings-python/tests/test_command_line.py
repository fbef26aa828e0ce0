"""`python -m frontdesk`: readable tables, JSON, and errors in one line."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES, NOW, query

import frontdesk
from frontdesk._command_line import main

BERLIN = str(EXAMPLES / "berlin.json")
WEEK = ["--from", "2027-03-22", "--days", "14", "--now", "2027-03-19T08:00"]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def test_slots_day_by_day(capsys: pytest.CaptureFixture[str], clinic: frontdesk.Clinic) -> None:
    text = said(capsys, "slots", BERLIN, "--type", "apt-001", *WEEK)
    assert "Monday 2027-03-22\n  Dr. Yılmaz  09:00 09:30 13:00 13:30\n" in text
    assert text.endswith("71 slots\n")
    assert json.loads(said(capsys, "slots", BERLIN, "--json", *WEEK)) == clinic.find_slots(query(), NOW)
    first = json.loads(said(capsys, "slots", BERLIN, "--json", "--limit", "2", "--doctor", "doc-456", *WEEK))
    assert first == clinic.find_slots(query(limit=2, doctor_uids=["doc-456"]), NOW)


def test_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "explain", BERLIN, "2027-03-23T14:00", "--now", "2027-03-19T08:00")
    assert (
        "can't be booked with Dr. Schmidt (doc-456, clock of Europe/Berlin)\n"
        "  taken until Tue 2027-03-23 14:10"
        in text
    )
    assert "outside hours; next opening Wed 2027-03-24 08:00" in text
    answer = json.loads(
        said(capsys, "explain", BERLIN, "2027-03-23T14:00:00+01:00", "--json", "--now", str(NOW))
    )
    assert [reason["code"] for reason in answer[0]["reasons"]] == ["slot_taken"]


def test_an_empty_answer_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "slots", BERLIN, "--from", "2027-03-22", "--days", "2", "--now", "2026-11-29T08:00")
    assert "0 slots\n" in text
    assert "  too far ahead; can be booked up to Sat 2027-02-27 08:00" in text


def test_a_log_is_evaluated(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lines = ["arrived,started,ended,doctor,line,head_start_seconds"]
    for day in range(4):
        for visit in range(40):
            arrived = 1_774_256_400 + 86_400 * day + 300 * visit
            started = arrived + 60 + 60 * (visit % 3)
            lines.append(f"{arrived},{started},{started + 240},doc-{visit % 2},a,{90 * (visit % 2)}")
    file = tmp_path / "visits.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    answer = json.loads(said(capsys, "waits", "--evaluate", "--json", "--futures", "16", str(file)))
    assert answer["questions"] == 80
    assert [score["method"] for score in answer["scores"]] == [
        "simulated",
        "last_to_be_seen",
        "head_of_line",
        "average_by_doctors",
    ]
    text = said(capsys, "waits", str(file), "--evaluate", "--queue", "line", "--futures", "16")
    assert text.startswith("80 questions, mean wait 1.98") and "(n+1)·avg/c" in text and "came" in text
    # With arrivals and starts alone the pace answers; an end before its start is told.
    rows = [line.split(",") for line in lines]
    file.write_text("\n".join(",".join(row[:2]) for row in rows) + "\n", encoding="utf-8")
    answer = json.loads(said(capsys, "waits", "--evaluate", "--json", "--futures", "16", str(file)))
    assert (answer["scores"][0]["answers"], answer["scores"][0]["unanswered"]) == (80, 0)
    rows[1][2] = str(int(rows[1][1]) - 1)
    file.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    text = said(capsys, "waits", str(file), "--evaluate", "--queue", "line", "--futures", "16")
    assert text.splitlines()[-1].split()[:4] == ["1", "over", "before", "they"]
    assert main(["waits", "--evaluate", "--queue", "floor", str(file)]) == 1
    assert capsys.readouterr().err == f"error: no column `floor` in {file}\n"
    file.write_text("arrived,started\nsoon,\n", encoding="utf-8")
    assert main(["waits", "--evaluate", str(file)]) == 1
    assert "line 2: `soon` is not a time" in capsys.readouterr().err


def test_waits(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    room: Any = {
        "doctors": [{"uid": "doc-1", "duty": [{"start_date": 1_774_256_400, "end_date": 1_774_270_800}]}],
        "entries": [
            {
                "uid": f"q-{number}",
                "status": "waiting",
                "patient_uid": f"p-{number}",
                "registered_at": 1_774_256_400,
                "sequence": number,
            }
            for number in (1, 2)
        ],
    }
    file = tmp_path / "room.json"
    file.write_text(json.dumps(room))
    text = said(capsys, "waits", str(file), "--now", "1774257000")
    assert text.splitlines()[0].split() == ["entry", "about", "rarely", "more", "than", "seen", "today"]
    assert text.splitlines()[1].split()[:4] == ["1", "q-1", "0", "min"] and "2 waiting" in text
    answer = json.loads(
        said(capsys, "waits", str(file), "--json", "--futures", "16", "--now", "2026-03-23T09:10:00Z")
    )
    assert [wait["uid"] for wait in answer] == ["q-1", "q-2"]


def test_the_example_of_a_room(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "waits", str(EXAMPLES / "room.json"), "--now", str(NOW + 600))
    assert text.splitlines()[1].split()[:2] == ["1", "qe-002"] and "4 waiting" in text


def test_the_demo_can_be_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    commands = said(capsys, "demo", str(tmp_path / "try")).splitlines()[2:]
    assert [command.split()[1] for command in commands] == ["slots", "explain", "utilisation", "waits"]
    for command in commands:
        assert said(capsys, *command.split()[1:])
    assert "Dr. Adeyemi" in said(capsys, *commands[0].split()[1:])
    # Nothing is written over.
    assert main(["demo", str(tmp_path / "try")]) == 1


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0 and capsys.readouterr().out.startswith(f"frontdesk {frontdesk.__version__} ")


def test_utilisation(capsys: pytest.CaptureFixture[str], clinic: frontdesk.Clinic) -> None:
    text = said(capsys, "utilisation", BERLIN, *WEEK)
    assert text.splitlines()[0].split() == ["doctor", "date", "open", "booked", "held", "free", "used"]
    assert len(text.splitlines()) == 1 + 3 * 14
    rows = json.loads(said(capsys, "utilisation", BERLIN, "--json", *WEEK))
    assert rows == clinic.utilisation({"from": query()["from"], "to": query()["to"]}, NOW)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["slots", "nowhere.json"], "nowhere.json"),
        (["slots", BERLIN, "--type", "apt-999"], "`appointment_type_uid`: no appointment type"),
        (["slots", BERLIN, "--from", "soon"], "`soon` is not a time"),
        (["slots", BERLIN, "--from", "99999999999999999999"], "is not a time"),
        (["slots", BERLIN, "--days", "0"], "--days must be at least 1"),
        (["slots", BERLIN, "--days", "999999999"], "too many"),
        (["explain", BERLIN, "noon"], "`noon` is not a time"),
        (["waits", BERLIN], "unknown field"),
        (["utilisation", BERLIN, "--doctor", "doc-999"], "no doctor `doc-999`"),
    ],
)
def test_what_is_wrong_is_one_line(capsys: pytest.CaptureFixture[str], arguments: Any, message: str) -> None:
    assert main(arguments) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: ") and error.count("\n") == 1 and message in error


def test_it_runs_as_a_module() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "frontdesk", "--help"], capture_output=True, text=True, check=True
    )
    assert "utilisation" in run.stdout


def test_long_work_shows_a_bar_on_a_terminal_only(tmp_path: Path) -> None:
    many: Any = {
        "appointment_types": [{"uid": "a", "duration_minutes": 30}],
        "doctors": [{"uid": f"doc-{number}"} for number in range(1_200)],
    }
    file = tmp_path / "many.json"
    file.write_text(json.dumps(many))
    command = [sys.executable, "-m", "frontdesk", "slots", str(file)]
    piped = subprocess.run(command, capture_output=True, check=True)
    assert piped.stderr == b"" and b"\n0 slots\n" in piped.stdout
    ours, theirs = pty.openpty()
    subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    assert b"[#############" in os.read(ours, 10_000)
