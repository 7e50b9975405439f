"""The log: one JSON object a line, whatever is told; and a log that nobody reads stops nothing."""

import io
import json
import logging

from kg.web.logs import Handler, Log


def test_an_event_is_one_line_of_json():
    """Line breaks and odd characters in a value stay inside it."""
    stream = io.StringIO()
    Log(stream).say("request", path='/a\n{"event": "forged"}\u2028', status=200)
    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)
    assert (told["event"], told["path"], told["status"]) == ("request", '/a\n{"event": "forged"}\u2028', 200)
    assert told["at"].endswith("Z")


def test_a_closed_log_stops_nothing():
    """Telling into a stream that is gone is no error."""
    stream = io.StringIO()
    stream.close()
    Log(stream).say("request")


def test_what_libraries_warn_of_is_told():
    """Their warnings are events, with the fault that led to them and without its stack."""
    stream = io.StringIO()
    logger = logging.Logger("somebody.else")
    logger.addHandler(Handler(Log(stream)))
    try:
        raise ValueError("odd")
    except ValueError:
        logger.exception("it went wrong")
    logger.info("not told")
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(e["event"], e["said"], e["fault"]) for e in told] == [("library", "it went wrong", "ValueError('odd')")]
