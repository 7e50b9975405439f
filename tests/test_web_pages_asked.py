"""A request as pages take it: parts, ending, parameters."""

import pytest

from kg.errors import UsageError
from kg.web.messages import PageRequest
from kg.web.pages.asked import Asked


@pytest.mark.parametrize(
    ("path", "parts", "ending"),
    [
        ("/", ("",), ""),
        ("/ask", ("ask",), ""),
        ("/ask.csv", ("ask",), "csv"),
        ("/questions/total-savings.json", ("questions", "total-savings"), "json"),
        ("/case/a.b", ("case", "a.b"), ""),
        ("/.csv", (".csv",), ""),
    ],
)
def test_an_address_has_parts_and_an_ending(path, parts, ending):
    """An ending is one that pages can be had as; any other dot belongs to the name."""
    asked = Asked.of(PageRequest(path))
    assert (asked.parts, asked.ending, asked.first) == (parts, ending, parts[0])


def test_the_same_page_as_a_file_keeps_what_was_chosen():
    """The ending comes before the parameters, and below the public address."""
    request = PageRequest("/cases", (("theme", "a b"), ("text", ""), ("theme", "c")), "https://example.org/x")
    assert Asked.of(request).as_file("csv") == "/x/cases.csv?theme=a+b&theme=c"


@pytest.mark.parametrize("given", ["soon", "-5", "1.5", "9" * 9, "٣"])
def test_a_number_is_a_number(given):
    """Anything but a few plain digits is refused, with the name of the parameter."""
    with pytest.raises(UsageError, match="'minutes' takes a whole number"):
        Asked.of(PageRequest("/lesson", (("minutes", given),))).number("minutes", 45)


def test_a_number_that_is_not_given_has_its_usual_value():
    """Nothing, or an empty text, is the usual value."""
    assert Asked.of(PageRequest("/lesson", (("minutes", " "),))).number("minutes", 45) == 45
    assert Asked.of(PageRequest("/lesson", (("minutes", "60"),))).number("minutes", 45) == 60
