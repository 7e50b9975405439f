"""Pieces of SVG: safe texts, measured lines, shapes, and the sheet that every picture stands on."""

import re

import picturing
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.pictures import badges, shapes, sheet, svg

ANY = st.text(st.characters(exclude_categories=[]), max_size=200)


@given(ANY)
def test_any_text_becomes_well_formed_and_harmless(text):
    """No text can leave its element, end an attribute, or carry what XML forbids."""
    picture = sheet.sheet(
        300, text, text, lambda y: (svg.pick(text, text, svg.text(5, y, text)), 20), note=text, says=text
    )
    assert picturing.is_safe(picture)


def test_what_people_wrote_is_shown_as_written():
    """Escaping changes what a browser reads, not what people read."""
    assert picturing.texts(sheet.empty(400, "Tom & Jerry's <b>", "x > y"))[0] == "Tom & Jerry's <b>"


def test_marks_that_turn_the_writing_round_are_gone():
    """A name cannot be made to look like another by turning its letters round."""
    assert svg.clean("abc\u202edef\u2066\u200f g\n\th") == "abcdef g h"


def test_marks_do_not_pile_up():
    """Two marks on a letter are writing; five hundred would cover the lines above."""
    assert svg.clean("e" + "\u0301" * 500 + "x") == "e\u0301\u0301x"


def test_an_emoji_of_several_parts_stays_whole():
    """The joiner between the parts is not seen, and is needed."""
    assert svg.clean("👩‍👧") == "👩‍👧"


def test_long_names_are_cut_for_screen_readers():
    """Nobody listens to ten thousand letters."""
    (says,) = picturing.parts(sheet.sheet(200, "t", "", lambda y: (svg.pick("a", "x" * 9_000), 5))).values()
    assert len(says) == 300
    assert says.endswith("…")


@given(ANY, st.integers(30, 400), st.integers(8, 20), st.integers(1, 5), st.booleans())
def test_lines_fit_their_room(text, room, size, most, bold):
    """No line is wider than its room, and no text has more lines than it may."""
    lines = svg.wrap(text, room, size, most, bold)
    assert len(lines) <= most
    assert all(svg.measure(line, size, bold) <= room or len(line) == 1 for line in lines)


@given(st.lists(st.text("abcdef", min_size=1, max_size=6), max_size=8))
def test_short_words_are_kept_whole_and_in_order(words):
    """A text that fits loses nothing."""
    assert " ".join(svg.wrap(" ".join(words), 400, 12, 99)).split() == words


def test_a_long_word_breaks_at_its_hyphen():
    """`whole-system` becomes `whole-` and `system`, not `whole-syst` and `em`."""
    assert svg.wrap("whole-system", svg.measure("whole-sys", 12), 12) == ["whole-", "system"]


def test_what_is_left_out_is_shown_by_an_ellipsis():
    """A cut text says that it was cut."""
    assert svg.wrap("one two three four five six", 60, 12, 2)[-1].endswith("…")
    assert not svg.wrap("one two", 60, 12, 2)[-1].endswith("…")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("mailto:a@example.org", True),
        ("/case/cpche", True),
        ("#share-power", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        (" https://example.org", False),
    ],
)
def test_links_go_to_pages_and_mail_only(address, kept):
    """Any other address leaves a part that can be picked, without a link."""
    made = svg.pick("case/x", "X", links={"case/x": address})
    assert made.startswith("<a ") == kept
    assert made.startswith("<g ") != kept


def test_a_part_can_be_reached_by_keyboard_and_named():
    """A part has a place in the order of the tab key, a role and a name."""
    made = svg.pick("theme/share-power", "Share power", chosen=True)
    for piece in ('tabindex="0"', 'role="button"', 'aria-label="Share power"', 'aria-pressed="true"', "<title>"):
        assert piece in made


def test_a_whole_ring_is_drawn():
    """An arc that ends where it begins would be drawn as nothing, so a whole turn is two halves."""
    assert shapes.ring(0, 0, 5, 10, 0, 1).count("Z") == 2
    assert shapes.ring(0, 0, 5, 10, 0, 0.75).count("A10 10 0 1 1") == 1


def test_places_on_a_turn_go_clockwise_from_the_top():
    """A quarter of a turn is to the right."""
    assert shapes.at(0, 0, 10, 0) == pytest.approx((0, -10))
    assert shapes.at(0, 0, 10, 0.25) == pytest.approx((10, 0))


@given(st.integers(1, 300), st.integers(1, 60), st.integers(3, 9))
def test_hatching_stays_in_its_box(wide, high, gap):
    """No stroke of a pattern leaves the shape that it fills."""
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", shapes.hatch(0, 0, wide, high, gap))]
    assert all(-0.1 <= x <= wide + 0.1 for x in numbers[::2])
    assert all(-0.1 <= y <= high + 0.1 for y in numbers[1::2])


def contrast(one, other):
    """The contrast of two colours, by the Web Content Accessibility Guidelines 2.2."""

    def light(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_can_be_read_on_everything_that_they_stand_on(theme):
    """Text has a contrast of 4.5 at least, on paper, on faces and on tints."""
    papers = [name for name in svg.PALETTE if name in ("paper", "face") or name.endswith("-tint")]
    colour = {name: pair[theme] for name, pair in svg.PALETTE.items()}
    assert {name for name in papers if contrast(colour["ink"], colour[name]) < 4.5} == set()
    assert {name for name in ("paper", "face") if contrast(colour["soft"], colour[name]) < 4.5} == set()
    assert contrast(colour["on-blue"], colour["blue"]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_shapes_can_be_told_from_paper(theme):
    """Shapes without an outline of their own have a contrast of 3 at least."""
    colour = {name: pair[theme] for name, pair in svg.PALETTE.items()}
    shapes_without_outline = ("blue", "green", "red", "purple", "soft")
    assert {n for n in shapes_without_outline if contrast(colour[n], colour["face"]) < 3} == set()


def test_colours_are_never_alone(store):
    """Each stance has a shape of its own, and stances of one colour differ in shape; every stance has words."""
    drawn = [path for _, path in badges.SHAPES.values()]
    assert len(set(drawn)) == len(drawn)
    known = {iri.rsplit("/", 1)[-1] for (iri,) in store.graph.rows("SELECT ?s WHERE { ?s a cw:Stance }")}
    assert known <= set(badges.SHAPES)
    assert set(badges.SHAPES) == set(badges.STANCE_WORDS)


def test_what_is_possible_only_is_broken():
    """The outline of a mark is dashed where it is possible only."""
    certain, possible = (badges.badge("neglected", level, 0, 0) for level in ("certain", "possible"))
    assert "stroke-dasharray" in possible
    assert "stroke-dasharray" not in certain


def test_every_colour_follows_the_theme():
    """Each colour of the palette is a variable for light, for dark, and for paper."""
    style = sheet.style()
    for name, (light, dark) in svg.PALETTE.items():
        values = re.findall(rf"--cw-{name}:(#\w+)", style)
        assert values == [light, dark, light, dark, light]
        assert f"var(--cw-{name})" in style


def test_nothing_is_loaded_from_anywhere():
    """A picture needs no other file."""
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", sheet.empty(300, "a", "b"))


def test_two_drawings_of_one_picture_show_one_at_a_time():
    """By default the narrow one is shown, and the wide one where there is room."""
    page = sheet.either("<svg>narrow</svg>", "<svg>wide</svg>")
    assert ".cw-either>.cw-wide{display:none}" in page
    assert page.index("narrow</svg>") < page.index("wide</svg>")
