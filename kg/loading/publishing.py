"""The sending itself: begins or goes on, keeps its journal, and compares what the store then holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg import buildnote
from kg.client import ServerFault, shown
from kg.errors import KgError
from kg.loading.journal import Journal
from kg.loading.sending import Graph, Told, told
from kg.loading.target import Short, Target
from kg.namespaces import shorten

SHOWN = 5  # properties that a message names
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Verdict:
    """How what a store holds compares with what was sent.

    `differing` are properties with the number sent and the number held. `unread` says why the triples themselves were
    not compared; without it they were.
    """

    differing: dict[str, tuple[int, int]]
    other_triples: bool = False
    unread: str = ""

    @property
    def same(self) -> bool:
        return not self.differing and not self.other_triples

    def __str__(self) -> str:
        if self.differing:
            few = sorted(self.differing.items())[:SHOWN]
            shown = ", ".join(f"{shorten(name)} {held:,} instead of {sent:,}" for name, (sent, held) in few)
            more = len(self.differing) - len(few)
            return f"the numbers differ: {shown}{f', and {more} properties more' if more else ''}"
        if self.other_triples:
            return "as many triples of each property as were sent, but not the same"
        if self.unread:
            return f"as many triples of each property as were sent; the triples were not compared: {self.unread}"
        return "the triples that were sent, one by one"


def compare(target: Target, sent: Told) -> Verdict:
    """Counts first, then the triples themselves where the store gives them. Raises `ServerFault`."""
    held = target.counts()
    names = {*held, *sent.counts}
    both = {name: (sent.counts.get(name, 0), held.get(name, 0)) for name in names}
    differing = {name: pair for name, pair in both.items() if pair[0] != pair[1]}
    if differing:
        return Verdict(differing)
    try:
        found = told(target.triples(held))
    except Short as short:
        return Verdict({}, unread=str(short))
    return Verdict({}, other_triples=found != sent)


@dataclass
class Publishing:
    """A graph on its way to a store: `begin`, `send`, `check`, `note`, in this order."""

    graph: Graph
    target: Target
    journal: Journal
    size: int
    replace: bool = False
    progress: Progress = lambda step, done, total: None

    def __post_init__(self) -> None:
        self.sent_is = self.graph.told()
        self.total = self.sent_is.total
        self.held = 0
        self.place = f"{shown(self.target.endpoint)}: the graph {self.target.graph}"

    def begin(self) -> int | None:
        """After how many triples to go on; nothing where the store holds this graph already.

        Raises `KgError` where it holds something else, `ServerFault` where it does not answer.
        """
        self.held, before = self.target.held(), self.journal.sent()
        if before is not None and before < self.total and before <= self.held <= self.total:
            return before
        if not self.held or before == 0:
            return 0
        if self.held == self.total and compare(self.target, self.sent_is).same:
            self.journal.close()
            return None
        if not self.replace:
            raise KgError(
                f"{self.place} holds {self.held:,} triples of something else; "
                "name another with --graph, or add --replace to put this one in its place"
            )
        return 0

    def send(self, after: int) -> None:
        """Send what comes after so many triples; meanwhile no note says that the graph is a build.

        Raises `KgError` that says how far it got.
        """
        self.journal.write(after)
        if buildnote.is_fingerprint(self.target.note()):
            self.target.write_note(buildnote.UNDER_WAY)
        for lines in self.graph.batches(self.size, after):
            self.progress("send", after, self.total)
            try:
                if after:
                    self.target.add(lines)
                else:
                    self.target.put(lines)
                    self._taken(len(lines))
            except ServerFault as fault:
                if not after and fault.kind == "status":  # the store refused, and what it holds is as it was
                    self.journal.close()
                raise KgError(f"{fault}\n{self._how_far(after, fault)}") from None
            after += len(lines)
            self.journal.write(after)
        self.progress("send", after, self.total)

    def _taken(self, count: int) -> None:
        """Whether the store really took in the first batch. Raises `KgError`."""
        held = self.target.held()
        if held != count:
            raise KgError(
                f"{self.place} holds {held:,} triples after {count:,} were sent by {self.target.way}; "
                "do both addresses belong to one store?"
            )

    def _how_far(self, after: int, fault: ServerFault) -> str:
        advice = "the same command goes on from there"
        if fault.status == 413:
            advice = f"give a --batch below {self.size} to go on from there"
        elif fault.status in (404, 405, 415):
            advice = "--store-url is the address of the Graph Store Protocol, --update-url that of SPARQL Update"
        return f"{after:,} of {self.total:,} triples are in; {advice}"

    def check(self) -> Verdict:
        """Compare what the store holds. Raises `KgError` where it is not what was sent."""
        self.progress("compare", 0, 1)
        try:
            verdict = compare(self.target, self.sent_is)
        except ServerFault as fault:
            raise KgError(f"{fault}\nall triples are in, but were not compared; the same command does so") from None
        if not verdict.same:
            raise KgError(f"{self.place} holds {verdict}; do not rely on it, and send it again with --replace")
        self.journal.close()
        return verdict

    def note(self) -> str:
        """Leave a note in the store of which build the graph is; why it could not be left, where that is so."""
        try:
            if self.target.note() != self.graph.fingerprint:
                self.target.write_note(self.graph.fingerprint)
        except ServerFault as fault:
            return str(fault)
        return ""
