"""The routes: what is at which address, and what the front does for it. Nothing is worked out here."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from kg import __version__
from kg.mediatypes import HTML, RDF_TYPES
from kg.web import frames, negotiation, offers, packing, sparql
from kg.web.assets import assets
from kg.web.cache import Cache, etag
from kg.web.limits import Guard, read_body
from kg.web.logs import Log
from kg.web.messages import PageRequest, RdfRequest, Reply
from kg.web.metrics import Metrics
from kg.web.pool import PLAIN, Answer, Pool, may_be_long
from kg.web.replies import OPEN, ClientGone, Spooled, in_html, of_reply, while_connected
from kg.web.settings import Settings

FOR_EVER = "public, max-age=31536000, immutable"
CORS = {
    **OPEN,
    "Access-Control-Allow-Methods": sparql.METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}


class Front:
    """What all routes share."""

    def __init__(self, settings: Settings, pool: Pool, log: Log) -> None:
        self.settings, self.pool, self.log = settings, pool, log
        self.metrics, self.cache, self.guard = Metrics(), Cache(settings.cached), Guard(settings)
        self.stopping = False
        both = ["GET", "HEAD"]
        self.routes = Starlette(
            routes=[
                Route("/sparql", self.sparql, methods=["GET", "HEAD", "POST", "OPTIONS"]),
                Route("/static/{name}", self.static, methods=both),
                Route("/health", self.health, methods=both),
                Route("/metrics", self.figures, methods=both),
                Route("/{path:path}", self.page, methods=[*both, "OPTIONS"]),
            ],
            exception_handlers={HTTPException: refused, ClientGone: gone},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, answer it, and tell how it went."""
        begun, status = time.monotonic(), 0
        path = self._path(scope["path"])
        place = path.split("/")[1] if path.split("/")[1] in PLACES else "page"
        request = Request(scope, receive)
        client = self.guard.client(request)

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self.metrics.answered(place, status, time.monotonic() - begun)
            await send(message)

        try:
            self.guard.check(request, client, counted=place in ("sparql", "page"))
        except HTTPException as fault:
            await (await refused(request, fault))(scope, receive, watched)
        else:
            scope = {**scope, "path": path, "client_name": client}
            await self.routes(scope, receive, watched)
        finally:
            self._tell(scope, client, place, status, begun)

    def _path(self, path: str) -> str:
        """The path below the public address, whether a proxy has taken its prefix away or not."""
        prefix = self.settings.prefix
        inside = prefix and (path == prefix or path.startswith(prefix + "/"))
        return (path[len(prefix) :] if inside else path) or "/"

    def _tell(self, scope: Scope, client: str, place: str, status: int, begun: float) -> None:
        query = {"query": scope["query_string"].decode("latin-1")} if self.settings.log_queries else {}
        self.log.say(
            "request",
            client=client,
            method=scope["method"],
            path=scope["path"][:500],
            place=place,
            status=status,
            seconds=round(time.monotonic() - begun, 4),
            **query,
        )

    # ---------------------------------------------------------------- Routes

    async def sparql(self, request: Request) -> Response:
        """The endpoint."""
        if request.method == "OPTIONS":
            return Response(None, 204, {**CORS, "Allow": sparql.METHODS})
        accept = accepted(request)
        if request.method == "POST":
            body = await read_body(request, self.settings)
            found = sparql.sent(request.scope["query_string"], request.headers.get("content-type", ""), body)
        else:
            found = sparql.sent(request.scope["query_string"])
            if not found.parameters:
                return await self.described(request)
        query = sparql.read(found, accept)
        if self.settings.log_queries:
            self.log.say("query", client=request.scope["client_name"], text=query.text)
        answer = await while_connected(request, self.answer(request, query))
        headers = {**OPEN, "Vary": f"Accept, {packing.BY}", "Cache-Control": "no-cache"}
        return Spooled(answer, headers, self.settings.send_time)

    async def answer(self, request: Request, wanted: frames.Request) -> Answer:
        """What the pool answers, packed for a client that takes it so."""
        answer = await self.pool.answer(wanted, request.scope["client_name"])
        return await packing.packed(answer) if takes_gzip(request) else answer

    async def described(self, request: Request) -> Response:
        """The endpoint without a query: a page for people, a description for programs."""
        kind = negotiation.choose(accepted(request), (*RDF_TYPES, HTML))
        if kind == HTML:
            return RedirectResponse(self.settings.prefix + "/query", 303, {**OPEN, "Vary": "Accept"})
        if kind is None:
            raise HTTPException(400, "there is no query; send it as the parameter 'query'")
        return await self.made(request, offers.described_endpoint(self.settings.base, kind))

    async def page(self, request: Request) -> Response:
        """A page, or what is given out in its place."""
        if request.method == "OPTIONS":
            return Response(None, 204, {"Allow": "GET, HEAD, OPTIONS"})
        query = tuple(sparql.parameters(request.scope["query_string"]))
        page = PageRequest(request.scope["path"], query, self.settings.base)
        return await self.made(request, offers.asked(page, accepted(request)))

    async def made(self, request: Request, wanted: PageRequest | RdfRequest) -> Response:
        """A page or a description, made by a worker or kept from before."""
        key = (self.pool.source.name, repr(wanted), "gzip" if takes_gzip(request) else "")
        kept = self.cache.get(key)
        if kept:
            self.metrics.from_cache += 1
            return self.unless_known(request, *kept)
        answer = await while_connected(request, self.answer(request, wanted))
        answer = replace(answer, reply=packing.varied(answer.reply))
        if answer.size > self.cache.largest:
            return Spooled(answer, {"Cache-Control": "no-cache"}, self.settings.send_time)
        reply = answer.whole()
        if reply.status >= 400 and reply.media_type == PLAIN and isinstance(wanted, PageRequest):
            reply = in_html(reply)
        tag = etag(reply)
        if self.pool.source.name == key[0] and not may_be_long(wanted):
            self.cache.put(key, reply, tag)
        return self.unless_known(request, reply, tag)

    def unless_known(self, request: Request, reply: Reply, tag: str) -> Response:
        """A reply, or without its body that the client has it already."""
        headers = {"Cache-Control": "no-cache", **({"ETag": tag} if reply.status == 200 else {})}
        if reply.status == 200 and tag in request.headers.get("if-none-match", ""):
            return Response(
                None, 304, {**headers, **{n: v for n, v in reply.headers if n in ("Vary", "Content-Location")}}
            )
        return of_reply(reply, headers)

    async def static(self, request: Request) -> Response:
        """A file that pages refer to; by an address that changes with it, so that it may be kept for ever."""
        found = assets().get(request.path_params["name"])
        if not found:
            raise HTTPException(404, "there is no such file")
        current = request.query_params.get("v") == found.version
        packs = takes_gzip(request)
        tag = f'"{found.version}{"-gzip" if packs else ""}"'
        headers = {"Cache-Control": FOR_EVER if current else "no-cache", "ETag": tag, "Vary": packing.BY}
        if tag in request.headers.get("if-none-match", ""):
            return Response(None, 304, headers)
        if packs:
            return Response(found.packed, 200, {**headers, "Content-Encoding": "gzip"}, found.media_type)
        return Response(found.body, 200, headers, found.media_type)

    async def health(self, request: Request) -> Response:
        """Whether the server can answer, for a monitor or a load balancer."""
        pool = self.pool
        fine = bool(pool.idle or pool.busy) and not self.stopping
        state = {
            "status": "stopping" if self.stopping else "ok" if fine else "no worker",
            "version": __version__,
            "fingerprint": pool.source.name,
            "workers": {"idle": len(pool.idle), "busy": len(pool.busy)},
            "waiting": len(pool.turns.waiting),
        }
        body = json.dumps(state) + "\n"
        return Response(body, 200 if fine else 503, {"Cache-Control": "no-store"}, "application/json")

    async def figures(self, request: Request) -> Response:
        """Figures for a monitor, in the text format of Prometheus."""
        return PlainTextResponse(self.metrics.text(self.pool), headers={"Cache-Control": "no-store"})


PLACES = ("sparql", "static", "health", "metrics")
Handler = Callable[[Request], Awaitable[Response]]


def accepted(request: Request) -> str | None:
    """What a client takes: its Accept header, whose several lines are one list."""
    return ", ".join(request.headers.getlist("accept")) or None


def takes_gzip(request: Request) -> bool:
    """Whether a client takes packed answers."""
    return packing.takes_gzip(",".join(request.headers.getlist("accept-encoding")))


async def refused(request: Request, fault: Exception) -> Response:
    """A fault as one line of text."""
    assert isinstance(fault, HTTPException)
    text = fault.detail if fault.status_code != 405 else f"{request.method} is not for this address"
    headers = {**OPEN, "Vary": "Accept", **(fault.headers or {})}
    return PlainTextResponse(f"{text}\n", fault.status_code, headers)


async def gone(request: Request, fault: Exception) -> Response:
    """Nobody is there to read it; the log has the status."""
    return Response(None, 499)
