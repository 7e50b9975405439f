"""What tests of pages share: a request in one line, the page as a tree, and what can be read and followed on it."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, unquote, urlsplit

import html5lib

from kg.web import pages
from kg.web.messages import PageRequest, Reply

BASE = "http://127.0.0.1:8000"


def get(graph, address: str, base: str = BASE) -> Reply:
    """The reply to an address such as `/case/cpche?x=1`."""
    parts = urlsplit(address)
    path = unquote(parts.path).removeprefix(urlsplit(base).path)
    return pages.respond(graph, PageRequest(path, tuple(parse_qsl(parts.query, True)), base))


def source(reply: Reply) -> str:
    return reply.body.decode()


def tree(reply: Reply):
    """A page as a tree. Raises where the page breaks a rule of HTML: an element not closed, an id used twice …"""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(source(reply))


def every(root, *tags):
    """The elements of a tree with one of some tags, in the order of the page."""
    return [node for node in root.iter() if node.tag in tags]


def text(reply: Reply) -> str:
    """What can be read of a page, on one line."""
    plain = re.sub(r"<(script|style)\b.*?</\1>", "", source(reply), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", plain)).split())


def links(reply: Reply) -> set[str]:
    """The addresses that a page links to; those of places in the page itself are left out."""
    found = re.findall(r'\s(?:href|src|action)="([^"#][^"]*)"', source(reply))
    return {html.unescape(address) for address in found}
