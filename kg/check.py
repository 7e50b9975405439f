"""Checks of the text records: ids, references, years, vocabulary, passages. The graph's own rules are in the shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kg.case import BarrierFinding, Case, Contradiction, OutcomeFinding, ThemeFinding
from kg.coding import CodingFile, SettlementFile
from kg.consistency import consistent_across, consistent_within
from kg.corpus import LISTS, Corpus, evidence_of
from kg.errors import Problem, closest
from kg.fields import Record
from kg.reader import Owner
from kg.reconcile import Coded, agreed, coded, coders
from kg.sources.evidence import cited_places, parse_place
from kg.vocabulary import Vocabulary

_SHOWN = {"documentation": "tier", "area": "policy area", "group": "service-user group", "role": "role in a case"}


def check(corpus: Corpus, vocabulary: Vocabulary) -> list[Problem]:
    """Every problem of the records themselves, in the order of file and line."""
    checker = _Checker(corpus, vocabulary, known_ids(corpus))
    return sorted([*checker.across(), *checker.within(corpus)])


def check_across(corpus: Corpus) -> list[Problem]:
    """The problems that only show where all records are seen together: ids and names that stand twice, people and
    bodies in no country of theirs. Of a case it takes its id, name, country, and who has a part in it."""
    return sorted(_Checker(corpus, Vocabulary({}, {}, {}), {}).across())


def check_within(own: Corpus, corpus: Corpus, vocabulary: Vocabulary, ids: dict[str, set[str]]) -> list[Problem]:
    """The problems of the files of `own`, all others. `corpus` holds these, all files of the cases in them and of the
    cases joined to these by part-of, and the registry entries that they lead to; `ids` is what there is at all."""
    return sorted(_Checker(corpus, vocabulary, ids).within(own))


def known_ids(corpus: Corpus) -> dict[str, set[str]]:
    """The ids that there are, by kind."""
    ids = {kind: set(corpus.by_id(kind)) for kind in (*LISTS, "case")}
    ids["country"] = {p.code for _, p in corpus.entries("place") if p.kind == "country" and p.code}
    return ids


class _Checker:
    def __init__(self, corpus: Corpus, vocabulary: Vocabulary, ids: dict[str, set[str]]) -> None:
        self.corpus, self.vocabulary, self.ids = corpus, vocabulary, ids
        self.sources = corpus.by_id("source")

    def across(self) -> Iterator[Problem]:
        yield from self.duplicates()
        yield from consistent_across(self.corpus)

    def within(self, own: Corpus) -> Iterator[Problem]:
        for file, owner in own.files():
            yield from self.references(file, owner, owner)
            yield from self.years(file, owner)
            yield from self.evidence(file, owner)
        for file, case in own.cases.items():
            yield from self.case(file, case)
        yield from self.codings(own)
        for file, settlements in own.settlements.items():
            yield from self.settlements(file, settlements)
        for file, registry in own.registry.items():
            for conflict in registry.conflicts:
                yield from self.conflict(file, conflict)
        for file, person in own.entries("person"):
            if bool(person.name) == bool(person.described_as):
                hint = "give a name, or described-as for somebody the source does not name"
                yield self.at(file, person, "id", "a person has either a name or described-as", hint)
        yield from self.cycles(own)
        yield from consistent_within(own, self.corpus)

    def at(self, file: str, owner: Record, name: str, message: str, hint: str = "") -> Problem:
        line, column = owner.marks.get(name) or owner.marks.get(name.partition(".")[0]) or (1, 1)
        return Problem(file, line, column, message, hint)

    def duplicates(self) -> Iterator[Problem]:
        for kind in (*LISTS, "case"):
            first: dict[str, str] = {}
            names: dict[str, str] = {}
            for file, entry in self.corpus.entries(kind):
                if not entry.id:
                    continue
                if entry.id in first:
                    where = f"{first[entry.id]} has it too"
                    yield self.at(file, entry, "id", f"{kind} '{entry.id}' stands twice", f"{where}; ids are unique")
                first.setdefault(entry.id, file)
                spelled = re.sub(r"[^a-z0-9]+", "", (getattr(entry, "name", None) or "").lower())
                if spelled and names.setdefault(spelled, entry.id) != entry.id:
                    hint = f"is it the same as '{names[spelled]}'?"
                    yield self.at(file, entry, "name", f"two entries are called '{entry.name}'", hint)

    def known(self, kind: str, owner: Owner) -> set[str] | frozenset[str]:
        """The ids that a reference of this kind may take inside `owner`."""
        if isinstance(owner, CodingFile) and kind == "phase":
            return {phase.id for case in self.corpus.cases.values() if case.id == owner.case for phase in case.phases}
        if isinstance(owner, SettlementFile) and kind == "finding":
            return {one.name for one in coded(self.corpus, owner.case)}
        if kind in ("phase", "record", "change"):
            return _local_ids(owner, kind) | (self.ids["mention"] if not isinstance(owner, Case) else set())
        if kind in ("place-kind", "event-kind", "direction"):
            return set()
        return self.ids[kind] if kind in self.ids else self.vocabulary.ids(kind)

    def references(self, file: str, owner: Owner, record: Record) -> Iterator[Problem]:
        for name, kind in record.kinds().items():
            value = getattr(record, name)
            if kind.shape == "record":
                for inner in value if kind.many else [value]:
                    if inner is not None:
                        yield from self.references(file, owner, inner)
            elif kind.shape == "ref" and value and kind.ref not in ("place-kind", "event-kind", "direction"):
                known = self.known(kind.ref, owner)
                for index, item in enumerate(value if kind.many else [value]):
                    if item not in known:
                        mark = f"{name}.{index}" if kind.many else name
                        shown = _SHOWN.get(kind.ref, kind.ref.replace("-", " "))
                        article = "an" if shown[0] in "aeiou" else "a"
                        hint = closest(item, known) or _where(kind.ref)
                        yield self.at(file, record, mark, f"'{item}' is not {article} {shown}", hint)

    def years(self, file: str, record: Record) -> Iterator[Problem]:
        start, end = getattr(record, "start", None), getattr(record, "end", None)
        if "end" in record.kinds() and record.kinds()["end"].shape == "year" and start and end and end < start:
            yield self.at(file, record, "end", f"{start} to {end} runs backwards", "put the earlier year in start")
        for name, kind in record.kinds().items():
            if kind.shape == "record":
                value = getattr(record, name)
                for inner in value if kind.many else [value]:
                    if inner is not None:
                        yield from self.years(file, inner)

    def evidence(self, file: str, owner: Owner) -> Iterator[Problem]:
        for record, place, index in evidence_of(owner):
            source, _, last = parse_place(place)
            mark = next(n for n, k in record.kinds().items() if k.shape == "place") + f".{index}"
            if source not in self.sources:
                yield self.at(file, record, mark, f"'{source}' is not a source", closest(source, self.ids["source"]))
            elif last > (self.sources[source].lines or last):
                message = f"'{place}' is past the end of its source"
                yield self.at(file, record, mark, message, f"{source} has {self.sources[source].lines} lines")
        cited = set(cited_places(owner))
        if missing := [place for place in cited_places(owner) if place not in owner.passages]:
            more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
            hint = f"run kg locate --write {file} --sources DIR"
            yield self.at(file, owner, "passages", f"'{missing[0]}'{more} has no position in the passages table", hint)
        for place, passage in owner.passages.items():
            source = place.partition(":")[0]
            if place not in cited:
                hint = f"run kg locate --write {file} --sources DIR"
                yield self.at(file, owner, "passages", f"passage '{place}' is cited by nothing here", hint)
            elif passage.start is not None and passage.end is not None and passage.start >= passage.end:
                yield self.at(file, passage, "end", f"passage '{place}' ends before it starts", "locate it again")
            elif source in self.sources and (passage.end or 0) > (self.sources[source].characters or 10**9):
                yield self.at(
                    file, passage, "end", f"passage '{place}' is past the end of its source", "locate it again"
                )

    def case(self, file: str, case: Case) -> Iterator[Problem]:
        stem = file.rsplit("/", 1)[-1].removesuffix(".md")
        if case.id and case.id != stem:
            yield self.at(file, case, "id", f"the file is called '{stem}', its case '{case.id}'", "use one id for both")
        if case.part_of == case.id and case.id:
            yield self.at(file, case, "part_of", "a case is no part of itself", "name the larger case")
        if case.kind == "part" and not case.part_of:
            yield self.at(file, case, "kind", "a part needs part-of", "name the case that it is part of")
        if case.tier == "listed" and (case.findings or case.coding):
            hint = "a listed case is known by name only; delete its findings and its coding, or raise its tier"
            yield self.at(file, case, "tier", "a listed case has no findings and no coding", hint)
        if case.tier in ("described", "named") and not case.coding and case.id:
            yield self.at(file, case, "tier", "there is no coding", "say who read the sources for it, under 'coding:'")
        yield from self.local_ids(file, case)
        for finding in case.findings:
            yield from self.finding(file, finding)
        for conflict in case.conflicts:
            yield from self.conflict(file, conflict)

    def local_ids(self, file: str, case: Case) -> Iterator[Problem]:
        groups: list[Any] = [*case.findings, *case.figures, *case.conflicts]
        for letter, records in (("g", case.figures), ("c", [c for f in case.outcomes for c in f.changes])):
            for record in records:
                if record.id and not re.match(letter + r"[0-9]+\Z", record.id):
                    hint = f"write {letter}1, {letter}2 …"
                    yield self.at(file, record, "id", f"'{record.id}' is no id of such a number", hint)
        for group in (groups, case.phases, *(f.changes for f in case.outcomes)):
            yield from self.unique(file, group)

    def finding(self, file: str, finding: Any) -> Iterator[Problem]:
        allowed = finding.stances
        if finding.stance and finding.stance in self.vocabulary.ids("stance") and finding.stance not in allowed:
            message = f"'{finding.stance}' is no stance of a {finding.concept_list}"
            yield self.at(file, finding, "stance", message, f"use {', '.join(allowed)}")
        letter = {ThemeFinding: "t", BarrierFinding: "b", OutcomeFinding: "o"}[type(finding)]
        if finding.id and not re.match(letter + r"[0-9]+\Z", finding.id):
            yield self.at(file, finding, "id", f"'{finding.id}' is no finding id here", f"write {letter}1, {letter}2 …")
        theme = self.vocabulary.method_of.get(getattr(finding, "method", None) or "")
        if theme and finding.theme != theme:
            hint = f"it is a method of {theme}"
            yield self.at(file, finding, "method", f"'{finding.method}' is no method of this theme", hint)
        for change in getattr(finding, "changes", []):
            if change.computed and not change.computed_from:
                hint = "name the records it was worked out from, and the formula in the note"
                yield self.at(file, change, "computed", "a computed number needs computed-from", hint)

    def codings(self, own: Corpus) -> Iterator[Problem]:
        """Further codings: the case is one that can be coded, its file bears its name, no coder codes it twice."""
        tiers = {case.id: case.tier for case in self.corpus.cases.values()}
        seen: dict[tuple[str, str], str] = {}
        for case in self.corpus.cases.values():
            if case.coding:
                seen[case.id, case.coding.coder] = case.id
        for file, coding in own.codings.items():
            yield from self.named_after(file, coding)
            if tiers.get(coding.case) == "listed":
                yield self.at(
                    file, coding, "case", "a listed case has no coding", "raise its tier, or delete this file"
                )
            if first := seen.get((coding.case, coding.coder)):
                yield self.at(file, coding, "coder", f"'{coding.coder}' coded this case already", f"see {first}")
            seen.setdefault((coding.case, coding.coder), file)
            yield from self.unique(file, coding.findings)
            for finding in coding.findings:
                yield from self.finding(file, finding)
                if finding.concept_list not in coding.schemes:
                    hint = f"add {finding.concept_list} to schemes"
                    yield self.at(file, finding, "id", f"the coder did not read for a {finding.concept_list}", hint)
                if getattr(finding, "changes", []):
                    hint = "write the figures under 'printed'"
                    yield self.at(file, finding, "changes", "numbers of a change stand in the case file", hint)

    def settlements(self, file: str, settlements: SettlementFile) -> Iterator[Problem]:
        """Third looks: each settles findings on which the codings differ, and no finding is settled twice."""
        yield from self.named_after(file, settlements)
        yield from self.unique(file, settlements.settlements)
        coding = coded(self.corpus, settlements.case)
        found = {one.name: one for one in coding}
        seen: set[str] = set()
        for settlement in settlements.settlements:
            units = {found[name].unit for name in settlement.settles if name in found}
            if len(units) > 1:
                hint = "write one settlement for each entry and stance"
                yield self.at(file, settlement, "settles", "the findings are about different things", hint)
            for index, name in enumerate(settlement.settles):
                mark = f"settles.{index}"
                if name in seen:
                    yield self.at(file, settlement, mark, f"'{name}' is settled twice", "keep one of the two")
                seen.add(name)
                if name in found and self.agreed(found[name], coding, settlements.case):
                    hint = "delete it here"
                    yield self.at(
                        file, settlement, mark, f"the coders agree on '{name}'; there is nothing to settle", hint
                    )

    def agreed(self, one: Coded, found: list[Coded], case: str) -> bool:
        """Whether a finding needs no third look: one coder only read the case, or another says the same as outright."""
        return len(coders(self.corpus, case, one.finding.concept_list)) < 2 or agreed(one, found)

    def named_after(self, file: str, owner: CodingFile | SettlementFile) -> Iterator[Problem]:
        *_, folder, name = file.split("/")
        if owner.case and name != f"{owner.case}.yaml":
            yield self.at(file, owner, "case", f"the file is called '{name}', its case '{owner.case}'", "use one id")
        if isinstance(owner, CodingFile) and owner.coder and folder != owner.coder:
            hint = "codings stand in cases/codings/CODER/CASE.yaml"
            yield self.at(file, owner, "coder", f"the folder is called '{folder}', the coder '{owner.coder}'", hint)

    def unique(self, file: str, found: Iterable[Any]) -> Iterator[Problem]:
        seen: set[str] = set()
        for record in found:
            if record.id in seen:
                yield self.at(file, record, "id", f"'{record.id}' stands twice in this case", "ids are unique")
            seen.add(record.id)

    def conflict(self, file: str, conflict: Contradiction) -> Iterator[Problem]:
        if len(conflict.between) != 2 or len(set(conflict.between)) != 2:
            yield self.at(file, conflict, "between", "a conflict is between two records", "write [t1, t2]")

    def cycles(self, own: Corpus) -> Iterator[Problem]:
        parents = {case.id: case.part_of for case in self.corpus.cases.values()}
        for file, case in own.cases.items():
            seen, here = {case.id}, case.part_of
            while here and here in parents and here not in seen:
                seen.add(here)
                here = parents[here]
            if here == case.id and case.part_of != case.id:
                yield self.at(
                    file, case, "part_of", "following part-of leads back here", "one of the cases is the whole"
                )


def _local_ids(owner: Owner, kind: str) -> set[str]:
    if not isinstance(owner, Case):
        return set()
    if kind == "phase":
        return {phase.id for phase in owner.phases}
    changes = {c.id for f in owner.outcomes for c in f.changes} if kind == "change" else set()
    changes |= {f"{f.id}-{c.id}" for f in owner.outcomes for c in f.changes}
    if kind == "change":
        return changes | {figure.id for figure in owner.figures}
    return changes | {r.id for r in (*owner.findings, *owner.figures)}


def _where(kind: str) -> str:
    if kind in LISTS:
        return f"add it to cases/registry/{LISTS[kind]}.yaml"
    return "see ontology/codebook.ttl" if kind not in ("case", "country", "phase", "record", "change") else ""
