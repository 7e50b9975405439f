"""How far coders agree: counts, Cohen's kappa and Krippendorff's alpha, with bootstrap confidence intervals.

Every case that two coders read in full is a unit, and every entry of the codebook a variable: did a coder find in the
case that the theme was practised, the barrier met, the outcome achieved? Kappa is Cohen (1960) as scikit-learn has it,
alpha Krippendorff (2011) at the nominal level as the package `krippendorff` has it. The intervals are percentiles of
2,000 samples of the cases, drawn with replacement (Efron and Tibshirani 1993). Both packages are the extra
`cwkg[agreement]`; the counts need neither.
"""

from __future__ import annotations

import functools
import importlib.util
import math
import warnings
from dataclasses import dataclass
from typing import Any

from kg.errors import UsageError
from kg.namespaces import local_name
from kg.store import Store

MISSING = "coefficients need scikit-learn and krippendorff; install them with: pip install 'cwkg[agreement]'"
SAMPLES = 2000
SEED = 20110401
LEVEL = 0.95
Table = tuple[int, int, int, int]  # cases found by both coders, by the first only, by the second only, by neither

FINDINGS = """
SELECT ?case ?list ?entry ?label ?notation ?coder WHERE {
  VALUES (?class ?list ?link) {
    (cw:Theme "theme" cw:concernsTheme) (cw:Barrier "barrier" cw:concernsBarrier)
    (cw:OutcomeType "outcome" cw:concernsOutcome)
  }
  ?entry a ?class ; rdfs:label ?label ; skos:notation ?notation .
  OPTIONAL {
    VALUES ?stance { stance:enacted stance:encountered stance:overcome stance:improved }
    ?finding ?link ?entry ; cw:hasStance ?stance ; cw:about ?case ; cw:codedBy ?coder .
    MINUS { ?finding cw:hasClaimStatus status:forecast }
  }
} ORDER BY ?list ?notation ?case ?coder"""
PASSES = """
SELECT DISTINCT ?case ?list ?coder WHERE {
  ?pass a cw:CodingPass ; cw:codedUnit ?case ; cw:usingScheme ?scheme ; cw:codedBy ?coder .
  BIND (REPLACE(STR(?scheme), "^.*/code/(.*)/$", "$1") AS ?list)
} ORDER BY ?case ?list ?coder"""


