"""The docs say what is true: what is generated is current, what is shown runs, and what is named exists."""

import importlib.util
import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

import kg
from kg import language, pipeline
from kg import questions as named_questions
from kg.case import Case
from kg.cli import make_parser
from kg.corpus import read_corpus
from kg.listing import reading
from kg.sources import evidence
from kg.vocabulary import read_vocabulary

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
NEW_IDS = {"our-town"}  # the case that the pages write as they go
NO_COMMAND = "kg COMMAND --help"  # the form of a call, not a call


def blocks(text: str, kind: str) -> list[str]:
    return [body for found, body in BLOCK.findall(text) if found == kind]


def commands() -> list[tuple[str, str]]:
    """`(page, line)` for each `kg` command shown, in a block of console lines or between backticks."""
    found = []
    for page, text in TEXTS.items():
        shown = "".join(body for kind in ("console", "sh", "bash") for body in blocks(text, kind))
        lines = [line.removeprefix("$ ") for line in shown.split("\n")]
        lines += [span for span in SPAN.findall(BLOCK.sub("", text)) if len(span.split()) > 2]  # two words are a name
        found += [(page, line) for line in lines if re.match(r"kg [a-z-]", line)]
    return [(page, line) for page, line in dict.fromkeys(found) if line != NO_COMMAND]


def options_of(line: str):
    """The parsed arguments of a command line, without what a shell would take: comments, pipes and redirections."""
    words = shlex.split(line, comments=True)
    ends = [words.index(mark) for mark in ("|", ">", "&&", "<") if mark in words]
    return make_parser().parse_args(words[1 : min(ends, default=len(words))])


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.fixture(scope="module")
def generate():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------- Generated parts


def test_the_generated_parts_are_current(generate):
    """The command reference and the field reference are what the code and the shapes say today."""
    for path, text in generate.rendered().items():
        assert path.read_text(encoding="utf-8") == text, f"run: python docs/generate.py ({path.name})"
    assert generate.main(["--check"]) == 0


def test_a_stale_part_is_found_and_written_anew(generate, tmp_path, monkeypatch, capsys):
    """`--check` names a stale page and changes nothing; without it the page is put right."""
    page = tmp_path / "cli.md"
    page.write_text("old", encoding="utf-8")
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "rendered", lambda: {page: "new"})
    assert generate.main(["--check"]) == 1
    assert "cli.md is stale" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == "old"
    assert generate.main([]) == 0
    assert page.read_text(encoding="utf-8") == "new"


def test_a_guide_without_its_marks_is_refused(generate):
    """Nothing is written where the marks that bound the generated part are gone."""
    with pytest.raises(ValueError, match="needs the lines"):
        generate._between_marks("a guide", "fields")


def test_the_reference_has_every_command_and_every_argument():
    """No command and no option is left out."""
    parser = make_parser()
    (choices,) = (action.choices for action in parser._actions if isinstance(action.choices, dict))
    text = TEXTS["docs/cli.md"]
    assert re.findall(r"^## kg ([\w-]+)$", text, re.MULTILINE) == list(choices)
    for command in choices.values():
        for action in command._actions:
            assert all(name in text for name in action.option_strings if name not in ("-h", "--help"))
            assert action.dest == "help" or str(action.help) in text


def test_the_field_reference_has_every_shape():
    """Each node shape has its section, in the order of the file."""
    text = (ROOT / "ontology" / "shapes.ttl").read_text(encoding="utf-8")
    names = re.findall(r'a sh:NodeShape ;.*?sh:name "([^"]+)"', text, re.DOTALL)
    reference = TEXTS["docs/data-guide.md"].partition("## Field reference")[2]
    assert names
    assert re.findall(r"^### (.+)$", reference, re.MULTILINE) == names


# ---------------------------------------------------------------- Commands, queries and code


def test_commands_are_found():
    """The pages show commands, and the ones below are not an empty list."""
    assert len(commands()) > 25


@pytest.mark.parametrize(("page", "line"), commands(), ids=[f"{page}: {line}" for page, line in commands()])
def test_a_command_shown_is_a_command(page, line):
    """Every command line in the docs is one that `kg` takes."""
    try:
        options_of(line)
    except SystemExit:
        pytest.fail(f"{page} shows a command that kg refuses: {line}")


