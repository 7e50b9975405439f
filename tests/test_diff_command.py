"""The command `kg diff`."""

import json

import pytest

from kg import pipeline


@pytest.fixture
def versions(small, tmp_path):
    """Two builds of a made-up project: the second without a finding."""
    question = (
        "#+ summary: Which cases shared power?\n#+ keywords: [who shared power]\n#+ columns: {case: roster id}\n"
        "PREFIX cw: <https://w3id.org/cwkg/ontology#>\nPREFIX theme: <https://w3id.org/cwkg/code/theme/>\n"
        "SELECT ?case WHERE { ?case cw:enactsTheme theme:share-power } ORDER BY ?case\n"
    )
    (small.project.answers / "who-shared-power.rq").write_text(question, encoding="utf-8")
    finding = "themes:\n" + small.finding("t1", "theme/share-power", "enacted")
    for name, body in (("old", finding), ("new", "")):
        small.case("bridge", body)
        small.locate()
        pipeline.build_project(small.project, to=tmp_path / name, shapes=False)
    return tmp_path / "old", tmp_path / "new"


def test_a_finding_that_went_takes_its_answer_along(run, small, versions):
    """The answer that is lost is told with the finding that it rested on."""
    result = run("diff", *versions, project=small.root)
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert "Answers that changed: 1 of 1 named questions" in lines
    at = lines.index("who-shared-power: Which cases shared power?")
    assert lines[at + 1 : at + 3] == ["  - case:bridge", "because of: finding:bridge-t1 (removed)"]


def test_the_other_way_round_it_comes(run, small, versions):
    """From new to old the row and the finding are added."""
    data = json.loads(run("diff", *versions[::-1], "--format", "json", project=small.root).out)
    (answer,) = data["answers"]
    assert (answer["added"], answer["removed"], answer["causes"]) == ([["case:bridge"]], [], ["finding:bridge-t1"])
    assert ("finding:bridge-t1", "added") in {(record["record"], record["how"]) for record in data["records"]}


def test_faults_are_one_line(run, small, versions, tmp_path):
    """A path that holds no graph is named, and nothing is printed."""
    result = run("diff", versions[0], tmp_path / "gone", project=small.root)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"kg: {tmp_path / 'gone'}: there is no such file or folder\n"
