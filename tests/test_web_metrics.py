"""Figures for a monitor: sound to a reader of the format, and right."""

import re

from kg.web.metrics import STEPS, Metrics
from kg.web.pool import Pool
from kg.web.settings import Settings

LINE = re.compile(r'cwkg_(\w+)(?:\{((?:\w+="[^"]*",?)+)\})? ([0-9.e+-]+)$')


def test_the_format_and_the_figures():
    """Each line is a comment or a figure; each figure has its type before it; times add up."""
    metrics = Metrics()
    for place, status, seconds in (
        ("sparql", 200, 0.004),
        ("sparql", 504, 10.0),
        ("page", 200, 40.0),
        ("page", 200, 0.2),
    ):
        metrics.answered(place, status, seconds)
    text = metrics.text(Pool(Settings(), lambda *a, **v: None))
    figures, types = {}, set()
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            types.add(line.split()[2])
        elif not line.startswith("# HELP "):
            name, labels, value = LINE.match(line).groups()
            assert re.sub("_(bucket|sum|count)$", "", f"cwkg_{name}") in types
            figures[name, labels] = float(value)
    assert figures["answers_total", 'place="sparql",status="504"'] == 1
    assert figures["answers_total", 'place="page",status="200"'] == 2
    assert figures["answer_seconds_bucket", 'place="sparql",le="0.005"'] == 1
    assert figures["answer_seconds_bucket", 'place="sparql",le="10.0"'] == 2
    assert figures["answer_seconds_bucket", f'place="page",le="{STEPS[-1]}"'] == 1
    assert figures["answer_seconds_bucket", 'place="page",le="+Inf"'] == 2
    assert figures["answer_seconds_count", 'place="page"'] == 2
    assert figures["answer_seconds_sum", 'place="page"'] == 40.2
    assert figures["workers", 'state="idle"'] == 0
