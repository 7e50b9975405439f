"""A question asked on a page: what is certain and what is possible, how it was read, and how to change that."""

import csv
import io
import json
import re

import pytest
import webbing

from kg import answers, output
from kg.evidence import CONTESTED

SHARED = "which projects shared power and cut costs"


def ask(graph, question, **more):
    from urllib.parse import urlencode

    return webbing.get(graph, "/ask?" + urlencode({"q": question, **more}, doseq=True))


def section(reply, id):
    """A part of a page by its id, as text."""
    (found,) = (node for node in webbing.tree(reply).iter("section") if node.get("id") == id)
    return " ".join("".join(found.itertext()).split())


@pytest.fixture(scope="module")
def answer(store):
    return answers.ask(store, SHARED)


def test_certain_and_possible_stand_apart(graph, answer):
    """Each case stands in the list of its level and in no other."""
    reply = ask(graph, SHARED)
    certain, possible = section(reply, "certain"), section(reply, "possible")
    assert answer.possible
    for hit in answer.possible:
        assert hit.facts.name in possible
        assert hit.facts.name not in certain
    assert "None. No case is certain for every condition" in certain


def test_each_condition_has_its_evidence(graph, answer):
    """A case shows for each condition what happened, on what it rests, who says so and where it stands."""
    shown = section(ask(graph, SHARED), "possible")
    for hit in answer.possible:
        for piece in hit.evidence:
            for part in (piece.condition, piece.note, piece.speaker, piece.source, piece.locator):
                assert part in shown
    assert "Inferred" in shown


def test_what_is_not_stated_is_counted_and_leads_to_the_cases(graph, answer):
    """The number of silent cases stands there, with a link to the page that lists them."""
    reply = ask(graph, SHARED)
    number = answer.not_stated["Share power (practised)"]
    assert f"{number} cases on Share power (practised)" in section(reply, "not-stated")
    assert "/theme/share-power#not-stated" in webbing.links(reply)


def test_a_part_of_the_reading_can_be_taken_away(graph, store):
    """The link of a chip gives the answer without that part, and the next one keeps it away."""
    reply = ask(graph, SHARED)
    (without,) = (link for link in webbing.links(reply) if "without=outcome%2Fcost-saving" in link)
    less = webbing.get(graph, without)
    shown = webbing.text(less)
    wanted = answers.ask(store, "which projects shared power")
    assert all(hit.facts.name in section(less, "certain") for hit in wanted.certain)
    assert "Cost saving (achieved)" not in shown
    both = [link for link in webbing.links(less) if link.count("without=") == 2]
    assert any("without=kinds" in link for link in both)


def test_the_kinds_of_case_can_be_taken_away(graph, store):
    """Without them cases of every kind are searched."""
    found = section(ask(graph, "which projects shared power", without="kinds"), "certain")
    wanted = answers.ask(store, "which cases of all kinds shared power")
    assert {hit.facts.name for hit in wanted.certain if hit.facts.name not in found} == set()


def test_a_word_that_is_not_understood_is_named_with_its_neighbours(graph):
    """There is no answer, and links lead to the question without the word or with a known one."""
    reply = ask(graph, "which projects shared powwwer")
    shown = webbing.text(reply)
    assert "Not understood: “powwwer”" in shown
    assert "No answer is given until every word is understood" in shown
    assert "/ask?q=which+projects+shared" in webbing.links(reply)
    assert 'id="certain"' not in webbing.source(reply)


def test_a_contested_finding_is_marked(graph, store):
    """Where findings contradict each other, the remark stands on a line of its own."""
    question = "which projects sustained the collaboration"
    found = answers.ask(store, question)
    contested = [e for hit in found.possible for e in hit.evidence if e.note.endswith(CONTESTED)]
    shown = section(ask(graph, question), "possible")
    assert len(contested) > 0
    assert shown.count("Contested: other findings on it say the contrary.") == len(contested)
    assert CONTESTED not in shown


def test_a_named_question_shows_its_table(graph, store):
    """A question that has a name is answered by its rows, and says which question that is."""
    reply = ask(graph, "most common barriers")
    rows = graph.question("most-common-barriers").rows
    assert len(list(webbing.tree(reply).find(".//table").iter("tr"))) == len(rows) + 1
    assert "is one of the ways to ask a named question" in webbing.text(reply)


def test_the_answer_can_be_tested(graph, store, answer):
    """What each case rests on stands under it when it is asked for, and only then."""
    assert "Not firm" not in webbing.text(ask(graph, SHARED))
    shown = webbing.text(ask(graph, SHARED, robust="1"))
    assert "Not firm: hangs on a single finding" in shown
    assert "If silence counted as no, these would be certain too" in shown


def test_the_answer_can_be_taken_along(graph, store, answer):
    """CSV and JSON are those of the command line, for the reading that the page shows."""
    reply = webbing.get(graph, "/ask.json?q=which+projects+shared+power+and+cut+costs")
    assert json.loads(reply.body) == json.loads(output.answer(answer, "json"))
    assert dict(reply.headers)["Content-Disposition"] == 'attachment; filename="answer.json"'
    reply = webbing.get(graph, "/ask.csv?q=which+projects+shared+power+and+cut+costs&without=outcome/cost-saving")
    rows = list(csv.DictReader(io.StringIO(reply.body.decode())))
    assert {row["condition"] for row in rows} == {"Share power (practised)"}


def test_the_page_links_to_its_files_and_its_query(graph):
    """Each has the question in its address, and the query is shown whole."""
    reply = ask(graph, SHARED, without="kinds")
    links = webbing.links(reply)
    assert "/ask.csv?q=which+projects+shared+power+and+cut+costs&without=kinds" in links
    assert any(link.startswith("/query?query=PREFIX") for link in links)
    assert "cw:achievedAsStated" in webbing.source(reply)


def test_words_to_ask_with_can_be_asked_with(graph):
    """Every entry that the page without a question offers is understood, and means what it says."""
    reply = webbing.get(graph, "/ask")
    offered = [link for link in webbing.links(reply) if "which+projects%3A" in link]
    assert len(offered) == 26
    for link in offered:
        shown = webbing.text(webbing.get(graph, link))
        assert "Not understood" not in shown
        assert re.search("Read as .+? \\((practised|met|achieved)\\)", shown), link
