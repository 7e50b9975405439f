"""The numbers of a case as plain data, for pictures: each change with its design, each saving with its currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.namespaces import expand, local_name, sparql_prologue
from kg.store import Store

PLAN, GROUPS, WITH_GROUP, SINGLE = "projection", "group-comparison", "before-after-with-comparison", "single-figure"


@dataclass(frozen=True)
class Measured:
    """One printed value: its unit as `PERCENT`, `CCY_USD`, `NUM`; of whom or what it is; in which years."""

    value: Decimal
    unit: str = ""
    of: str = ""
    years: str = ""

    @property
    def text(self) -> str:
        return amount(self.value, self.unit)


@dataclass(frozen=True)
class Change:
    """One number of a result. `relative` is a share (-0.58 is a fall of 58 per cent), `points` percentage points.

    `favourable` is None where no direction is wanted or known. `overlaps` and `conflicts` are ids of other changes.
    """

    id: str
    finding: str
    indicator: str
    design: str
    design_label: str
    status: str = ""
    status_label: str = ""
    before: Measured | None = None
    after: Measured | None = None
    comparison: Measured | None = None
    relative: Decimal | None = None
    points: Decimal | None = None
    saved: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str = ""
    recurrence: str = ""
    recurrence_meaning: str = ""
    years: str = ""
    computed: bool = False
    approximate: bool = False
    favourable: bool | None = None
    made_from: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def is_saving(self) -> bool:
        return self.saved is not None or self.low is not None

    @property
    def sort(self) -> str:
        """How it may be drawn: `saving`, `groups`, `pair`, `plan`, `arrow` or `figure`."""
        if self.is_saving:
            return "saving"
        if self.after and self.comparison and (self.design == GROUPS or not self.before):
            return "groups"
        if self.before and self.after:
            return "plan" if self.design == PLAN else "pair"
        return "arrow" if self.relative is not None or self.points is not None else "figure"

    @property
    def values(self) -> list[tuple[str, Measured]]:
        """The printed values with what they are: `before`, `after`, `comparison`."""
        pairs = (("before", self.before), ("after", self.after), ("comparison", self.comparison))
        return [(role, value) for role, value in pairs if value]

    def called(self, role: str) -> str:
        """What to call a value: a plan is no earlier time, and a group is no later one."""
        if role == "comparison":
            return "comparison group"
        if role == "before":
            return "planned" if self.design == PLAN else "before"
        if self.sort == "groups":
            return "with the project"
        return ("came" if self.design == PLAN else "after") if self.before else ""

    @property
    def saving_text(self) -> str:
        """The sum with its currency: `about USD 250 million`, `GBP 3.75 million to 5.25 million`."""
        roughly = "about " if self.approximate else ""
        if self.saved is not None:
            return f"{roughly}{self.currency} {short(self.saved)}".strip()
        ends = [short(end) for end in (self.low, self.high) if end is not None]
        return f"{roughly}{self.currency} {' to '.join(ends)}".strip()

    @property
    def shift_text(self) -> str:
        """The change itself, with its sign: `+32 points`, or nothing."""
        roughly = "about " if self.approximate else ""
        if self.relative is not None:
            return f"{roughly}{signed(round(self.relative * 100, 1))}%"
        return f"{roughly}{signed(self.points)} points" if self.points is not None else ""


def changes(store: Store, case: str) -> list[Change]:
    """The changes of a case itself, by its id; numbers of its parts stay with the parts."""
    iri = f"<{expand(f'case:{case}')}>"
    text = f"""SELECT * WHERE {{
              ?f cw:about {iri} ; cw:hasChange ?c . ?c cw:ofIndicator ?i ; cw:hasDesign ?d . ?i rdfs:label ?indicator .
              ?d rdfs:label ?design . OPTIONAL {{ ?f cw:hasClaimStatus ?st . ?st rdfs:label ?status }}
              OPTIONAL {{ ?c cw:relativeChange ?relative }} OPTIONAL {{ ?c cw:pointChange ?points }}
              OPTIONAL {{ ?c cw:amount ?saved }} OPTIONAL {{ ?c cw:currency ?currency }}
              OPTIONAL {{ ?c cw:amountLow ?low }} OPTIONAL {{ ?c cw:amountHigh ?high }}
              OPTIONAL {{ ?c cw:hasRecurrence ?r . ?r rdfs:label ?again ; skos:definition ?often }}
              OPTIONAL {{ ?c cw:startYear ?start }} OPTIONAL {{ ?c cw:endYear ?end }}
              OPTIONAL {{ ?c cw:isComputed ?computed }} OPTIONAL {{ ?c cw:isApproximate ?about }}
              OPTIONAL {{ ?c cw:favourable ?good }} }} ORDER BY ?c"""
    found = store.graph.query(sparql_prologue(text) + text)
    values = _values(store, iri)
    rows = [{name.value: row[name].value for name in found.variables if row[name]} for row in found]
    return [_change(store, row, values) for row in rows]


def _change(store: Store, row: dict[str, str], values: dict[tuple[str, str], Measured]) -> Change:
    """One change from a row of what the graph says of it."""

    def number(name: str) -> Decimal | None:
        return Decimal(row[name]) if name in row else None

    def others(property: str) -> tuple[str, ...]:
        linked = store.graph.rows(f"SELECT ?o WHERE {{ <{row['c']}> cw:{property} ?o }} ORDER BY ?o")
        return tuple(local_name(o) for (o,) in linked)

    return Change(
        id=local_name(row["c"]),
        finding=local_name(row["f"]),
        indicator=row["indicator"],
        design=local_name(row["d"]),
        design_label=row["design"],
        status=local_name(row.get("st", "")),
        status_label=row.get("status", ""),
        before=values.get((row["c"], "before")),
        after=values.get((row["c"], "after")),
        comparison=values.get((row["c"], "comparison")),
        relative=number("relative"),
        points=number("points"),
        saved=number("saved"),
        low=number("low"),
        high=number("high"),
        currency=row.get("currency", ""),
        recurrence=row.get("again", ""),
        recurrence_meaning=row.get("often", ""),
        years=between(row.get("start"), row.get("end")),
        computed=row.get("computed") == "true",
        approximate=row.get("about") == "true",
        favourable=row["good"] == "true" if "good" in row else None,
        made_from=others("computedFrom"),
        overlaps=others("mayOverlap"),
        conflicts=others("conflictsWith"),
    )


def _values(store: Store, case: str) -> dict[tuple[str, str], Measured]:
    rows = store.graph.rows(
        f"""SELECT ?c ?role ?value ?unit ?of ?s ?e WHERE {{
              VALUES (?property ?role) {{ (cw:before "before") (cw:after "after") (cw:comparison "comparison") }}
              ?f cw:about {case} ; cw:hasChange ?c . ?c ?property ?m . ?m cw:value ?value .
              OPTIONAL {{ ?m cw:unit ?unit }} OPTIONAL {{ ?m cw:population ?of }}
              OPTIONAL {{ ?m cw:startYear ?s }} OPTIONAL {{ ?m cw:endYear ?e }} }}"""
    )
    return {
        (c, role): Measured(Decimal(value), local_name(unit or ""), of or "", between(s, e))
        for c, role, value, unit, of, s, e in rows
    }


def between(start: str | None, end: str | None) -> str:
    """Two years, one, or nothing."""
    return " to ".join(dict.fromkeys(year for year in (start, end) if year))


def plain(value: Decimal) -> str:
    """A number with its thousands parted and no needless noughts."""
    text = f"{value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def signed(value: Decimal) -> str:
    return f"+{plain(value)}" if value > 0 else plain(value)


def short(value: Decimal) -> str:
    """A large sum in millions or thousand millions where nothing is lost by it: `167.5 million`."""
    for unit, name in ((Decimal(10**9), "billion"), (Decimal(10**6), "million")):
        if abs(value) >= unit and (value / unit).as_tuple().exponent >= -3:  # type: ignore[operator]
            return f"{plain(value / unit)} {name}"
    return plain(value)


def amount(value: Decimal, unit: str) -> str:
    """A value with its unit for reading."""
    if unit == "PERCENT":
        return f"{plain(value)}%"
    if unit.startswith("CCY_"):
        return f"{unit.removeprefix('CCY_')} {short(value)}"
    words = {"YR": " years", "KiloM": " km", "MO": " months", "DAY": " days", "HR": " hours"}
    return plain(value) + words.get(unit, "")


def capital(text: str) -> str:
    """A text with its first letter large."""
    return text[:1].upper() + text[1:]
