"""A scheduling and queue engine: which slots can be booked, why not this one, may this booking change, how
long will I wait?

Make a :class:`Clinic` from a snapshot once, and ask it as often as you like. Nothing here reads a clock:
``now`` comes with every question, as Unix seconds or as an aware ``datetime``. What is asked and answered are
plain dicts; :mod:`frontdesk.types` has a ``TypedDict`` for each. :mod:`frontdesk.build` writes clinics by
hand, :mod:`frontdesk.tables` makes them out of files and frames, and :mod:`frontdesk.models` has a model of
pydantic for each type.
"""

from __future__ import annotations

from . import planning
from ._errors import InvalidInput, NotFound, Refused, SchedulingError, TooLarge
from ._native import (
    Calendar,
    Clinic,
    Forecast,
    Learner,
    PreparedQuery,
    SlotBatches,
    SlotTable,
    Table,
    UtilisationTable,
    WaitingRoom,
    __version__,
    evaluate_waits,
    local_datetime,
    seconds,
    timezone_names,
    tzdata_version,
)
from ._week import Week

__all__ = [
    "Calendar",
    "Clinic",
    "Forecast",
    "InvalidInput",
    "Learner",
    "NotFound",
    "PreparedQuery",
    "Refused",
    "SchedulingError",
    "SlotBatches",
    "SlotTable",
    "Table",
    "TooLarge",
    "UtilisationTable",
    "WaitingRoom",
    "Week",
    "__version__",
    "evaluate_waits",
    "local_datetime",
    "planning",
    "seconds",
    "timezone_names",
    "tzdata_version",
]
