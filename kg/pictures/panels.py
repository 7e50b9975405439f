"""The drawings inside the panels of numbers: bars, dots, arrows, lone figures and sums, one sort for each design."""

from __future__ import annotations

from decimal import Decimal

from kg.pictures import shapes, svg
from kg.pictures.numbers import SINGLE, WITH_GROUP, Change, Measured, amount, capital, plain, signed

LABELS_FROM = 560
PAD = 14


def bar(x: float, y: float, wide: float, high: float, full: bool) -> str:
    """A bar: full for what came last, hatched for what was before."""
    wide = max(wide, 1.5)
    if full:
        return svg.tag("rect", x=x, y=y, width=wide, height=high, rx=2, fill="blue", stroke="blue")
    back = svg.tag("rect", x=x, y=y, width=wide, height=high, rx=2, fill="blue-tint", stroke="blue")
    return back + svg.tag("path", d=shapes.hatch(x, y, wide, high, 6), fill="none", stroke="blue", stroke_width=1.1)


def dot(x: float, y: float, full: bool) -> str:
    """A round dot for those in the project, a hollow diamond for those outside."""
    if full:
        return svg.tag("circle", cx=x, cy=y, r=7, fill="blue", stroke="blue", stroke_width=1.5)
    shape = f"M{svg.num(x)} {svg.num(y - 8)}l8 8l-8 8l-8 -8Z"
    return svg.tag("path", d=shape, fill="orange-tint", stroke="ink", stroke_width=1.5)


def arrow(start: float, end: float, y: float, full: bool) -> str:
    """An arrow along a line; dashed for a comparison group."""
    way = 1 if end >= start else -1
    if abs(end - start) < 8:
        end = start + way * 8
    tone = "blue" if full else "soft"
    size = min(13, abs(end - start))
    shaft = f"M{svg.num(start)} {svg.num(y)}H{svg.num(end - way * size * 0.7)}"
    line = svg.tag(
        "path",
        d=shaft,
        fill="none",
        stroke=tone,
        stroke_width=5 if full else 3,
        stroke_dasharray=None if full else "5 3",
    )
    return line + svg.tag("path", d=shapes.arrow_head(end, y, way, 0, size), fill=tone)


def scale(values: list[Measured]) -> Decimal:
    """The value at the end of the scale: 100 for shares, else a little more than the largest."""
    if all(value.unit == "PERCENT" for value in values) and all(0 <= value.value <= 100 for value in values):
        return Decimal(100)
    return max((abs(value.value) for value in values), default=Decimal(1)) or Decimal(1)


def row(label: str, left: float, right: float, y: float) -> tuple[list[str], float, float]:
    """The lines of a label, where its drawing starts, and how far down: beside it, or below where it is narrow."""
    beside = right - left >= LABELS_FROM - 2 * (svg.MARGIN + PAD)
    lines = svg.wrap(label, 190 if beside else right - left, 11.5, 3)
    return lines, (left + 206 if beside else left), (0 if beside else len(lines) * 14.8 + 6)


def pair(change: Change, left: float, right: float, y: float) -> tuple[str, float]:
    """Two bars from nought on one scale, and a diamond where a comparison group was measured too."""
    values = change.values
    same = len({value.unit for _, value in values}) == 1
    top, made, low = scale([value for _, value in values]), [], y + 4
    for role, value in values:
        label = f"{capital(change.called(role))}{f', {value.years}' if value.years else ''}"
        lines, start, down = row(f"{label}: {value.of}" if value.of else label, left, right, low)
        made.append(svg.block(left, low + 13, lines, 11.5))
        middle = low + (down + 11 if down else max(len(lines) * 14.8 / 2 + 2, 11))
        reach = right - start - svg.measure(value.text, 13, True) - 12
        wide = float(abs(value.value) / top) * reach if same and value.value >= 0 else 0
        if value.unit == "PERCENT" and top == 100:
            made.append(svg.tag("rect", x=start, y=middle - 9, width=reach, height=18, rx=2, fill="faint"))
        if role == "comparison":
            made.append(dot(start + wide, middle, False))
            made.append(svg.text(start + wide + 14, middle + 4.5, value.text, 13, bold=True))
        else:
            made.append(bar(start, middle - 9, wide, 18, role == "after") if same and value.value >= 0 else "")
            made.append(svg.text(start + wide + 8, middle + 4.5, value.text, 13, bold=True))
        low = max(low + len(lines) * 14.8, middle + 11) + 6
    if top == 100 and same:
        made.append(svg.text(start + reach, low + 6, "100%", 10.5, "soft", "end"))
        low += 8
    return "".join(made), low - y


