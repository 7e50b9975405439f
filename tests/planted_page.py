"""The page `docs/planted-errors.md`, made of the list of planted errors."""

from __future__ import annotations

from collections import Counter

from planted_list import PLANTS, UNCAUGHT

TOLD = {
    "reading": ("`kg check`", "Each file is read strictly: fields, numbers, years, ids, places in sources."),
    "checking": ("`kg check`", "Ids are known and fit each other: lists, stances, phases, countries, names, units."),
    "the roster": (
        "tests",
        "Kind, tier, whole and country of each case are held against a list made before the cases.",
    ),
    "passages": ("`kg verify`", "Each passage is read again in the sources: place, digest, locator."),
    "printed numbers": ("`kg verify`", "Each printed number stands in the words of its passages, with its unit."),
    "names": ("`kg verify`", "Whoever a record names is named near its passages."),
    "copied words": ("`kg verify`", "No eight words in a row of a source stand in our files."),
    "second coding": (
        "`kg.reconcile`, `kg.crosscheck`",
        "What one coder alone has counts as possible only; numbers and lines that one coder has alone are listed.",
    ),
    "empty queries": ("`queries/checks/`", "Queries that must find nothing."),
    "shapes": ("`kg build`", "SHACL shapes, which do each sum again."),
    "two routes": ("`kg reason`", "The rules and the axioms must derive the same."),
    "expected tables": ("tests", "The table of each named question, worked out by reading the case files."),
}


def page() -> str:
    """The whole page as Markdown."""
    counts = Counter(plant.gate for plant in PLANTS)
    gates = [[f"{n}. {gate}", run, what, str(counts[gate])] for n, (gate, (run, what)) in enumerate(TOLD.items(), 1)]
    planted = [[plant.what, plant.where, plant.gate, plant.says] for plant in PLANTS]
    missed = [[plant.what, plant.where, plant.says] for plant in UNCAUGHT]
    lines = [
        "# Planted errors",
        "",
        "This page is written by `docs/generate.py` from `tests/planted_list.py`. Do not edit it by hand.",
        "",
        "The tests plant these errors, one at a time, in a copy of the real data. For each they assert that the gate",
        "named here is the first to speak up, in the order of what the gates cost, and that the copy passes every gate",
        f"without the error. {len(PLANTS)} errors are caught. {len(UNCAUGHT)} are not, and stand below.",
        "",
        "## The gates",
        "",
        *_table(["Gate", "Run by", "What it looks at", "Caught first"], gates),
        "",
        "An error of one coder that the second coding shows is caught in this sense: what it says counts as possible",
        "only, is listed where the codings are compared, and makes no statement certain that was not so before.",
        "A table of a named question shows that an answer changed. It cannot show which of the two answers is right.",
        "",
        "## What is caught",
        "",
        *_table(["Planted", "Where", "Caught by", "The message says"], planted),
        "",
        "## What no gate can catch",
        "",
        "These errors pass every gate. Somebody who reads the sources has to see them.",
        "",
        *_table(["Planted", "Where", "What a reader would need"], missed),
        "",
        "One more kind cannot be planted: what no coder noticed. No record tells of a passage that neither coding has,",
        "and only another full reading of the sources would find it. The same holds of a misreading that all coders",
        "share from the start.",
        "",
    ]
    return "\n".join(lines)


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    cells = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in cells]