def test_a_command_named_is_a_command():
    """Where a page speaks of a command by its name alone, there is one."""
    for page, text in TEXTS.items():
        for name in re.findall(r"`kg ([a-z-]+)`", text):
            assert f"## kg {name}\n" in TEXTS["docs/cli.md"], (page, name)


def test_what_commands_name_exists(store, corpus):
    """Cases, questions with their parameters, query files, sources and list entries in the commands shown are real."""
    known = [named_questions.from_dict(question) for question in store.questions]
    for page, line in commands():
        options = options_of(line)
        if options.command == "show":
            assert options.case in {*store.cases, *NEW_IDS}, (page, line)
        elif options.command == "questions" and options.name:
            question = named_questions.find_question(known, options.name)
            values = dict(parameter.split("=", 1) for parameter in options.parameters)
            named_questions.bind(question, values)
            named_questions.check_values(question, values, store.graph)
        elif options.command == "query" and "/" in options.file:
            assert (ROOT / options.file).is_file(), (page, line)
        elif options.command == "list":
            reading(store, vars(options))
        elif options.command == "new":
            assert options.id not in store.cases, (page, line)
        elif options.command == "locate" and options.source:
            assert options.source in corpus.by_id("source"), (page, line)


def test_questions_shown_are_understood(store, lexicon):
    """A plain question in the docs is a named question, or one of which every word is understood."""
    known = [named_questions.from_dict(question) for question in store.questions]
    for page, line in commands():
        options = options_of(line)
        if options.command != "ask" or not options.question:
            continue
        asked = " ".join(options.question)
        if not named_questions.match(asked, known, lexicon):
            found = language.read(asked, lexicon, store.has_fellowship)
            assert found.groups, (page, asked)
            assert found.not_understood == {}, (page, asked)


def test_questions_are_read_as_the_page_says(store, lexicon):
    """The table of the question language is what the parser does."""
    table = TEXTS["docs/question-language.md"].partition("| Question | Read as |")[2].partition("\n\n")[0]
    rows = [row.strip("| ").split(" | ") for row in table.split("\n")[2:]]
    assert len(rows) > 10
    for question, shown in rows:
        found = language.read(question, lexicon, store.has_fellowship)
        assert (found.describe(), found.not_understood) == (shown, {}), question


def test_the_page_knows_every_default_and_limit():
    """Limits that the question page gives in words are those of the code."""
    text = TEXTS["docs/question-language.md"]
    assert f"at most {language.MAX_WORDS} words" in text


def test_the_json_of_an_answer_is_as_the_guide_says(run, ready):
    """Programs rely on the fields of the JSON: the guide names each one, and no other."""
    text = TEXTS["docs/data-guide.md"].partition("## The JSON of an answer")[2].partition("\n## ")[0]
    table, of_a_case, of_evidence, of_a_named = re.match(
        r"(.*?)A case has (.*?)\. Each piece of evidence has (.*?)\.\n.*gives other fields: (.*?)\.\n", text, re.DOTALL
    ).groups()
    answer = json.loads(run("ask", "which projects shared power", "--format", "json", project=ready).out)
    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == list(answer)
    hit = (answer["certain"] + answer["possible"])[0]
    assert SPAN.findall(of_a_case) == list(hit)
    assert SPAN.findall(of_evidence) == list(hit["evidence"][0])
    named = json.loads(run("ask", "most common barriers", "--format", "json", project=ready).out)
    assert SPAN.findall(of_a_named) == list(named)


def queries() -> list[str]:
    """The queries of the data guide that can be run, without the block of prefixes."""
    return [body for body in blocks(TEXTS["docs/data-guide.md"], "sparql") if "SELECT" in body]


@pytest.mark.parametrize("number", range(len(queries())))
def test_a_query_shown_gives_rows(number, store):
    """Each query of the data guide runs with the prefixes of the guide and finds something."""
    (prefixes,) = (body for body in blocks(TEXTS["docs/data-guide.md"], "sparql") if "SELECT" not in body)
    assert list(store.graph.query(prefixes + queries()[number]))


