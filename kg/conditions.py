"""Conditions of a question and the SPARQL that tests them: certain, possible, or not an answer.

Three values, by the rules of evidence (see docs/method.md): a finding that is stated, or the author's own assessment,
makes a condition *certain*; a coder's reading, or findings that contradict each other, make it *possible*. For a
negated condition silence after a coding pass is *possible* too ("not stated"), and a case never coded answers nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kg.namespaces import shorten, sparql_prologue

CERTAIN, POSSIBLE = 2, 1

# stance of a finding -> the shortcut that it makes, by the list of the codebook entry
SHORTCUTS = {
    ("theme", "enacted"): "cw:enactsTheme",
    ("theme", "advocated"): "cw:advocatesTheme",
    ("theme", "neglected"): "cw:neglectsTheme",
    ("theme", "obstructed"): "cw:obstructedTheme",
    ("barrier", "encountered"): "cw:metBarrier",
    ("barrier", "overcome"): "cw:overcameBarrier",
    ("barrier", "anticipated"): "cw:anticipatesBarrier",
    ("outcome", "improved"): "cw:achieved",
    ("outcome", "forecast"): "cw:expectsOutcome",
    ("outcome", "unchanged"): "cw:leftUnchanged",
    ("outcome", "worsened"): "cw:worsenedOutcome",
}
# what says the opposite of a shortcut
CONTRARY = {
    "cw:enactsTheme": ("cw:neglectsTheme", "cw:obstructedTheme"),
    "cw:neglectsTheme": ("cw:enactsTheme",),
    "cw:obstructedTheme": ("cw:enactsTheme",),
    "cw:achieved": ("cw:worsenedOutcome", "cw:leftUnchanged"),
    "cw:worsenedOutcome": ("cw:achieved",),
    "cw:leftUnchanged": ("cw:achieved",),
}
DEFAULT_STANCE = {"theme": "enacted", "barrier": "encountered", "outcome": "improved"}
# facts of record: how a case is tied to them, and whether the record is complete (no record means no)
FACTS = {
    "country": ("cw:inCountry", True),
    "kind": ("cw:hasKind", True),
    "documentation": ("cw:documentedAt", True),
    "area": ("cw:hasPolicyArea", True),
    "group": ("cw:serves", True),
    "place": ("cw:inPlace", False),
    "organisation": ("cw:involvesOrganisation", False),
    "person": ("cw:involvesPerson", False),
    "case": ("", True),
}
# codebook entries that hang on a finding rather than on a case
VIA_FINDING = {"method": "cw:usesMethod", "authority": "cw:hasAuthoritySource"}


@dataclass(frozen=True)
class Condition:
    """One condition of a question: a codebook or registry entry, how it should stand, and the words that named it."""

    list: str
    entry: str
    label: str
    words: str
    stance: str = ""
    negated: bool = False
    years: tuple[int, int] | None = None

    @property
    def curie(self) -> str:
        return shorten(self.entry)

    @property
    def concept(self) -> str:
        """The entry as `theme/share-power`, as answers name it."""
        if self.years:
            return f"{self.list}/{self.years[0]}-{self.years[1]}"
        return self.curie.replace(":", "/")

    @property
    def is_coded(self) -> bool:
        """Whether findings decide it, rather than facts of record."""
        return self.list in DEFAULT_STANCE

    @property
    def shortcut(self) -> str:
        return SHORTCUTS[self.list, self.stance or DEFAULT_STANCE[self.list]]

    def same_as(self, other: Condition) -> bool:
        """Whether the two ask for the same thing, in whatever words."""
        return (self.list, self.entry, self.stance, self.negated, self.years) == (
            other.list,
            other.entry,
            other.stance,
            other.negated,
            other.years,
        )

    def describe(self) -> str:
        """The condition in words: `Share power (practised)`, `not: Canada`."""
        text = self.label
        if self.is_coded:
            text += f" ({WORDS[self.shortcut]})"
        return f"not: {text}" if self.negated else text


WORDS = {
    "cw:enactsTheme": "practised",
    "cw:advocatesTheme": "urged only",
    "cw:neglectsTheme": "left undone",
    "cw:obstructedTheme": "tried and blocked",
    "cw:metBarrier": "met",
    "cw:overcameBarrier": "met and overcome",
    "cw:anticipatesBarrier": "feared",
    "cw:achieved": "achieved",
    "cw:expectsOutcome": "hoped for",
    "cw:leftUnchanged": "no change",
    "cw:worsenedOutcome": "got worse",
}


@dataclass(frozen=True)
class Reading:
    """How a question was understood: every group must hold, and of the conditions in a group any one.

    `kinds` are the kinds of case that are searched (none means all); `by_default` that the question named none.
    """

    question: str
    groups: list[list[Condition]]
    kinds: list[str]
    mended: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    not_understood: dict[str, list[str]] = field(default_factory=dict)
    by_default: bool = False

    @property
    def conditions(self) -> list[Condition]:
        return [condition for group in self.groups for condition in group]

    def without(self, gone: Callable[[Condition], bool]) -> Reading:
        """The reading without the conditions that `gone` holds of; a group of which none is left goes too."""
        groups = [[condition for condition in group if not gone(condition)] for group in self.groups]
        return replace(self, groups=[group for group in groups if group])

    def describe(self) -> str:
        """The whole reading in one line, with brackets around what `or` joins."""
        parts = [" or ".join(c.describe() for c in group) for group in self.groups]
        several = len(parts) > 1
        bracketed = (f"({p})" if several and len(g) > 1 else p for p, g in zip(parts, self.groups, strict=True))
        return " and ".join(bracketed)


def sparql(reading: Reading) -> str:
    """The SELECT that answers a reading: `?case ?name ?answer`, "certain" or "possible", runnable anywhere."""
    lines = []
    if reading.kinds:
        lines += [
            f"  VALUES ?kind {{ {' '.join('kind:' + kind for kind in reading.kinds)} }}",
            "  ?case cw:hasKind ?kind .",
        ]
    else:
        lines.append("  ?case cw:hasKind ?kind .")
    lines.append("  ?case rdfs:label ?name .")
    for number, group in enumerate(reading.groups, 1):
        branches = [branch for condition in group for branch in _branches(condition)]
        lines.append(f"  # {' or '.join(c.describe() for c in group)}")
        lines.append(f"  {{ SELECT ?case (MAX(?level) AS ?c{number}) WHERE {{")
        lines.append("\n    UNION\n".join(f"    {{ {branch} }}" for branch in branches))
        lines.append(f"  }} GROUP BY ?case }} FILTER (?c{number} > 0)")
    levels = [f"?c{n} = {CERTAIN}" for n in range(1, len(reading.groups) + 1)]
    certain = " && ".join(levels) or "true"
    body = "\n".join(lines)
    text = f"""SELECT ?case ?name (IF({certain}, "certain", "possible") AS ?answer)
