"""What the evidence and the codings cover: passages re-read, lines of the sources cited, cases coded, entries found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg import rdf
from kg.namespaces import local_name
from kg.quality.parts import Group, Hit, Section, Table, share
from kg.sources.evidence import SourceText

LISTS = {"ThemeFinding": "theme", "BarrierFinding": "barrier", "OutcomeFinding": "outcome"}
FINDINGS = """
SELECT ?finding ?class ?case ?coder ?basis ?counted ?reconciliation (COUNT(DISTINCT ?passage) AS ?passages) WHERE {
  VALUES ?class { cw:ThemeFinding cw:BarrierFinding cw:OutcomeFinding }
  ?finding a ?class ; cw:about ?case ; cw:hasBasis/rdfs:label ?basis .
  OPTIONAL { ?finding cw:codedBy ?coder }
  OPTIONAL { ?finding cw:hasReconciledBasis/rdfs:label ?counted }
  OPTIONAL { ?finding cw:hasReconciliation/rdfs:label ?reconciliation }
  OPTIONAL { ?finding cw:hasEvidence ?passage }
} GROUP BY ?finding ?class ?case ?coder ?basis ?counted ?reconciliation ORDER BY ?finding"""
CITED = """
SELECT DISTINCT ?source ?from ?to ?finding WHERE {
  ?passage cw:inSource ?source ; cw:fromLine ?from ; cw:toLine ?to .
  OPTIONAL {
    VALUES ?class { cw:ThemeFinding cw:BarrierFinding cw:OutcomeFinding }
    ?record cw:hasEvidence ?passage ; a ?class .
    BIND (true AS ?finding)
  }
}"""
SOURCES = """
SELECT ?source ?title ?lines WHERE { ?source a cw:SourceDocument ; rdfs:label ?title ; cw:lineCount ?lines }
ORDER BY ?source"""
NUMBERS = """
SELECT ?number ?class ?computed WHERE {
  VALUES ?class { cw:Measurement cw:Change } ?number a ?class ; cw:isComputed ?computed
}"""
CASES = """
SELECT ?case ?name ?kind ?tier WHERE {
  ?case a cw:Collaboration ; rdfs:label ?name ; cw:hasKind/rdfs:label ?kind ; cw:documentedAt/rdfs:label ?tier
} ORDER BY ?case"""
PASSES = """
SELECT DISTINCT ?case ?coder ?scheme WHERE {
  ?pass a cw:CodingPass ; cw:codedUnit ?case ; cw:codedBy ?coder ; cw:usingScheme ?scheme
} ORDER BY ?case ?coder ?scheme"""
ENTRIES = """
SELECT ?list ?entry ?label WHERE {
  VALUES (?class ?list) { (cw:Theme "theme") (cw:Barrier "barrier") (cw:OutcomeType "outcome") }
  ?entry a ?class ; rdfs:label ?label ; skos:notation ?notation
} ORDER BY ?list ?notation"""
HELD = """
SELECT ?entry ?case ?stated ?kind WHERE {
  VALUES (?link ?stated) {
    (cw:enactsTheme false) (cw:metBarrier false) (cw:achieved false)
    (cw:enactsThemeAsStated true) (cw:metBarrierAsStated true) (cw:achievedAsStated true)
  }
  ?case ?link ?entry ; cw:hasKind ?kind
}"""


@dataclass(frozen=True)
class Found:
    """A finding as the tables count it; `counted` is its basis after reconciliation, empty where it was set aside."""

    list: str
    case: str
    coder: str
    basis: str
    counted: str
    reconciliation: str
    passages: int


def findings(graph: rdf.Graph) -> list[Found]:
    """Every finding of every coder."""
    return [
        Found(
            LISTS[local_name(kind)],
            local_name(case),
            local_name(coder or ""),
            basis,
            counted or "",
            reconciliation or "",
            int(passages),
        )
        for _, kind, case, coder, basis, counted, reconciliation, passages in graph.rows(FINDINGS)
    ]


@dataclass(frozen=True)
class Reread:
    """What re-reading the sources gave. `counts` holds, for each kind of thing, how many were found again of how many;
    `faults`, for each rule of `REREAD`, what was not; `missing`, a note for each source that is not there."""

    counts: dict[str, tuple[int, int]]
    texts: dict[str, SourceText]
    faults: dict[str, list[Hit]]
    missing: list[str]


REREAD = {
    "passage-not-found-again": (
        "Passages whose words are not those that were cited.",
        "Read the passage again, then run kg locate --write.",
    ),
    "copied-words": ("Words of a source that stand in our files.", "Say it in our own words."),
    "number-not-in-its-passage": (
        "Numbers given as printed that do not stand in the passages cited for them.",
        "Correct the number, or cite the passage that prints it.",
    ),
    "name-not-near-its-passage": (
        "Names of people and organisations that do not stand near the passages cited for them.",
        "Correct the name, or cite the passage that gives it.",
    ),
    "source-not-found": ("Sources whose text was not found, so that nothing of them was re-read.", "Add the file."),
}


def evidence_section(graph: rdf.Graph, reread: Reread | None) -> Section:
    """Passages, bases, lines of the sources, cases by tier and numbers."""
    found = findings(graph)
    tables = [_bases(found), _passages(found), _lines(graph, reread), _tiers(graph), _numbers(graph)]
    if reread is None:
        note = "The passages were not re-read. Name the folder with the source texts: --sources DIR"
        return Section("evidence", "Evidence", "passages not re-read: no sources", tables=tables, notes=[note])
    matched, total = reread.counts["passages"]
    again = [[name, str(of), str(number), share(number, of)] for name, (number, of) in reread.counts.items()]
    tables = [Table("Read again in the sources", ["What", "Looked for", "Found", "Share"], again), *tables]
    groups = [Group(rule, "error", *REREAD[rule], hits) for rule, hits in reread.faults.items()]
    missing = [Hit(note.partition(" ")[0], note.partition(": ")[2]) for note in reread.missing]
    groups.append(Group("source-not-found", "warning", *REREAD["source-not-found"], missing))
    return Section("evidence", "Evidence", f"{matched} of {total} passages re-found in the sources", groups, tables)


def _bases(found: list[Found]) -> Table:
    coded, counted = Counter(f.basis for f in found), Counter(f.counted or "Set aside" for f in found)
    order = [basis for basis, _ in coded.most_common()] + [basis for basis in counted if basis not in coded]
    rows = []
    for basis in order:
        numbers = [coded[basis], share(coded[basis], len(found)), counted[basis], share(counted[basis], len(found))]
        rows.append([basis, *map(str, numbers)])
    note = "A finding that one of two coders made alone counts as inferred, unless a third look upheld it."
    return Table("Findings by basis", ["Basis", "As coded", "Share coded", "As counted", "Share counted"], rows, note)


def _passages(found: list[Found]) -> Table:
    numbers = Counter(min(f.passages, 4) for f in found)
    names = {0: "none", 1: "one", 2: "two", 3: "three", 4: "four or more"}
    rows = [[names[n], str(numbers[n]), share(numbers[n], len(found))] for n in sorted(numbers)]
    return Table("Findings by number of passages", ["Passages", "Findings", "Share"], rows)


def _lines(graph: rdf.Graph, reread: Reread | None) -> Table:
    """Lines cited; where the sources are read, of the lines that hold words, since no passage ends in an empty one."""
    cited: dict[str, dict[bool, set[int]]] = {}
    for source, first, last, by_finding in graph.rows(CITED):
        lines = cited.setdefault(source, {True: set(), False: set()})
        lines[bool(by_finding)].update(range(int(first), int(last) + 1))
    texts = reread.texts if reread else {}
    rows = []
    for source, title, count in graph.rows(SOURCES):
        by = cited.get(source, {True: set(), False: set()})
        text = texts.get(local_name(source))
        all_lines = set(range(1, int(count) + 1))
        if text:
            all_lines = {n for n, line in enumerate(text.text.split("\n"), 1) if line.strip()}
        coded, any_record = by[True] & all_lines, (by[True] | by[False]) & all_lines
        sizes = [len(coded), share(len(coded), len(all_lines)), len(any_record), share(len(any_record), len(all_lines))]
        rows.append([title, str(len(all_lines)), *map(str, sizes)])
    columns = ["Source", "Lines", "In findings", "Share", "In any record", "Share of all"]
    note = "Lines are those that hold words." if texts else "Lines count empty ones too: the sources were not read."
    return Table("Lines of the sources that are cited", columns, rows, note)


def _tiers(graph: rdf.Graph) -> Table:
    kinds_by_tier = Counter((tier, kind) for _, _, kind, tier in graph.rows(CASES))
    kinds, tiers = (sorted({pair[place] for pair in kinds_by_tier}) for place in (1, 0))
    rows = [
        [tier, *(str(kinds_by_tier[tier, kind]) for kind in kinds), str(sum(kinds_by_tier[tier, k] for k in kinds))]
        for tier in tiers
    ]
    return Table("Cases by how much the sources tell", ["Tier", *kinds, "All"], rows)


def _numbers(graph: rdf.Graph) -> Table:
    names = {"Measurement": "values", "Change": "changes and savings"}
    counts = Counter((names[local_name(kind)], computed == "true") for _, kind, computed in graph.rows(NUMBERS))
    rows = [[name, str(counts[name, False]), str(counts[name, True])] for name in sorted(names.values())]
    return Table("Numbers", ["Number", "As printed", "Worked out"], rows)


def coding_section(graph: rdf.Graph) -> Section:
    """Which cases were coded by whom, and which entries of the codebook were found."""
    read: dict[str, dict[str, set[str]]] = {}
    for case, coder, scheme in graph.rows(PASSES):
        read.setdefault(local_name(case), {}).setdefault(local_name(coder), set()).add(local_name(scheme))
    cases = [(local_name(case), name, kind, tier) for case, name, kind, tier in graph.rows(CASES)]
    found = findings(graph)
    twice = sum(len(read.get(case, {})) > 1 for case, *_ in cases)
    headline = f"{len(read)} of {len(cases)} cases read in full, {twice} of them by two coders or more"
    entries = _entries(graph)
    never = Group(
        "entry-never-found",
        "info",
        "Themes never practised, barriers never met and outcomes never achieved in any case.",
        "Leave it if the sources have no such case; else read the passages again.",
        [Hit(f"{name}:{entry}", label) for name, entry, label, *counts in entries if counts[2] == 0],
    )
    rows = [[f"{name}:{entry}", label, *map(str, counts)] for name, entry, label, *counts in entries]
    columns = ["Entry", "Name", "Fellowship, as stated", "Fellowship, any basis", "All cases"]
    entry_table = Table("Cases in which an entry was found", columns, rows, "A part counts for its whole too.")
    tables = [_by_kind(cases, read, found), entry_table, _by_case(cases, read, found)]
    return Section("coding", "Coding", headline, [never], tables)


Read = dict[str, dict[str, set[str]]]
CaseRow = tuple[str, str, str, str]


def _by_kind(cases: list[CaseRow], read: Read, found: list[Found]) -> Table:
    rows = []
    for kind, tier in sorted({(kind, tier) for _, _, kind, tier in cases}):
        ids = {case for case, _, k, t in cases if (k, t) == (kind, tier)}
        coders = Counter(min(len(read.get(case, {})), 2) for case in ids)
        number = sum(f.case in ids for f in found)
        mean = f"{number / len(ids):.1f}"
        rows.append([kind, tier, str(len(ids)), *(str(coders[n]) for n in (0, 1, 2)), str(number), mean])
    columns = ["Kind", "Tier", "Cases", "Not coded", "By one", "By two", "Findings", "Findings a case"]
    return Table("Cases by kind and coding", columns, rows)


def _by_case(cases: list[CaseRow], read: Read, found: list[Found]) -> Table:
    counts = Counter((f.case, f.list) for f in found)
    counted = Counter(f.case for f in found if f.counted)
    rows = []
    for case, name, kind, tier in cases:
        coders = read.get(case, {})
        schemes = sorted(set[str]().union(*coders.values()))
        numbers = [str(counts[case, list]) for list in LISTS.values()]
        rows.append(
            [case, name, kind, tier, ", ".join(coders) or "–", ", ".join(schemes) or "–", *numbers, str(counted[case])]
        )
    columns = ["Case", "Name", "Kind", "Tier", "Coders", "Lists", "Themes", "Barriers", "Outcomes", "Counted"]
    return Table("Every case", columns, rows, "Findings of all coders; those set aside do not count.", long=True)


def _entries(graph: rdf.Graph) -> list[Any]:
    """List, entry, label, and how many cases: of the fellowship as stated, of it on any basis, and all."""
    held = [(entry, stated == "true", local_name(kind)) for entry, _, stated, kind in graph.rows(HELD)]
    stated = Counter(entry for entry, outright, kind in held if outright and kind == "fellowship")
    fellowship = Counter(entry for entry, outright, kind in held if not outright and kind == "fellowship")
    every = Counter(entry for entry, outright, _ in held if not outright)
    return [
        [name, local_name(entry), label, stated[entry], fellowship[entry], every[entry]]
        for name, entry, label in graph.rows(ENTRIES)
    ]


def reconciliation_table(found: Iterable[Found]) -> tuple[Table, int, int]:
    """What became of findings when codings were compared; with the number agreed and the number compared."""
    counts = Counter(f.reconciliation for f in found if f.reconciliation)
    total = sum(counts.values())
    rows = [[name, str(number), share(number, total)] for name, number in counts.most_common()]
    compared = total - counts["Coded once"]
    return Table("What became of the findings", ["Result", "Findings", "Share"], rows), counts["Both coders"], compared
