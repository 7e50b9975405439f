"""The library: the answers of the command line as objects that a notebook shows, and no surprise from any text."""

import ast
import doctest
import json
import re
import subprocess
import sys
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

import pytest

import kg
from kg import answers, listing, rdf
from kg.errors import BadInput, KgError, QueryError, UsageError
from kg.notebook.graph import AnswerView, CaseView, KnowledgeGraph, Table
from kg.store import Store

ROOT = Path(__file__).resolve().parents[1]
SHARED = "which projects shared power and cut costs"


class Tags(HTMLParser):
    """The tags, the attributes and the text of HTML; the text of a stylesheet is left out."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += "" if self.tags[-1:] == ["style"] else data


# ---------------------------------------------------------------- Opening


def test_importing_loads_nothing():
    """`import kg` reads no graph, no engine and no pandas; `kg.open` is there."""
    code = "import sys, kg; kg.open; print(sorted({m.partition('.')[0] for m in sys.modules if '.' not in m[:3]}))"
    run = subprocess.run([sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"],
                         capture_output=True, check=True, text=True)  # fmt: skip
    assert set(ast.literal_eval(run.stdout)) & {"pyoxigraph", "pandas", "IPython", "rich", "yaml", "json"} == set()


def test_importing_stays_light():
    """Importing takes a moment because it loads few modules: the package itself, and at most forty of Python's own.

    Everything that asking needs comes with `kg.open`, without the engines that only builders need.
    """
    code = "import sys; before = {*sys.modules}; import kg; first = {*sys.modules} - before; import kg.notebook.graph; "
    code += "print([sorted(first), sorted({*sys.modules} - before - first)])"
    run = subprocess.run([sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"],
                         capture_output=True, check=True, text=True)  # fmt: skip
    first, then = ast.literal_eval(run.stdout)
    assert [name for name in first if name.partition(".")[0] not in sys.stdlib_module_names] == ["kg"]
    assert len(first) <= 40
    other = {name.partition(".")[0] for name in then} - {"kg"} - {*sys.stdlib_module_names}
    assert other == {"pyoxigraph", "snowballstemmer"}
    assert len(then) <= 200


def test_opening_loads_neither_pandas_nor_ipython(ready):
    """What is optional is loaded when it is asked for, so that opening needs neither."""
    code = f"import sys, kg; kg.open({str(ready)!r}); print(sorted({{m.partition('.')[0] for m in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT)
    assert set(ast.literal_eval(run.stdout)) & {"pandas", "IPython", "rich", "yaml", "rdflib"} == set()


def test_a_folder_or_the_one_around_is_opened(ready, monkeypatch, capsys):
    """A path opens a project; without one the project around the working directory opens."""
    assert len(kg.open(ready).store.cases) == len(kg.open(str(ready)).store.cases) == 96
    monkeypatch.chdir(ready / "cases")
    assert repr(kg.open()) == repr(kg.open(ready))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("project", [7, ["x"], b"x"])
def test_what_is_no_path_is_told(project):
    """A call with something else says what to give."""
    with pytest.raises(UsageError, match="open takes the path of a project folder"):
        kg.open(project)


def test_a_folder_without_a_project_is_told(tmp_path):
    """The message names the folder and what it lacks."""
    with pytest.raises(UsageError, match=r"is no project folder|is not a project folder"):
        kg.open(tmp_path)


# ---------------------------------------------------------------- Asking


@pytest.mark.parametrize("question", ["", "   ", "word " * 5000])
def test_an_empty_or_endless_question_is_told(g, question):
    """There is a message, not an answer."""
    with pytest.raises(UsageError):
        g.ask(question)


# ---------------------------------------------------------------- Choosing cases


def test_all_cases_are_listed_by_name(g, store):
    """Without conditions every case is there once, with no level to it."""
    found = g.cases()
    assert [row["case"] for row in found] == list(store.cases)
    assert "answer" not in found.rows[0]
    assert [row["name"] for row in g.query(found.sparql)] == [case.name for case in store.cases.values()]


def test_conditions_are_those_of_the_list_command(g, store):
    """Conditions by argument are read as `kg list` reads its options; all must hold."""
    found = g.cases(theme=["share-power", "create-common-purpose"], country="CA", kind="fellowship")
    reading = listing.reading(
        store, {"theme": ["share-power", "create-common-purpose"], "country": ["CA"], "kind": ["fellowship"]}
    )
    same = answers.answer(store, reading)
    assert [row["case"] for row in found] == [hit.facts.id for hit in (*same.certain, *same.possible)]
    assert found.reading == "Share power (practised) and Create common purpose (practised) and Canada"


def test_kinds_are_added_up(g):
    """Of several kinds any one will do."""
    both, parts, others = (len(g.cases(kind=kind)) for kind in (["part", "comparator"], "part", "comparator"))
    assert both == parts + others == 49


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"theme": "shared-powr"}, "'shared-powr' is not a theme; did you mean 'share-power'?"),
        ({"contry": "CA"}, "cases cannot be chosen by 'contry'; did you mean 'country'?"),
        ({"theme": 7}, "theme takes an id or word, or a list of them"),
        ({"theme": [None]}, "theme takes an id or word, or a list of them"),
        ({"kind": "flurb"}, "'flurb' is not a kind"),
    ],
)
def test_an_unknown_condition_or_value_is_told(g, given, message):
    """The message names the nearest ones."""
    with pytest.raises(UsageError, match=re.escape(message)):
        g.cases(**given)


# ---------------------------------------------------------------- Queries and named questions


def test_the_query_of_a_table_runs_anywhere(g):
    """Prefixes that were left out are in the table's own query."""
    table = g.query("SELECT ?t { case:cpche cw:enactsTheme ?t } ORDER BY ?t")
    assert table.sparql.startswith("PREFIX case: <")
    assert len(list(g.store.graph.query(table.sparql))) == len(table) > 0


