"""The benchmark of publishing runs."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_every_step_is_measured(tmp_path):
    """On a graph of three triples each step has its line, and the memory stands at the end."""
    (tmp_path / "graph.nt").write_text("".join(f"<urn:s> <urn:p> <urn:{n}> .\n" for n in range(3)), encoding="utf-8")
    call = [sys.executable, str(ROOT / "benchmarks" / "load.py"), str(tmp_path), "--stores", "oxigraph"]
    done = subprocess.run(call, capture_output=True, text=True, timeout=300, check=True)
    *lines, memory = done.stdout.splitlines()
    steps = [re.split(r"\s{2,}", line)[1] for line in lines]
    assert steps == ["read", "send", "compare", "a named question", "a plain question"]
    assert re.fullmatch(r"memory of the sender: \d+ MB", memory)
