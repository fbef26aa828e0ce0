"""Clinics that many tests ask."""

import json
from pathlib import Path
from typing import Any

import pytest

import frontdesk

EXAMPLES = Path(__file__).parents[2] / "core" / "examples"
#: Friday, 2027-03-19, 08:00 in Berlin.
NOW = 1_805_439_600
#: The Monday after it, and two weeks.
FROM, TO = 1_805_670_000, 1_806_872_400


@pytest.fixture
def berlin() -> Any:
    return json.loads((EXAMPLES / "berlin.json").read_text(encoding="utf-8"))


@pytest.fixture
def clinic(berlin: Any) -> frontdesk.Clinic:
    return frontdesk.Clinic(berlin)


def query(**more: Any) -> Any:
    return {"appointment_type_uid": "apt-001", "from": FROM, "to": TO, **more}
