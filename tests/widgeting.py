"""What the tests of widgets share: what is in a panel, what its buttons give, and graphs that lack something."""

from __future__ import annotations

from html.parser import HTMLParser

from kg import rdf
from kg.notebook.graph import KnowledgeGraph
from kg.store import Store

HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e javascript:alert(1) 👩‍👧 \x1b[31m" + "y" * 10_000
)
CASE = "bernalillo-jdai"
# each widget in a state with something to show
STATES = {
    "Ask": {"question": "which projects shared power"},
    "CaseCard": {"case": CASE},
    "Compare": {"cases": [CASE, "cpche"]},
    "Explorer": {"chosen": {"theme": ["share-power"]}},
    "GapMap": {"cell": "theme/share-power|outcome/cost-saving"},
    "Lesson": {"theme": "share-power"},
    "Model": {"case": CASE, "theme": "share-power"},
    "Network": {"case": CASE, "node": f"case/{CASE}"},
}
TEXTS = ("note", "summary", "story", "locator", "classQuestion", "post")


class Page(HTMLParser):
    """The tags, ids to pick, names for screen readers and text of HTML."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.picks, self.text, self.unnamed = [], [], [], "", []
        self._open = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes += attrs
        if "data-id" in given:
            self.picks.append(given["data-id"])
        if tag == "button":
            self._open.append([given, ""])

    def handle_endtag(self, tag):
        if tag == "button":
            given, words = self._open.pop()
            if not (given.get("aria-label") or words.strip()):
                self.unnamed.append(given)

    def handle_data(self, data):
        if self.tags[-1:] != ["style"]:
            self.text += data
        if self._open:
            self._open[-1][1] += data


def shown(panel):
    """All that the parts of a panel show, as one page."""
    return Page("\n".join(part.content for part in panel._pictures()))


def asked(part, do):
    """What the browser gets when a button of a part is pressed; nothing where it gets nothing."""
    sent = []
    part.send = lambda content, buffers=None: sent.append(content)
    part._act({"do": do, "view": "v"})
    return sent[0] if sent else None


def hostile(store, text=HOSTILE):
    """The graph with a hostile text in the place of every name and every told text."""
    texts = {rdf.Iri("http://www.w3.org/2000/01/rdf-schema#label"), *(rdf.iri(f"cw:{name}") for name in TEXTS)}

    def changed(triple):
        if triple.predicate not in texts:
            return triple
        number = triple.object.value.partition(". ")[0] if "classQuestion" in triple.predicate.value else ""
        return rdf.Triple(triple.subject, triple.predicate, rdf.Literal(f"{number}. {text}" if number else text))

    return KnowledgeGraph(Store(rdf.Graph(changed(t) for t in store.graph), store.folder, store.manifest))


def empty(store):
    """A graph without a triple."""
    return KnowledgeGraph(Store(rdf.Graph(), store.folder, store.manifest))


def without(store, name):
    """The graph without the things of a class."""
    gone = {t.subject for t in store.graph if t.predicate.value.endswith("#type") and t.object == rdf.iri(f"cw:{name}")}
    assert gone
    kept = rdf.Graph(t for t in store.graph if t.subject not in gone and t.object not in gone)
    return KnowledgeGraph(Store(kept, store.folder, store.manifest))


def fresh(store):
    """The same graph with lists of its own, to take a case out of."""
    made = Store(store.graph, store.folder, store.manifest)
    return KnowledgeGraph(made)