def test_a_fault_has_line_column_and_caret(g):
    """Line and column are those of the text that was given, prefixes added or not."""
    with pytest.raises(QueryError) as raised:
        g.query("SELECT ?t\nWERE { case:cpche cw:enactsTheme ?t }")
    assert (raised.value.line, raised.value.column) == (2, 1)
    assert str(raised.value).split("\n")[1:] == ["  WERE { case:cpche cw:enactsTheme ?t }", "  ^"]


def test_a_query_changes_nothing_and_reads_nothing_else(g, tmp_path):
    """No update, no other server, no file."""
    before = len(g.store.graph)
    for text in ("DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }"):
        with pytest.raises(QueryError):
            g.query(text)
    assert len(g.store.graph) == before
    path = tmp_path / "secret.nt"
    path.write_text("<http://a/a> <http://a/b> <http://a/c> .\n", encoding="utf-8")
    assert g.query(f"SELECT ?s FROM <{path.as_uri()}> WHERE {{ ?s ?p ?o }}").rows == []


def test_a_query_leaves_other_threads_their_files(g, monkeypatch):
    """A notebook writes its history while a query runs: the limits of the process stay as they are."""
    resource = pytest.importorskip("resource")  # Windows has no such limits
    query, seen = g.store.graph.query, []

    def watched(text, name="query"):
        seen.append(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        return query(text, name)

    monkeypatch.setattr(g.store.graph, "query", watched)
    g.query("ASK {}")
    assert seen
    assert min(seen) > 0


def test_a_named_question_is_that_of_the_command_line(g, run, ready):
    """Rows, columns and meanings are those of `kg questions`, with a parameter too."""
    for name, values in (("total-savings", {}), ("questions-for-a-class", {"theme": "share-power"})):
        given = [f"{key}={given}" for key, given in values.items()]
        printed = json.loads(run("questions", name, *given, "--format", "json", project=ready).out)
        table = g.question(name, **values)
        assert table.meanings == printed["columns"]
        assert table.sparql == printed["sparql"]
        shown = [{k: "" if v is None else str(v) for k, v in row.items()} for row in table]
        assert len(shown) == len(printed["rows"]) > 0
        assert [row[table.columns[0]] for row in shown] == [row[table.columns[0]] for row in printed["rows"]]


def test_a_plain_question_may_be_a_named_one(g):
    """The words of a named question give its rows."""
    table = g.ask("total savings")
    assert isinstance(table, Table)
    assert table.rows == g.question("total-savings").rows


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("total-saving", {}, "no question is called 'total-saving'; did you mean 'total-savings'?"),
        ("total-savings", {"theme": "share-power"}, "total-savings has no parameter 'theme'; it takes none"),
        ("questions-for-a-class", {"theme": "shared-powr"}, "is not a theme; did you mean 'share-power'?"),
        ("questions-for-a-class", {"theme": "x> } DROP"}, "is no value for 'theme'"),
        ("questions-for-a-class", {"theme": 7}, "theme takes an id such as theme:share-power as text"),
    ],
)
def test_a_wrong_call_of_a_named_question_is_told(g, name, values, message):
    """Unknown names, parameters and values are named with the nearest ones."""
    with pytest.raises(UsageError, match=re.escape(message)):
        g.question(name, **values)


def test_the_questions_are_listed(g, store):
    """Every named question, with what it takes."""
    assert g.questions["name"] == [question["name"] for question in store.questions]
    takes = dict(zip(g.questions["name"], g.questions["takes"], strict=True))
    assert takes["evidence-for-a-case"] == "case (cpche)"