def groups(change: Change, left: float, right: float, y: float) -> tuple[str, float]:
    """Two dots on lines of their own: two groups, not two times."""
    values = [(role, value) for role, value in change.values if role != "before"]
    top, made, low = scale([value for _, value in values]), [], y + 4
    for role, value in values:
        label = value.of or change.called(role)
        lines, start, down = row(capital(label), left, right, low)
        made.append(svg.block(left, low + 13, lines, 11.5))
        middle = low + (down + 12 if down else max(len(lines) * 14.8 / 2 + 2, 12))
        end = right - 10
        reach = end - start - svg.measure(value.text, 13, True) - 20
        x = start + 8 + max(0.0, float(value.value / top)) * reach
        track = f"M{svg.num(start)} {svg.num(middle)}H{svg.num(start + 8 + reach)}"
        made.append(svg.tag("path", d=track, stroke="line", stroke_width=1.5, stroke_dasharray="1.5 4"))
        made.append(dot(x, middle, role == "after"))
        made.append(svg.text(x + 14, middle + 4.5, value.text, 13, bold=True))
        low = max(low + len(lines) * 14.8, middle + 12) + 8
    if top == 100:
        made.append(svg.text(start + 8, low + 4, "0%", 10.5, "soft", "middle"))
        made.append(svg.text(start + 8 + reach, low + 4, "100%", 10.5, "soft", "middle"))
        low += 8
    return "".join(made), low - y


def arrows(change: Change, left: float, right: float, y: float) -> tuple[str, float]:
    """One arrow from no change, to the left for a fall and to the right for a rise; a second for a comparison group."""
    share = change.relative * 100 if change.relative is not None else change.points or Decimal(0)
    rows = [("The case" if change.comparison else "", change.shift_text, share, True)]
    aside = ""
    if change.comparison:
        told = change.comparison
        if change.relative is not None and told.unit == "PERCENT" and change.design == WITH_GROUP:
            rows.append((told.of or "Comparison group", f"{signed(told.value)}%", told.value, False))
        else:
            aside = f"Comparison group: {told.text}{f' ({told.of})' if told.of else ''}."
    unit = "%" if change.relative is not None else " points"
    most = max([Decimal(100), *(abs(value) for _, _, value, _ in rows)])
    made, low = [], y + 6
    for label, text, value, own in rows:
        lines, start, down = row(label, left, right, low) if label else ([], left, 0)
        made.append(
            svg.block(left, low + 13, [capital(line) if n == 0 else line for n, line in enumerate(lines)], 11.5)
        )
        middle = low + (down + 14 if down or not lines else max(len(lines) * 14.8 / 2 + 2, 14))
        made.append(arrow_row(start, right, middle, text, float(value / most), own))
        low = max(low + len(lines) * 14.8, middle + 12) + 8
    ends = ((start + 2, f"−{plain(most)}{unit}", "start"), ((start + right) / 2, "no change", "middle"))
    for x, text, anchor in (*ends, (right - 2, f"+{plain(most)}{unit}", "end")):
        made.append(svg.text(x, low + 5, text, 10.5, "soft", anchor))
    low += 14
    if aside:
        lines = svg.wrap(aside, right - left, 11.5, 3)
        made.append(svg.block(left, low + 10, lines, 11.5))
        low += len(lines) * 14.8 + 4
    return "".join(made), low - y


