"""Writes the generated parts of the docs: references of commands and fields, list of checks, figures of agreement.

`python docs/generate.py` writes them; with `--check` it writes nothing and exits 1 where a part is not as it should be.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import rdflib
from rdflib.namespace import SH

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import performance_page  # noqa: E402  (a part of the benchmarks)
import planted_page  # noqa: E402  (a part of the tests)
import w3c_page  # noqa: E402  (a part of the tests too)
from planted_list import PLANTS, UNCAUGHT  # noqa: E402

from kg import agreement, output  # noqa: E402  (a checkout that is not installed can write its docs too)
from kg.cli import make_parser  # noqa: E402
from kg.corpus import Corpus, read_corpus  # noqa: E402
from kg.crosscheck import one_coder_only  # noqa: E402
from kg.exports.columns import Column  # noqa: E402
from kg.exports.frame import Given  # noqa: E402
from kg.exports.groups import GROUPS  # noqa: E402
from kg.exports.layout import TABLES  # noqa: E402
from kg.namespaces import shorten  # noqa: E402
from kg.opening import open_project  # noqa: E402
from kg.paths import Project  # noqa: E402
from kg.pipeline import compile_graph  # noqa: E402
from kg.quality.checks import read_checks  # noqa: E402
from kg.quality.parts import SEVERITIES  # noqa: E402
from kg.sources.figures import printed as printed_numbers  # noqa: E402
from kg.store import Store  # noqa: E402

SHAPES = ROOT / "ontology" / "shapes.ttl"
NODE_SHAPE = re.compile(r"^s:(\w+) a sh:NodeShape", re.MULTILINE)


def rendered() -> dict[Path, str]:
    """Each generated file with the text that it should have."""
    guide, quality, readme = DOCS / "data-guide.md", DOCS / "quality.md", ROOT / "README.md"
    exports, performance = DOCS / "exports.md", DOCS / "performance.md"
    project = Project(ROOT)
    store, corpus = open_project(project), read_corpus(project)[0]
    measured = agreement.published(store)
    return {
        readme: _between_marks(readme.read_text(encoding="utf-8"), figures(store, corpus, measured), "figures"),
        DOCS / "cli.md": cli_reference(),
        **agreement_files(store, corpus, measured),
        DOCS / "planted-errors.md": planted_page.page(),
        DOCS / "w3c.md": w3c_page.page(),
        DOCS / "tables.md": table_reference(),
        performance: _between_marks(performance.read_text(encoding="utf-8"), performance_page.figures(), "performance"),
        exports: _between_marks(exports.read_text(encoding="utf-8"), list_of_files(project), "list of files"),
        guide: _between_marks(guide.read_text(encoding="utf-8"), field_reference()),
        quality: _between_marks(quality.read_text(encoding="utf-8"), list_of_checks(), "list of checks"),
    }


def _between_marks(text: str, made: str, what: str = "field reference") -> str:
    """The text with what stands between the two marks replaced. Raises `ValueError` where a mark is missing."""
    begin, end = f"<!-- begin: {what}, written by docs/generate.py -->", f"<!-- end: {what} -->"
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"the page of the {what} needs the lines {begin} and {end}")
    return f"{before}{begin}\n\n{made}\n{end}{after}"


# ---------------------------------------------------------------- The list of exported files


def list_of_files(project: Project) -> str:
    """Every file of an export by its group, with what it is."""
    given = Given(project, compile_graph(project, shapes=False))
    rows = {}
    for group in GROUPS:
        for file in group.files(given):
            rows.setdefault((group.name, file.shown), [f"`{group.name}`", f"`{file.shown}`", file.about])
    return "\n".join(_table(["Group", "File", "What it is"], list(rows.values()))) + "\n"


# ---------------------------------------------------------------- The table reference


def table_reference() -> str:
    """Every table of an export with its columns."""
    lines = [
        "# Tables",
        "",
        "This page is written by `docs/generate.py` from `kg/exports/layout.py`. Do not edit it by hand.",
        "[exports.md](exports.md) tells how the tables are written.",
    ]
    for table in TABLES:
        lines += ["", f"## {table.name}", "", f"{table.about}. Key: {' and '.join(f'`{name}`' for name in table.key)}."]
        lines += ["", *_table(["Column", "Type", "Meaning"], [_described(column) for column in table.columns])]
    return "\n".join(lines) + "\n"


def _described(column: Column) -> list[str]:
    words = {"year": "year", "count": "whole number", "number": "number", "flag": "true or false"}
    one = f"key of {column.target}" if column.target else words.get(column.kind.shape, "text")
    return [f"`{column.name}`", f"{one}, several" if column.many else one, column.about]


# ---------------------------------------------------------------- The command reference


def cli_reference() -> str:
    """Every command with its arguments, from the parser itself."""
    parser = make_parser()
    lines = [
        "# Commands",
        "",
        "This page is written by `docs/generate.py` from the command line itself. Do not edit it by hand.",
        "",
        f"{parser.description} `kg COMMAND --help` shows the same help.",
        "",
        "Options before the command:",
        "",
        *_arguments(parser),
        "",
        "Exit codes: 0 for an answer or a clean run, 1 for no answer or for problems found, 2 for a wrong call.",
        "Answers go to standard output. Notes, warnings and problems go to standard error.",
        "",
    ]
    commands = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    helps = {action.dest: str(action.help) for action in commands._choices_actions}
    for name, command in commands.choices.items():
        example = str(command.epilog).removeprefix("Example: ")
        help = helps[name][0].upper() + helps[name][1:] + "."
        lines += [f"## kg {name}", "", help, "", "```text", _usage(f"kg {name}", command), "```", ""]
        if arguments := _arguments(command):
            lines += [*arguments, ""]
        lines += ["Example:", "", "```console", f"$ {example}", "```", ""]
    return "\n".join(lines)


def _usage(prog: str, parser: argparse.ArgumentParser) -> str:
    """The usage in one line. Made here, since argparse writes it differently from one Python to the next."""
    return " ".join([prog, *(_shown(action) for action in _visible(parser))])


def _visible(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    shown = [a for a in parser._actions if not isinstance(a, argparse._HelpAction | argparse._SubParsersAction)]
    return sorted(shown, key=lambda action: bool(action.option_strings))


def _shown(action: argparse.Action) -> str:
    """One argument in a usage line: brackets where it may be left out, dots where it may be repeated."""
    value = _value(action)
    if not action.option_strings:
        return {"*": f"[{value} ...]", "?": f"[{value}]"}.get(str(action.nargs), value)
    text = " ".join(filter(None, [action.option_strings[-1], value]))
    return text if action.required else f"[{text}]"


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if action.choices:
        return "{" + ",".join(map(str, action.choices)) + "}"
    name = str(action.metavar or action.dest.upper())
    return f"{name} [{name} ...]" if action.nargs == "+" else name


def _arguments(parser: argparse.ArgumentParser) -> list[str]:
    found = _visible(parser)
    if not found:
        return []
    rows = [[f"`{' '.join(filter(None, [*a.option_strings, _value(a)]))}`", str(a.help)] for a in found]
    return _table(["Argument", "Meaning"], rows)


# ---------------------------------------------------------------- Figures of the README


_VERDICTS = {"open": "left open", "set-aside": "set aside", "upheld": "upheld"}


def figures(store: Store, corpus: Corpus, measured: list[dict[str, Any]]) -> str:
    """What is known of how sure the data are, each figure counted or measured here."""
    findings = Counter({"first": sum(len(case.findings) for case in corpus.cases.values())})
    findings["second"] = sum(len(coding.findings) for coding in corpus.codings.values())
    verdicts = Counter(s.verdict for file in corpus.settlements.values() for s in file.settlements)
    read = len({coding.case for coding in corpus.codings.values()})
    whole = {row["list"]: row for row in measured if row["entry"] == "all"}
    located = sum(len(owner.passages) for _, owner in corpus.files())
    printed = sum(1 for _, owner in corpus.files() for _ in printed_numbers(owner))
    kappas = "; ".join(f"{name}s {_coefficient(row, 'kappa')}" for name, row in whole.items())
    rows = [
        ["Cases", f"{len(corpus.cases)}, of which {read} were coded twice; the others are known by name only"],
        ["Findings", f"{findings['first']} in the first coding, {findings['second']} in the second"],
        ["Agreement", f"Cohen's kappa, with 95 per cent intervals: {kappas}"],
        ["Third looks", ", ".join(f"{n} {_VERDICTS[name]}" for name, n in sorted(verdicts.items()))],
        ["Passages", f"{located:,} places cited; `kg verify` reads each again in your copy of the sources"],
        ["Numbers", f"{printed} printed numbers, each looked for in the words of its passage"],
        ["Planted errors", f"{len(PLANTS)} caught, each by a named gate; {len(UNCAUGHT)} that no gate can catch"],
    ]
    return output.to_markdown(["", ""], rows)


# ---------------------------------------------------------------- Agreement between the coders

AGREEMENT = """# Agreement between the coders

