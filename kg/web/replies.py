"""Answers of the pool as answers of HTTP: whole, with their length, and never half."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg import html
from kg.web.messages import Reply
from kg.web.pool import Answer

SLOWEST = 16 << 10  # bytes a second: who takes an answer more slowly is left
OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Retry-After, Content-Location"}
T = TypeVar("T")


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Spooled(Response):
    """An answer of the pool; its body is read from where it was put, and given up once it was sent."""

    def __init__(self, answer: Answer, headers: dict[str, str], send_time: float) -> None:
        self.answer, self.send_time = answer, send_time
        super().__init__(None, answer.reply.status, {**headers, "Content-Length": str(answer.size)})
        self.headers["Content-Type"] = answer.reply.media_type
        for name, value in answer.reply.headers:
            self.headers[name] = value

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        try:
            async with asyncio.timeout(self.send_time + self.answer.size / SLOWEST):
                await send(start)
                for chunk in self._chunks(scope["method"]):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
                await send({"type": "http.response.body", "body": b""})
        finally:
            self.answer.close()

    def _chunks(self, method: str) -> Any:
        if method == "HEAD":
            return ()
        return self.answer.body.chunks() if self.answer.body else (self.answer.reply.body,)


def of_reply(reply: Reply, headers: dict[str, str]) -> Response:
    """A reply that is in memory."""
    made = Response(reply.body, reply.status, headers)
    made.headers["Content-Type"] = reply.media_type
    for name, value in reply.headers:
        made.headers[name] = value
    return made


def in_html(reply: Reply) -> Reply:
    """A short text for somebody who looks at it in a browser."""
    text = html.escape(reply.body.decode("utf-8", "replace").strip())
    head = f'<!DOCTYPE html>\n<html lang="en-GB"><meta charset="utf-8"><title>{reply.status}</title>'
    return replace(reply, body=f"{head}\n<p>{text}</p></html>\n".encode(), media_type="text/html; charset=utf-8")


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The result of some work, as long as the client waits for it. Raises `ClientGone`."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientGone
        return task.result()
    finally:
        gone.cancel()
        task.cancel()


async def _gone(request: Request) -> None:
    """Wait until the client hangs up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