def test_the_prefixes_shown_are_ours():
    """A prefix in the guide stands for the IRI that the code has for it."""
    from kg.namespaces import PREFIXES

    for body in blocks(TEXTS["docs/data-guide.md"], "sparql"):
        for prefix, iri in re.findall(r"PREFIX (\w+): <([^>]+)>", body):
            assert PREFIXES[prefix] == iri


def test_the_python_shown_runs(ready, monkeypatch, capsys):
    """The code of the data guide runs in a checkout."""
    (code,) = blocks(TEXTS["docs/data-guide.md"], "python")
    monkeypatch.chdir(ready)
    exec(compile(code, "docs/data-guide.md", "exec"), {})
    assert "changed" not in capsys.readouterr().out


def test_the_terms_that_the_guide_names_are_defined():
    """Every `cw:` term in the docs is a term of the ontology."""
    ontology = (ROOT / "ontology" / "cwkg.ttl").read_text(encoding="utf-8")
    defined = set(re.findall(r"^cw:(\w+) a ", ontology, re.MULTILINE))
    for page, text in TEXTS.items():
        assert set(re.findall(r"\bcw:(\w+)", text)) <= defined, page


# ---------------------------------------------------------------- Links, names and messages


@pytest.mark.parametrize("page", TEXTS)
def test_every_relative_link_resolves(page):
    """A link within the project leads to a file that is there, and to a heading of it."""
    for target in LINK.findall(BLOCK.sub("", TEXTS[page])):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        assert path.exists(), f"{page}: {target}"
        assert not anchor or anchor in anchors(path), f"{page}: {target}"


def test_the_index_names_every_page():
    """A page that nobody links to is not read."""
    linked = set(LINK.findall(TEXTS["docs/README.md"]))
    assert {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"} <= linked


def test_every_module_is_in_the_architecture():
    """The page on the architecture has a line for each module, and none for a module that is gone."""
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "kg").rglob("*.py")}
    assert set(re.findall(r"^\| `(kg/[\w/]+\.py)` \|", TEXTS["docs/architecture.md"], re.MULTILINE)) == modules


def test_every_message_explained_is_one_that_is_given():
    """What the page on messages quotes stands in the code, word for word."""
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "kg").rglob("*.py")))
    code = re.sub(r"\{[^{}]*\}", "…", code)
    rows = re.findall(r"^\| (.+?) \| .+ \|$", TEXTS["docs/errors.md"], re.MULTILINE)
    messages = [message for message in rows if message not in ("Message", "---")]
    assert len(messages) > 30
    for message in messages:
        for piece in re.split(r"'?…'?|, ", message):
            assert len(piece.strip()) < 8 or piece.strip() in code, message


def test_the_method_names_every_stance_basis_and_status(project):
    """The page on the method leaves out no entry of the lists that it explains."""
    vocabulary = read_vocabulary(project.ontology / "codebook.ttl", project.ontology / "context.jsonld")
    text = TEXTS["docs/method.md"]
    for name in ("stance", "basis", "status"):
        assert {id for id in vocabulary.ids(name) if not re.search(rf"\b{id}\b", text)} == set()


def test_no_page_names_a_path_of_one_machine():
    """The docs hold for every checkout."""
    for page, text in TEXTS.items():
        assert not re.search(r"(?<![\w.])/(work|tmp|home|root|Users)/", text), page


# ---------------------------------------------------------------- The template

SWITCHED_OFF = re.compile(r"^#(?=[a-z]|  )", re.MULTILINE)


@pytest.fixture
def template(project) -> str:
    return (project.cases / "EXAMPLE.md").read_text(encoding="utf-8")


def test_the_template_is_no_case(project, compiled):
    """It is neither read nor counted."""
    assert "EXAMPLE" not in {path.stem for path in project.case_files()}
    assert "example-partnership" not in {case.id for case in compiled.source.corpus.cases.values()}


def test_the_template_is_a_valid_case(copy_project, template):
    """Under the name of its id it passes every check, together with all other cases."""
    copy = copy_project()
    (copy.cases / "example-partnership.md").write_text(template, encoding="utf-8")
    corpus = pipeline.read(copy)
    assert corpus.cases["cases/example-partnership.md"].id == "example-partnership"


