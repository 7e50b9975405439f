"""The coding in the exchange format of qualitative research (REFI-QDA 1.0), for NVivo, ATLAS.ti, MAXQDA and others.

The codebook (.qdc) needs no source. The project (.qdpx) holds the texts that its passages are places in, as the format
asks: it is made only where somebody names a folder with their own copy, from texts whose digests match, and every
passage is read again on the way. Identifiers are UUIDs of version 5 of the IRIs, so that a later export meets an
earlier one. Positions count characters from 0, and the end is the place after the last one, as QualCoder reads it.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kg import rdf
from kg.builder import passage_id
from kg.errors import KgError
from kg.exports import notice
from kg.exports.frame import File, Given, Group
from kg.exports.matrix import LISTS, Code
from kg.exports.registry_layout import CODEBOOK
from kg.exports.xmltext import attribute, text
from kg.namespaces import BASE, CODE, ID
from kg.reconcile import Reconciled, coded, reconcile
from kg.sources.evidence import SourceText, digest

TITLES = {"theme": "Themes", "barrier": "Barriers", "outcome": "Outcome types"}
COLOURS = {"theme": "#3A7D44", "barrier": "#B23A48", "outcome": "#6A4C93"}
VARIABLES = {"kind": "kind", "tier": "documented", "country": "country"}  # field of a case -> what it is called
NO_DATE = "1970-01-01T00:00:00Z"  # programs ask for dates, and none of coding is recorded
SCHEMAS = "http://schema.qdasoftware.org/versions"


def guid(iri: str) -> str:
    """The identifier of whatever an IRI names."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, iri))


@dataclass
class Selection:
    """A stretch of a source with one code by one coder; several findings may share it."""

    source: str
    place: str
    coder: str
    code: Code
    findings: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)

    @property
    def guid(self) -> str:
        return guid(f"{ID}passage/{passage_id(self.place)}#{self.coder}/{'/'.join(self.code)}")


class Coding:
    """The codebook and the coded passages, as elements of the format."""

    def __init__(self, given: Given) -> None:
        self.corpus = given.corpus
        names = CODEBOOK.names
        entries = [dict(zip(names, row, strict=True)) for row in given.rows.of(CODEBOOK)]
        self.entries = {(entry["list"], entry["concept"]): entry for entry in entries if entry["list"] in LISTS}
        self.labels = {(entry["list"], entry["concept"]): entry["label"] for entry in entries}
        core = {triple.subject for triple in given.asserted if triple.object == rdf.iri("cw:CoreTheme")}
        self.core = {code for code in self.entries if rdf.iri(":".join(code)) in core}
        self.passages, self.reconciled = self.corpus.passages(), reconcile(self.corpus)

    def codebook(self) -> bytes:
        """The whole file `.qdc`."""
        return _document(
            "CodeBook",
            "codebook",
            "Codebook/v1.0/Codebook",
            f"origin={attribute(notice.TITLE)}",
            [*self.codes(), *self.sets("guid")],
        )

    def codes(self) -> Iterator[str]:
        yield "<Codes>"
        for list_ in LISTS:
            yield (
                f'<Code guid="{guid(f"{CODE}{list_}/")}" name={attribute(TITLES[list_])} isCodable="false" '
                f'color="{COLOURS[list_]}">'
            )
            for code, entry in self.entries.items():
                if code[0] == list_:
                    head = f'guid="{_code(code)}" name={attribute(entry["label"])} isCodable="true"'
                    yield f'<Code {head} color="{COLOURS[list_]}">'
                    yield f"<Description>{text(_meaning(entry))}</Description></Code>"
            yield "</Code>"
        yield "</Codes>"

    def sets(self, member: str) -> Iterator[str]:
        """The rings of the model, and for each stance the codes that some finding gives it; `member` names members."""
        stances: dict[str, set[Code]] = {}
        for case in self.corpus.cases.values():
            for one in coded(self.corpus, case.id):
                list_, entry, stance, _ = one.unit
                stances.setdefault(stance, set()).add((list_, entry))
        made = {
            "Core themes": self.core,
            "Supporting activities": {c for c in self.entries if c[0] == "theme"} - self.core,
        }
        made |= {f"Stance: {self.labels['stance', stance]}": codes for stance, codes in sorted(stances.items())}
        yield "<Sets>"
        for name, codes in made.items():
            yield f'<Set guid="{guid(f"{BASE}set/{name}")}" name={attribute(name)}>'
            yield from (f'<MemberCode {member}="{_code(code)}"/>' for code in self.entries if code in codes)
            yield "</Set>"
        yield "</Sets>"

    def project(self, texts: dict[str, SourceText]) -> bytes:
        """The whole archive `.qdpx`, with the texts. Raises `KgError` where a passage no longer has its digest."""
        selections = self.selections(texts)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            _add(archive, "project.qde", self.document(texts, selections))
            for id in sorted(texts):
                _add(archive, f"Sources/{_source(id)}.txt", texts[id].text.encode())
        return stream.getvalue()

    def document(self, texts: dict[str, SourceText], selections: list[Selection]) -> bytes:
        head = f'name={attribute(notice.TITLE)} origin={attribute(notice.TITLE)} creationDateTime="{NO_DATE}"'
        body = [
            *self.users(),
            "<CodeBook>",
            *self.codes(),
            "</CodeBook>",
            *self.variables(),
            *self.cases(selections),
            "<Sources>",
            *(line for id in sorted(texts) for line in self.source(texts[id], selections)),
            "</Sources>",
            *self.sets("targetGUID"),
            f"<Description>{text(notice.about(self.corpus))}</Description>",
        ]
        return _document("Project", "project", "Project/v1.0/Project", head, body)

    def users(self) -> Iterator[str]:
        yield "<Users>"
        for id, coder in self.corpus.by_id("coder").items():
            yield f'<User guid="{_coder(id)}" name={attribute(coder.name)} id={attribute(id)}/>'
        yield "</Users>"

    def variables(self) -> Iterator[str]:
        yield "<Variables>"
        for name in VARIABLES.values():
            yield f'<Variable guid="{_variable(name)}" name="{name}" typeOfVariable="Text"/>'
        yield "</Variables>"

    def cases(self, selections: list[Selection]) -> Iterator[str]:
        yield "<Cases>"
        for _, case in sorted(self.corpus.cases.items()):
            yield f'<Case guid="{guid(f"{ID}case/{case.id}")}" name={attribute(case.name)}>'
            yield f"<Description>{text(case.summary)}</Description>"
            for field_, name in VARIABLES.items():
                value = f"<TextValue>{text(getattr(case, field_))}</TextValue>"
                yield f'<VariableValue><VariableRef targetGUID="{_variable(name)}"/>{value}</VariableValue>'
            yield from (f'<SelectionRef targetGUID="{s.guid}"/>' for s in selections if case.id in s.cases)
            yield "</Case>"
        yield "</Cases>"

    def source(self, found: SourceText, selections: list[Selection]) -> Iterator[str]:
        name, own = attribute(found.source.title), _source(found.source.id)
        yield f'<TextSource guid="{own}" name={name} plainTextPath="internal://{own}.txt" creationDateTime="{NO_DATE}">'
        for selection in selections:
            if selection.source == found.source.id:
                yield from self.selection(selection)
        yield "</TextSource>"

    def selection(self, one: Selection) -> Iterator[str]:
        passage = self.passages[one.place]
        made = f'creatingUser="{_coder(one.coder)}" creationDateTime="{NO_DATE}"'
        yield (
            f'<PlainTextSelection guid="{one.guid}" name={attribute(passage.locator)} '
            f'startPosition="{passage.start}" endPosition="{passage.end}" {made}>'
        )
        yield f"<Description>{text(chr(10).join(one.findings))}</Description>"
        yield f'<Coding guid="{guid(one.guid)}" {made}><CodeRef targetGUID="{_code(one.code)}"/></Coding>'
        yield "</PlainTextSelection>"

    def selections(self, texts: dict[str, SourceText]) -> list[Selection]:
        """Every coded stretch of the texts at hand, in the order of source, start, coder and code."""
        found: dict[tuple[str, str, Code], Selection] = {}
        for _, case in sorted(self.corpus.cases.items()):
            for one in coded(self.corpus, case.id):
                code = one.unit[:2]
                for place in one.finding.evidence:
                    source = place.partition(":")[0]
                    if source in texts:
                        self.reread(place, texts[source])
                        selection = found.setdefault(
                            (place, one.coder, code), Selection(source, place, one.coder, code)
                        )
                        told = _finding(case.id, one.name, one.finding, self.reconciled[f"{case.id}-{one.name}"])
                        selection.findings.append(told)
                        selection.cases.append(case.id)
        order = {place: (p.start, p.end) for place, p in self.passages.items()}
        return sorted(found.values(), key=lambda s: (s.source, order[s.place], s.coder, s.code))

    def reread(self, place: str, found: SourceText) -> None:
        passage = self.passages[place]
        if digest(found.text[passage.start : passage.end]) != passage.digest:
            raise KgError(f"{place} no longer matches its digest in {found.path}; run kg verify to see why")


