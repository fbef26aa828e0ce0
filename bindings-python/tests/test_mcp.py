"""The tools for agents, tried by the public client of the protocol against a running server."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import anyio
import mcp
import pytest
from mcp.client.streamable_http import streamable_http_client

import frontdesk.mcp
from frontdesk.mcp._rest import Api, Refusal, segment

ROOT = Path(__file__).parents[2]
SHOP, PROFILE, DAY = "shop-abc123", "pp-xyz789", 86_400
TOOLS = {
    "appointment_types": {"shop_uid"},
    "slots": {"shop_uid", "appointment_type_uid", "earliest", "until", "doctor_uid", "timezone", "limit"},
    "explain": {"appointment_type_uid", "start", "doctor_uid", "timezone"},
    "hold": {"appointment_type_uid", "start", "patient_profile_uid", "doctor_uid", "timezone"},
    "confirm": {"appointment_uid", "timezone"},
    "cancel": {"appointment_uid", "reason", "timezone"},
}


class Running(NamedTuple):
    """A demo server."""

    url: str
    key: str
    reader: str
    writer: str


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    program = Path(os.environ.get("FRONTDESK_SERVER", ROOT / "target" / "debug" / "frontdesk-server"))
    assert program.exists(), "build frontdesk-server, or say by FRONTDESK_SERVER where it is"
    folder = tmp_path_factory.mktemp("server")
    database = ["--database", str(folder / "demo.db")]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [program, "serve", "--demo", "--listen", "127.0.0.1:0", *database],
            stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, "FRONTDESK_DATABASE": ""},
        )  # fmt: skip
        try:
            assert server.stdout is not None
            said: dict[str, str] = {}
            while "demo key" not in said:
                line = server.stdout.readline()
                assert line, (folder / "log").read_text()
                said.update(
                    {
                        start: line[len(start) :].strip()
                        for start in ("listening on", "demo key")
                        if line.startswith(start)
                    }
                )
            keys = []
            for permission in ("scheduling:read", "scheduling:write"):
                command = [program, "key", "create", *database, "--permission", permission]
                made = subprocess.run(command, capture_output=True, text=True, check=True)
                keys.append(next(word for word in made.stdout.split() if word.startswith("fdk_")))
            yield Running(said["listening on"], said["demo key"], *keys)
        finally:
            server.kill()
            server.communicate()


async def call(client: mcp.Client, name: str, **arguments: Any) -> tuple[bool, Any]:
    """What a tool answers: whether it failed, and its words or its object."""
    answer = await client.call_tool(name, arguments)
    (content,) = answer.content
    text = content.text  # type: ignore[union-attr]
    return (True, text) if answer.is_error else (False, json.loads(text))


async def book(client: mcp.Client) -> None:
    """From nothing to an appointment, and off again."""
    failed, types = await call(client, "appointment_types")
    assert not failed and types["data"]
    now = int(time.time())
    asked = {
        "earliest": str(now + 7 * DAY),
        "until": str(now + 35 * DAY),
        "timezone": "Europe/Berlin",
        "limit": 3,
    }
    found: Any = {"slots": []}
    for kind in types["data"]:
        failed, found = await call(client, "slots", appointment_type_uid=kind["uid"], **asked)
        assert not failed, found
        if found["slots"]:
            break
    slot, uid = found["slots"][0], kind["uid"]
    assert len(found["slots"]) == 3 and found["may_be_more"] is True
    assert slot["start_date"][-6:] in ("+01:00", "+02:00")
    same = {"appointment_type_uid": uid, "start": slot["start_date"], "doctor_uid": slot["doctor_uid"]}
    failed, why = await call(client, "explain", **same)
    assert (failed, why["doctors"]) == (False, [{"doctor_uid": slot["doctor_uid"], "reasons": []}])
    failed, held = await call(client, "hold", **same, patient_profile_uid=PROFILE, timezone="Europe/Berlin")
    assert not failed, held
    assert (held["status"], held["start_date"]) == ("held", slot["start_date"])
    assert "patient_display_name" not in held and held["hold_expires_at"][4] == "-"
    failed, again = await call(client, "hold", **same, patient_profile_uid=PROFILE)
    assert failed and "409" in again and '"code"' in again
    failed, why = await call(client, "explain", **same)
    assert [reason["code"] for reason in why["doctors"][0]["reasons"]][:1] == ["held"]
    failed, confirmed = await call(client, "confirm", appointment_uid=held["uid"])
    assert (failed, confirmed["status"]) == (False, "confirmed")
    failed, cancelled = await call(client, "cancel", appointment_uid=held["uid"], reason="moved away")
    assert (failed, cancelled["status"]) == (False, "cancelled")


def test_an_agent_books_and_calls_off(running: Running) -> None:
    async def run() -> None:
        async with mcp.Client(frontdesk.mcp.server(running.url, running.key, SHOP)) as client:
            listed = (await client.list_tools()).tools
            assert {tool.name: set(tool.input_schema["properties"]) for tool in listed} == TOOLS
            for tool in listed:
                assert tool.description and tool.annotations is not None
                assert tool.annotations.read_only_hint is (
                    tool.name in ("appointment_types", "slots", "explain")
                )
                for name, schema in tool.input_schema["properties"].items():
                    assert schema.get("description"), (tool.name, name)
            await book(client)

    anyio.run(run)


def test_over_standard_input_and_output(running: Running) -> None:
    """As desktop agents start it."""
    environment = {
        **os.environ, "FRONTDESK_URL": running.url, "FRONTDESK_API_KEY": running.key, "FRONTDESK_SHOP": SHOP,
    }  # fmt: skip
    started = mcp.StdioServerParameters(command=sys.executable, args=["-m", "frontdesk.mcp"], env=environment)

    async def run() -> None:
        async with mcp.Client(started) as client:
            await book(client)

    anyio.run(run)


def test_over_http_each_caller_comes_with_a_key(running: Running) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "FRONTDESK_API_KEY": running.key}
    arguments = ["--url", running.url, "--shop", SHOP, "--http", str(port)]
    service = subprocess.Popen(
        [sys.executable, "-m", "frontdesk.mcp", *arguments], env=environment, stderr=subprocess.DEVNULL
    )
    asked = {"appointment_type_uid": "apt-001", "start": "2030-01-07T09:00:00+01:00"}

    async def run(headers: dict[str, str]) -> tuple[bool, Any]:
        import httpx2

        async with httpx2.AsyncClient(headers=headers) as http:
            async with mcp.Client(streamable_http_client(f"http://127.0.0.1:{port}/mcp", http_client=http)) as client:
                return await call(client, "explain", **asked)

    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        for headers in ({"X-API-Key": running.reader}, {"Authorization": f"Bearer {running.reader}"}):
            failed, answer = anyio.run(run, headers)
            assert not failed, answer
        # The operator's own key is not lent out.
        failed, answer = anyio.run(run, {})
        assert failed and "HTTP 401" in answer
        failed, answer = anyio.run(run, {"X-API-Key": "fdk_wrong"})
        assert failed and "HTTP 401" in answer
    finally:
        service.kill()
        service.wait()


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("slots", {"appointment_type_uid": "apt-001"}, "earliest"),
    ("slots", {"appointment_type_uid": "apt-001", "earliest": "tomorrow", "until": "5"}, "no instant"),
    (
        "slots",
        {"appointment_type_uid": "apt-001", "earliest": "2030-01-07T09:00", "until": "5"},
        "with an offset",
    ),
    ("slots", {"appointment_type_uid": "apt-001", "earliest": "9" * 30, "until": "5"}, "HTTP 400"),
    ("slots", {"appointment_type_uid": "none", "earliest": "1", "until": "5"}, "HTTP 404"),
    ("slots", {"appointment_type_uid": "apt-001", "earliest": "1", "until": "5", "limit": 10_000}, "limit"),
    (
        "slots",
        {"appointment_type_uid": "apt-001", "earliest": "1", "until": "5", "shop_uid": "none"},
        "HTTP 404",
    ),
    ("explain", {"appointment_type_uid": "none", "start": "2030-01-07T09:00:00Z"}, "HTTP 404"),
    ("hold", {"appointment_type_uid": "apt-001", "start": "2030-01-07T09:00:00Z"}, "patient_profile_uid"),
    (
        "hold",
        {"appointment_type_uid": "apt-001", "start": "2030-01-06T03:00:00Z", "patient_profile_uid": "none"},
        "HTTP 404",
    ),
    ("confirm", {"appointment_uid": "none"}, "HTTP 404"),
    ("confirm", {"appointment_uid": "../../management/api-keys"}, "HTTP 404"),
    ("confirm", {"appointment_uid": ".."}, "no id"),
    ("confirm", {"appointment_uid": ""}, "no id"),
    ("confirm", {"appointment_uid": ["x"]}, "string"),
    ("cancel", {"appointment_uid": "none"}, "reason"),
    ("cancel", {"appointment_uid": "none", "reason": " "}, "HTTP 4"),
    ("sing", {}, "sing"),
]


@pytest.mark.parametrize(("name", "arguments", "words"), WRONG, ids=lambda value: str(value)[:40])
def test_what_is_wrong_is_said(running: Running, name: str, arguments: dict[str, Any], words: str) -> None:
    async def run() -> None:
        async with mcp.Client(frontdesk.mcp.server(running.url, running.key, SHOP)) as client:
            try:
                failed, answer = await call(client, name, **arguments)
            except mcp.MCPError as error:
                failed, answer = True, str(error)
            assert failed and words in answer, answer

    anyio.run(run)


def test_a_zone_that_is_none_is_said(running: Running) -> None:
    async def run() -> None:
        async with mcp.Client(frontdesk.mcp.server(running.url, running.key, SHOP)) as client:
            asked = {
                "appointment_type_uid": "apt-001",
                "start": "2030-01-07T09:00:00Z",
                "timezone": "Europe/Atlantis",
            }
            failed, answer = await call(client, "explain", **asked)
            assert failed and "Europe/Atlantis" in answer

    anyio.run(run)


def test_a_key_does_what_it_may_and_no_more(running: Running) -> None:
    start = "2030-01-07T09:00:00+01:00"
    asked = {"appointment_type_uid": "apt-001", "start": start}

    async def run() -> None:
        async with mcp.Client(frontdesk.mcp.server(running.url, running.reader, SHOP)) as client:
            failed, answer = await call(client, "explain", **asked)
            assert not failed, answer
            for name, arguments in (
                ("hold", {**asked, "patient_profile_uid": PROFILE}),
                ("confirm", {"appointment_uid": "mtg-1"}),
                ("cancel", {"appointment_uid": "mtg-1", "reason": "no"}),
            ):
                failed, answer = await call(client, name, **arguments)
                assert failed and "HTTP 403" in answer, (name, answer)
        async with mcp.Client(frontdesk.mcp.server(running.url, running.writer, SHOP)) as client:
            failed, answer = await call(client, "explain", **asked)
            assert failed and "HTTP 403" in answer
            for name, arguments in (
                ("hold", {**asked, "patient_profile_uid": "none"}),
                ("confirm", {"appointment_uid": "mtg-1"}),
                ("cancel", {"appointment_uid": "mtg-1", "reason": "no"}),
            ):
                failed, answer = await call(client, name, **arguments)
                assert failed and "HTTP 404" in answer, (name, answer)
        async with mcp.Client(frontdesk.mcp.server(running.url, None)) as client:
            failed, answer = await call(client, "explain", **asked)
            assert failed and "HTTP 401" in answer
            failed, answer = await call(client, "appointment_types")
            assert failed and "shop_uid is missing" in answer

    anyio.run(run)


def test_a_server_that_is_not_there_or_no_server_is_said(running: Running) -> None:
    with pytest.raises(ValueError, match="no address"):
        Api("file:///etc/passwd")
    with pytest.raises(Refusal, match="can't be asked"):
        Api("http://127.0.0.1:1").get("/health", None)
    with pytest.raises(Refusal, match="no header may have") as raised:
        Api(running.url).get("/health", "secret\n")
    assert "secret" not in str(raised.value)
    with pytest.raises(Refusal, match="HTTP 404"):
        Api(f"{running.url}/elsewhere").post("/x", running.key, {})
    assert segment("a/b ?#%") == "a%2Fb%20%3F%23%25"
    with urllib.request.urlopen(f"{running.url}/health") as answer:
        assert answer.status == 200