@dataclass(frozen=True)
class Coefficient:
    """A coefficient with its confidence interval; `None` where it is not defined, as when nobody found anything."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Agreement:
    """How two coders agree on one entry of a list, or (where `entry` is empty) on all cells of case and entry of it."""

    list: str
    entry: str
    label: str
    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def table(self) -> Table:
        return self.both, self.first_only, self.second_only, self.neither

    @property
    def units(self) -> int:
        return sum(self.table)

    @property
    def per_cent(self) -> float:
        """Share of units on which the coders agree, in per cent."""
        return 100 * (self.both + self.neither) / self.units

    def as_dict(self) -> dict[str, Any]:
        """One row of the published table, without coefficients."""
        counts = dict(zip(("both", "first only", "second only", "neither"), self.table, strict=True))
        row = {"list": self.list, "entry": self.entry or "all", "label": self.label, "units": self.units}
        return {**row, **counts, "per cent": round(self.per_cent, 1)}


@dataclass(frozen=True)
class Measured:
    """Agreement with its coefficients."""

    agreement: Agreement
    kappa: Coefficient
    alpha: Coefficient

    def as_dict(self) -> dict[str, Any]:
        """One row of the published table; coefficients rounded to two places, empty where not defined."""
        row = self.agreement.as_dict()
        for name, found in (("kappa", self.kappa), ("alpha", self.alpha)):
            for suffix, value in (("", found.value), (" low", found.low), (" high", found.high)):
                row[name + suffix] = "" if value is None else round(value, 2)
        return row


def agreements(store: Store, first: str = "coder-1", second: str = "coder-2") -> list[Agreement]:
    """Counts for each list and each of its entries. Raises `UsageError` where no case has both coders."""
    return [row for row, _ in _rows(store, first, second)]


def measure(
    store: Store, first: str = "coder-1", second: str = "coder-2", samples: int = SAMPLES, whole: bool = False
) -> list[Measured]:
    """Counts and coefficients, of all rows or of `whole` lists only.

    Raises `UsageError` where the extra is missing, or no case has both coders.
    """
    try:
        import numpy
    except ImportError:
        raise UsageError(MISSING) from None
    found = []
    for row, by_case in _rows(store, first, second):
        if whole and row.entry:
            continue
        picks = numpy.random.default_rng(SEED).integers(len(by_case), size=(samples, len(by_case)))
        counts = numpy.array(by_case)
        tables: list[Table] = [tuple(counts[pick].sum(axis=0).tolist()) for pick in picks]
        found.append(Measured(row, _interval(kappa, row.table, tables), _interval(alpha, row.table, tables)))
    return found


def published(store: Store, whole: bool = False) -> list[dict[str, Any]]:
    """The rows of the published table, with coefficients where the extra is there and without where it is not."""
    if importlib.util.find_spec("sklearn") and importlib.util.find_spec("krippendorff"):
        return [row.as_dict() for row in measure(store, whole=whole)]
    return [row.as_dict() for row in agreements(store) if not (whole and row.entry)]


def summary(store: Store) -> list[dict[str, Any]]:
    """The rows of whole lists."""
    return published(store, whole=True)


def _rows(store: Store, first: str, second: str) -> list[tuple[Agreement, list[Table]]]:
    """Each row with its table case by case."""
    read: dict[str, dict[str, set[str]]] = {}
    for case, name, coder in store.graph.rows(PASSES):
        read.setdefault(name, {}).setdefault(case, set()).add(local_name(coder))
    entries: dict[str, dict[str, str]] = {}
    found: set[tuple[str, ...]] = set()
    for case, name, entry, label, _, coder in store.graph.rows(FINDINGS):
        entries.setdefault(name, {})[local_name(entry)] = label
        if case:
            found.add((local_name(coder), name, case, local_name(entry)))
    rows = []
    for name in ("theme", "barrier", "outcome"):
        cases = sorted(case for case, by in read.get(name, {}).items() if {first, second} <= by)
        if not cases:
            raise UsageError(f"no case was read by both {first} and {second}; see cases/codings/")
        for entry, label in {"": f"All {name}s", **entries[name]}.items():
            chosen = [entry] if entry else [*entries[name]]
            by_case = [_table([(name, c, e) for e in chosen], found, first, second) for c in cases]
            totals = [sum(column) for column in zip(*by_case, strict=True)]
            rows.append((Agreement(name, entry, label, *totals), by_case))
    return rows


def _table(cells: list[tuple[str, ...]], found: set[tuple[str, ...]], first: str, second: str) -> Table:
    """How many cells of list, case and entry were found by both coders, the first only, the second only, by neither."""
    pairs = [((first, *cell) in found, (second, *cell) in found) for cell in cells]
    both, neither = pairs.count((True, True)), pairs.count((False, False))
    return both, pairs.count((True, False)), pairs.count((False, True)), neither


@functools.cache
def kappa(table: Table) -> float | None:
    """Cohen's kappa of two coders' yes and no; `None` where both always say the same one thing."""
    try:
        from sklearn.metrics import cohen_kappa_score
    except ImportError:
        raise UsageError(MISSING) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it divides by nought where nothing varies, and says so
        value = float(cohen_kappa_score([1, 1, 0, 0], [1, 0, 1, 0], labels=[0, 1], sample_weight=table))
    return None if math.isnan(value) else value


@functools.cache
def alpha(table: Table) -> float | None:
    """Krippendorff's alpha for nominal data; `None` where nothing varies."""
    try:
        import krippendorff
    except ImportError:
        raise UsageError(MISSING) from None
    both, first, second, neither = table
    if not (first or second) and not (both and neither):
        return None
    counts = [[0, 2]] * both + [[1, 1]] * (first + second) + [[2, 0]] * neither
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def _interval(coefficient: Any, table: Table, samples: list[Table]) -> Coefficient:
    """A coefficient with the percentiles of its values in the samples where it is defined."""
    import numpy

    value = coefficient(table)
    drawn = [v for v in map(coefficient, samples) if v is not None]
    if value is None or not drawn:
        return Coefficient(value, None, None)
    tail = 100 * (1 - LEVEL) / 2
    low, high = numpy.percentile(drawn, [tail, 100 - tail])
    return Coefficient(value, float(low), float(high))