WHERE {{
{body}
}}
ORDER BY ?answer ?name
"""
    return sparql_prologue(text) + text


def _branches(condition: Condition) -> list[str]:
    """Graph patterns that bind ?case and ?level; their union is the condition."""
    if condition.is_coded:
        return _not_shown(condition) if condition.negated else _shown(condition)
    pattern = fact(condition)
    if not condition.negated:
        agreed = "MINUS { ?case cw:contests ?theme }"
        outright = "?finding cw:concernsTheme ?theme ; cw:hasReconciledBasis ?basis . ?basis a cw:AsStatedBasis ."
        stated = f"{pattern} {outright} {agreed} BIND({CERTAIN} AS ?level)"
        possible = f"{pattern} BIND({POSSIBLE} AS ?level)"
        return [stated, possible] if condition.list in VIA_FINDING else [f"{pattern} BIND({CERTAIN} AS ?level)"]
    if condition.list in VIA_FINDING:
        read = "?pass cw:codedUnit ?case ; cw:usingScheme <https://w3id.org/cwkg/code/theme/> ."
        return [f"{read} MINUS {{ {pattern} }} BIND({POSSIBLE} AS ?level)"]
    return [f"?case cw:hasKind ?anyKind . MINUS {{ {pattern} }} BIND({record_level(condition)} AS ?level)"]


def record_level(condition: Condition) -> int:
    """What a case is for a condition without any finding: certain by a complete record, else possible by silence."""
    if condition.is_coded or condition.list in VIA_FINDING:
        return POSSIBLE
    return CERTAIN if not condition.negated or FACTS.get(condition.list, ("", False))[1] else POSSIBLE


def _shown(condition: Condition) -> list[str]:
    shortcut, concept = condition.shortcut, condition.curie
    agreed = f"MINUS {{ ?case cw:contests {concept} }} " if shortcut in CONTRARY else ""
    return [
        f"?case {shortcut}AsStated {concept} . {agreed}BIND({CERTAIN} AS ?level)",
        f"?case {shortcut} {concept} . BIND({POSSIBLE} AS ?level)",
    ]


def _not_shown(condition: Condition) -> list[str]:
    shortcut, concept = condition.shortcut, condition.curie
    scheme = f"<https://w3id.org/cwkg/code/{condition.list}/>"
    contraries = CONTRARY.get(shortcut, ())
    branches = []
    for contrary in contraries:
        branches.append(
            f"?case {contrary}AsStated {concept} . MINUS {{ ?case {shortcut} {concept} }} BIND({CERTAIN} AS ?level)"
        )
        branches.append(f"?case {contrary} {concept} . BIND({POSSIBLE} AS ?level)")
    silent = f"?pass cw:codedUnit ?case ; cw:usingScheme {scheme} . MINUS {{ ?case {shortcut} {concept} }}"
    branches.append(f"{silent} BIND({POSSIBLE} AS ?level)")
    return branches


def fact(condition: Condition) -> str:
    """The graph pattern that ties ?case to a fact of record, or to a finding that carries a method or authority."""
    if condition.list == "began":
        first, last = condition.years or (0, 9999)
        return f"?case cw:startYear ?start . FILTER (?start >= {first} && ?start <= {last})"
    if condition.list == "running":
        first, last = condition.years or (0, 9999)
        return (
            "{ ?case cw:startYear ?from . BIND(?case AS ?span) } UNION { ?span cw:phaseOf ?case ; cw:startYear ?from } "
            "OPTIONAL { ?span cw:endYear ?end } "
            f"FILTER (?from <= {last} && COALESCE(?end, ?from) >= {first})"
        )
    if condition.list == "case":
        return f"VALUES ?case {{ {condition.curie} }}"
    if condition.list in VIA_FINDING:
        about = "{ ?finding cw:about ?case } UNION { ?case cw:hasPart ?part . ?finding cw:about ?part }"
        counted = f"?finding a cw:CountedFinding ; {VIA_FINDING[condition.list]} {condition.curie}"
        return f"{counted} ; cw:hasStance stance:enacted . {about}"
    return f"?case {FACTS[condition.list][0]} {condition.curie} ."
