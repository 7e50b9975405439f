"""Plain data as YAML."""

from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.yamltext import OneLine, block, flow, scalar
from kg.yamltree import parse

PRINTED = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")))
VALUES = st.recursive(
    PRINTED | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PRINTED, inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("share-power", "share-power"),
        ("miles-2011:93-96", "miles-2011:93-96"),
        ("theme/share-power", "theme/share-power"),
        ("First Lady", "First Lady"),
        ("Children's help", "Children's help"),
        ("two  spaces", '"two  spaces"'),
        ("a, b", '"a, b"'),
        ("NO", '"NO"'),
        ("true", '"true"'),
        (True, "true"),
        ("1993", '"1993"'),
        (1993, "1993"),
        (Decimal("1E+3"), "1000"),
        ('She said "no": twice # really', '"She said \\"no\\": twice # really"'),
        ("Ménard", '"Ménard"'),
        ("", '""'),
    ],
)
def test_words_are_plain_and_sentences_quoted(value, text):
    """Ids and places need no quotes; what a reader could take for something else has them."""
    assert scalar(value) == text


def test_a_mapping_is_a_line_for_each_key():
    """Single values and their lists stand in one line, lists of mappings below their key."""
    made = block({"id": "bridge", "places": ["a", "b"], "themes": [{"id": "t1", "note": "A note."}], "passages": {}})
    assert made == 'id: bridge\nplaces: [a, b]\nthemes:\n  - id: t1\n    note: "A note."\npassages: {}\n'
    assert block({"after": {"value": 1}, "before": OneLine(value=2)}) == "after:\n  value: 1\nbefore: {value: 2}\n"
    assert block({"people": [OneLine(person="a"), OneLine()]}) == "people:\n  - {person: a}\n  - {}\n"


@given(st.dictionaries(PRINTED, VALUES, max_size=4))
def test_other_readers_read_it(value):
    """PyYAML gives the data back as they were, from lines and from one line."""
    assert (yaml.safe_load(block(value)) or {}) == value
    assert yaml.safe_load(flow(value)) == value


@given(st.dictionaries(PRINTED.filter(lambda key: key != "<<"), PRINTED | st.lists(PRINTED), min_size=1, max_size=4))
def test_our_own_reader_reads_it(value):
    """The strict reader of case files takes it, every value as text."""
    node, problems = parse(block(value), "made-up")
    found = {k: [i.value for i in v.value] if isinstance(v.value, list) else v.value for k, v in node.value.items()}
    assert (found, problems) == (value, [])
