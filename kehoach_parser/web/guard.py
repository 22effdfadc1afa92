"""What stands before every answer of the page: who may ask, how much may be sent, and what a browser may do with it."""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NAMES = ("127.0.0.1", "localhost")
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",  # a browser keeps no copy on disk either
}
# Answers that are no pages may do nothing at all.
_NOTHING = "default-src 'none'; frame-ancestors 'none'"


class TooLarge(Exception):
    """The body of a request is larger than the page takes."""


class Guard:
    """Refuses requests made under another name than this machine's (a rebound DNS name), and sets the headers.

    A web page from elsewhere can make a browser send requests here, but not under our name, not with our origin, and
    it does not know ``token``, which stands in our own form.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a good request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        name, _, port = headers.get("host", "").rpartition(":")
        if name not in _NAMES or port != str(scope["server"][1]):
            await PlainTextResponse("421", status_code=421)(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                for key, value in _HEADERS.items():
                    given[key] = value
                given.setdefault("content-security-policy", _NOTHING)
            await send(message)

        await self._app(scope, receive, send_guarded)


def is_own(request: Request, given: object, token: str) -> bool:
    """Return whether a request that changes something comes from our own form, in a page that we served."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    return (
        site == "same-origin"
        and origin in (None, f"http://{request.headers['host']}")
        and isinstance(given, str)
        and secrets.compare_digest(given.encode(), token.encode())
    )


async def read_body(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """Yield the body of a request; TooLarge as soon as it says or proves to be longer than ``limit`` bytes."""
    said: Any = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > limit:
        raise TooLarge
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise TooLarge
        yield part
