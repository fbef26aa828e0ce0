"""What the models of :mod:`frontdesk.models` have in common: how values are read, and what is left out."""

from __future__ import annotations

import datetime as dt
import operator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Union

try:
    from pydantic import (
        BaseModel,
        BeforeValidator,
        ConfigDict,
        Field,
        StrictBool,
        StrictFloat,
        StrictInt,
        StrictStr,
        StringConstraints,
        WithJsonSchema,
        model_serializer,
        model_validator,
    )
except ImportError as error:
    raise ImportError("frontdesk.models needs pydantic 2: pip install 'frontdesk[pydantic]'") from error

from typing_extensions import Self, TypeAlias

from . import _given
from ._convert import plain
from ._native import seconds

__all__ = [
    "Boolean", "Clock", "Day", "DayClock", "EndClock", "Given", "Instant", "LocalTime", "Model", "Number",
    "StrictInt", "Text", "TextDay", "TextLocal", "Uid", "Weekday", "Whole", "present", "whole",
]  # fmt: skip


class Model(BaseModel):
    """An object of the wire.

    It takes what :class:`frontdesk.Clinic` takes: mappings, dataclasses and models, with missing values of
    pandas left out. What is left out stays out of what is written.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, validate_assignment=True)

    #: Fields of which one has to be given.
    _either: ClassVar[tuple[tuple[str, ...], ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _read(cls, given: Any) -> Any:
        fields = None if isinstance(given, cls) else _given.mapping(given)
        if fields is None:
            return given
        return {name: plain(item) for name, item in fields.items() if not _given._is_nothing(item)}

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        for names in self._either:
            if all(getattr(self, name) is None for name in names):
                raise ValueError(f"one of {' and '.join(names)} is missing")
        return self

    @model_serializer(mode="wrap")
    def _write(self, handler: Any):  # type: ignore[no-untyped-def]
        # With a type, the schema would be that of any dict.
        written = handler(self)
        for name, field in type(self).model_fields.items():
            # A list that was not given, and has nothing in it, was not given.
            value, is_given = getattr(self, name), name in self.model_fields_set
            if not field.is_required() and (value is None or (value == [] and not is_given)):
                written.pop(name, None)
                written.pop(field.serialization_alias or name, None)
        return written


def _whole(item: Any) -> Any:
    """A whole number, also one of numpy or as a float, as the engine takes it."""
    if isinstance(item, float) and item.is_integer():
        return int(item)
    if isinstance(item, (bool, float)) or not hasattr(item, "__index__"):
        return item
    return operator.index(item)


def _reads(name: str, within: str = "") -> BeforeValidator:
    """Reads as the engine's border reads the field of that name."""

    def read(item: Any) -> Any:
        found = _given._Reader(None).read(item, name, within)
        return _whole(item if found is _given._SAME else found)

    return BeforeValidator(read)


def _instant(item: Any) -> Any:
    item = _given.moment(item)
    return seconds(item) if isinstance(item, dt.datetime) else _whole(item)


def _day(item: Any) -> Any:
    if isinstance(item, dt.datetime) and item.time() == dt.time() and item.tzinfo is None:
        item = item.date()
    if isinstance(item, dt.date) and not isinstance(item, dt.datetime):
        return item.isoformat()
    if isinstance(item, str):
        dt.date.fromisoformat(item)
    return item


def _local(item: Any) -> Any:
    if isinstance(item, dt.datetime) and item.tzinfo is None:
        return item.isoformat()
    if isinstance(item, str):
        dt.datetime.fromisoformat(item)
    return item


def _bytes(item: Any) -> Any:
    if isinstance(item, str) and len(item.encode(errors="replace")) > 255:
        raise ValueError("an id has at most 255 bytes of UTF-8")
    return str(item) if type(item).__name__ == "UUID" else item


def _present(item: Any) -> Any:
    if item is None:
        raise ValueError("it can be left out, but not be null")
    return item


def _or_text(schema: dict[str, Any], text: dict[str, Any]) -> WithJsonSchema:
    """A number, or what people write for it."""
    return WithJsonSchema({"anyOf": [schema, {"type": "string", **text}]}, mode="validation")


present, whole = BeforeValidator(_present), BeforeValidator(_whole)
_DAY, _LOCAL = r"^\d{4}-\d{2}-\d{2}$", r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$"
_TIMES = {"pattern": r"^\d{1,2}:\d{2}(:\d{2})?$", "examples": ["08:00"]}
_MINUTE = {"type": "integer", "minimum": 0, "maximum": 1440}
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

#: Numbers, truths and texts as the engine takes them: no truth is a number, and no text either.
Whole = Annotated[StrictInt, whole]
Number = StrictFloat
Boolean = StrictBool
Text = StrictStr
#: Instants that come back.
Instant = Annotated[StrictInt, BeforeValidator(_instant)]
TextDay = Annotated[
    StrictStr,
    StringConstraints(pattern=_DAY),
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]
TextLocal = Annotated[StrictStr, StringConstraints(pattern=_LOCAL), BeforeValidator(_local)]

if TYPE_CHECKING:
    # What is given may be written as people do; what is kept is the number or the text of the wire.
    Given: TypeAlias = Union[int, dt.datetime, str]
    Weekday: TypeAlias = Union[int, str]
    Clock: TypeAlias = Union[int, str, dt.time, dt.timedelta]
    DayClock: TypeAlias = Clock
    EndClock: TypeAlias = Clock
    Day: TypeAlias = Union[str, dt.date]
    LocalTime: TypeAlias = Union[str, dt.datetime]
    Uid: TypeAlias = str
else:
    _INSTANT = {"type": "integer", "minimum": 0, "maximum": 7_258_118_399}
    Given = Annotated[
        StrictInt,
        Field(ge=0, le=7_258_118_399),
        BeforeValidator(_instant),
        _or_text(_INSTANT, {"format": "date-time"}),
    ]
    Weekday = Annotated[
        StrictInt,
        Field(ge=0, le=6),
        _reads("weekday"),
        _or_text({"type": "integer", "minimum": 0, "maximum": 6}, {"examples": _DAYS}),
    ]
    Clock = Annotated[StrictInt, Field(ge=0, le=1440), _reads("start_time"), _or_text(_MINUTE, _TIMES)]
    DayClock = Annotated[
        StrictInt, Field(ge=0, le=1439), _reads("start_time"), _or_text({**_MINUTE, "maximum": 1439}, _TIMES)
    ]
    EndClock = Annotated[StrictInt, Field(ge=0, le=1440), _reads("end_time"), _or_text(_MINUTE, _TIMES)]
    Day, LocalTime = TextDay, TextLocal
    Uid = Annotated[StrictStr, StringConstraints(min_length=1, max_length=255), BeforeValidator(_bytes)]
