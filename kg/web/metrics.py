"""Counts for a monitor, as Prometheus reads them. They name no client and no query."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.web.pool import Pool

STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds


@dataclass
class Metrics:
    """What was answered since the start: how often, how, and how long it took."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    times: dict[str, list[int]] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)
    from_cache: int = 0
    reloads: Counter[str] = field(default_factory=Counter)

    def answered(self, place: str, status: int, seconds: float) -> None:
        """Count one answer. `place` is a sort of address, of which there are few."""
        self.answers[place, status] += 1
        self.times.setdefault(place, [0] * (len(STEPS) + 1))[bisect_left(STEPS, seconds)] += 1
        self.seconds[place] += seconds  # type: ignore[assignment]

    def text(self, pool: Pool) -> str:
        lines: list[str] = []

        def tell(name: str, kind: str, meaning: str, values: Mapping[str, float]) -> None:
            lines.append(f"# HELP cwkg_{name} {meaning}")
            lines.append(f"# TYPE cwkg_{name} {kind}")
            lines.extend(f"cwkg_{name}{labels} {value:g}" for labels, value in values.items())

        answers = {f'{{place="{place}",status="{status}"}}': n for (place, status), n in sorted(self.answers.items())}
        tell("answers_total", "counter", "Answers by sort of address and status.", answers)
        self._times(lines)
        tell("pages_from_cache_total", "counter", "Pages that needed no worker.", {"": self.from_cache})
        workers = {'{state="idle"}': len(pool.idle), '{state="busy"}': len(pool.busy)}
        tell("workers", "gauge", "Worker processes.", workers)
        ended = {f'{{why="{why}"}}': n for why, n in sorted(pool.ended.items())}
        tell("workers_ended_total", "counter", "Workers that were ended or died.", ended)
        tell("waiting", "gauge", "Requests that wait for a worker.", {"": len(pool.turns.waiting)})
        tell("spooled_bytes", "gauge", "Size of the results that are being sent.", {"": pool.room.taken})
        reloads = {f'{{result="{result}"}}': n for result, n in sorted(self.reloads.items())}
        tell("reloads_total", "counter", "Changes to a new graph.", reloads)
        tell("graph_info", "gauge", "The graph that is served.", {f'{{fingerprint="{pool.source.name}"}}': 1})
        return "\n".join(lines) + "\n"

    def _times(self, lines: list[str]) -> None:
        lines.append("# HELP cwkg_answer_seconds Time to an answer, without the time to send it.")
        lines.append("# TYPE cwkg_answer_seconds histogram")
        for place, counts in sorted(self.times.items()):
            total = 0
            for step, count in zip((*map(str, STEPS), "+Inf"), counts, strict=True):
                total += count
                lines.append(f'cwkg_answer_seconds_bucket{{place="{place}",le="{step}"}} {total}')
            lines.append(f'cwkg_answer_seconds_sum{{place="{place}"}} {self.seconds[place]:.6f}')
            lines.append(f'cwkg_answer_seconds_count{{place="{place}"}} {total}')
