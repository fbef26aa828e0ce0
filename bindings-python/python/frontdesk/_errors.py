"""What is wrong, as exceptions: a stable code, the path of the field, and the data that helps."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    # `typing` takes most of the time of an import that needs it.
    from typing import Any

__all__ = ["InvalidInput", "NotFound", "Refused", "SchedulingError", "TooLarge"]


class SchedulingError(Exception):
    """Why the engine gives no answer.

    ``code`` is stable and ``path`` names the field; ``data`` is what the code comes with, such as
    ``earliest`` of ``too_soon``. The text is for people and may change.
    """

    def __init__(self, wire: dict[str, Any]) -> None:
        super().__init__(wire)
        #: The flat object that every language gives: ``code``, ``kind``, ``path``, ``message`` and the data.
        self.wire = wire

    @property
    def code(self) -> str:
        """The stable code, such as ``out_of_range``."""
        return str(self.wire["code"])

    @property
    def kind(self) -> str:
        """What a caller can do: ``invalid``, ``not_found``, ``refused`` or ``too_large``."""
        return str(self.wire["kind"])

    @property
    def path(self) -> str:
        """Where in the input, such as ``doctors[0].availability_rules[2].weekday``; empty if it is no one
        place.
        """
        return str(self.wire["path"])

    @property
    def errors(self) -> list[dict[str, Any]]:
        """All that is wrong with the input, this first, each as ``wire`` has it; at most 100."""
        return list(self.wire.get("errors") or [self.wire])

    @property
    def more_errors(self) -> bool:
        """Whether even more is wrong than ``errors`` says."""
        return bool(self.wire.get("more_errors", False))

    @property
    def data(self) -> dict[str, Any]:
        """What the code comes with."""
        return {
            key: value
            for key, value in self.wire.items()
            if key not in ("code", "kind", "path", "message", "errors", "more_errors")
        }

    def __str__(self) -> str:
        return str(self.wire["message"])


class InvalidInput(SchedulingError, ValueError):
    """Fix the input."""


class NotFound(SchedulingError, LookupError):
    """Check the id."""

    __str__ = SchedulingError.__str__


class Refused(SchedulingError):
    """Choose differently: a rule is against it."""


class TooLarge(SchedulingError, ValueError):
    """Ask for less."""


for _class in (SchedulingError, InvalidInput, NotFound, Refused, TooLarge):
    _class.__module__ = "frontdesk"
del _class