This page and [agreement.csv](agreement.csv) are written by `docs/generate.py` from the graph. Do not edit them by
hand. `kg agreement` prints the same table.

{cases} cases were read in full by both coders. A unit is a case with an entry of the codebook. A coder *found* it
who has a finding that the theme was practised, the barrier met, or the outcome achieved. The table counts units
found by both, by the first coder only, by the second only, and by neither. It shows the codings as they were made,
before any third look.

**Kappa** is Cohen's kappa, **alpha** Krippendorff's alpha for nominal data; both set the agreement against what
chance would give. In brackets are 95 per cent intervals from {samples:,} samples of the cases. Empty means not
defined, since nothing varies. An entry found in few cases has wide intervals: read those rows with care.

{table}
## What became of the findings

{states}
The units on which the coders differ, with both notes, their passages and the third look: `kg questions
coder-disagreements`. Every third look with its reason: `kg questions third-looks`. [The
method](method.md#two-codings-and-a-third-look) says what each word means.

## Numbers that one coder has alone

Where both coders found an outcome and the second noted its printed figures, the two sets of figures were held
against each other. These stand with one coder only. `kg verify` finds each in its passage; most are rough words for
numbers, or years.

{numbers}
## Choosing in a query

This one gives the themes that both coders found outright:

```sparql
SELECT DISTINCT ?case ?theme WHERE {{
  ?finding cw:about ?case ; cw:concernsTheme ?theme ; cw:hasStance stance:enacted ;
    cw:hasReconciliation reconciliation:agreed ; cw:hasReconciledBasis ?basis .
  ?basis a cw:AsStatedBasis .
}}
```
"""


def agreement_files(store: Store, corpus: Corpus, rows: list[dict[str, Any]]) -> dict[Path, str]:
    """The page and the table on how far the two codings agree."""
    columns = list(rows[0])
    states = store.graph.rows(
        """SELECT ?label ?coder (COUNT(?f) AS ?n) WHERE {
             ?f cw:hasReconciliation/rdfs:label ?label ; cw:codedBy/rdfs:label ?coder }
           GROUP BY ?label ?coder ORDER BY ?label ?coder"""
    )
    page = AGREEMENT.format(
        cases=next(row["units"] for row in rows if row["entry"] != "all"),
        samples=agreement.SAMPLES,
        table=output.to_markdown(
            ["", "units", "both", "first only", "second only", "neither", "per cent", "kappa", "alpha"],
            [_agreement_row(row) for row in rows],
        ),
        states=output.to_markdown(["", "coder", "findings"], states),
        numbers=output.to_markdown(
            ["case", "outcome", "coder", "number"],
            [[n.case, n.outcome, n.coder, n.number] for n in one_coder_only(corpus)],
        ),
    )
    table = output.to_csv(columns, [[str(row[name]) for name in columns] for row in rows])
    return {DOCS / "agreement.md": page, DOCS / "agreement.csv": table}


def _agreement_row(row: dict[str, Any]) -> list[str]:
    label = f"**{row['label']}**" if row["entry"] == "all" else row["label"]
    counts = [str(row[name]) for name in ("units", "both", "first only", "second only", "neither")]
    return [label, *counts, f"{row['per cent']:.1f}", *(_coefficient(row, name) for name in ("kappa", "alpha"))]


def _coefficient(row: dict[str, Any], name: str) -> str:
    if row[name] == "":
        return ""
    ends = f" ({row[name + ' low']:.2f} to {row[name + ' high']:.2f})" if row[name + " low"] != "" else ""
    return f"{row[name]:.2f}{ends}"


# ---------------------------------------------------------------- The field reference


def field_reference() -> str:
    """Every node shape with its fields, in the order of `ontology/shapes.ttl`."""
    text = SHAPES.read_text(encoding="utf-8")
    graph = rdflib.Graph().parse(data=text, format="turtle")
    starts = [(match.group(1), match.start()) for match in NODE_SHAPE.finditer(text)]
    ends = [start for _, start in starts[1:]] + [len(text)]
    lines: list[str] = []
    for (name, start), end in zip(starts, ends, strict=True):
        shape = rdflib.URIRef(f"https://w3id.org/cwkg/shape/{name}")
        lines += _section(graph, shape, text[start:end])
    return "\n".join(lines)


def _section(graph: Any, shape: Any, block: str) -> list[str]:
    lines = [
        f"### {graph.value(shape, SH.name)}",
        "",
        str(graph.value(shape, SH.description)),
        "",
        _targets(graph, shape),
        "",
    ]
    fields = sorted(graph.objects(shape, SH.property), key=lambda field: _position(graph, field, block))
    if fields:
        rows = [_field(graph, field) for field in fields]
        lines += [*_table(["Field", "Property", "How many", "Value", "Meaning"], rows), ""]
    if rules := _rules(graph, shape, block):
        lines += ["What the check says where a rule is broken:", "", *(f"- {rule}" for rule in rules), ""]
    return lines


def _position(graph: Any, field: Any, block: str) -> int:
    """Where a field stands in its shape: a graph has no order, the file does."""
    return block.index(
        f'sh:name "{graph.value(field, SH.name)}" ; sh:description "{graph.value(field, SH.description)}"'
    )


def _targets(graph: Any, shape: Any) -> str:
    classes = [f"`{shorten(str(c))}`" for c in sorted(graph.objects(shape, SH.targetClass))]
    subjects = [f"`{shorten(str(p))}`" for p in sorted(graph.objects(shape, SH.targetSubjectsOf))]
    every = f"every {' and every '.join(classes)}" if classes else f"everything that has {' or '.join(subjects)}"
    warns = "It only warns." if graph.value(shape, SH.severity) == SH.Warning else ""
    return f"Holds for {every}. {warns}".rstrip()


def _field(graph: Any, field: Any) -> list[str]:
    name, meaning = (str(graph.value(field, p)) for p in (SH.name, SH.description))
    return [
        name,
        f"`{shorten(str(graph.value(field, SH.path)))}`",
        _how_many(graph, field),
        _kind(graph, field),
        meaning,
    ]


def _how_many(graph: Any, field: Any) -> str:
    least, most = (graph.value(field, p) for p in (SH.minCount, SH.maxCount))
    low, high = int(least or 0), int(most) if most is not None else None
    if high == 0:
        return "none"
    if high is None:
        return f"{low} or more" if low else "any number"
    return str(low) if low == high else f"{low} or {high}" if high == low + 1 else f"{low} to {high}"


def _kind(graph: Any, field: Any) -> str:
    """What values a field takes: a class, a datatype, or one of a few values."""
    found = [*graph.objects(field, SH["class"]), *graph.objects(field, SH.datatype)]
    for choice in graph.objects(field, SH["or"]):
        found += [c for option in graph.items(choice) for c in graph.objects(option, SH["class"])]
    for allowed in graph.objects(field, SH["in"]):
        found += list(graph.items(allowed))
    pattern = graph.value(field, SH.pattern)
    shown = [f"`{shorten(str(value))}`" for value in found]
    return " or ".join([*shown, *([f"matches `{pattern}`"] if pattern else [])])


def _rules(graph: Any, shape: Any, block: str) -> list[str]:
    """Messages of what is checked beyond single fields, in the order of the file."""
    found = [str(graph.value(rule, SH.message)) for rule in graph.objects(shape, SH.sparql)]
    found += [str(message) for message in graph.objects(shape, SH.message)]
    return sorted(found, key=block.index)


# ---------------------------------------------------------------- The list of checks


def list_of_checks() -> str:
    """Every check of the quality report with its severity and what it looks for, the gravest first."""
    lines: list[str] = []
    for folder, title in (("quality", "Checks of the report"), ("checks", "Checks that every build must pass")):
        checks = read_checks(ROOT / "queries" / folder)
        checks.sort(key=lambda check: (SEVERITIES.index(check.severity), check.name))
        rows = [[f"`{check.name}`", check.severity, check.summary] for check in checks]
        lines += [f"### {title}", "", *_table(["Check", "Severity", "Looks for"], rows), ""]
    return "\n".join(lines)


def _table(heads: list[str], rows: Iterable[list[str]]) -> list[str]:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return [line(heads), line(["---"] * len(heads)), *map(line, rows)]


def main(arguments: list[str] | None = None) -> int:
    """Write the generated parts, or with `--check` say which are stale; returns the exit code."""
    parser = argparse.ArgumentParser(description="Write the generated parts of the docs.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a part is stale")
    options = parser.parse_args(arguments)
    stale = [path for path, text in rendered().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if options.check:
            print(f"{path.relative_to(ROOT)} is stale; run: python docs/generate.py", file=sys.stderr)
        else:
            path.write_text(rendered()[path], encoding="utf-8")
            print(path.relative_to(ROOT))
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    raise SystemExit(main())
