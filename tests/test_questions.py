"""Named questions: each gives its expected table, in two engines, and is found by every way of asking it."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib

from kg import questions, rdf
from kg.errors import BadInput, UsageError
from kg.lexicon import key, stem, words
from kg.namespaces import PREFIXES

ROOT = Path(__file__).resolve().parents[1]
EXPECTED = Path(__file__).parent / "expected"
FILES = sorted(path.stem for path in (ROOT / "queries" / "answers").glob("*.rq"))
KNOWN = {q.name: q for q in questions.read_questions(ROOT / "queries" / "answers")}
WAYS = [(name, way) for name in FILES for way in KNOWN[name].keywords]
PARAMETERS = [(name, p.name) for name in FILES for p in KNOWN[name].parameters]


def canonical(term) -> str:
    """A cell as text: decimals without idle noughts, since engines print them differently."""
    if term is None:
        return ""
    value = str(term) if isinstance(term, rdflib.term.Identifier) else term.value
    kind = str(getattr(term, "datatype", "") or "")
    if any(name in kind for name in ("decimal", "double", "float")):
        return format(Decimal(value).normalize(), "f")
    return value


@pytest.fixture(scope="module")
def triples(compiled) -> list[rdf.Triple]:
    return [*compiled.source.triples, *compiled.derived]


@pytest.fixture(scope="module")
def oxigraph(triples) -> rdf.Graph:
    return rdf.Graph(triples)


@pytest.fixture(scope="module")
def elsewhere(triples) -> rdflib.Graph:
    return rdflib.Graph().parse(data=rdf.serialize(triples, "n-triples"), format="nt")


@pytest.fixture(scope="module")
def match(store):
    """The named question that a plain question is sent to, with the values found in it, as the command line does it."""
    known = [questions.from_dict(q) for q in store.questions]
    return lambda text: questions.match(text, known, store.lexicon)


@pytest.fixture(scope="module")
def expected():
    """The expected table of a question: its header and rows, worked out from the case files by reading."""

    def expected(name: str) -> tuple[list[str], list[list[str]]]:
        path = EXPECTED / f"{name}.csv"
        assert path.is_file(), f"{path.name} is missing: each question has its expected table"
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        return header, rows

    return expected


@pytest.mark.parametrize("name", FILES)
def test_a_question_gives_its_expected_table(name, oxigraph, expected):
    """A named question gives exactly the rows that reading the case files gives, in order."""
    result = oxigraph.query(KNOWN[name].sparql, name)
    columns, rows = expected(name)
    assert [v.value for v in result.variables] == columns
    assert [[canonical(cell) for cell in row] for row in result] == rows


@pytest.mark.parametrize("name", FILES)
def test_a_question_gives_the_same_table_elsewhere(name, elsewhere, expected):
    """A named question is plain SPARQL: another engine gives the same rows in the same order."""
    result = elsewhere.query(KNOWN[name].sparql)
    columns, rows = expected(name)
    assert [str(v) for v in result.vars] == columns
    assert [[canonical(cell) for cell in row] for row in result] == rows


def test_every_expected_table_has_its_question():
    """No table outlives its question."""
    assert sorted(path.stem for path in EXPECTED.glob("*.csv")) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_head_is_whole(name, oxigraph):
    """A question has a kebab-case name, a summary that asks, a group, keywords, and a meaning for each column."""
    question = KNOWN[name]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert "?" in question.summary
    assert question.group in ("researcher", "trainer", "steward")
    assert question.keywords
    assert list(question.columns) == [v.value for v in oxigraph.query(question.sparql, name).variables]
    assert all(question.columns.values())


@pytest.mark.parametrize("name", FILES)
def test_the_order_of_rows_is_fixed(name):
    """A question orders its rows, so that two runs print alike."""
    body = re.sub(r"^#.*$", "", KNOWN[name].sparql, flags=re.MULTILINE)
    assert "ORDER BY" in body
    assert "GROUP_CONCAT" not in body


def test_no_cell_is_an_iri(oxigraph):
    """Those who ask see names, words and numbers, never an address."""
    shown = {
        name: [c for row in oxigraph.query(KNOWN[name].sparql, name) for c in row if isinstance(c, rdf.Iri)]
        for name in FILES
    }
    assert {name: cells[:2] for name, cells in shown.items() if cells} == {}


def test_no_two_questions_are_asked_in_the_same_words(lexicon):
    """A way of asking belongs to one question."""
    seen: dict[str, str] = {}
    for name, way in WAYS:
        k = key([stem(w) for w in words(way)], lexicon.ignored)
        assert seen.setdefault(k, name) == name, way


@pytest.mark.parametrize(("name", "way"), [(n, w) for n, w in WAYS if "{" not in w])
def test_every_way_of_asking_finds_its_question(name, way, match):
    """A question asked in one of its own ways is found."""
    found = match(way)
    assert found
    assert (found[0].name, found[1]) == (name, {})


@pytest.mark.parametrize(("name", "way"), [(n, w) for n, w in WAYS if "{" in w])
def test_every_pattern_finds_its_question_with_the_value(name, way, match, store):
    """A way of asking with a place for a value takes a label of the value's list."""
    question = KNOWN[name]
    parameter = next(p for p in question.parameters if "{" + p.name + "}" in way)
    label = {"theme": "power sharing", "area": "policing", "case": store.cases["cpche"].name}[parameter.list]
    found = match(way.replace("{" + parameter.name + "}", label))
    assert found
    assert found[0].name == name
    value = {"theme": "theme:share-power", "area": "area:policing", "case": "case:cpche"}[parameter.list]
    assert found[1] == {parameter.name: value}


