"""Pictures in pages: drawn twice, in the style of the site, with a table."""

from kg.pictures import sheet
from kg.web.assets import assets
from kg.web.pages.pictured import NARROW, WIDE, pictured


def draw(width):
    return sheet.sheet(width, "A title", "", lambda y: ("", 10.0))


def test_a_picture_is_drawn_for_two_rooms_with_its_table():
    """A narrow and a wide drawing, and the same as a table folded under them."""
    made = pictured(draw, (["One"], [["a"]]), "A table")
    assert made.count("<svg ") == 2
    assert f'width="{NARROW}"' in made
    assert f'width="{WIDE}"' in made
    assert '<th scope="col">One</th>' in made


def test_the_style_of_pictures_is_in_the_stylesheet():
    """No page holds a style, so that none need be allowed."""
    assert "<style" in draw(WIDE)
    assert "<style" not in pictured(draw, (["One"], [["a"]]), "A table")
    assert sheet.style() in assets()["site.css"].body.decode()
