"""One case with all that is known of it."""

import pytest

from kg.cards import card, find_case, to_text
from kg.errors import UsageError


@pytest.fixture(scope="module")
def cases(corpus):
    return {case.id: case for case in corpus.cases.values()}


@pytest.fixture(scope="module")
def made(corpus, cases):
    """Case to its findings by every coder: the name of each, the finding, and the passages of its file."""
    found = {id: [(f.id, f, case.passages) for f in case.findings] for id, case in cases.items()}
    for coding in corpus.codings.values():
        found[coding.case] += [(f"{coding.coder}-{f.id}", f, coding.passages) for f in coding.findings]
    return found


def test_every_case_has_a_card_with_all_it_holds(store, cases, made):
    """Each card shows the story, every coder's findings, organisations, people, phases, parts and class questions."""
    for id, case in cases.items():
        shown = card(store, id)
        assert (shown["case"], shown["name"], shown["summary"], shown["story"]) == (
            id,
            case.name,
            case.summary,
            case.story,
        )
        assert {f["finding"] for f in shown["findings"]} == {f"{id}-{name}" for name, _, _ in made[id]}
        assert len(shown["findings"]) == len(made[id])
        assert len(shown["organisations"]) == len({(o.organisation, o.role) for o in case.organisations})
        assert len(shown["phases"]) == len(case.phases)
        assert {p["case"] for p in shown["parts"]} == {c.id for c in cases.values() if c.part_of == id}
        assert sorted(shown["class questions"]) == sorted(case.class_questions)
        assert shown["coded"] == (case.coding is not None)


def test_class_questions_keep_their_order(store, cases):
    """Questions for a class come in the order in which they were written."""
    for id, case in cases.items():
        assert card(store, id)["class questions"] == case.class_questions


def test_every_finding_of_a_card_can_be_followed(store, cases, made):
    """Each finding shows its note, basis, speakers and every place in the sources."""
    for id in cases:
        shown = {f["finding"]: f for f in card(store, id)["findings"]}
        for name, finding, passages in made[id]:
            entry = shown[f"{id}-{name}"]
            assert entry["note"] == finding.note
            for place in finding.evidence:
                assert passages[place].locator in entry["places"]
            assert entry["said by"].count(",") >= len(finding.said_by) - 1


def test_a_card_says_who_found_what_and_what_came_of_it(small):
    """Findings of both coders stand on the card, those set aside too, with what a third look said of them."""
    small.case("bridge", "themes:\n" + small.finding("t1", "theme/share-power", "enacted"))
    second = small.finding("t1", "theme/share-power", "neglected")
    second += small.finding("t2", "theme/share-power", "enacted", "inferred")
    small.coding("bridge", "themes:\n" + second)
    small.settle("bridge", t1="open", coder_2_t1="set-aside")
    shown = {f["finding"]: f for f in card(small.build(), "bridge")["findings"]}
    found = {id: (f["coder"], f["agreement"], f["third look"]) for id, f in shown.items()}
    assert found == {
        "bridge-t1": ("First coding", "Basis differs", "Why."),
        "bridge-coder-2-t1": ("Second coding", "Set aside by a third look", "Why."),
        "bridge-coder-2-t2": ("Second coding", "Both coders", ""),
    }


def test_the_figures_of_a_case_are_on_its_card(store, cases):
    """Numbers that describe a case are shown, for they are all that is known of some."""
    for id, case in cases.items():
        text = to_text(card(store, id), markdown=False).replace(",", "")
        for figure in case.figures:
            assert format(figure.value.normalize(), "f") in text, (id, figure.id)


@pytest.mark.parametrize("markdown", [True, False])
def test_a_card_reads_as_text(store, cases, made, markdown):
    """The text of a card holds name, story, findings and the note on the roster."""
    for id, case in cases.items():
        text = to_text(card(store, id), markdown)
        assert case.name in text
        assert case.story in text
        assert text.rstrip().endswith("have no findings.")
        for _, finding, _ in made[id]:
            assert finding.note in text


def test_a_listed_case_says_why_it_is_empty(store, cases, made):
    """A case without findings says whether it was read in full or only listed."""
    for id, case in cases.items():
        text = to_text(card(store, id), markdown=False)
        assert ("It has not been coded: the sources only list it." in text) == (case.tier == "listed")
        assert ("A full reading found nothing to code." in text) == (case.tier != "listed" and not made[id])


@pytest.mark.parametrize(
    "wanted",
    ["cpche", "Canadian Partnership for Children's Health and Environment", "canadian partnership for children"],
)
def test_a_case_is_found_by_id_name_or_start_of_its_name(store, wanted):
    """People may write what they remember."""
    assert find_case(store, wanted) == "cpche"


def test_several_cases_of_one_start_are_listed(store):
    """Where a start fits several cases, they are named."""
    with pytest.raises(UsageError, match="several cases start with 'total pl'"):
        find_case(store, "total pl")


def test_the_whole_name_wins_over_a_longer_one(store):
    """A case whose whole name was given is found even where another name starts alike."""
    for id, facts in store.cases.items():
        assert find_case(store, facts.name) == id


def test_an_unknown_case_gets_the_nearest(store):
    """A slip in a case's id is answered with the id meant."""
    with pytest.raises(UsageError, match="no case is called 'cpchee'; did you mean 'cpche'"):
        find_case(store, "cpchee")
