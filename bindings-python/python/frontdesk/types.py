"""The wire model as types, such as ``SlotQuery`` and ``Slot``. Dicts are all that is needed at run time;
these are for type checkers and for reading.
"""

from ._types import *  # noqa: F403
from ._types import __all__ as __all__