def arrow_row(start: float, right: float, middle: float, text: str, share: float, own: bool) -> str:
    """A line of change with its middle at nought, the arrow, and the number beside its foot."""
    half = (right - start) / 2
    zero = start + half
    end = zero + share * half
    track = svg.tag("path", d=f"M{svg.num(start)} {svg.num(middle)}H{svg.num(right)}", stroke="faint", stroke_width=1.5)
    post = svg.tag(
        "path", d=f"M{svg.num(zero)} {svg.num(middle - 11)}V{svg.num(middle + 11)}", stroke="ink", stroke_width=1.5
    )
    away = -10 if end > zero else 10
    back_wide = svg.measure(text, 13, True) + 8
    back_x = zero + away - (4 if away > 0 else back_wide - 4)
    back = svg.tag("rect", x=back_x, y=middle - 9, width=back_wide, height=18, fill="face")
    label = svg.text(zero + away, middle + 4.5, text, 13, anchor="start" if away > 0 else "end", bold=True)
    return track + arrow(zero, end, middle, own) + post + back + label


def figure(change: Change, left: float, right: float, y: float) -> tuple[str, float]:
    """One number, large, with what it is of; a share also as a part of its whole."""
    value = change.after or change.before or change.comparison
    text = value.text if value else change.shift_text
    roughly = "about " if change.approximate else ""
    made = [svg.text(left, y + 24, roughly + text, 20, bold=True)]
    low = y + 32
    if value and value.unit == "PERCENT" and 0 <= value.value <= 100 and change.design == SINGLE:
        start = left + max(svg.measure(roughly + text, 20, True) + 14, 70)
        wide = right - start
        made.append(svg.tag("rect", x=start, y=y + 10, width=wide, height=14, rx=7, fill="faint", stroke="line"))
        made.append(
            svg.tag(
                "rect", x=start, y=y + 10, width=max(wide * float(value.value) / 100, 4), height=14, rx=7, fill="green"
            )
        )
    if value and value.of:
        of = value.of + (f", {value.years}" if value.years and value.years != change.years else "")
        lines = svg.wrap(capital(of), right - left, 11.5, 3)
        made.append(svg.block(left, low + 11, lines, 11.5))
        low += len(lines) * 14.8 + 2
    return "".join(made), low - y


def saving(change: Change, left: float, right: float, y: float) -> tuple[str, float]:
    """The sum with its currency, and how often it comes; a range as two ends of a line."""
    lines = svg.wrap(change.saving_text, right - left, 18, 2, bold=True)
    made = [svg.block(left, y + 24, lines, 18, bold=True)]
    low = y + 24 + (len(lines) - 1) * 23
    if change.low is not None and change.high is not None:
        unit = f"CCY_{change.currency}"
        low += 20
        made.append(
            svg.tag(
                "path", d=f"M{svg.num(left + 5)} {svg.num(low)}H{svg.num(right - 5)}", stroke="blue", stroke_width=3
            )
        )
        for x in (left + 5, right - 5):
            made.append(svg.tag("path", d=f"M{svg.num(x)} {svg.num(low - 7)}v14", stroke="blue", stroke_width=3))
        least, greatest = f"at least {amount(change.low, unit)}", f"at most {amount(change.high, unit)}"
        made.append(svg.text(left, low + 22, least, 11.5))
        low += 22 if svg.measure(least + greatest, 11.5) + 10 <= right - left else 38
        made.append(svg.text(right, low, greatest, 11.5, anchor="end"))
    if change.recurrence:
        wide = svg.measure(change.recurrence, 11.5) + 20
        made.append(
            svg.tag("rect", x=left, y=low + 10, width=wide, height=20, rx=10, fill="green-tint", stroke="green")
        )
        made.append(svg.text(left + 10, low + 24, change.recurrence, 11.5))
        beside = wide + 10 + svg.measure(change.recurrence_meaning, 11.5) <= right - left
        x, first = (left + wide + 10, low + 24) if beside else (left, low + 46)
        meaning = svg.wrap(change.recurrence_meaning, right - x, 11.5, 3)
        made.append(svg.block(x, first, meaning, 11.5, "soft"))
        low = max(low + 32, first + len(meaning) * 14.8 - 8)
    return "".join(made), low - y + 4


DRAW = {"pair": pair, "plan": pair, "groups": groups, "arrow": arrows, "figure": figure, "saving": saving}
