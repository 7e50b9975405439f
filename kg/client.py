"""Requests to other people's servers: one answer, or one clear line that says what is wrong. The door to httpx.

Nobody is told a name or password unasked: they come from the environment, and go only to a server that asks for them.
No redirect is followed. Messages show an address without its parameters, which may hold a key.
"""

from __future__ import annotations

import os
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from kg import __version__
from kg.errors import KgError, UsageError

if TYPE_CHECKING:
    import httpx

USER, PASSWORD, TOKEN = "CWKG_ENDPOINT_USER", "CWKG_ENDPOINT_PASSWORD", "CWKG_ENDPOINT_TOKEN"
WAITED_AT_MOST = 60.0  # seconds that a server may ask to be left alone for; longer is the business of the user
SAID_AT_MOST = 160  # characters of a server's own words that a message quotes
WORDS_READ = 1 << 16  # bytes of them that are looked at
MEANINGS = {
    400: "does not understand the request",
    403: "does not allow this",
    404: "has nothing at this address",
    405: "does not take such requests at this address",
    406: "cannot answer in a form that we read",
    413: "finds the request too large",
    415: "does not read what it was sent",
    429: "has too much to do",
    503: "has too much to do",
    507: "has no room left",
}
AGAIN = {429, 502, 503, 504}


class ServerFault(KgError):
    """What came of a request that brought no answer.

    `kind` is one of address, refused, name, tls, slow, cut, large, redirect and status; `status` is 0 without one.
    `again` says that the same request may go well later, after `wait` seconds where the server named a time.
    """

    def __init__(self, message: str, kind: str, status: int = 0, again: bool = False, wait: float = 0.0) -> None:
        self.kind, self.status, self.again, self.wait = kind, status, again, wait
        super().__init__(message)


@dataclass(frozen=True)
class Reply:
    """A good answer: its status, its media type without parameters, its headers in small letters, its body."""

    status: int
    media_type: str
    headers: Mapping[str, str]
    body: bytes


def checked_url(text: str) -> str:
    """An address that requests can go to. Raises `UsageError`, and never repeats a password."""
    try:
        parts = urlsplit(text.strip())
        host, port, named = parts.hostname, parts.port, parts.username or parts.password
    except ValueError:
        raise UsageError(f"{shown(text)}: this is not the address of a server") from None
    if named:
        raise UsageError(f"{shown(text)}: write no name and password in an address; set {USER} and {PASSWORD}")
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise UsageError(f"{shown(text)}: the address of a server starts with http:// or https:// and names a host")
    return parts._replace(fragment="").geturl()


def shown(url: str) -> str:
    """An address as messages show it: without name, password and parameters."""
    plain = re.sub(r"[?#].*", "", url.strip(), flags=re.DOTALL)
    start, mark, rest = plain.partition("://")
    return f"{start}{mark}{rest.rpartition('@')[2]}" if mark else plain.rpartition("@")[2]


