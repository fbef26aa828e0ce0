"""The tools, and how they are served."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Callable
from typing import Annotated, Any, Optional

try:
    import anyio.to_thread
    from mcp.server.mcpserver import Context, MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations
except ImportError as error:
    raise ImportError("frontdesk.mcp needs the package mcp 2: pip install 'frontdesk[mcp]'") from error

from pydantic import Field

from .. import _given
from .._errors import SchedulingError
from .._native import __version__, local_datetime, seconds
from ._rest import Api, Refusal, segment

SLOTS_MAX = 100
ABOUT = (
    "Books appointments at a practice. Ask appointment_types, then slots; hold a slot for a patient, and "
    "confirm it before hold_expires_at. explain says why a start can't be booked. Ask people before you "
    "confirm or cancel. Times that you give are ISO 8601 with an offset, such as 2026-12-01T09:00:00+01:00."
)
READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
WRITES = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False
)
ENDS = ToolAnnotations(
    read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False
)

At = Annotated[
    str, Field(description="ISO 8601 with an offset, such as `2026-12-01T09:00:00+01:00`, or Unix seconds")
]
Zone = Annotated[str, Field(description="IANA zone in which times are answered, such as `Europe/Berlin`")]
Shop = Annotated[Optional[str], Field(description="`uid` of a shop; the operator's if left out")]
Type = Annotated[str, Field(description="`uid` of an appointment type")]
Doctor = Annotated[Optional[str], Field(description="`uid` of a doctor; anybody if left out")]
Meeting = Annotated[str, Field(description="`uid` of an appointment, as hold answers it")]
#: Instants in answers, which are said on the clock of a zone as well.
_INSTANTS = ("start_date", "end_date", "hold_expires_at", "confirmed_at", "cancelled_at")
#: What an agent needs of an appointment. The patient's name is not in it.
_APPOINTMENT = (
    "uid", "status", "doctor_uid", "doctor_display_name", "appointment_type_uid", "appointment_type_name",
    "location_uid", "start_date", "end_date", "hold_expires_at", "confirmed_at", "cancelled_at",
    "cancellation_reason",
)  # fmt: skip


def server(url: str, key: str | None = None, shop_uid: str | None = None) -> MCPServer[Any]:
    """The tools over the server at an address.

    ``key`` asks it for whoever calls; without one, each caller's ``X-API-Key`` or bearer goes on to it.
    ``shop_uid`` is the shop where none is named.
    """
    api = Api(url)
    tools: MCPServer[Any] = MCPServer(
        "frontdesk", instructions=ABOUT, version=__version__, log_level="WARNING"
    )

    async def ask(
        context: Context[Any, Any], call: Callable[[str | None], Any], timezone: str = "UTC"
    ) -> Any:
        own = key or _key_of(context.headers)
        try:
            local_datetime(0, timezone)  # One that is none is refused before anything is written.
            return await anyio.to_thread.run_sync(call, own)
        except (Refusal, SchedulingError) as error:
            raise ToolError(str(error)) from None

    def shop(named: str | None) -> str:
        if not (named or shop_uid):
            raise Refusal("shop_uid is missing, and the operator has named no shop")
        return named or shop_uid or ""

    @tools.tool(annotations=READS)
    async def appointment_types(context: Context[Any, Any], shop_uid: Shop = None) -> dict[str, Any]:
        """What can be booked: `uid`, `name` and `duration_minutes` of each appointment type."""
        return dict(
            await ask(
                context, lambda key: api.get("/v1/scheduling/appointment-types", key, shop_uid=shop(shop_uid))
            )
        )

    @tools.tool(annotations=READS)
    async def slots(
        context: Context[Any, Any],
        appointment_type_uid: Type,
        earliest: At,
        until: At,
        doctor_uid: Doctor = None,
        shop_uid: Shop = None,
        timezone: Zone = "UTC",
        limit: Annotated[
            int, Field(ge=1, le=SLOTS_MAX, description="At most so many, the earliest first")
        ] = 20,
    ) -> dict[str, Any]:
        """What can be booked from `earliest` until before `until`, by start and doctor."""

        def call(key: str | None) -> Any:
            answer = api.get(
                "/v1/scheduling/slots",
                key,
                shop_uid=shop(shop_uid),
                appointment_type_uid=appointment_type_uid,
                doctor_uid=doctor_uid,
                limit=limit,
                **{"from": _at("earliest", earliest), "to": _at("until", until)},
            )
            found = answer["data"]
            return {"slots": [_shown(slot, timezone) for slot in found], "may_be_more": len(found) == limit}

        return dict(await ask(context, call, timezone))

    @tools.tool(annotations=READS)
    async def explain(
        context: Context[Any, Any],
        appointment_type_uid: Type,
        start: At,
        doctor_uid: Doctor = None,
        timezone: Zone = "UTC",
    ) -> dict[str, Any]:
        """Why a start can't be booked: every reason, for each doctor. Without reasons, it can. Needs a key
        that may
        read."""

        def call(key: str | None) -> Any:
            asked = {
                "appointment_type_uid": appointment_type_uid,
                "start_date": _at("start", start),
                "doctor_uids": [doctor_uid] if doctor_uid else None,
            }
            answer = api.post("/v1/management/scheduling/explain", key, asked)
            return {"start": _local(asked["start_date"], timezone), "doctors": answer["data"]}

        return dict(await ask(context, call, timezone))

    @tools.tool(annotations=WRITES)
    async def hold(
        context: Context[Any, Any],
        appointment_type_uid: Type,
        start: At,
        patient_profile_uid: Annotated[str, Field(description="For whom: the patient's profile")],
        doctor_uid: Doctor = None,
        timezone: Zone = "UTC",
    ) -> dict[str, Any]:
        """Reserves a start that slots answered, until `hold_expires_at`. Nothing is booked before confirm."""

        def call(key: str | None) -> Any:
            asked = {
                "appointment_type_uid": appointment_type_uid,
                "start_date": _at("start", start),
                "doctor_uid": doctor_uid,
                "patient_profile_uid": patient_profile_uid,
            }
            return _appointment(api.post("/v1/scheduling/appointments/hold", key, asked), timezone)

        return dict(await ask(context, call, timezone))

    @tools.tool(annotations=WRITES)
    async def confirm(
        context: Context[Any, Any], appointment_uid: Meeting, timezone: Zone = "UTC"
    ) -> dict[str, Any]:
        """Books what is held."""

        def call(key: str | None) -> Any:
            return _appointment(api.post(f"/v1/scheduling/appointments/{segment(appointment_uid)}/confirm", key), timezone)

        return dict(await ask(context, call, timezone))

    @tools.tool(annotations=ENDS)
    async def cancel(
        context: Context[Any, Any],
        appointment_uid: Meeting,
        reason: Annotated[str, Field(min_length=1, max_length=2000, description="Why, for the practice")],
        timezone: Zone = "UTC",
    ) -> dict[str, Any]:
        """Calls an appointment off, unless it is too late for that."""

        def call(key: str | None) -> Any:
            path = f"/v1/scheduling/appointments/{segment(appointment_uid)}/cancel"
            return _appointment(api.post(path, key, {"reason": reason}), timezone)

        return dict(await ask(context, call, timezone))

    return tools


def _key_of(headers: Any) -> str | None:
    """The key that a caller over HTTP has sent."""
    if headers is None:
        return None
    bearer = headers.get("authorization") or ""
    own = headers.get("x-api-key") or (bearer[7:] if bearer[:7].lower() == "bearer " else None)
    return str(own) if own else None


def _at(name: str, text: str) -> int:
    """Unix seconds of what an agent wrote."""
    given = text.strip()
    if given.isascii() and given.isdigit():
        return int(given)
    found = _given.moment(given)
    if not isinstance(found, dt.datetime) or found.tzinfo is None:
        raise Refusal(
            f"{name}: {text[:60]!r} is no instant; write it with an offset, such as 2026-12-01T09:00:00+01:00"
        )
    return seconds(found)


def _local(at: Any, timezone: str) -> Any:
    return local_datetime(at, timezone).isoformat() if isinstance(at, int) else at


def _shown(thing: dict[str, Any], timezone: str) -> dict[str, Any]:
    """What the server answered, with its instants on a clock."""
    return {name: _local(value, timezone) if name in _INSTANTS else value for name, value in thing.items()}


def _appointment(answer: dict[str, Any], timezone: str) -> dict[str, Any]:
    return _shown({name: answer[name] for name in _APPOINTMENT if answer.get(name) is not None}, timezone)


def main() -> None:
    """Serves the tools: ``frontdesk-mcp``."""
    parser = argparse.ArgumentParser(
        prog="frontdesk-mcp", description="A frontdesk-server as tools for agents (MCP)"
    )
    parser.add_argument(
        "--url",
        default=os.environ.get("FRONTDESK_URL", "http://127.0.0.1:8080"),
        help="the server; FRONTDESK_URL",
    )
    parser.add_argument(
        "--shop",
        default=os.environ.get("FRONTDESK_SHOP"),
        help="the shop where none is named; FRONTDESK_SHOP",
    )
    parser.add_argument(
        "--http",
        type=int,
        metavar="PORT",
        help="serve over HTTP on this port, at /mcp, with each caller's own key",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address that is listened on")
    options = parser.parse_args()
    try:
        if options.http is None:
            # A key that is written into the command would be seen by everybody on the machine.
            server(options.url, os.environ.get("FRONTDESK_API_KEY", "").strip() or None, options.shop).run(
                "stdio"
            )
        else:
            tools = server(options.url, None, options.shop)
            tools.run(
                "streamable-http",
                host=options.host,
                port=options.http,
                stateless_http=True,
                json_response=True,
            )
    except ValueError as error:
        parser.error(str(error))
