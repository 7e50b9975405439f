"""Rows of tables as records."""

from decimal import Decimal

import pytest
from importing import CASES, FINDINGS, SHARED, TOWN, found_in, write

from kg.case import Coding
from kg.corpus import Corpus
from kg.importing.found import Found


@pytest.fixture
def read(tmp_path):
    """What tables hold: `read(cases=CASES + TOWN)`; with `known`, the project that they are to join."""

    def read(known: Corpus | None = None, **tables: str) -> Found:
        return found_in(write(tmp_path / "given", **tables), known or Corpus())

    return read


def told(found, folder):
    return [str(problem).replace(f"{folder}/given/", "") for problem in sorted(found.problems)]


def test_a_case_is_read_from_its_row(read, tmp_path):
    """Ids, lists and the coding of a case; a story may have several paragraphs."""
    row = TOWN.replace("It met.", '"It met.\n\nIt went on."')
    found = read(
        cases=CASES.replace("story", "story,class_questions")
        + row.replace("\n\n", "\r\n\r\n")[:-1]
        + ",What now? | And then?\n"
    )
    case = found.cases["our-town"]
    assert (case.id, case.tier, case.known_from) == ("our-town", "named", ["tiny:2-2"])
    assert case.coding == Coding("coder-1", ["theme", "barrier", "outcome"])
    assert (case.story, case.class_questions) == ("It met.\n\nIt went on.", ["What now?", "And then?"])
    assert told(found, tmp_path) == []


@pytest.mark.parametrize("id", ["t1", "our-town-t1"])
def test_ids_may_have_their_case_before_them(read, id):
    """An id is taken as case files write it and as exports do."""
    found = read(cases=CASES + TOWN, findings=FINDINGS + SHARED.replace("t1,", f"{id},", 1))
    (finding,) = found.cases["our-town"].themes
    assert (finding.id, finding.theme, finding.stance, finding.evidence) == (
        "t1",
        "share-power",
        "enacted",
        ["tiny:4-5"],
    )


def test_each_list_has_its_own_findings(read):
    """A finding belongs to the list that its row names."""
    rows = SHARED + "b1,our-town,barrier,impatience,encountered,,inferred,teller,They hurried.,tiny:4-5\n"
    rows += "o1,our-town,outcome,access,improved,claimed,stated,teller,It was open.,tiny:4-5\n"
    case = read(cases=CASES + TOWN, findings=FINDINGS + rows).cases["our-town"]
    assert [type(finding).__name__ for finding in case.findings] == ["ThemeFinding", "BarrierFinding", "OutcomeFinding"]
    assert (case.barriers[0].barrier, case.outcomes[0].outcome, case.outcomes[0].status) == (
        "impatience",
        "access",
        "claimed",
    )


def test_a_further_coder_has_a_file_of_their_own(read):
    """Findings by somebody else than the coder of the case file are a further coding, also of a case at hand."""
    rows = FINDINGS.replace("said_by", "said_by,coder") + SHARED.replace("teller", "teller,coder-2")
    found = read(cases=CASES + TOWN, codings="case,coder,lists_read\nour-town,coder-2,theme\n", findings=rows)
    (coding,) = found.codings.values()
    assert (coding.case, coding.coder, coding.schemes, coding.themes[0].id) == ("our-town", "coder-2", ["theme"], "t1")
    assert found.cases["our-town"].findings == []


def test_numbers_belong_to_findings(read, tmp_path):
    """A change has its values with unit and years; false flags are left out as in case files."""
    rows = FINDINGS + "o1,our-town,outcome,access,improved,claimed,stated,teller,It was open.,tiny:4-5\n"
    numbers = "change,finding,case,indicator,design,before,after,unit,after_label,before_start_year,computed,relative\n"
    numbers += "our-town-o1-c1,our-town-o1,our-town,crossings,before-after,10,12.5,NUM,of the bridge,2001,false,0.25\n"
    found = read(cases=CASES + TOWN, findings=rows, outcomes=numbers)
    (change,) = found.cases["our-town"].outcomes[0].changes
    assert (change.id, change.before.value, change.before.unit, change.before.start) == ("c1", 10, "NUM", 2001)
    assert (change.after.value, change.after.label, change.relative) == (
        Decimal("12.5"),
        "of the bridge",
        Decimal("0.25"),
    )
    assert (change.comparison, change.computed) == (None, None)
    assert told(found, tmp_path) == []


def test_what_belongs_to_a_case_is_put_into_it(read, tmp_path):
    """Participations, posts, phases, figures and contradictions stand in the file of their case."""
    found = read(
        cases=CASES + TOWN,
        participations="case,organisation,role,evidence\nour-town,ferry-trust,lead,tiny:2-2\n",
        posts="case,person,post,evidence\nour-town,teller,Keeper,tiny:2-2\n",
        phases="case,phase,name,evidence\nour-town,early,Early days,tiny:2-2\n",
        figures="figure,case,indicator,value,unit,evidence\nour-town-g1,our-town,crossings,7,NUM,tiny:2-2\n",
        contradictions="contradiction,case,between,note\nour-town-x1,our-town,t1 | t2,They differ.\n",
        third_looks="third_look,case,coder,settles,verdict,note,evidence\ns1,our-town,third-look,our-town-t1,open,Why.,tiny:2-2\n",
    )
    case = found.cases["our-town"]
    assert (case.organisations[0].organisation, case.people[0].post, case.phases[0].id) == (
        "ferry-trust",
        "Keeper",
        "early",
    )
    assert (case.figures[0].id, case.figures[0].value, case.conflicts[0].between) == ("g1", 7, ["t1", "t2"])
    (look,) = found.settlements["our-town"].settlements
    assert (look.id, look.settles) == ("s1", ["t1"])
    assert told(found, tmp_path) == []