@pytest.mark.parametrize(("name", "way"), [w for w in WAYS if "{" not in w[1]][::5])
def test_a_question_that_says_more_goes_elsewhere(name, way, match):
    """A further word that carries meaning is never dropped: the named question is not the answer then."""
    found = match(way + " zorbing")
    assert found is None


def test_the_order_of_words_does_not_matter(match):
    """A way of asking is its words: capitals, order and idle words do not count."""
    name, way = next((n, w) for n, w in WAYS if "{" not in w and len(words(w)) > 2)
    turned = "Please SHOW me: " + " ".join(reversed(words(way)))
    assert match(turned)[0].name == name


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_a_parameter_has_a_default_that_exists(name, parameter, oxigraph):
    """A question with parameters runs as it stands: its default is an id of the list."""
    question = KNOWN[name]
    (chosen,) = [p for p in question.parameters if p.name == parameter]
    prefix, _, local = chosen.default.partition(":")
    assert prefix == chosen.list
    questions.check_values(question, {parameter: local}, oxigraph)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_a_value_takes_the_place_of_the_default(name, parameter):
    """A value is put where the default stood, as an IRI of the list, and nowhere else."""
    question = KNOWN[name]
    (chosen,) = [p for p in question.parameters if p.name == parameter]
    for value in ("some-id", f"{chosen.list}:some-id"):
        text = questions.bind(question, {parameter: value})
        assert f"VALUES ?{parameter} {{ <{PREFIXES[chosen.list]}some-id> }}" in text
        assert len(text.split("\n")) == len(question.sparql.split("\n"))


ATTACKS = [
    "share-power> } } ; DROP ALL ; {",
    "share-power }",
    "share-power\n}",
    "share-power #",
    "<http://example.org/x>",
    "http://example.org/x",
    "theme:share-power } UNION { ?s ?p ?o",
    "theme:../../x",
    "theme:",
    "",
    " ",
    "?s",
    "file:///etc/passwd",
    "nobody:knows",
    "theme:a\\u003e",
]


@pytest.mark.parametrize("value", ATTACKS)
def test_a_value_cannot_carry_a_query(value):
    """Only an id can be put into a query."""
    name, parameter = PARAMETERS[0]
    with pytest.raises(UsageError, match="is no value for"):
        questions.bind(KNOWN[name], {parameter: value})


@pytest.mark.parametrize("value", ATTACKS)
def test_a_value_from_the_command_line_cannot_carry_a_query(run, ready, value):
    """What the command line takes as a value is an id of the list, or is refused in one line."""
    name, parameter = next((n, p) for n, p in PARAMETERS if KNOWN[n].parameters[0].list == "theme")
    for more in ((), ("--sparql",)):
        result = run("questions", name, f"{parameter}={value}", *more, project=ready)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith("kg: ")


def test_a_value_of_another_list_is_refused(run, ready):
    """An id of the wrong list, or of none, is refused with the nearest ids."""
    name, parameter = next((n, p) for n, p in PARAMETERS if KNOWN[n].parameters[0].list == "theme")
    for value, hint in (("share-powr", "did you mean 'share-power'"), ("barrier:impatience", "is not a theme")):
        result = run("questions", name, f"{parameter}={value}", project=ready)
        assert result.code == 2
        assert hint in result.err


def test_an_unknown_parameter_is_refused():
    """A parameter that a question does not have is named, with those it has."""
    with pytest.raises(UsageError, match="has no parameter 'colour'; it takes "):
        questions.bind(KNOWN[PARAMETERS[0][0]], {"colour": "red"})


def test_a_question_is_plain_data_and_back():
    """What is compiled with the graph is what was read."""
    for question in KNOWN.values():
        assert questions.from_dict(question.as_dict()) == question


def test_every_question_is_compiled_with_the_graph(store):
    """An installed copy knows every question, with the query and the head of its file."""
    compiled = {q["name"]: questions.from_dict(q) for q in store.questions}
    assert set(compiled) == set(KNOWN)
    for name, question in KNOWN.items():
        assert compiled[name].sparql == question.sparql
        assert (compiled[name].keywords, compiled[name].columns) == (question.keywords, question.columns)


def test_an_unknown_question_gets_the_nearest_names():
    """A slip in the name of a question is answered with the question meant."""
    name = FILES[0]
    with pytest.raises(UsageError, match=f"no question is called '{name}x'; did you mean '{name}'"):
        questions.find_question(list(KNOWN.values()), name + "x")


def test_all_broken_heads_are_named_together(tmp_path):
    """One run names the faults of all question files."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.rq").write_text("SELECT * {}\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        questions.read_questions(tmp_path)
    assert {p.file for p in caught.value.problems} == {"queries/answers/a.rq", "queries/answers/b.rq"}