# ---------------------------------------------------------------- What notebooks show


def objects(g):
    found = g.ask("which projects did not share power")
    case = g.case("cpche")
    yield from (g, found, found.certain, found.evidence, found.robust(), g.ask("which projects used flurbs"), g.cases())
    yield from (g.question("total-savings"), g.questions, g.query("SELECT * { case:cpche ?p ?o }"), case)
    yield from (case.findings, case.evidence, case.numbers, case.why("power-sharing"), g.query("ASK {}"))


def test_nothing_shows_a_bare_iri(g):
    """Neither the short form nor what a notebook shows has an IRI in it, outside of queries and links."""
    for thing in objects(g):
        assert "://" not in repr(thing)
        assert len(repr(thing)) < 300
        shown = re.sub(r"<(pre|style)\b.*?</\1>", "", thing._repr_html_(), flags=re.DOTALL)
        assert "://" not in Tags(shown).text, thing
        assert "://" not in getattr(thing, "_repr_markdown_", str)(), thing


def test_what_is_shown_needs_nothing_from_elsewhere(g):
    """No script, no picture, no handler, nothing loaded."""
    for thing in objects(g):
        found = Tags(thing._repr_html_())
        assert not set(found.tags) & {"script", "img", "iframe", "object", "embed", "link", "form", "base", "meta"}
        assert not [name for name, _ in found.attributes if name.startswith("on") or name == "src"]
        assert all(
            name.startswith("cw-") for key, names in found.attributes if key == "class" for name in names.split()
        )


