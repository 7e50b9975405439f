"""Compiles the graph while the wheel is built, so that an installed copy answers at once and offline."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileGraph(BuildHookInterface):
    """Runs the whole pipeline, shapes included: a wheel of broken cases cannot be built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from kg.paths import Project
        from kg.pipeline import build_project

        folder = Path(tempfile.mkdtemp()) / "compiled"
        build_project(Project(Path(self.root)), to=folder, fresh=True)
        for path in sorted(folder.iterdir()):
            build_data["force_include"][str(path)] = f"kg/data/compiled/{path.name}"
