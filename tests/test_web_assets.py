"""The files that pages refer to."""

import hashlib
import re

from kg.html import STYLE
from kg.web.assets import FOLDER, assets


def test_every_file_of_the_folder_is_served():
    """A file is served by being there, with the type of its ending."""
    assert set(assets()) == {path.name for path in FOLDER.iterdir()}
    assert assets()["site.css"].media_type == "text/css; charset=utf-8"


def test_the_version_follows_the_content():
    """A browser may keep a file for ever, since another content has another address."""
    for asset in assets().values():
        assert asset.version == hashlib.sha256(asset.body).hexdigest()[:12]


def test_pages_have_the_common_style():
    """Colours and marks are those of cards and reports."""
    assert assets()["site.css"].body.decode().startswith(STYLE)


def test_no_file_asks_another_host_for_anything():
    """Styles and scripts load nothing from elsewhere; names that the W3C gives are no addresses that are loaded."""
    for name, asset in assets().items():
        text = re.sub(r"http:\\?/\\?/www\\?\.w3\\?\.org\\?/", "", asset.body.decode())
        assert "http:" not in text, name
        assert "https:" not in text, name
        assert "@import" not in text, name
