"""Which records differ between two versions: findings, cases, entries of the codebook and others, by fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg import rdf
from kg.diff.snapshot import Snapshot
from kg.mapping import Context
from kg.namespaces import ID, PREFIXES, expand, local_name, shorten

TYPES = {
    "case": ["Case"],
    "finding": ["ThemeFinding", "BarrierFinding", "OutcomeFinding"],
    "tenure": ["Tenure", "Post"],
    "measurement": ["Measurement", "Figure"],
}
OWNERS = ("about", "phaseOf", "participationIn", "tenureIn", "figureOf", "contradictionIn", "codedUnit", "reconciles")
ORDER = ("case", "finding", "change", "settlement", "phase", "participation", "measurement")
_TYPE = PREFIXES["rdf"] + "type"


@dataclass(frozen=True)
class Change:
    """One record that was added, removed or changed. `fields` are (name, values before, values after)."""

    id: str
    kind: str
    how: str
    about: str
    case: str = ""
    fields: list[tuple[str, list[str], list[str]]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        fields = [{"field": name, "before": before, "after": after} for name, before, after in self.fields]
        return {"record": self.id, "kind": self.kind, "how": self.how, "about": self.about, "case": self.case} | (
            {"fields": fields} if fields else {}
        )


class Typed:
    """Tells what was typed from what rules derive, by the fields that the published context knows."""

    def __init__(self, context: dict[str, Any]) -> None:
        mapping = Context(context)
        self.predicates: dict[str, set[str]] = {}
        self.reversed: set[str] = set()
        self.classes: set[str] = set()
        for name, meant in context.items():
            if isinstance(meant, dict) and "@context" in meant:
                terms = mapping.terms_of((name,)).values()
                self.predicates[name] = {term.predicate.value for term in terms if not term.reverse}
                self.reversed |= {term.predicate.value for term in terms if term.reverse}
                self.classes.add(mapping.iri(meant["@id"]).value)
            elif isinstance(meant, str) and meant.startswith("cw:"):
                self.classes.add(mapping.iri(meant).value)

    def __call__(self, triple: rdf.Triple) -> bool:
        """Whether a triple stands in a file, and is not derived. Terms and the codebook are typed throughout."""
        subject = getattr(triple.subject, "value", "")
        if not subject.startswith(ID):
            return True
        if triple.predicate.value == _TYPE:
            return getattr(triple.object, "value", "") in self.classes
        kind = shorten(subject).partition(":")[0]
        names = TYPES.get(kind, ["".join(part.capitalize() for part in kind.split("-"))])
        known = (self.predicates.get(name, set()) for name in names)
        return triple.predicate.value in self.reversed or any(triple.predicate.value in found for found in known)


def changes(old: Snapshot, new: Snapshot, typed: Typed) -> list[Change]:
    """Every record that differs, cases and findings first."""
    found = []
    for iri in old.by_subject.keys() | new.by_subject.keys():
        before, after = ({t for t in side.by_subject.get(iri, ()) if typed(t)} for side in (old, new))
        if before != after:
            found.append(_change(iri, before, after, old, new))
    return sorted(found, key=_place)


def _place(change: Change) -> tuple[int, str, str]:
    return (ORDER.index(change.kind) if change.kind in ORDER else len(ORDER), change.case, change.id)


def _change(iri: str, before: set[rdf.Triple], after: set[rdf.Triple], old: Snapshot, new: Snapshot) -> Change:
    how = "changed" if before and after else "added" if after else "removed"
    there = new if after else old
    kind = shorten(iri).partition(":")[0] if iri.startswith(ID) else "codebook"
    fields = list(_fields(before - after, after - before)) if how == "changed" else []
    return Change(shorten(iri), kind, how, _about(iri, there), _case(iri, there), fields)


def _fields(gone: set[rdf.Triple], come: set[rdf.Triple]) -> Iterator[tuple[str, list[str], list[str]]]:
    for predicate in sorted({t.predicate.value for t in gone | come}):
        values = ([_text(t.object) for t in side if t.predicate.value == predicate] for side in (gone, come))
        before, after = map(sorted, values)
        yield local_name(predicate), before, after


def _text(term: Any) -> str:
    return term.value if isinstance(term, rdf.Literal) else shorten(str(getattr(term, "value", term)))


def _about(iri: str, side: Snapshot) -> str:
    """A record in a few words: what a finding says of which entry, or the name of a thing."""
    said = {local_name(t.predicate.value): _text(t.object) for t in side.by_subject[iri]}
    entries = [said[name] for name in ("concernsTheme", "concernsBarrier", "concernsOutcome") if name in said]
    if not entries:
        return side.label(iri)
    words = [side.label(expand(said[name])).lower() for name in ("hasStance", "hasBasis") if name in said]
    return f"{side.label(expand(entries[0]))}: {', '.join(words)}"


def _case(iri: str, side: Snapshot) -> str:
    """The id of the case that a record belongs to, going from a number to its finding and from there to the case."""
    seen: list[str] = [iri]
    for record in seen:  # grows while it is walked
        if record.startswith(PREFIXES["case"]):
            return local_name(record)
        said = side.by_subject.get(record, ())
        owners = [
            str(t.object.value)
            for t in said
            if local_name(t.predicate.value) in OWNERS and isinstance(t.object, rdf.Iri)
        ]
        seen += [other for other in (*sorted(owners), *side.holders.get(record, [])) if other not in seen]
    return ""
