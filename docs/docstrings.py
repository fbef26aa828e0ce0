"""The Python reference as the site shows it: functions that a stub has as overloads only, doctests as code,
and what
is named in docstrings as code."""

from __future__ import annotations

import re
from typing import Any

import griffe

#: From `>>>` to the next blank line.
DOCTEST = re.compile(r"^>>> .*?(?=\n\s*\n|\Z)", re.DOTALL | re.MULTILINE)
#: Sphinx's roles: :class:`Clinic`.
ROLE = re.compile(r":(?:class|func|meth|mod|attr|data|exc):`~?([^`]+)`")


class AsShown(griffe.Extension):
    def on_class_members(self, *, cls: griffe.Class, **_: Any) -> None:
        for name, overloads in cls.overloads.items():
            if name not in cls.members and overloads:
                function = overloads[-1]
                function.overloads = list(overloads)
                cls.set_member(name, function)

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        self._walk(pkg)

    def _walk(self, thing: griffe.Object) -> None:
        if thing.docstring:
            text = DOCTEST.sub(lambda found: f"```pycon\n{found.group()}\n```", thing.docstring.value)
            thing.docstring.value = ROLE.sub(r"`\1`", text)
        for member in thing.members.values():
            if not member.is_alias:
                self._walk(member)
