"""Plain English into conditions: every way of saying a thing that the design promises."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import rdf
from kg.cli import EXAMPLES
from kg.errors import UsageError
from kg.language import MAX_WORDS, read
from kg.lexicon import words
from kg.namespaces import CODE, expand

ONTOLOGY = Path(__file__).resolve().parents[1] / "ontology"
SHARE, CUT, TURF = "theme/share-power enacted", "outcome/cost-saving improved", "barrier/power-struggles encountered"


def shown(condition) -> str:
    """A condition as `not theme/share-power enacted`, `country/canada`, `began/1999-1999`."""
    concept = condition.concept.replace("place/", f"{condition.list}/", 1)
    stance = (
        " "
        + (condition.stance or {"theme": "enacted", "barrier": "encountered", "outcome": "improved"}[condition.list])
        if condition.is_coded
        else ""
    )
    return ("not " if condition.negated else "") + concept + stance


@pytest.fixture(scope="module")
def understand(store):
    """A question as its groups of conditions; fails where a word was not understood."""

    def understand(question: str) -> list[list[str]]:
        reading = read(question, store.lexicon, store.has_fellowship)
        assert reading.not_understood == {}
        return [[shown(c) for c in group] for group in reading.groups]

    return understand


@pytest.mark.parametrize(
    "question",
    [
        "which projects shared power and cut costs",
        "Which collaborations shared power and cut costs?",
        "which partnerships have shared power and have cut costs",
        "projects that share power and cut costs",
        "projects sharing power and cutting costs",
        "show me the cases where power was shared and costs were cut",
        "which projects cut costs and shared power",
        "shared power, cut costs",
        "power sharing plus cost savings",
        "SHARED POWER AND CUT COSTS",
        "which project gave power away and saved money",
        "which initiatives gave up control as well as saving money",
        "who shared power while cutting costs",
        "find collaborations that both shared power and reduced spending, please",
    ],
)
def test_one_question_in_many_words(understand, question):
    """Order, number, tense, capitals, idle words and synonyms change nothing."""
    assert sorted(understand(question)) == [[CUT], [SHARE]]


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("shared power or cut costs", [[SHARE, CUT]]),
        ("shared power or cut costs and met turf wars", [[SHARE, CUT], [TURF]]),
        ("met turf wars and shared power or cut costs", [[TURF], [SHARE, CUT]]),
        ("shared power but met turf wars", [[SHARE], [TURF]]),
        ("shared power but did not cut costs", [[SHARE], ["not " + CUT]]),
        ("shared power although they faced turf wars", [[SHARE], [TURF]]),
        ("did not share power", [["not " + SHARE]]),
        ("didn't share power", [["not " + SHARE]]),
        ("never shared power", [["not " + SHARE]]),
        ("cut costs without sharing power", [[CUT], ["not " + SHARE]]),
        ("without turf wars", [["not " + TURF]]),
        ("projects with no turf wars", [["not " + TURF]]),
        ("neither shared power nor cut costs", [["not " + SHARE], ["not " + CUT]]),
        ("did not share power or cut costs", [["not " + SHARE], ["not " + CUT]]),
        ("did not share power nor cut costs", [["not " + SHARE], ["not " + CUT]]),
        ("not in Canada", [["not country/canada"]]),
        ("neither in Canada nor in India", [["not country/canada"], ["not country/india"]]),
        ("in Canada or India", [["country/canada", "country/india"]]),
        ("in Canada and India", [["country/canada", "country/india"]]),
        ("in Canada, with shared power", [["country/canada"], [SHARE]]),
    ],
)
def test_and_or_not(understand, question, groups):
    """`or` binds its neighbours, all else is `and`; a denial holds for what it denies, and over `or`."""
    assert understand(question) == groups


def test_and_between_countries_is_told(store):
    """A project has one country, so `and` is read as `or` there, and the reading says so."""
    assert read("in Canada and India", store.lexicon).notes == [
        "a project has one country, so 'and' is read as 'or' there"
    ]


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("advocated sharing power", "theme/share-power advocated"),
        ("only advocated power sharing", "theme/share-power advocated"),
        ("neglected sharing power", "theme/share-power neglected"),
        ("failed to share power", "theme/share-power neglected"),
        ("were blocked from sharing power", "theme/share-power obstructed"),
        ("practised power sharing", "theme/share-power enacted"),
        ("ran into turf wars", TURF),
        ("faced turf wars", TURF),
        ("turf wars", TURF),
        ("overcame turf wars", "barrier/power-struggles overcome"),
        ("turf wars were overcome", "barrier/power-struggles overcome"),
        ("feared turf wars", "barrier/power-struggles anticipated"),
        ("hoped to save money", "outcome/cost-saving forecast"),
        ("hoped for cost savings", "outcome/cost-saving forecast"),
        ("expected cost savings", "outcome/cost-saving forecast"),
        ("improved satisfaction", "outcome/satisfaction improved"),
        ("satisfaction got worse", "outcome/satisfaction worsened"),
        ("made no difference to satisfaction", "outcome/satisfaction unchanged"),
        ("did not overcome turf wars", "not barrier/power-struggles overcome"),
    ],
)
def test_words_of_manner_set_the_stance(understand, question, condition):
    """Urged, neglected, blocked, feared, overcome, hoped for, worse: each turns the condition into its own stance."""
    assert understand(question) == [[condition]]


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("running in 2005", "running/2005-2005"),
        ("in 2005", "running/2005-2005"),
        ("during 2005", "running/2005-2005"),
        ("since 2005", "running/2005-9999"),
        ("before 2000", "running/0-1999"),
        ("between 1993 and 2007", "running/1993-2007"),
        ("in the 1990s", "running/1990-1999"),
        ("began in 1999", "began/1999-1999"),
        ("that started in 1999", "began/1999-1999"),
        ("projects starting in 1999", "began/1999-1999"),
        ("set up in 1999", "began/1999-1999"),
        ("founded before 2000", "began/0-1999"),
        ("started since 1995", "began/1995-9999"),
        ("began between 1990 and 1995", "began/1990-1995"),
        ("launched in the 1990s", "began/1990-1999"),
        ("not running in 2005", "not running/2005-2005"),
    ],
)
def test_years(understand, question, condition):
    """In, since, before, between and decades, of the start or of the time a project ran."""
    assert understand(question) == [[condition]]


def test_years_stand_beside_other_conditions(understand):
    """A year does not swallow the `and` that follows it."""
    question = "shared power between 1990 and 1999 and cut costs in Canada"
    assert understand(question) == [[SHARE], ["running/1990-1999"], [CUT], ["country/canada"]]


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("projects about policing", [["area/policing"]]),
        ("projects for prisoners", [["group/prisoners-and-ex-prisoners"]]),
        ("projects in Toronto", [["place/toronto"]]),
        ("with horizontal authority", [["authority/horizontal"]]),
        ("that used outcome measures", [["method/outcome-measures"]]),
        ("well documented projects that shared power", [["documentation/described"], [SHARE]]),
        ("projects only listed", [["documentation/listed"]]),
        ("with Tonya Surman", [["person/tonya-surman"]]),
    ],
)
def test_facts_of_record(understand, question, groups):
    """Areas, users, places, methods, authority, documentation and people can be asked for by name."""
    assert understand(question) == groups


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("which projects shared power", ["fellowship"]),
        ("which comparators shared power", ["comparator"]),
        ("which parts shared power", ["part"]),
        ("which of the 47 projects shared power", ["fellowship"]),
        ("comparators and parts that shared power", ["comparator", "part"]),
        ("all cases that shared power", []),
        ("shared power in India", ["fellowship"]),
        ("shared power in the United Kingdom", []),
        ("UK projects that shared power", []),
        ("shared power in England", []),
        ("comparators in the UK that shared power", ["comparator"]),
        ("shared power in Canada or the UK", ["fellowship"]),
    ],
)
def test_kinds_of_case(store, question, kinds):
    """The fellowship is asked unless another kind is named, or a country that has none of its projects."""
    reading = read(question, store.lexicon, store.has_fellowship)
    assert reading.not_understood == {}
    assert reading.kinds == kinds


def test_widening_is_told(store):
    """Where all kinds are searched because of the country, the reading says why."""
    notes = read("shared power in the UK", store.lexicon, store.has_fellowship).notes
    assert notes == ["none of the fellowship's projects is in United Kingdom, so all kinds of case are searched"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("shared powre", "power"),
        ("sahred power", "shared"),
        ("shraed power", "shared"),
        ("shared pwer", "power"),
        ("cut csots", "costs"),
        ("met turff wars", "turf"),
        ("improved satisfacton", "satisfaction"),
        ("overcame bureacracy", "bureaucracy"),
        ("in Candaa", "canada"),
    ],
)
def test_slips_of_the_finger_are_mended_and_told(store, wrong, right):
    """One slip in a word, two in a long one, is put right where one known word makes sense, and this is told."""
    reading = read(wrong, store.lexicon, store.has_fellowship)
    assert reading.not_understood == {}
    assert len(reading.conditions) == 1
    (mended,) = reading.mended.values()
    assert mended == right or mended.startswith(right[:4])


def test_a_word_that_is_not_understood_stays_as_it_was_typed(store):
    """'love' is one slip from 'lose', of which no more is known: it is named as it stands, and nothing was mended."""
    reading = read("what about love", store.lexicon, store.has_fellowship)
    assert (list(reading.not_understood), reading.mended) == (["love"], {})
    two_slips = read("projects that shard powr", store.lexicon, store.has_fellowship)
    assert [condition.concept for condition in two_slips.conditions] == [SHARE.partition(" ")[0]]


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("projects that shared jam", ["shared", "jam"]),
        ("zorbing projects that shared power", ["zorbing"]),
        ("which projects shared power on Mars", ["mars"]),
        ("projects that cut costs with blockchain", ["blockchain"]),
    ],
)
def test_an_unknown_word_is_named_and_never_dropped(store, question, unknown):
    """What the lexicon does not hold is named; the rest of the question is not answered in its stead."""
    reading = read(question, store.lexicon, store.has_fellowship)
    assert set(reading.not_understood) <= set(unknown)
    assert unknown[-1] in reading.not_understood


def test_near_words_are_offered(store):
    """A word that is not understood comes with the labels of entries whose words are like it."""
    near = read("projects that met burocracy", store.lexicon).not_understood
    assert near["burocracy"] == ["Institutional inertia"]


def test_a_word_of_manner_without_an_entry_is_named(store):
    """A stance that fits nothing in the question is not dropped."""
    reading = read("projects that neglected Canada", store.lexicon)
    assert "neglected" in reading.not_understood


@pytest.mark.parametrize("question", ["which barriers", "themes", "outcomes", "the methods", "stances", "what kinds"])
def test_the_name_of_a_list_is_no_entry_of_it(store, question):
    """A question that names a whole list breaks nothing and is read as no condition."""
    assert read(question, store.lexicon, store.has_fellowship).conditions == []


@pytest.mark.parametrize("word", ["only", "go", "together", "better", "collaborations", "really", "well"])
def test_a_word_of_small_meaning_adds_no_condition(store, word):
    """A word that stands in phrases with others is not taken for one of those phrases when it stands alone."""
    reading = read(f"projects that shared power {word}", store.lexicon, store.has_fellowship)
    assert [c.concept for c in reading.conditions] == ["theme/share-power"]


@pytest.mark.parametrize("question", ["", " ", "?", "…!"])
def test_a_question_without_words_is_refused(store, question):
    """There is nothing to read."""
    with pytest.raises(UsageError, match="the question is empty"):
        read(question, store.lexicon)


def test_a_question_has_a_greatest_length(store):
    """One word too many is refused with both numbers."""
    assert read("shared power " * (MAX_WORDS // 2), store.lexicon).not_understood == {}
    with pytest.raises(UsageError, match=f"{MAX_WORDS + 1} words; ask in at most {MAX_WORDS}"):
        read("power " * (MAX_WORDS + 1), store.lexicon)


def phrases() -> list[tuple[str, str]]:
    """Every label that people may use for a theme, a barrier or an outcome, with its entry, read from the codebook."""
    labels = {expand(f"skos:{name}") for name in ("prefLabel", "altLabel", "hiddenLabel")}
    found = set()
    for triple in rdf.parse(ONTOLOGY / "codebook.ttl", "turtle"):
        subject = getattr(triple.subject, "value", "")
        group, _, local = subject.removeprefix(CODE).partition("/")
        if triple.predicate.value in labels and group in ("theme", "barrier", "outcome") and local:
            found.add((f"{group}/{local}", triple.object.value))
    return sorted(found)


@pytest.mark.parametrize(("concept", "phrase"), phrases())
def test_every_phrase_of_the_codebook_is_understood(store, concept, phrase):
    """Each phrase means its own entry, that alone, with no word mended or left over."""
    reading = read("projects that " + phrase, store.lexicon, store.has_fellowship)
    assert ([c.concept for c in reading.conditions], reading.not_understood, reading.mended) == ([concept], {}, {})
    assert not reading.conditions[0].negated


@pytest.mark.parametrize(("concept", "phrase"), [p for p in phrases() if not re.search(r"\bnot?\b|n't", p[1])][::7])
def test_a_phrase_can_be_denied(store, concept, phrase):
    """A phrase after `did not` is denied as a whole."""
    (condition,) = read("projects that did not " + phrase, store.lexicon).conditions
    assert (condition.concept, condition.negated) == (concept, True)


def code_of(path: Path) -> str:
    """A module without its docstrings and remarks."""
    return re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text(encoding="utf-8"))


def test_no_case_is_named_in_the_code():
    """No answer is prepared for a case: the program does not know the roster."""
    roster = (Path(__file__).parent / "roster.csv").read_text(encoding="utf-8").split("\n")[1:]
    ids = [line.split(",")[0] for line in roster if line]
    assert len(ids) == 96
    for path in sorted(Path(kg.__file__).parent.rglob("*.py")):
        text = code_of(path)
        for example in EXAMPLES.values():
            text = text.replace(repr(example), "").replace(f'"{example}"', "")
        assert [id for id in ids if re.search(rf"(?<![\w-]){re.escape(id)}(?![\w-])", text)] == [], path.name


def test_no_list_of_the_codebook_is_copied_into_the_code():
    """Themes, barriers and outcomes stand in the ontology alone."""
    slugs = {concept.partition("/")[2] for concept, _ in phrases()} - {
        "other",
        "access",
        "satisfaction",
        "participation",
    }
    for path in sorted(Path(kg.__file__).parent.rglob("*.py")):
        found = {slug for slug in slugs if re.search(rf'["\']{re.escape(slug)}["\']', code_of(path))}
        assert found == set(), path.name


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80).filter(lambda text: text.strip()))
def test_any_text_is_read_or_refused(store, text):
    """Whatever is typed gives a reading, or a refusal in plain words."""
    if words(text):
        assert read(text, store.lexicon, store.has_fellowship).question == text
    else:
        with pytest.raises(UsageError, match="the question is empty"):
            read(text, store.lexicon)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_any_order_of_known_words_is_read(store, data):
    """Words of the lexicon in any order give a reading, and a denial is never lost without a word about it."""
    known = sorted({form for forms in store.lexicon.known.values() for form in forms})
    chosen = data.draw(
        st.lists(
            st.sampled_from([*known, "not", "or", "and", "neither", "nor", "between", "1999"]), min_size=1, max_size=6
        )
    )
    reading = read(" ".join(chosen), store.lexicon, store.has_fellowship)
    assert all(group for group in reading.groups)
    if "without" in chosen and not any(c.negated for c in reading.conditions):
        assert reading.notes or reading.not_understood


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who feared turf wars or changes in leadership", "Power struggles (feared) or Changes in leadership (feared)"),
        ("projects running from 1995 to 2005", "running 1995 to 2005"),
        ("projects running 1999-2004", "running 1999 to 2004"),
        ("projects from India that shared power", "India and Share power (practised)"),
    ],
)
def test_what_is_said_once_goes_on(lexicon, question, expected):
    """A stance goes on from barrier to barrier, and two years with nothing or "to" between them are a span."""
    found = read(question, lexicon)
    assert found.describe() == expected
    assert found.not_understood == {}


def test_a_stance_that_may_go_on_is_told(lexicon):
    """ "Neglected trust and shared power" may mean two things: the reading takes the narrow one and says so."""
    found = read("who neglected trust and shared power", lexicon)
    assert any("is read with" in note for note in found.notes)


@pytest.mark.parametrize("question", ["projects since in Canada", "hoped for neglected sharing power", "India began"])
def test_a_word_of_time_or_manner_without_its_object_is_named(lexicon, question):
    """A word that nothing uses is not understood; it is never dropped."""
    assert read(question, lexicon).not_understood
