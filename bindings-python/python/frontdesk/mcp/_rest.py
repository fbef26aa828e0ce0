"""Calls of the server's API, with the errors that it answers in words."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

SECONDS_MAX = 30
#: Bytes of an answer.
ANSWER_MAX = 4_000_000


class Refusal(Exception):
    """What the server answered instead, in words."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A key goes to the server that was named, and nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


class Api:
    """The API of a server."""

    def __init__(self, url: str) -> None:
        if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
            raise ValueError(f"{url!r} is no address of a server, such as http://127.0.0.1:8080")
        self.url = url.rstrip("/")

    def get(self, path: str, key: str | None, **query: Any) -> Any:
        """Asks with what is given of a query."""
        asked = {name: value for name, value in query.items() if value is not None}
        return self._ask("GET", f"{path}?{urllib.parse.urlencode(asked, doseq=True)}", key, None)

    def post(self, path: str, key: str | None, body: Mapping[str, Any] | None = None) -> Any:
        """Tells with what is given of a body."""
        given = None if body is None else {name: value for name, value in body.items() if value is not None}
        return self._ask("POST", path, key, given)

    def _ask(self, method: str, path: str, key: str | None, body: Any) -> Any:
        headers = {"Accept": "application/json"}
        if key:
            # What a header may not have would be quoted in the error.
            if not (key.isascii() and key.isprintable()):
                raise Refusal("the API key has a character that no header may have")
            headers["X-API-Key"] = key
        if body is not None:
            headers["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        try:
            request = urllib.request.Request(f"{self.url}{path}", data, headers, method=method)
            with _OPENER.open(request, timeout=SECONDS_MAX) as answer:
                return _json(answer.read(ANSWER_MAX + 1))
        except urllib.error.HTTPError as error:
            raise Refusal(_words(error.code, error.read(ANSWER_MAX))) from None
        except (OSError, ValueError) as error:
            raise Refusal(f"the server can't be asked: {error}") from None


def _json(data: bytes) -> Any:
    if len(data) > ANSWER_MAX:
        raise ValueError(f"its answer is longer than {ANSWER_MAX} bytes: ask for less")
    return json.loads(data)


def _words(status: int, data: bytes) -> str:
    """An error of the server: what is wrong, with which field, and by which rule, with its data."""
    try:
        told = json.loads(data)
    except ValueError:
        return f"HTTP {status}"
    if not isinstance(told, dict):
        return f"HTTP {status}"
    parts = [f"HTTP {status}: {told.get('error')}"]
    fields = told.get("errors")
    if isinstance(fields, dict):
        parts += [f"{field}: {'; '.join(map(str, words))}" for field, words in fields.items()]
    if told.get("refusal"):
        parts.append(json.dumps(told["refusal"]))
    return "\n".join(parts)


def segment(uid: str) -> str:
    """An id as one segment of a path: no part of it can lead elsewhere."""
    if not uid or uid in (".", ".."):
        raise Refusal(f"{uid!r} is no id")
    return urllib.parse.quote(uid, safe="")
