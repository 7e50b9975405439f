"""Pages kept ready: the right ones, in bounded room."""

from kg.web.cache import LARGEST, Cache, etag
from kg.web.messages import Reply


def page(size, status=200):
    return Reply(status, b"x" * size)


def test_a_page_comes_back_by_its_key():
    """The same graph and address give the page that was kept; another graph does not."""
    cache = Cache(1600)
    cache.put(("graph", "/a"), page(10), "tag")
    assert cache.get(("graph", "/a")) == (page(10), "tag")
    assert cache.get(("other", "/a")) is None


def test_the_room_is_bounded_and_old_pages_go_first():
    """What was asked for last stays."""
    cache = Cache(1600)
    for name in range(16):
        cache.put((str(name),), page(100), "")
    cache.get(("0",))
    cache.put(("16",), page(100), "")
    assert cache.size == 1600
    assert cache.get(("0",))
    assert cache.get(("1",)) is None


def test_large_pages_and_failures_are_not_kept():
    """One page does not drive out all others, and a failure is made anew."""
    cache = Cache(1600)
    cache.put(("large",), page(1600 // LARGEST + 1), "")
    cache.put(("failed",), page(10, 503), "")
    assert (cache.get(("large",)), cache.get(("failed",)), cache.size) == (None, None, 0)


def test_a_page_kept_twice_takes_its_room_once():
    """Two that make the same page at the same time do not fill the room."""
    cache = Cache(1600)
    cache.put(("a",), page(50), "")
    cache.put(("a",), page(50), "")
    assert cache.size == 50


def test_an_etag_stands_for_the_bytes_and_the_type():
    """Another body or another syntax has another etag."""
    tags = {etag(Reply(200, body, kind)) for body in (b"a", b"b") for kind in ("text/turtle", "text/html")}
    assert len(tags) == 4
