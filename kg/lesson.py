"""A session for a class on one theme: a case, a case to set against it, timed steps, questions and places to read.

Everything comes from the graph, and the same graph gives the same session.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kg.compare import NOT_READ, OTHER_CAUSES, Contrast, cell, contrast
from kg.conditions import DEFAULT_STANCE
from kg.errors import KgError, UsageError
from kg.evidence import Evidence, Support, supports
from kg.facets import Facets, Value
from kg.namespaces import expand, local_name
from kg.store import Store

SHORTEST, LONGEST = 15, 240
PLURAL = {"theme": "themes", "barrier": "barriers", "outcome": "outcomes"}


@dataclass(frozen=True)
class Step:
    """One step of the session: the minute it starts at, how many it takes, and what to do."""

    start: int
    minutes: int
    title: str
    text: str


@dataclass(frozen=True)
class ClassQuestion:
    """A question for a class that a case file holds."""

    case: str
    name: str
    text: str


@dataclass(frozen=True)
class LeadersQuestion:
    """One of the report's questions to leaders: its code, short title, the question retold, its theme and its place."""

    code: str
    title: str
    text: str
    theme: str
    locator: str


@dataclass(frozen=True)
class ToRead:
    """What to read of a case: a condition in words, its level, and the findings with the places that make it so."""

    case: str
    name: str
    condition: str
    level: str
    evidence: list[Evidence]


@dataclass(frozen=True)
class Told:
    """A case as a class can read it: how it is documented, and its story in our words."""

    case: str
    name: str
    country: str
    documented: str
    story: str


@dataclass(frozen=True)
class Lesson:
    """A session. `level` says how sure it is that the case practised the theme; `not_said` is a list of sentences.

    `leaders_questions` are those on the theme itself or, where the report has none, on the core theme that it serves:
    each names its theme. `contrast` is `None` where the graph holds no case to set against it.
    """

    theme: str
    label: str
    definition: str
    minutes: int
    case: str
    name: str
    summary: str
    level: str
    contrast: Contrast | None
    steps: list[Step]
    class_questions: list[ClassQuestion]
    leaders_questions: list[LeadersQuestion]
    stories: list[Told]
    evidence: list[ToRead]
    not_said: list[str]
    note: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def lesson(store: Store, theme: str, minutes: int = 45, facets: Facets | None = None) -> Lesson:
    """A session on a theme, given by its id or label, of so many minutes. `facets` is an index of the same store.

    The case is a described one that practised the theme. A certain one comes before a possible one; then one with
    questions for a class; then one with an opposite case that differs in the theme, then one with any opposite case;
    then a project of the fellowship; then the one with most findings on the theme; then the first by name. Raises
    `UsageError` for an unknown theme or a length outside 15 to 240 minutes, and `KgError` where no described case
    practised the theme.
    """
    if not SHORTEST <= minutes <= LONGEST:
        raise UsageError(f"a session takes {SHORTEST} to {LONGEST} minutes, not {minutes}")
    index = facets or Facets(store)
    about = index.find("theme", index.find("theme", theme).entry)
    case, level, against = _choose(store, index, about)
    cases = [case, *([against.other] if against else [])]
    questions = _class_questions(store, case)
    leaders = _leaders_questions(store, about.entry)
    return Lesson(
        about.entry,
        about.label,
        _definition(store, about.entry),
        minutes,
        case,
        store.cases[case].name,
        store.cases[case].summary,
        level,
        against,
        _steps(minutes, about.label, [store.cases[one].name for one in cases], bool(questions), bool(leaders)),
        [*questions, *(_class_questions(store, against.other) if against else [])],
        leaders,
        [_told(store, one) for one in cases],
        _to_read(store, index, about, cases, against),
        _not_said(store, index, about, cases, against, level),
        store.roster_note,
    )


def _choose(store: Store, index: Facets, theme: Value) -> tuple[str, str, Contrast | None]:
    """The case of a session, its level, and the case to set against it."""
    described = index.levels("documentation", "described") if index.group("documentation").values else {}
    found = {id: level for id, level in index.levels("theme", theme.id).items() if id in described}
    if not found:
        raise KgError(f"no described case practised '{theme.label}'; {_elsewhere(index, described)}")
    fellowship = index.levels("kind", "fellowship") if index.group("kind").values else {}
    findings = _findings(store, theme.entry)
    against: dict[str, Contrast | None] = {}
    ranks = {}
    for id, level in found.items():
        within = contrast(store, id, theme=theme.entry, facets=index)
        against[id] = within or contrast(store, id, facets=index)
        asks = bool(_class_questions(store, id))
        rank = (level == "certain", asks, within is not None, against[id] is not None, id in fellowship)
        ranks[id] = (*(not good for good in rank), -findings.get(id, 0), index.ids.index(id))
    chosen = min(found, key=ranks.__getitem__)
    return chosen, found[chosen], against[chosen]


def _elsewhere(index: Facets, described: dict[str, str]) -> str:
    """The themes that do have a described case."""
    themes = [v for v in index.group("theme").entries if index.levels("theme", v.id).keys() & described.keys()]
    if not themes:
        return "and the graph holds none for any other theme"
    return f"themes that have one: {', '.join(theme.label for theme in themes)}"


def _findings(store: Store, theme: str) -> dict[str, int]:
    """How many findings that count say that a case itself practised the theme."""
    rows = store.graph.rows(
        f"""SELECT ?case (COUNT(DISTINCT ?finding) AS ?found) WHERE {{
              ?finding a cw:CountedFinding ; cw:concernsTheme <{expand(f"theme:{theme}")}> ;
                cw:hasStance stance:enacted ; cw:about ?case }} GROUP BY ?case"""
    )
    return {local_name(case): int(count) for case, count in rows}


