"""Widgets for a notebook: `import kg; g = kg.open(); kg.widgets.Explorer(g)`. Each can be used alone.

They are joined by their traits: `kg.widgets.link((explorer, "case"), (card, "case"))`.
"""

from __future__ import annotations

from importlib.util import find_spec

from kg.errors import UsageError

if not all(map(find_spec, ("anywidget", "ipywidgets"))):
    raise UsageError('widgets need anywidget and ipywidgets: pip install "cwkg[notebook]"')

from traitlets import dlink, link

from kg.widgets.ask import Ask
from kg.widgets.casecard import CaseCard
from kg.widgets.compare import Compare
from kg.widgets.explorer import Explorer
from kg.widgets.gapmap import GapMap
from kg.widgets.lesson import Lesson
from kg.widgets.model import Model
from kg.widgets.network import Network

__all__ = ["Ask", "CaseCard", "Compare", "Explorer", "GapMap", "Lesson", "Model", "Network", "dlink", "link"]