class Client:
    """Sends requests over connections that are kept open. `seconds` is the limit for each, `most` for bytes of a body.

    With more than one of `attempts` a request that may go well later is sent again, after a pause that grows.
    """

    def __init__(
        self,
        seconds: float = 60.0,
        most: int = 256 << 20,
        attempts: int = 1,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        import httpx  # 150 ms: only for those who ask a server

        self.seconds, self.most, self.attempts, self.sleep = seconds, most, attempts, sleep
        agent = {"User-Agent": f"cwkg/{__version__}"}
        self._http = httpx.Client(timeout=seconds, follow_redirects=False, headers=agent)
        self._auth: dict[tuple[str, str], Any] = {}  # by server: what it gets after it has asked

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def send(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None = None,
        body: bytes = b"",
        media_type: str = "",
        accept: str = "*/*",
    ) -> Reply:
        """The answer to a request, where its status is one of success. Raises `ServerFault`."""
        for attempt in range(1, self.attempts + 1):
            try:
                return self._once(method, url, params, body, media_type, accept)
            except ServerFault as fault:
                if not fault.again or attempt == self.attempts or fault.wait > WAITED_AT_MOST:
                    raise
                self.sleep(max(fault.wait, 2.0 ** (attempt - 1)))
        raise AssertionError("a request is sent at least once")

    def _once(
        self, method: str, url: str, params: Mapping[str, str] | None, body: bytes, media_type: str, accept: str
    ) -> Reply:
        headers = {"Accept": accept, **({"Content-Type": media_type} if media_type else {})}
        request: dict[str, Any] = {"content": body or None, "headers": headers}
        with self._answered(method, _with(url, params or {}), request) as (response, ends):
            read = bytearray()
            for piece in response.iter_bytes():
                read += piece
                if len(read) > self.most:
                    raise ServerFault(f"{shown(url)}: the answer is larger than {self.most >> 20} MB", "large")
                if time.monotonic() > ends:
                    raise ServerFault(f"{shown(url)}: no whole answer within {self.seconds:g} s", "slow", again=True)
            return Reply(response.status_code, _bare(response), dict(response.headers), bytes(read))

    @contextmanager
    def _answered(self, method: str, url: str, request: dict[str, Any]) -> Iterator[tuple[httpx.Response, float]]:
        """A response of success whose body is still to be read, and when that must be done. Raises `ServerFault`."""
        import httpx

        ends = time.monotonic() + self.seconds
        server = (urlsplit(url).scheme, urlsplit(url).netloc)
        try:
            if server not in self._auth:
                with self._http.stream(method, url, **request) as response:
                    wanted = _wanted(response) if response.status_code in (401, 403) else None
                    if not wanted:
                        yield _good(response, url), ends
                        return
                self._auth[server] = wanted
            with self._http.stream(method, url, auth=self._auth[server], **request) as response:
                yield _good(response, url), ends
        except httpx.InvalidURL:
            raise ServerFault(f"{shown(url)}: this is not the address of a server", "address") from None
        except httpx.HTTPError as error:
            raise _fault(error, url, self.seconds) from None


def _with(url: str, params: Mapping[str, str]) -> str:
    """An address with parameters added to those that it has; one without a value is its name alone."""
    added = "&".join(
        f"{quote(name)}={quote(value, safe='')}" if value else quote(name) for name, value in params.items()
    )
    return f"{url}{'&' if '?' in url else '?'}{added}" if added else url


def _bare(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _wanted(response: httpx.Response) -> Any:
    """What the environment has for a server that asks who we are, as httpx takes it; nothing where nothing fits.

    Some refuse without asking, and mean a token.
    """
    import httpx

    asked = response.headers.get("www-authenticate", "").lower()
    user, password, token = (os.environ.get(name, "") for name in (USER, PASSWORD, TOKEN))
    if user and "digest" in asked:
        return httpx.DigestAuth(user, password)
    if user and "basic" in asked:
        return httpx.BasicAuth(user, password)

    def sign(request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return sign if token else None


def _good(response: httpx.Response, url: str) -> httpx.Response:
    """The response, where its status is one of success. Raises `ServerFault`."""
    status = response.status_code
    if response.is_success:
        return response
    if response.is_redirect:
        to = shown(str(response.url.join(response.headers["location"])))
        raise ServerFault(f"{shown(url)}: leads on to {to}; if that is right, give that address", "redirect", status)
    if status == 401:
        raise ServerFault(f"{shown(url)}: {_unknown()}", "status", status)
    meaning = MEANINGS.get(status, "failed" if status >= 500 else "refuses the request")
    words = _words(response)
    told = f"{shown(url)}: the server {meaning} ({status}{': ' if words else ''}{words})"
    raise ServerFault(told, "status", status, status in AGAIN, _asked_wait(response))


def _unknown() -> str:
    """What to do where a server answers that it does not know us."""
    given = [name for name in (USER, PASSWORD, TOKEN) if os.environ.get(name)]
    if given:
        return f"the server does not accept what {' and '.join(given)} hold (401)"
    return f"the server asks who you are (401); set {USER} and {PASSWORD}, or {TOKEN}"


def _words(response: httpx.Response) -> str:
    """The beginning of what a server says of its refusal, on one line; nothing where it sends a page."""
    import httpx

    if "html" in _bare(response):
        return ""
    try:
        raw = next(response.iter_bytes(WORDS_READ), b"")
    except httpx.HTTPError:
        return ""
    text = " ".join("".join(c if c.isprintable() else " " for c in raw.decode("utf-8", "replace")).split())
    return text if len(text) <= SAID_AT_MOST else text[: SAID_AT_MOST - 1] + "…"


def _asked_wait(response: httpx.Response) -> float:
    """The seconds that a server asks to be left alone for."""
    said = response.headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        when = parsedate_to_datetime(said).timestamp()
    except (TypeError, ValueError):
        return 0.0
    return max(0.0, when - time.time())


def _fault(error: httpx.HTTPError, url: str, seconds: float) -> ServerFault:
    """What httpx met on the way, in one line."""
    import httpx

    place, causes = shown(url), list(_causes(error))
    host = urlsplit(url).hostname
    if isinstance(error, httpx.TimeoutException):
        return ServerFault(f"{place}: no answer within {seconds:g} s", "slow", again=True)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return ServerFault(f"{place}: there is no safe connection: {_tls(causes)}", "tls")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return ServerFault(f"{place}: there is no server of the name {host}; is it spelled right?", "name")
    if isinstance(error, httpx.ConnectError):
        return ServerFault(f"{place}: no server answers there; is it running?", "refused", again=True)
    if isinstance(error, httpx.UnsupportedProtocol):
        return ServerFault(f"{place}: this is not the address of a server", "address")
    return ServerFault(f"{place}: the connection was cut before the whole answer had come", "cut", again=True)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _tls(causes: list[BaseException]) -> str:
    found = next(cause for cause in causes if isinstance(cause, ssl.SSLError))
    return str(getattr(found, "verify_message", "") or found.reason or "the server speaks no TLS").lower()
