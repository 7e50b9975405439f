"""OWL axioms as plain sentences: what the OWL API writes in functional syntax is read, and said with labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.namespaces import local_name, shorten

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"(?:\^\^[^\s()]+|@[\w-]+)?|<[^>]*>|[()]|[^\s()<>"]+')
_PREPOSITIONS = {"about", "at", "by", "from", "in", "of", "within"}
_LETTERS = "XYZVWUTSRQ"


@dataclass(frozen=True)
class Axiom:
    """An axiom or expression: its constructor, as SubClassOf, and its parts: further ones, IRIs, numbers, literals."""

    name: str
    parts: tuple[Axiom | str, ...]


@dataclass(frozen=True)
class Words:
    """Labels by IRI, the helper properties (each links a thing to itself), and the codebook entries, said in quotes."""

    labels: dict[str, str] = field(default_factory=dict)
    helpers: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()

    def label(self, iri: str) -> str:
        return self.labels.get(iri) or local_name(iri)

    def thing(self, part: Axiom | str) -> str:
        """An individual, a literal or a number, by its label."""
        if isinstance(part, Axiom):
            return _spelled(part, self)
        return f"'{self.label(part)}'" if part in self.quoted else self.label(part)

    def kind(self, part: Axiom | str) -> str:
        """A class with its article: "a theme finding"; or "something that …" for an expression."""
        if isinstance(part, Axiom):
            return f"something that {says(part, self)}"
        label = self.label(part)
        vowel = re.match(r"(?i)[aeio]|u(?!ni|se)", label)
        return "anything" if part.endswith("owl:Thing") else f"{'an' if vowel else 'a'} {label}"

    def verb(self, part: Axiom | str) -> str:
        """A property as a verb: "has finding", "is about", "has participant"."""
        if isinstance(part, Axiom):
            return f"has as its reverse '{self.verb(part.parts[0])}' with"
        label = self.label(part)
        first, last = label.split()[0], label.split()[-1]
        if first in _PREPOSITIONS or last in _PREPOSITIONS:
            return f"is {label}"
        verbal = first in ("has", "is", "met", "overcame", "left") or first.endswith(("s", "ed"))
        return label if verbal else f"has {label}"


def parse(text: str) -> Axiom:
    """An axiom in functional syntax with full IRIs. Raises `ValueError` where the text is none."""
    tokens = [token.group() for token in _TOKEN.finditer(text)]
    tree, rest = _read(tokens)
    if rest or isinstance(tree, str):
        raise ValueError(f"this is no axiom: {text}")
    return tree


def _read(tokens: list[str]) -> tuple[Axiom | str, list[str]]:
    if not tokens or tokens[0] in "()":
        raise ValueError("an axiom is cut short")
    name, rest = tokens[0], tokens[1:]
    if rest[:1] != ["("]:
        return name.removeprefix("<").removesuffix(">"), rest
    parts: list[Axiom | str] = []
    rest = rest[1:]
    while rest[:1] != [")"]:
        part, rest = _read(rest)
        parts.append(part)
    return Axiom(name, tuple(parts)), rest[1:]


def names(axiom: Axiom) -> Iterator[str]:
    """Every IRI in an axiom."""
    for part in axiom.parts:
        if isinstance(part, Axiom):
            yield from names(part)
        elif "://" in part and not part.startswith('"'):
            yield part


def shortened(text: str) -> str:
    """A text with its full IRIs made short: `cw:enactsTheme`."""
    return re.sub(r"<?(https?://[^\s<>()\[\]]+)>?", lambda found: shorten(found.group(1)), text)


def join(phrases: Sequence[str], word: str = "and") -> str:
    """ "one", "one and two", "one, two and three"."""
    return f" {word} ".join(filter(None, [", ".join(phrases[:-1]), *phrases[-1:]]))


# ---------------------------------------------------------------- Class expressions: what is said of "it"


def says(part: Axiom | str, words: Words) -> str:
    """A class expression as what it says of a thing: "is a theme finding and has stance 'Practised'"."""
    if isinstance(part, str):
        return f"is {words.kind(part)}"
    first, last = part.parts[0], part.parts[-1]
    match part.name:
        case "ObjectIntersectionOf":
            plain = [p for p in part.parts if isinstance(p, str)]
            rest = [says(p, words) for p in part.parts if isinstance(p, Axiom)]
            return join([*([f"is {join([words.kind(p) for p in plain])}"] if plain else []), *rest])
        case "ObjectUnionOf":
            return "either " + join([says(p, words) for p in part.parts], "or")
        case "ObjectComplementOf":
            return f"is nothing that {says(first, words)}"
        case "ObjectOneOf":
            return "is " + join([words.thing(p) for p in part.parts], "or")
        case "ObjectHasValue" | "DataHasValue":
            return f"{words.verb(first)} {words.thing(last)}"
        case "ObjectSomeValuesFrom":
            verb = words.verb(first)
            as_its = f"has {words.kind(last)} as its {verb.removeprefix('has ')}"
            return as_its if verb.startswith("has ") else f"{verb} {words.kind(last)}"
        case "ObjectAllValuesFrom":
            return f"{words.verb(first)} nothing but what {says(last, words)}"
        case "ObjectHasSelf":
            return words.verb(first) if first in words.helpers else f"{words.verb(first)} itself"
        case "ObjectMinCardinality" | "ObjectMaxCardinality" | "ObjectExactCardinality":
            bound = {"Min": "at least", "Max": "at most", "Exa": "exactly"}[part.name[6:9]]
            return f"{words.verb(part.parts[1])} {bound} {words.thing(first)} (each {words.kind(last)})"
    return _spelled(part, words)


def _spelled(part: Axiom, words: Words) -> str:
    """Anything without a sentence of its own: its constructor in words, and its parts."""
    name = " ".join(re.findall(r"[A-Z][a-z]*", part.name)).lower()
    parts = [_spelled(p, words) if isinstance(p, Axiom) else words.thing(p) for p in part.parts]
    return f"{name} ({', '.join(parts)})"


# ---------------------------------------------------------------- Axioms


def sentence(axiom: Axiom, words: Words) -> str:
    """An axiom as one plain sentence without an IRI."""
    made = _SENTENCES.get(axiom.name, _spelled)(axiom, words)
    return made[0].upper() + made[1:] + "."


def said_of(axiom: Axiom, words: Words) -> tuple[str, str]:
    """An assertion as its subject (an IRI) and what it says of it. Raises `ValueError` for another axiom."""
    if axiom.name == "ClassAssertion":
        return str(axiom.parts[1]), says(axiom.parts[0], words)
    if axiom.name == "ObjectPropertyAssertion":
        return str(axiom.parts[1]), f"{words.verb(axiom.parts[0])} {words.thing(axiom.parts[2])}"
    raise ValueError(f"{axiom.name} is no assertion")


def _subclass(axiom: Axiom, words: Words) -> str:
    narrow, wide = axiom.parts
    start = f"every {words.label(narrow)}" if isinstance(narrow, str) else f"whatever {says(narrow, words)}"
    return f"{start} {says(wide, words)}"


def _same(axiom: Axiom, words: Words) -> str:
    named = [p for p in axiom.parts if isinstance(p, str)]
    rest = [p for p in axiom.parts if isinstance(p, Axiom)]
    if len(named) == 1 and len(rest) == 1:
        return f"by definition, {words.kind(named[0])} is whatever {says(rest[0], words)}"
    return "by definition these are the same: " + join([words.kind(p) for p in axiom.parts])


def _subproperty(axiom: Axiom, words: Words) -> str:
    low, high = axiom.parts
    chain = low.parts if isinstance(low, Axiom) and low.name == "ObjectPropertyChain" else (low,)
    clauses, at = [], 0
    for step in chain:
        if step in words.helpers:
            clauses.append(f"{_LETTERS[at]} {words.verb(step)}")
        else:
            clauses.append(f"{_LETTERS[at]} {words.verb(step)} {_LETTERS[at + 1]}")
            at += 1
    return f"where {join(clauses)}, {_LETTERS[0]} {words.verb(high)} {_LETTERS[at]}"


def _inverse(axiom: Axiom, words: Words) -> str:
    one, other = (words.verb(p) for p in axiom.parts)
    return f"where X {one} Y, Y {other} X, and the other way round"


def _transitive(axiom: Axiom, words: Words) -> str:
    verb = words.verb(axiom.parts[0])
    return f"where X {verb} Y and Y {verb} Z, X {verb} Z"


def _symmetric(axiom: Axiom, words: Words) -> str:
    verb = words.verb(axiom.parts[0])
    return f"where X {verb} Y, Y {verb} X"


def _domain(axiom: Axiom, words: Words) -> str:
    return f"whatever {words.verb(axiom.parts[0])} something {says(axiom.parts[1], words)}"


def _range(axiom: Axiom, words: Words) -> str:
    return f"where X {words.verb(axiom.parts[0])} Y, Y {says(axiom.parts[1], words)}"


def _disjoint(axiom: Axiom, words: Words) -> str:
    return f"nothing is at once {join([words.kind(p) for p in axiom.parts])}"


def _functional(axiom: Axiom, words: Words) -> str:
    return f"nothing {words.verb(axiom.parts[0])} more than one thing"


def _assertion(axiom: Axiom, words: Words) -> str:
    subject, said = said_of(axiom, words)
    return f"{words.thing(subject)} {said}"


_SENTENCES: dict[str, Callable[[Axiom, Words], str]] = {
    "SubClassOf": _subclass,
    "EquivalentClasses": _same,
    "SubObjectPropertyOf": _subproperty,
    "InverseObjectProperties": _inverse,
    "TransitiveObjectProperty": _transitive,
    "SymmetricObjectProperty": _symmetric,
    "ObjectPropertyDomain": _domain,
    "ObjectPropertyRange": _range,
    "DisjointClasses": _disjoint,
    "FunctionalObjectProperty": _functional,
    "ClassAssertion": _assertion,
    "ObjectPropertyAssertion": _assertion,
}
