"""A rule says that values fit only where that is sure."""

import pytest

from kg.shapechecks import Facts, compiled

X, XSD = "http://example.org/", "http://www.w3.org/2001/XMLSchema#"
IS_A, KIND_OF = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
FACTS = Facts(
    [
        f"<{X}a> {IS_A} <{X}Narrow> .",
        f"<{X}Narrow> {KIND_OF} <{X}Wide> .",
        f"<{X}Wide> {KIND_OF} <{X}Narrow> .",
        f'<{X}a> <{X}to> "5"^^<{XSD}integer> .',
        f'<{X}a> <{X}name> "A line\\nand > \\"more\\"" .',
    ]
)


def number(text: str, type: str = "integer") -> str:
    return f'"{text}"^^<{XSD}{type}>'


def test_a_line_is_taken_apart():
    """Values keep their spaces and marks; a property is found from both of its ends; classes in a circle end."""
    assert FACTS.values(f"<{X}a>", f"<{X}name>") == ['"A line\\nand > \\"more\\""']
    assert FACTS.values(number("5"), f"<{X}to>", inverse=True) == [f"<{X}a>"]
    assert FACTS.kinds[f"<{X}a>"] == {f"<{X}Narrow>", f"<{X}Wide>"}
    assert FACTS.members[f"<{X}Wide>"] == {f"<{X}a>"}
    assert sorted(FACTS.graph.as_lines()) == sorted(FACTS.lines)


@pytest.mark.parametrize(
    ("word", "given", "fitting", "not_sure"),
    [
        ("class", f"<{X}Wide>", [f"<{X}a>"], [f"<{X}b>", '"a"']),
        ("datatype", f"<{XSD}string>", ['"a"'], ['"a"@en', number("1"), f"<{X}a>"]),
        ("datatype", f"<{XSD}integer>", [number("-10")], [number("010"), number("1", "int"), '"1"']),
        ("datatype", f"<{XSD}decimal>", [number("1.50", "decimal")], [number("1.", "decimal"), number("1")]),
        ("nodeKind", "<http://www.w3.org/ns/shacl#IRI>", [f"<{X}a>"], ["_:a", '"a"']),
        ("pattern", '"^[a-z]{2}$"', ['"ab"'], ['"abc"', '"ab"@en', f"<{X}ab>"]),
        ("minLength", number("2"), ['"ab"', '"abc"@en'], ['"a"', '""', f"<{X}ab>"]),
        ("maxLength", number("2"), ['"ab"', '"\\n\\n"'], ['"abc"', number("1")]),
        ("minInclusive", number("2"), [number("2")], [number("1"), number("2.0", "decimal"), '"2"']),
        ("maxExclusive", number("2.5", "decimal"), [number("2.49", "decimal")], [number("2.50", "decimal")]),
        ("lessThan", f"<{X}to>", [number("4")], [number("5"), number("4", "nonNegativeInteger")]),
        ("lessThanOrEquals", f"<{X}to>", [number("5")], [number("6"), '"5"']),
    ],
)
def test_a_rule_of_single_values(word, given, fitting, not_sure):
    """Each of the first values fits by itself; of the others none, alone or beside those that do."""
    check = compiled(word, (given,))
    assert check(f"<{X}a>", [], FACTS)
    assert check(f"<{X}a>", fitting, FACTS)
    for value in not_sure:
        assert not check(f"<{X}a>", [value], FACTS), value
        assert not check(f"<{X}a>", [*fitting, value], FACTS), value


@pytest.mark.parametrize(
    ("word", "given", "values", "fits"),
    [
        ("minCount", [number("2")], ['"a"', '"b"'], True),
        ("minCount", [number("2")], [number("1.0", "decimal"), number("1.00", "decimal")], False),
        ("minCount", [number("1")], [], False),
        ("maxCount", [number("1")], ['"a"', '"b"'], False),
        ("maxCount", [number("0")], [], True),
        ("hasValue", ['"a"'], ['"b"', '"a"'], True),
        ("hasValue", ['"a"'], ['"a"@en'], False),
        ("in", ['"a"', '"b"'], ['"b"', '"a"'], True),
        ("in", ['"a"', '"b"'], ['"a"', '"c"'], False),
        ("uniqueLang", [number("true", "boolean")], ['"a"@en', '"b"@de', '"c"', '"d"'], True),
        ("uniqueLang", [number("true", "boolean")], ['"a"@en', '"b"@EN'], False),
    ],
)
def test_a_rule_of_values_together(word, given, values, fits):
    """Counts, choices and languages look at all values; two forms of one number may be one value."""
    assert compiled(word, tuple(given))(f"<{X}a>", values, FACTS) == fits


@pytest.mark.parametrize(
    ("word", "given"),
    [
        ("datatype", f"<{XSD}date>"),
        ("nodeKind", "<http://www.w3.org/ns/shacl#Literal>"),
        ("minCount", '"two"'),
        ("minInclusive", '"2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("pattern", '"(unclosed"'),
        ("closed", number("true", "boolean")),
    ],
)
def test_what_is_not_known_is_refused(word, given):
    """A rule without a function of its own, or with a limit that is not understood, is no rule that always fits."""
    with pytest.raises(ValueError, match=r".+"):
        compiled(word, (given,))
