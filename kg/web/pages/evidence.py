"""A piece of evidence as pages show it: what happened, on what it rests, who says so, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.answers import PAGE, Hit
from kg.evidence import CONTESTED, Evidence
from kg.namespaces import expand
from kg.web.addresses import Addresses
from kg.web.pages.asked import Asked
from kg.web.pages.site import Site


@dataclass(frozen=True)
class Piece:
    """A piece of evidence as a page shows it: its note without the remark that others contradict it."""

    condition: str
    note: str
    contested: bool
    basis: str
    about: list[tuple[str, str]]
    trail: list[str]
    source: str
    finding: str


@dataclass(frozen=True)
class Level:
    """The cases of an answer on one level: how many there are, the first of them, and where more are shown."""

    name: str
    total: int
    hits: list[tuple[Hit, list[Piece]]]
    more: str


def levels(site: Site, asked: Asked, certain: Sequence[Hit], possible: Sequence[Hit]) -> list[Level]:
    """Both levels, with as many cases of each as the parameter `first` says. Raises `UsageError` for no number."""
    shown = asked.number("first", PAGE)

    def level(name: str, hits: Sequence[Hit]) -> Level:
        told = [(hit, [piece(site, asked.to, e, hit) for e in hit.evidence]) for hit in hits[:shown]]
        return Level(name, len(hits), told, asked.again(first=str(shown + PAGE)) if len(hits) > shown else "")

    return [level("certain", certain), level("possible", possible)]


def piece(site: Site, to: Addresses, found: Evidence, hit: Hit) -> Piece:
    """A piece of evidence of a case in an answer."""
    contested = found.note.endswith(CONTESTED)
    part = found.case != hit.facts.id
    about = (
        [(site.store.cases[found.case].name, to.case(found.case))] if part and found.case in site.store.cases else []
    )
    trail = []
    if found.finding and found.agreement not in ("", "Coded once"):
        trail.append(found.agreement.lower())
    trail += [f"phase: {found.phase}"] if found.phase else []
    trail += [f"said by {found.speaker}"] if found.speaker else []
    place = ", ".join(filter(None, (found.source, found.locator)))
    basis = site.label(f"basis:{found.basis}") if found.finding else found.basis
    record = to.thing(expand(f"finding:{found.finding}")) if found.finding else ""
    note = found.note.removesuffix(CONTESTED).rstrip()
    return Piece(found.condition, note, contested, basis, about, trail, place, record)