def _definition(store: Store, theme: str) -> str:
    rows = store.graph.rows(
        f"SELECT ?d WHERE {{ <{expand(f'theme:{theme}')}> skos:definition ?d }} ORDER BY ?d LIMIT 1"
    )
    return rows[0][0] if rows else ""


def _class_questions(store: Store, case: str) -> list[ClassQuestion]:
    """The questions of a case file, which are numbered there."""
    rows = store.graph.rows(f"SELECT ?q WHERE {{ <{expand(f'case:{case}')}> cw:classQuestion ?q }}")
    numbered = sorted((int(number), text) for number, _, text in (row[0].partition(". ") for row in rows))
    return [ClassQuestion(case, store.cases[case].name, text) for _, text in numbered]


def _leaders_questions(store: Store, theme: str) -> list[LeadersQuestion]:
    """Those on the theme or, where there is none, on the core theme that it serves."""
    about = f"<{expand(f'theme:{theme}')}>"
    for pattern in (f"VALUES ?theme {{ {about} }}", f"{about} cw:supports ?theme ."):
        rows = store.graph.rows(
            f"""SELECT ?code ?title ?text ?label (MIN(?place) AS ?locator) WHERE {{ {pattern}
                  ?question a cw:LeaderQuestion ; cw:asksAbout ?theme ; skos:notation ?code ; rdfs:label ?title ;
                    skos:definition ?text . ?theme rdfs:label ?label .
                  OPTIONAL {{ ?question cw:hasEvidence ?passage . ?passage cw:locator ?place }} }}
                GROUP BY ?code ?title ?text ?label ORDER BY ?code ?label"""
        )
        if rows:
            return [LeadersQuestion(code, title, text, label, place or "") for code, title, text, label, place in rows]
    return []


def _told(store: Store, case: str) -> Told:
    facts = store.cases[case]
    rows = store.graph.rows(f"SELECT ?s WHERE {{ <{expand(f'case:{case}')}> cw:story ?s }} ORDER BY ?s LIMIT 1")
    return Told(case, facts.name, facts.country, facts.tier, rows[0][0] if rows else "")


def _steps(minutes: int, theme: str, cases: list[str], questions: bool, leaders: bool) -> list[Step]:
    """The steps that there is something for, their lengths in proportion, in whole minutes that add up."""
    first, second = cases[0], cases[-1]
    plan = [
        (3, "Open", f"Ask what people would expect to see in work that does this: {theme}.", True),
        (9, "Read the case", f"Read the story of {first}, and mark where the theme shows.", True),
        (12, "Talk in small groups", f"Take the questions for a class on {first}.", questions),
        (9, "Set it against another", f"Read {second}. What was alike, and what differed?", len(cases) > 1),
        (7, "Ask as leaders", "Take the report's questions to leaders, and put them to your own work.", leaders),
        (5, "Check the evidence", "Find the places that bear it out, and name what no source says.", True),
    ]
    held = [(weight, title, text) for weight, title, text, holds in plan if holds]
    total = sum(weight for weight, *_ in held)
    ends = [round(minutes * sum(weight for weight, *_ in held[: n + 1]) / total) for n in range(len(held))]
    return [
        Step(start, end - start, title, text)
        for start, end, (_, title, text) in zip([0, *ends], ends, held, strict=False)
    ]


def _to_read(store: Store, index: Facets, theme: Value, cases: list[str], against: Contrast | None) -> list[ToRead]:
    """The evidence for how each case stands on the theme and, where there is a contrast, on its outcome."""
    entries = [("theme", theme.entry), *([("outcome", against.outcome)] if against else [])]
    found = []
    for case in cases:
        held = index.profile(case)
        for group, entry in entries:
            for value in index.group(group).values:
                if value.entry == entry and value.id in held[group]:
                    support = _support(store, index, group, value, case)
                    level = held[group][value.id]
                    found.append(ToRead(case, store.cases[case].name, value.in_words, level, support.evidence))
    return found


def _support(store: Store, index: Facets, group: str, value: Value, case: str) -> Support:
    return supports(store, index.reading({group: [value.id]}), [case])[case][0]


def _not_said(
    store: Store, index: Facets, theme: Value, cases: list[str], against: Contrast | None, level: str
) -> list[str]:
    """What the sources leave open, sentence by sentence."""
    said = []
    if level != "certain":
        said.append(f"That {store.cases[cases[0]].name} practised '{theme.label}' is possible, not certain.")
    if against is None:
        said.append("The graph holds no case with the opposite result that is like this one.")
    else:
        rows = [(row.entry, row.relation) for row in against.comparison.differing if row.group == "theme"]
        if (theme.entry, "opposed") not in rows:
            said.append(f"The sources do not set the two cases apart in '{theme.label}'.")
        said.append(f"Why the two results differ is not recorded. {OTHER_CAUSES}")
    for case in cases:
        name = store.cases[case].name
        for group in DEFAULT_STANCE:
            cells = {v.label: cell(index, group, v.entry, case) for v in index.group(group).entries}
            silent = [label for label, found in cells.items() if not found.standings]
            if not silent:
                continue
            unread = cells[silent[0]].silence == NOT_READ
            why = f"it was {NOT_READ}" if unread else "a full reading found nothing that counts"
            said.append(f"{name}, {PLURAL[group]} on which nothing is stated: {', '.join(silent)} ({why}).")
        said += [
            f"{name}: findings on '{label}' contradict each other."
            for (label,) in store.graph.rows(
                f"SELECT ?l WHERE {{ <{expand(f'case:{case}')}> cw:contests ?x . ?x rdfs:label ?l }} ORDER BY ?l"
            )
        ]
    return said