def _document(root: str, kind: str, schema: str, head: str, body: Iterable[str]) -> bytes:
    space = f"urn:QDA-XML:{kind}:1.0"
    start = (
        f'<{root} xmlns="{space}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{space} {SCHEMAS}/{schema}.xsd" {head}>'
    )
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', start, *body, f"</{root}>", ""]).encode()


def _finding(case: str, name: str, finding: Any, became: Reconciled) -> str:
    """A finding in one line: stance, basis and case have no place of their own in the format."""
    status = [finding.status] if hasattr(finding, "status") else []
    phase = [f"phase {finding.phase}"] if finding.phase else []
    counts = f"counts as {became.basis}" if became.basis else "set aside, counts for nothing"
    said = f"said by {', '.join(finding.said_by)}"
    parts = [finding.stance, *status, finding.basis, *phase, said, became.reconciliation, counts]
    return f"{case}-{name}: {finding.note} ({'; '.join(parts)})"


def _meaning(entry: dict[str, Any]) -> str:
    rules = {"Code when": entry["when_to_code"], "Do not code when": entry["when_not_to_code"]}
    return "\n".join([entry["definition"], *(f"{lead}: {rule}" for lead, rule in rules.items() if rule)])


def _code(code: Code) -> str:
    return guid(CODE + "/".join(code))


def _coder(id: str) -> str:
    return guid(f"{ID}coder/{id}")


def _source(id: str) -> str:
    return guid(f"{ID}source/{id}")


def _variable(name: str) -> str:
    return guid(f"{BASE}variable/{name}")


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """A file in the archive with a fixed date, so that two runs give the same bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(entry, content)


def files(given: Given) -> list[File]:
    coding = Coding(given)
    made = [
        File("qda/cwkg.qdc", "The codebook for NVivo, ATLAS.ti, MAXQDA and others", "application/xml", coding.codebook)
    ]
    if given.texts:
        told = "Codebook, cases, coded passages and your own copy of the sources, as a project of such programs"
        made.append(File("qda/cwkg.qdpx", told, "application/zip", lambda: coding.project(given.texts)))
    return made


GROUP = Group("qda", "the coding for programs of qualitative research (REFI-QDA)", files)
