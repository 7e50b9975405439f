"""The words of questions: cut, stemmed, looked up."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon import key, load_lexicon, make_lexicon, stem, words

CODED = ("theme", "barrier", "outcome", "stance", "status", "method", "authority", "kind", "documentation")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which projects shared power?", "which projects shared power"),
        ("the user's perspective", "the user perspective"),
        ("users\u2019 eyes", "users eyes"),
        ("didn't", "didnt"),
        ("front-line working", "front line working"),
        ("health/education & policing", "health education policing"),
        ("Montréal, São Paulo, naïve", "montreal sao paulo naive"),
        ("“shared power”", "shared power"),
        ("in the US", "in the usa"),
        ("in the U.S.", "in the usa"),
        ("tell us", "tell us"),
        ("1990s and 2005", "1990s and 2005"),
        ("?!, …", ""),
    ],
)
def test_a_text_is_cut_into_plain_words(text, expected):
    """Case, accents, quotes and possessives fall away; hyphens and slashes part words; the country is no pronoun."""
    assert words(text) == expected.split()


@pytest.mark.parametrize("text", ["किन परियोजनाओं ने सत्ता साझा की", "哪些项目 分享了 权力", "какие проекты"])
def test_words_of_other_scripts_stay_whole(text):
    """A word that is not understood can be named only if it was not cut to pieces."""
    assert words(text) == text.split()


@pytest.mark.parametrize(
    "group", ["share shared shares sharing", "cost costs", "save saved saving saves", "collaborate collaboration"]
)
def test_number_and_tense_do_not_matter(group):
    """Regular forms of a word have one stem."""
    assert len({stem(word) for word in group.split()}) == 1


def test_a_key_forgets_order_and_idle_words():
    """Two orders of the same words are one phrase; where one telling word would be left, the idle ones stay with it."""
    ignored = frozenset({"the", "of", "list"})
    assert key(["power", "the", "share"], ignored) == key(["share", "of", "power"], ignored) == "power share"
    assert key(["list", "only"], ignored) == "list only"
    assert key(["the", "turf"], ignored) == key(["turf"], ignored) == "turf"


@given(st.text(max_size=60))
def test_any_text_can_be_cut(text):
    """No text breaks the cutting, and its words hold no white space and no capitals."""
    for word in words(text):
        assert word == word.lower()
        assert not any(c.isspace() for c in word)


def test_a_compiled_lexicon_is_read_back(store):
    """What is written with the graph is what is read."""
    data = make_lexicon(store.graph)
    again = load_lexicon(data)
    assert again.phrases == store.lexicon.phrases
    assert again.ignored == store.lexicon.ignored
    assert again.known == store.lexicon.known


def test_making_the_lexicon_twice_gives_the_same(store):
    """The order in which the graph gives its rows does not show."""
    assert make_lexicon(store.graph) == make_lexicon(store.graph)
    assert list(make_lexicon(store.graph)["phrases"]) == list(make_lexicon(store.graph)["phrases"])


def test_a_phrase_of_the_codebook_belongs_to_one_entry(store):
    """No two codebook entries share a phrase: a question never means two of them by one word."""
    lists = Counter()
    shared = {}
    for phrase, entries in store.lexicon.phrases.items():
        coded = [e.curie for e in entries if e.list in CODED]
        lists.update(e.list for e in entries)
        if len(coded) > 1:
            shared[phrase] = coded
    assert lists["theme"] > 100
    assert shared == {}


def test_a_phrase_is_of_one_list(store):
    """A word that means a theme, a barrier, an outcome or a word of grammar means nothing of another list besides."""
    mixed = {
        phrase: [e.curie for e in entries]
        for phrase, entries in store.lexicon.phrases.items()
        if len({e.list for e in entries}) > 1 and {e.list for e in entries} & {"theme", "barrier", "outcome", "word"}
    }
    assert mixed == {}