def test_a_new_case_from_the_template_claims_nothing(copy_project, run):
    """`kg new` writes a file that passes the checks and holds no finding and no coding."""
    copy = copy_project()
    made = run("new", "our-town", project=copy)
    assert (made.code, made.out) == (0, "cases/our-town.md\n")
    case = pipeline.read(copy).cases["cases/our-town.md"]
    assert (case.id, case.findings, case.coding, case.figures) == ("our-town", [], None, [])
    assert run("check", project=copy).code == 0


def test_the_template_is_valid_with_every_field_switched_on(copy_project, template):
    """The records shown in its comments are right too: they pass the checks and map to RDF."""
    copy = copy_project()
    path = copy.cases / "example-partnership.md"
    head, mark, prose = template.rpartition("\n---\n")
    text = SWITCHED_OFF.sub("", head).replace("tier: listed", "tier: described") + mark + prose
    path.write_text(text, encoding="utf-8")
    case = read_corpus(copy)[0].cases["cases/example-partnership.md"]
    rows = [f'  {place}: {{start: 0, end: 1, digest: "0", locator: "0"}}' for place in evidence.cited_places(case)]
    table = "\n".join(["passages:", *rows, ""])
    path.write_text(re.sub(r"^passages:\n(  .*\n)+", table, text, flags=re.MULTILINE), encoding="utf-8")
    corpus = pipeline.read(copy)
    case = corpus.cases["cases/example-partnership.md"]
    for name in (
        "themes",
        "barriers",
        "outcomes",
        "figures",
        "conflicts",
        "organisations",
        "people",
        "phases",
        "coding",
    ):
        assert getattr(case, name), name
    assert pipeline.map_source(copy, corpus).triples


def test_the_template_explains_every_field(template):
    """Each field of a case file, at any depth, is named in the template."""
    head = template.rpartition("\n---\n")[0]

    def fields(record) -> set[str]:
        inner = [kind.record for kind in record.kinds().values() if kind.record and kind.shape == "record"]
        return {name.replace("_", "-") for name in record.kinds()}.union(*map(fields, inner))

    assert {name for name in fields(Case) if not re.search(rf"(?<![\w-]){name}(?![\w-])", head)} == set()


def test_the_passage_of_the_template_is_found_again(template, copy_project, sources):
    """Its one located passage stands where it says."""
    copy = copy_project()
    (copy.cases / "example-partnership.md").write_text(template, encoding="utf-8")
    corpus = pipeline.read(copy)
    texts, _ = evidence.read_sources(sources, corpus.by_id("source"))
    for place, passage in corpus.cases["cases/example-partnership.md"].passages.items():
        source, first, last = evidence.parse_place(place)
        assert evidence.locate(texts[source], first, last) == passage


# ---------------------------------------------------------------- Licences, citation, changelog


def test_the_version_is_the_same_everywhere():
    """The package, the citation, the changelog and the ontology name one version."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = re.findall(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    ontology = re.search(r'owl:versionInfo "([^"]+)"', (ROOT / "ontology" / "cwkg.ttl").read_text(encoding="utf-8"))
    assert citation["version"] == changelog[0] == ontology.group(1) == kg.__version__


def test_the_citation_has_what_its_format_asks_for():
    """The fields that CFF 1.2.0 requires, of the work and of the report that it refers to."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title"} <= set(citation)
    assert citation["authors"] == [{"name": "The CWKG authors"}]
    (report,) = citation["references"]
    assert (report["type"], report["title"], report["year"]) == ("report", "Collaborative Working", 2011)
    assert report["authors"] == [{"family-names": "Miles", "given-names": "Emily"}]


def test_the_licences_name_their_holder():
    """Code is under MIT, data under CC BY 4.0, and both say whose they are."""
    code, data = ((ROOT / name).read_text(encoding="utf-8") for name in ("LICENSE", "LICENSE-DATA"))
    for words in ("MIT License", "Copyright (c) 2026 The CWKG authors"):
        assert words in code
    for words in (
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        "The CWKG authors",
        "ontology/",
        "cases/",
    ):
        assert words in data
