"""Findings as claims with their evidence: nanopublications, and statements of RDF 1.2 that their findings reify.

The claim of a finding is the shortcut that it makes: `case:cpche cw:enactsTheme theme:share-power`. Findings that were
set aside claim nothing, and a forecast that nothing changes has no shortcut; they are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg import rdf
from kg.conditions import SHORTCUTS
from kg.exports.frame import Given
from kg.namespaces import CW, DATASET, PREFIXES, expand, shorten

NANOPUB = "http://www.nanopub.org/nschema#"
PROV = "http://www.w3.org/ns/prov#"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ENTRIES = ("concernsTheme", "concernsBarrier", "concernsOutcome")
CARRIED = ("hasStance", "hasBasis", "hasReconciliation", "hasReconciledBasis", "hasClaimStatus", "inPhase", "note")


@dataclass(frozen=True)
class Claim:
    """A finding that counts: what it claims, and everything said of it."""

    finding: rdf.Iri
    claim: rdf.Triple
    said: list[rdf.Triple]

    def values(self, name: str) -> list[rdf.Iri]:
        """The things that a property of ours leads to."""
        return [t.object for t in self.said if t.predicate.value == CW + name and isinstance(t.object, rdf.Iri)]


class Claims:
    def __init__(self, given: Given) -> None:
        self.given = given

    @cached_property
    def by_subject(self) -> dict[str, list[rdf.Triple]]:
        found: dict[str, list[rdf.Triple]] = {}
        for triple in self.given.all:
            if isinstance(triple.subject, rdf.Iri):
                found.setdefault(triple.subject.value, []).append(triple)
        return found

    @cached_property
    def all(self) -> list[Claim]:
        """Every claim, in the order of the findings' IRIs."""
        start = expand("finding:")
        made = (_claim(said) for iri, said in sorted(self.by_subject.items()) if iri.startswith(start))
        return [claim for claim in made if claim]

    def nanopublications(self) -> dict[str, list[rdf.Triple]]:
        """For each claim four graphs: head, assertion, provenance, publication info."""
        graphs: dict[str, list[rdf.Triple]] = {}
        for claim in self.all:
            base = f"{claim.finding.value}#"
            parts = {name: rdf.Iri(base + name) for name in ("assertion", "provenance", "pubinfo")}
            itself = rdf.Iri(base + "nanopub")
            graphs[base + "head"] = list(_head(itself, parts))
            graphs[base + "assertion"] = [claim.claim]
            graphs[base + "provenance"] = list(self._provenance(claim, parts["assertion"]))
            graphs[base + "pubinfo"] = list(_publication(itself, claim))
        return graphs

    def _provenance(self, claim: Claim, assertion: rdf.Iri) -> Iterator[rdf.Triple]:
        """Where the assertion comes from: its finding with stance and basis, the speaker, the places in the sources."""
        yield rdf.Triple(assertion, rdf.Iri(PROV + "wasDerivedFrom"), claim.finding)
        for speaker in claim.values("saidBy"):
            yield rdf.Triple(assertion, rdf.Iri(PROV + "wasAttributedTo"), speaker)
        carried = {CW + name for name in CARRIED}
        yield from (t for t in claim.said if t.predicate.value in carried)
        for passage in claim.values("hasEvidence"):
            yield rdf.Triple(claim.finding, rdf.Iri(PROV + "wasDerivedFrom"), passage)
            yield from self.by_subject[passage.value]

    def reified(self) -> list[rdf.Triple]:
        """Each claim as a statement, once, and every finding that makes it as its reifier, with what is said of it."""
        reifies = rdf.Iri(PREFIXES["rdf"] + "reifies")
        made = [claim.claim for claim in self.all]
        for claim in self.all:
            made.append(rdf.Triple(claim.finding, reifies, claim.claim))
            made += claim.said
        return rdf.sorted_triples(made)


def _claim(said: list[rdf.Triple]) -> Claim | None:
    values = {t.predicate.value: t.object for t in said if isinstance(t.object, rdf.Iri)}
    entry = next((values[CW + name] for name in ENTRIES if CW + name in values), None)
    if entry is None or CW + "hasReconciledBasis" not in values:
        return None
    stance, status = (
        shorten(values[CW + name].value) if CW + name in values else "" for name in ("hasStance", "hasClaimStatus")
    )
    kind = shorten(entry.value).partition(":")[0]
    word = stance.removeprefix("stance:")
    if status == "status:forecast":
        word = "forecast" if word == "improved" else ""
    shortcut = SHORTCUTS.get((kind, word))
    if shortcut is None:
        return None
    finding = said[0].subject
    assert isinstance(finding, rdf.Iri)
    return Claim(finding, rdf.Triple(values[CW + "about"], rdf.iri(shortcut), entry), said)


def _head(itself: rdf.Iri, parts: dict[str, rdf.Iri]) -> Iterator[rdf.Triple]:
    yield rdf.Triple(itself, rdf.iri("rdf:type"), rdf.Iri(NANOPUB + "Nanopublication"))
    for name, part in (
        ("hasAssertion", "assertion"),
        ("hasProvenance", "provenance"),
        ("hasPublicationInfo", "pubinfo"),
    ):
        yield rdf.Triple(itself, rdf.Iri(NANOPUB + name), parts[part])


def _publication(itself: rdf.Iri, claim: Claim) -> Iterator[rdf.Triple]:
    """Who made the nanopublication, of what it is a part, and what may be done with it."""
    for coder in claim.values("codedBy"):
        yield rdf.Triple(itself, rdf.iri("dct:creator"), coder)
    yield rdf.Triple(itself, rdf.iri("dct:isPartOf"), rdf.Iri(DATASET))
    yield rdf.Triple(itself, rdf.iri("dct:license"), rdf.Iri(LICENCE))
