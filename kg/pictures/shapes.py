"""Paths of the shapes that pictures are made of, without any id: patterns are drawn stroke by stroke."""

from __future__ import annotations

import math

from kg.pictures.svg import num


def ring(cx: float, cy: float, inner: float, outer: float, start: float, end: float) -> str:
    """The path of a piece of a ring; angles as shares of a turn, clockwise from the top. A whole turn is two halves."""
    if end - start >= 1:
        return ring(cx, cy, inner, outer, start, start + 0.5) + ring(cx, cy, inner, outer, start + 0.5, start + 1)
    points = [at(cx, cy, radius, turn) for radius, turn in ((outer, start), (outer, end), (inner, end), (inner, start))]
    a, b, c, d = (f"{num(x)} {num(y)}" for x, y in points)
    large = 1 if end - start > 0.5 else 0
    out, back = num(outer), num(inner)
    return f"M{a}A{out} {out} 0 {large} 1 {b}L{c}A{back} {back} 0 {large} 0 {d}Z"


def at(cx: float, cy: float, radius: float, turn: float) -> tuple[float, float]:
    """The point at a share of a turn, clockwise from the top."""
    angle = 2 * math.pi * turn
    return cx + radius * math.sin(angle), cy - radius * math.cos(angle)


def ticks(cx: float, cy: float, inner: float, outer: float, start: float, end: float, gap: float = 4.5) -> str:
    """Short strokes across a piece of a ring, `gap` pixels apart: the pattern of what is possible only."""
    count = max(1, round((end - start) * 2 * math.pi * outer / gap))
    path = []
    for n in range(count):
        turn = start + (n + 0.5) * (end - start) / count
        (x1, y1), (x2, y2) = at(cx, cy, inner, turn), at(cx, cy, outer, turn)
        path.append(f"M{num(x1)} {num(y1)}L{num(x2)} {num(y2)}")
    return "".join(path)


def hatch(x: float, y: float, wide: float, high: float, gap: float = 5) -> str:
    """The path of slanted strokes that fill a rectangle."""
    path = []
    offset = gap - high
    while offset < wide:
        left, right = max(offset, 0), min(offset + high, wide)
        path.append(
            f"M{num(x + left)} {num(y + high - (left - offset))}L{num(x + right)} {num(y + offset + high - right)}"
        )
        offset += gap
    return "".join(path)


def arrow_head(x: float, y: float, dx: float, dy: float, size: float = 6) -> str:
    """The path of an arrow head with its point at (x, y), looking along (dx, dy)."""
    length = math.hypot(dx, dy) or 1
    ux, uy = dx / length, dy / length
    back_x, back_y = x - ux * size, y - uy * size
    half = size * 0.55
    left, right = (back_x - uy * half, back_y + ux * half), (back_x + uy * half, back_y - ux * half)
    return f"M{num(x)} {num(y)}L{num(left[0])} {num(left[1])}L{num(right[0])} {num(right[1])}Z"
