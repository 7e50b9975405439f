"""A query as text: prefixes that it leaves out, whether it asks for the network, and where a fault in it stands.

The engine's own place of a fault is where it stopped comparing, several characters after the fault, and its message
lists what its grammar would have taken. A person needs the word that cannot stand there, with a mark under it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

from kg import rdf
from kg.errors import QueryError, Refused, closest
from kg.namespaces import BASE, PREFIXES

_GAP = " " * 40  # longer than any keyword, so that a comparison that starts at one piece never reaches the next
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\r\n]*)|(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)|(?P<space>\s+)|(?P<bracket>[{}();,])
      |(?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
      |(?P<word>[^\s{}();,"'<#]+)|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_DECLARED = re.compile(r"\bPREFIX\s+([\w-]*):", re.IGNORECASE)
_NAMES = re.compile(r"[?$]\w+|:[\w.:%-]*")  # variables, and prefixed names from their colon on
_SENTENCE = re.compile(r"\bThe [A-Z]+ contains [a-z ]+")
_UPDATES = {"WITH", "INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY"}
_KEYWORDS = [
    *("SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "WHERE", "FROM", "PREFIX", "BASE", "DISTINCT", "REDUCED", "OPTIONAL"),
    *("UNION", "MINUS", "FILTER", "BIND", "VALUES", "GRAPH", "EXISTS", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET"),
]


def _tokens(text: str) -> list[tuple[str, str, int]]:
    """`(kind, token, place)` for every piece of a query."""
    return [(match.lastgroup or "", match.group(), match.start()) for match in _TOKEN.finditer(text)]


def parted(text: str) -> tuple[str, str, str]:
    """A query as three texts: its declarations, what it asks, and what stands after its last bracket (`LIMIT 5`)."""
    pieces = [(kind, token, start) for kind, token, start in _tokens(text) if kind not in ("space", "comment")]
    verb = _verb(pieces)
    start = verb[2] if verb else 0
    end = max((place + 1 for _, token, place in pieces if token == "}"), default=start)
    after = " ".join(token for _, token, place in pieces if place >= end)
    return text[:start], text[start:end], after


def prologue(text: str) -> str:
    """`PREFIX` lines for the prefixes of the graph that a query uses and does not declare."""
    bare = " ".join(token for kind, token, _ in _tokens(text) if kind == "word")
    used = set(re.findall(r"(?<![\w?$:.-])([A-Za-z][\w-]*):", bare)) - set(_DECLARED.findall(text))
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in sorted(used & set(PREFIXES)))


@contextmanager
def completed(text: str, name: str = "query") -> Iterator[str]:
    """Somebody's query with its `prologue` in front, to be run within: a fault is told at its place in `text`.

    Raises `Refused` where it calls another server, and `QueryError`.
    """
    refuse_network(text, name)
    try:
        yield prologue(text) + text
    except QueryError as error:
        raise fault(text, error, name) if error.line else error from None


def refuse_network(text: str, name: str = "query") -> None:
    """Raise `Refused` where a query calls another server, which `SERVICE` does and nothing else can.

    The word is refused wherever an engine might read it as a keyword: stuck to the piece before it, as a prefix, or
    written in `\\u` escapes, which some engines read everywhere. In variables, texts and IRIs it may stand.
    """
    plain = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _character, text)
    for version in (text, plain):
        for kind, token, start in _tokens(version):
            if kind == "word" and "SERVICE" in _NAMES.sub(" ", token).upper():
                message = "queries have no access to the network or to files; leave SERVICE out"
                raise shown(Refused(message, *_line(version, start), name), version)


def graphs(text: str) -> list[tuple[str, int]]:
    """The graphs that `FROM` and `FROM NAMED` name, as full IRIs, each with its place in the text."""
    words = [(kind, token, start) for kind, token, start in _tokens(text) if kind in ("word", "iri", "bracket")]
    named = [place for place, (kind, token, _) in enumerate(words) if kind == "word" and token.upper() == "FROM"]
    found = []
    for place in named:
        place += 1
        if words[place : place + 1] and words[place][1].upper() == "NAMED":
            place += 1
        iri = _iri(words, place)
        if iri:
            found.append((iri, words[place][2]))
    return found


def _iri(words: list[tuple[str, str, int]], place: int) -> str:
    """The full IRI at a place, by the declarations before it; nothing where there is none."""
    base, prefixes = BASE, dict(PREFIXES)
    for number, (_, token, _) in enumerate(words[:place]):
        after = [word for _, word, _ in words[number + 1 : number + 3]]
        if token.upper() == "BASE" and after:
            base = urljoin(base, after[0].strip("<>"))
        if token.upper() == "PREFIX" and len(after) == 2 and after[0].endswith(":"):
            prefixes[after[0][:-1]] = urljoin(base, after[1].strip("<>"))
    kind, token, _ = words[place] if place < len(words) else ("", "", 0)
    if kind == "iri":
        return urljoin(base, token[1:-1])
    prefix, colon, local = token.partition(":")
    return prefixes[prefix] + local if kind == "word" and colon and prefix in prefixes else ""


def _character(match: re.Match[str]) -> str:
    number = int(match.group(1) or match.group(2), 16)
    return chr(number) if number < 0x110000 else ""


def fault(text: str, problem: QueryError, name: str = "query") -> QueryError:
    """The fault of a query that the engine refused, as words, with its place and the line that it stands in.

    `problem` is what the engine said of the text with its `prologue` in front; without a place it is no fault of the
    text, and stays as it is.
    """
    pieces = [(kind, token, start) for kind, token, start in _tokens(text) if kind not in ("space", "comment")]
    for kind, token, start in pieces:
        if kind == "other" and token in "\"'":
            return shown(QueryError("a quotation mark is not closed", *_line(text, start), name), text)
    if not pieces:
        return QueryError("the query is empty", name=name)
    verb = _verb(pieces)
    if verb and verb[1].upper() in _UPDATES:
        message = f"queries only read the graph, and '{verb[1]}' would change it"
        return shown(Refused(message, *_line(text, verb[2]), name), text)
    if not problem.line:
        return problem
    start, message = _refused(text)
    if not message:
        line = problem.line - prologue(text).count("\n")
        return shown(QueryError(str(problem).partition(": ")[2], line, problem.column, name), text)
    return shown(QueryError(message, *_line(text, start), name), text)


def _verb(pieces: list[tuple[str, str, int]]) -> tuple[str, str, int] | None:
    """The first word after the declarations of prefixes and base, which says what a query does."""
    declared = 0  # how many pieces still belong to a declaration
    for piece in pieces:
        if declared:
            declared -= 1
        elif piece[1].upper() in ("PREFIX", "BASE"):
            declared = 2 if piece[1].upper() == "PREFIX" else 1
        else:
            return piece
    return None


def _refused(text: str) -> tuple[int, str]:
    """The place of the piece that the engine cannot take, and what to say of it; no words where it takes them all."""
    chunks, places, spread = _spread(text)
    declared = prologue(text).replace("\n", " ")
    spaced = declared + spread
    try:
        rdf.Graph().query(spaced)
    except QueryError as error:
        said = str(error).partition(": ")[2]
        column = error.column - 1 - len(declared)
    else:
        return 0, ""
    number = bisect_right([place for place, _ in places], column) - 1
    chunk, start = chunks[number], places[number][1]
    if said.startswith("prefix '"):
        return start, said
    sentence = _SENTENCE.search(said)
    if sentence:
        return start, sentence.group().strip()
    if column >= len(spread):
        return start + len(chunk), "the query ends too early; a bracket or a part of a statement is missing"
    return start, f"'{chunk[:40]}' cannot stand here{_hint(chunk)}"


def _hint(word: str) -> str:
    """What a bare word may have been meant for: a keyword, or a variable."""
    if not re.fullmatch(r"[A-Za-z]{3,20}", word) or word.upper() in _KEYWORDS:
        return ""
    near = closest(word.upper(), _KEYWORDS)
    if not word.islower():
        return f"; {near}" if near else ""
    return f"; {near.removesuffix('?')} or the variable '?{word}'?" if near else f"; a variable is written '?{word}'"


def _spread(text: str) -> tuple[list[str], list[tuple[int, int]], str]:
    """The pieces of a query, their places in the text with wide gaps and in the text itself, and the former text."""
    chunks: list[str] = []
    places: list[tuple[int, int]] = []
    spaced = ""
    apart = True
    for kind, token, start in _tokens(text):
        if kind in ("space", "comment"):
            apart = True
            continue
        if apart or kind == "bracket":
            spaced += _GAP
            chunks.append("")
            places.append((len(spaced), start))
        apart = kind == "bracket"
        flat = re.sub(r"[\r\n]", " ", token)
        chunks[-1] += token
        spaced += flat
    return chunks, places, spaced + _GAP


def at(message: str, text: str, place: int, name: str = "query") -> QueryError:
    """An error at a place of a query, with the line that it stands in; without one where the place is below zero."""
    return shown(QueryError(message, *_line(text, place), name), text) if place >= 0 else QueryError(message, name=name)


def _line(text: str, place: int) -> tuple[int, int]:
    """Line and column of a place, both from 1."""
    before = text[:place]
    return before.count("\n") + 1, place - (before.rfind("\n") + 1) + 1


def shown(error: QueryError, text: str, width: int = 100) -> QueryError:
    """The same error with the line of its place below it, and a caret under the place."""
    lines = text.split("\n")
    if not 0 < error.line <= len(lines):
        return error
    line, at = lines[error.line - 1].replace("\t", " ").rstrip("\r"), error.column - 1
    first = max(0, at - width // 2) if len(line) > width else 0
    part = "".join(c if c.isprintable() else " " for c in line[first : first + width])
    name, _, message = str(error).rpartition(f":{error.line}:{error.column}: ")
    return type(error)(f"{message}\n  {part}\n  {' ' * (at - first)}^", error.line, error.column, name)
