"""Links and references in texts: ids that point nowhere, addresses that are not well-formed, and links to no file.

Nothing is fetched. An address is well-formed if it has a scheme, a host with a dot and no stray characters (RFC 3986).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kg import rdf
from kg.namespaces import PREFIXES, expand, shorten
from kg.paths import Project
from kg.quality.parts import Hit

OURS = [name for name, iri in PREFIXES.items() if iri.startswith("https://w3id.org/cwkg/")]
CURIE = re.compile(rf"(?<![\w/:-])({'|'.join(OURS)}):([A-Za-z][\w-]*\w)(?![\w:/])")
PLACE = re.compile(r"(?<![\w/:-])([a-z0-9]+(?:-[a-z0-9]+)*):(\d+)-(\d+)(?![\w-])")
ADDRESS = re.compile(r"\bhttps?:[^\s<>\"'`\\^{}|]*")
BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
WRONG_ON_PURPOSE = "planted-errors.md"  # the page of errors shows ids that name nothing
TEXTS = """
SELECT ?thing ?text WHERE { ?thing ?property ?text . FILTER (isLiteral(?text) && CONTAINS(STR(?text), ":")) }
ORDER BY ?thing ?text"""


def pages(project: Project) -> list[Path]:
    """The pages that people read: those of the docs, and those at the root. An installed copy has none."""
    if project.installed:
        return []
    folders = (project.root, project.root / "docs", project.ontology)
    return [path for folder in folders for path in sorted(folder.glob("*.md"))]


def turtle_files(project: Project) -> list[Path]:
    """The ontology, the codebook, the shapes and the alignments."""
    return [*sorted(project.ontology.glob("*.ttl")), *sorted((project.ontology / "alignments").glob("*.ttl"))]


def lost_references(project: Project, graph: rdf.Graph) -> list[Hit]:
    """Ids in texts of the graph and in pages, as `theme:share-power` or `miles-2011:10-12`, that name nothing."""
    known = {iri for (iri,) in graph.rows("SELECT DISTINCT ?s WHERE { ?s a ?t . FILTER (isIRI(?s)) }")}
    lines = {
        iri.rsplit("/", 1)[-1]: int(count)
        for iri, count in graph.rows("SELECT ?s ?n WHERE { ?s a cw:SourceDocument ; cw:lineCount ?n }")
    }
    found = [Hit(shorten(thing), fault) for thing, text in graph.rows(TEXTS) for fault, _ in _lost(text, known, lines)]
    for path in (page for page in pages(project) if page.name != WRONG_ON_PURPOSE):
        text = path.read_text(encoding="utf-8")
        found += [_hit(project, path, text, start, fault) for fault, start in _lost(text, known, lines)]
    return found


def _lost(text: str, known: set[str], lines: dict[str, int]) -> Iterator[tuple[str, int]]:
    """`(fault, position)` for each id in a text that names nothing."""
    for match in CURIE.finditer(text):
        if expand(match.group()) not in known:
            yield f"{match.group()} does not exist", match.start()
    for match in PLACE.finditer(text):
        source, first, last = match.group(1), int(match.group(2)), int(match.group(3))
        if source in lines and not 1 <= first <= last <= lines[source]:
            yield f"{match.group()} lies outside the {lines[source]} lines of its source", match.start()


def bad_addresses(project: Project) -> tuple[int, list[Hit]]:
    """How many addresses the Turtle files and the pages hold, and those that are not well-formed."""
    count, found = 0, []
    for path in [*turtle_files(project), *pages(project)]:
        text = path.read_text(encoding="utf-8")
        for match in ADDRESS.finditer(text):
            count += 1
            fault = address_fault(trimmed(match.group()))
            if fault:
                found.append(_hit(project, path, text, match.start(), f"{match.group()}: {fault}"))
    return count, found


def trimmed(address: str) -> str:
    """An address as it stands in running text, without the marks that end the sentence or the brackets around it."""
    address = address.rstrip(".,;:!?*")
    while address.endswith((")", "]")) and address.count("(") + address.count("[") < (
        address.count(")") + address.count("]")
    ):
        address = address[:-1].rstrip(".,;:!?*")
    return address


def address_fault(address: str) -> str:
    """What is wrong with an http address, or an empty text."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        return str(error)
    if not address.startswith(f"{parts.scheme}://") or not parts.hostname:
        return "no host after the scheme"
    if parts.username is not None:
        return "a name or a password in the address"
    own_machine = parts.hostname == "localhost" and port
    if not HOST.fullmatch(parts.hostname) and not own_machine:
        return f"'{parts.hostname}' is no host"
    if port == 0:
        return "no such port"
    if re.search(r"%(?![0-9A-Fa-f]{2})", address):
        return "a per cent sign that is no escape"
    return ""


def broken_links(project: Project) -> tuple[int, list[Hit]]:
    """How many relative links the pages hold, and those that lead to no file or to no heading of it."""
    count, found = 0, []
    for path in pages(project):
        text = path.read_text(encoding="utf-8")
        for match in LINK.finditer(_without_code(text)):
            target, _, anchor = match.group(1).partition("#")
            if urlsplit(match.group(1)).scheme:
                continue
            count += 1
            fault = _link_fault(path.parent / unquote(target) if target else path, anchor)
            if fault:
                found.append(_hit(project, path, text, match.start(), f"{match.group(1)}: {fault}"))
    return count, found


def _without_code(text: str) -> str:
    """A page with its blocks of code blanked out, so that positions stay."""
    return BLOCK.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def _link_fault(path: Path, anchor: str) -> str:
    if not path.exists():
        return "there is no such file"
    if anchor and path.suffix == ".md" and anchor not in anchors(path.read_text(encoding="utf-8")):
        return "the page has no such heading"
    return ""


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them: the second of one name ends in -1, and so on."""
    seen: dict[str, int] = {}
    found = set()
    for heading in re.findall(r"^#+ (.+)$", _without_code(page), re.MULTILINE):
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found.add(f"{name}-{seen[name]}" if name in seen else name)
        seen[name] = seen.get(name, 0) + 1
    return found


def _hit(project: Project, path: Path, text: str, start: int, fault: str) -> Hit:
    line = text.count("\n", 0, start) + 1
    name = project.name(path)
    return Hit(name, fault, f"{name}:{line}")
