"""All pages: each address has one, a wrong one gets help, and every link leads somewhere."""

import webbing


def test_an_address_that_is_not_there(library):
    """An unknown address gets 404, in words, with a way on."""
    reply = webbing.get(library, "/nothing/<script>")
    assert reply.status == 404
    assert "There is no page at /nothing/<script>." in webbing.text(reply)
    assert "<script>" not in webbing.source(reply)