def test_the_two_levels_are_told_in_words(g):
    """An answer shows both levels with sign, word and count, also where one is empty."""
    shown = Tags(g.ask(SHARED)._repr_html_()).text
    assert "● certain 0 cases" in shown
    assert "◐ possible 1 case" in shown
    assert "○ Not stated in the source" in shown
    assert g.store.roster_note in shown


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e[x](javascript:alert(1)) 👩‍👧 `|` \x1b[31m"


@pytest.mark.parametrize("text", [HOSTILE, "x" * 10_000, "javascript:alert(1)", "</style><b>", "\x00\x07"])
def test_a_hostile_text_is_shown_as_text(g, store, text):
    """Whatever stands in names, notes, places and questions of a case, no tag and no link comes out of it."""
    label = rdf.Iri("http://www.w3.org/2000/01/rdf-schema#label")
    texts = {
        label,
        *(rdf.iri(f"cw:{name}") for name in ("note", "summary", "story", "locator", "classQuestion", "post")),
    }

    def changed(triple):
        if triple.predicate not in texts:
            return triple
        number = triple.object.value.partition(". ")[0] if "classQuestion" in triple.predicate.value else ""
        return rdf.Triple(triple.subject, triple.predicate, rdf.Literal(f"{number}. {text}" if number else text))

    plain = KnowledgeGraph(store)
    marked = Store(rdf.Graph(changed(t) for t in store.graph), store.folder, store.manifest)
    hostile = KnowledgeGraph(marked)
    for call in (
        lambda g: g.ask("which projects shared power"),
        lambda g: g.case("bernalillo-jdai"),
        lambda g: g.case("bernalillo-jdai").evidence,
        lambda g: g.case("bernalillo-jdai").findings,
        lambda g: g.cases(),
        lambda g: g.question("most-common-barriers"),
    ):
        found, usual = Tags(call(hostile)._repr_html_()), Tags(call(plain)._repr_html_())
        assert set(found.tags) <= set(usual.tags) | {"style"}
        assert {name for name, _ in found.attributes} <= {name for name, _ in usual.attributes}
        found.text.encode()
        shown = call(hostile)._repr_markdown_()
        assert not re.search(r"<|(?<!\\)\]\(|\x1b|\u202e", shown)
        assert len(repr(call(hostile))) < 400


def test_a_hostile_question_is_shown_as_text(g):
    """What was typed into the question is escaped too."""
    found = g.ask("which projects <script>alert</script>")
    assert "<script" not in found._repr_html_()
    assert "<script" not in found._repr_markdown_()


# ---------------------------------------------------------------- Graphs that lack something


def test_an_empty_graph_answers_plainly(store):
    """Without any triple every call gives an empty answer or a message."""
    empty = KnowledgeGraph(Store(rdf.Graph(), store.folder, store.manifest))
    assert len(empty.cases()) == len(empty.ask("which projects shared power")) == 0
    assert "0 cases" in repr(empty)
    for thing in (empty, empty.cases(), empty.ask("which projects shared power"), empty.question("total-savings")):
        assert thing._repr_html_()
    with pytest.raises(UsageError, match="no case is called 'cpche'"):
        empty.case("cpche")


@pytest.mark.parametrize(
    "name", ["Theme", "Barrier", "OutcomeFinding", "Phase", "Person", "Passage", "Place", "CaseKind", "CodebookConcept"]
)
def test_a_graph_without_a_class_answers_or_says_so(store, name):
    """Where every thing of a class is gone, there is an answer or a message, never another error."""
    gone = {t.subject for t in store.graph if t.predicate.value.endswith("#type") and t.object == rdf.iri(f"cw:{name}")}
    assert gone
    kept = rdf.Graph(t for t in store.graph if t.subject not in gone and t.object not in gone)
    lacking = KnowledgeGraph(Store(kept, store.folder, store.manifest))
    for call in (
        lambda: lacking.ask(SHARED),
        lambda: lacking.ask("which projects did not share power"),
        lambda: lacking.ask("projects in Canada").robust(),
        lambda: lacking.ask("total savings"),
        lambda: lacking.cases(),
        lambda: lacking.case("cpche"),
        lambda: lacking.case("cpche").evidence,
        lambda: lacking.case("cpche").why("power-sharing"),
        lambda: lacking.case("cpche").why("share power"),
    ):
        with suppress(KgError):
            assert call()._repr_html_()


def test_a_project_without_questions_still_answers(small):
    """Named questions are not needed; asking for one says that there is none."""
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    g = KnowledgeGraph(small.build())
    assert [row["case"] for row in g.ask("which projects shared power")] == ["bridge"]
    assert len(g.questions) == 0
    assert g.questions._repr_html_()
    with pytest.raises(UsageError, match="no question is called 'evidence-for-a-case'"):
        _ = g.case("bridge").sparql


def test_a_card_stays_when_its_case_is_gone(small):
    """A card that is open shows what was known when it was opened; opening it again says that it is gone."""
    path = small.case("bridge")
    small.case("ferry")
    case = KnowledgeGraph(small.build()).case("bridge")
    path.unlink()
    again = KnowledgeGraph(small.build())
    assert "The bridge project" in case._repr_html_()
    assert [row["case"] for row in again.cases()] == ["ferry"]
    with pytest.raises(UsageError, match="no case is called 'bridge'"):
        again.case("bridge")


def test_types_are_as_the_page_says(g):
    """Each call gives the object that the page names."""
    assert isinstance(g.ask(SHARED), AnswerView)
    assert isinstance(g.cases(), AnswerView)
    assert isinstance(g.case("cpche"), CaseView)
    assert isinstance(g.query("ASK {}"), Table)


def test_many_problems_are_told_in_a_few_lines():
    """What a notebook shows of a long message is its first lines and a count."""
    from kg.errors import Problem

    bad = BadInput(Problem("cases/x.md", line, 1, "wrong") for line in range(1, 41))
    lines = bad._render_traceback_()
    assert lines[0] == "kg: cases/x.md:1:1: wrong"
    assert lines[-1] == "… and 30 more"
    assert UsageError("one\ntwo")._render_traceback_() == ["kg: one", "two"]


# ---------------------------------------------------------------- The page


def test_the_page_says_what_happens(ready, monkeypatch):
    """Every example of docs/library.md gives what stands below it."""
    monkeypatch.chdir(ready)
    run = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False, optionflags=doctest.REPORT_NDIFF)
    assert run.failed == 0
    assert run.attempted > 25


def test_the_page_names_every_member():
    """The table of objects has every public member of each, and no other."""
    text = (ROOT / "docs" / "library.md").read_text(encoding="utf-8").partition("## The objects")[2]
    for made in (Table, AnswerView, CaseView):
        row = next(line for line in text.splitlines() if line.startswith(f"| `{made.__name__}`"))
        named = {name.removesuffix("()") for name in re.findall(r"`([\w()]+)`", row.split(" | ")[2])}
        members = {name for name in dir(made) if not name.startswith("_")} | set(made.__annotations__)
        members |= {"columns", "rows"} if made is Table else {"answer"} if made is AnswerView else {"id", "data"}
        assert named == members - {"rows", "sparql", "to_df", "html"}, made.__name__


def test_a_truth_table_is_a_table(g, store):
    """Its rows are those of the module, with the ids of the cases in each; a wrong call is told."""
    found = g.truth_table("shared power and cost saving")
    assert found.columns == ["Share power (practised)", "Cost saving (achieved)", "number", "cases"]
    assert sum(row["number"] for row in found.rows) == 47
    assert all(len(row["cases"].split(", ")) == row["number"] for row in found.rows)
    with pytest.raises(UsageError, match="truth_table"):
        g.truth_table(7)