def test_the_registry_is_read_too(read, tmp_path):
    """Entries with their lists; posts outside of cases and sections of sources go to what they belong to."""
    found = read(
        people="person,name,also_known_as,interviewed,evidence\nann,Ann,A. | Annie,true,tiny:2-2\n",
        posts="case,person,post,evidence\n,ann,Keeper,tiny:2-2\n",
        sources="source,number,title,sha256,lines,characters\ns,009,Text,abc,3,40\n",
        sections="source,section,lines\ns,Start,1-2\n",
    )
    (ann,), (source,) = found.registry.people, found.registry.sources
    assert (ann.also_known_as, ann.interviewed, ann.posts[0].post) == (["A.", "Annie"], True, "Keeper")
    assert (source.lines, source.sections[0].name) == (3, "Start")
    assert told(found, tmp_path) == []


def test_worked_out_columns_are_passed_over(read, exported, tmp_path):
    """An export may be given back whole: counts, locators and what was reconciled are worked out anew."""
    found = found_in(exported, Corpus())
    assert found.problems == []
    assert found.notes[0] == "codebook.csv is not imported: the lists stand in ontology/codebook.ttl"
    assert all("is passed over" in note for note in found.notes[1:])
    assert len(found.cases) == 96


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        (
            {"cases": CASES.replace(",country", "") + TOWN.replace(",CA", "")},
            "cases.csv:1:1: column 'country' is missing; it holds: Two-letter",
        ),
        ({"cases": CASES + TOWN.replace(",CA", ",")}, "cases.csv:2:1: country: this cell is empty"),
        ({"cases": CASES + TOWN.replace("our-town", "Our Town")}, "cases.csv:2:1: case: 'Our Town' is not an id"),
        (
            {"cases": CASES + TOWN + TOWN},
            "cases.csv:3:1: case: case 'our-town' stands twice; it stands first in line 2",
        ),
        ({"cases": CASES + TOWN.replace("coder-1", "")}, "cases.csv:2:1: coders: a coding needs a coder and the lists"),
        ({"cases": CASES + TOWN.replace("It met.", "")}, "cases.csv:2:1: story: there is no story"),
        (
            {"cases": CASES + TOWN.replace("tiny:2-2", "tiny:4-2")},
            "cases.csv:2:9: known_from: 'tiny:4-2' ends before it starts",
        ),
        (
            {"cases": CASES + TOWN, "findings": FINDINGS + SHARED.replace("our-town", "our-twn")},
            "findings.csv:2:2: case: 'our-twn' is not in the table of cases; did you mean 'our-town'?",
        ),
        (
            {"cases": CASES + TOWN, "findings": FINDINGS + SHARED.replace("theme", "themes")},
            "findings.csv:2:3: list: 'themes' is no list; did you mean 'theme'?",
        ),
        (
            {"cases": CASES + TOWN, "findings": FINDINGS + SHARED.replace("enacted,,", "enacted,claimed,")},
            "findings.csv:2:6: status: a finding on a theme has no status",
        ),
        (
            {"cases": CASES + TOWN, "findings": FINDINGS + SHARED.replace("theme,share-power", "outcome,access")},
            "findings.csv:2:1: status: a finding on an outcome needs a status",
        ),
        (
            {
                "cases": CASES + TOWN,
                "outcomes": "change,finding,indicator,design\nc1,our-town-o1,crossings,projection\n",
            },
            "outcomes.csv:2:2: finding: 'our-town-o1' is no finding on an outcome here",
        ),
        (
            {"posts": "case,person,post,evidence\n,ann,Keeper,tiny:2-2\n"},
            "posts.csv:2:2: person: 'ann' is not in the table of people",
        ),
        (
            {"passages": "passage,start_char,end_char,digest,locator\nhere,1,2,ab,line 1\n"},
            "passages.csv:2:1: passage: 'here' is not a place in a source",
        ),
        (
            {"passages": "passage,start_char,end_char,digest,locator\n" + "tiny:2-2,x,2,ab,line 1\n" * 2},
            "passages.csv:2:2: start_char: 'x' is not a whole number",
        ),
        (
            {"passages": "passage,start_char,end_char,digest,locator\n" + "tiny:2-2,1,2,ab,line 1\n" * 2},
            "passages.csv:3:1: passage: passage 'tiny:2-2' stands twice",
        ),
        (
            {"sections": "source,section,lines\nnone,Start,1-2\n"},
            "sections.csv:2:1: source: 'none' is not in the table of sources",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(read, tmp_path, tables, problem):
    """File, line and column of the cell, its column by name, what is wrong, and what to do."""
    found = told(read(**tables), tmp_path)
    assert any(line.startswith(problem) for line in found), found


def test_a_coder_needs_a_coding(read, tmp_path):
    """Findings by a coder of whom nothing says what they read are refused."""
    rows = FINDINGS.replace("said_by", "said_by,coder") + SHARED.replace("teller", "teller,coder-2")
    assert told(read(cases=CASES + TOWN, findings=rows), tmp_path) == [
        "findings.csv:2:9: coder: there is no coding of 'our-town' by 'coder-2'; "
        "add a row with the lists that this coder read to codings.csv"
    ]


def test_a_case_of_the_project_is_not_changed_by_halves(read, tmp_path, corpus):
    """Findings on a case that is not among the given ones would change a file behind its back."""
    row = SHARED.replace("our-town", "cpche")
    assert told(read(corpus, findings=FINDINGS + row), tmp_path) == [
        "findings.csv:2:2: case: 'cpche' is not in the table of cases; a case of the project is changed in its own file"
    ]
