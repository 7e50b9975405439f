// A bar chart of rows: one column names the bars, one gives their length.

import { called, clean } from "./sparql-cells.js";
import { numberOf } from "./sparql-results.js";
import { measure, svg, words, wrap } from "./sparql-svg.js";

const MOST = 60; // bars that are drawn
const WIDE = 620; // pixels from which names stand beside the bars

/** Which columns can give lengths, and which can name bars, each as a number of the column. */
export function choices({ columns, rows }) {
  const filled = columns.map((_, n) => rows.map((row) => row[n]).filter(Boolean));
  const isNumber = filled.map((found) => found.length > 0 && found.every((term) => numberOf(term) !== null));
  const all = columns.map((_, n) => n);
  return { lengths: all.filter((n) => isNumber[n]), names: all.filter((n) => !isNumber[n] && filled[n].length > 0) };
}

/**
 * The bars of a result: `{bars: [{name, value, text}], left, unknown}`, in the order of the rows.
 *
 * Where one column does not tell the rows apart, the next ones join in its names. `left` counts rows beyond what is
 * drawn, `unknown` rows without a number.
 */
export function barsOf(result, length, name, terms) {
  const { names } = choices(result);
  const order = [name, ...names.filter((n) => n !== name)];
  const known = result.rows.filter((row) => row[length]);
  const drawn = known.slice(0, MOST);
  const told = (row, columns) =>
    columns
      .map((n) => clean(called(row[n], terms)))
      .filter(Boolean)
      .join(" · ");
  const differ = (columns) => new Set(drawn.map((row) => told(row, columns))).size === drawn.length;
  let parts = 1;
  while (parts < order.length && !differ(order.slice(0, parts))) parts += 1;
  const bars = drawn.map((row) => {
    const value = numberOf(row[length]);
    const text = value.toLocaleString("en-GB", { maximumFractionDigits: 6 });
    return { name: told(row, order.slice(0, parts)) || "(no name)", value, text };
  });
  return { bars, left: known.length - drawn.length, unknown: result.rows.length - known.length };
}

/** The picture of bars, `width` pixels wide. */
export function drawBars({ bars }, width, title) {
  const wide = width >= WIDE;
  const high = Math.max(0, ...bars.map(({ value }) => value));
  const low = Math.min(0, ...bars.map(({ value }) => value));
  const widest = Math.max(...bars.map(({ text }) => measure(text, 12.5, 600)));
  const nameRoom = wide ? Math.min(width * 0.42, Math.max(...bars.map(({ name }) => measure(name))) + 8) : 0;
  const minus = low < 0 ? widest + 8 : 0;
  const start = nameRoom + minus + (wide ? 8 : 0);
  const room = Math.max(40, width - start - widest - 14);
  const scale = (value) => start + ((value - low) / (high - low || 1)) * room;
  const parts = [];
  let y = 8;
  for (const { name, value, text } of bars) {
    const lines = wrap(name, wide ? nameRoom : width - 8, { most: 2 });
    const row = wide ? Math.max(26, lines.length * 16 + 8) : lines.length * 16 + 26;
    const middle = wide ? y + row / 2 : y + lines.length * 16 + 11;
    const top = wide ? middle - ((lines.length - 1) * 16) / 2 + 4.5 : y + 12;
    const [from, to] = [scale(0), scale(value)];
    const group = svg("g", {}, svg("title", {}, `${name}: ${text}`));
    lines.forEach((line, n) =>
      group.append(words(wide ? nameRoom : 0, top + n * 16, line, { anchor: wide ? "end" : undefined })),
    );
    group.append(
      svg("rect", {
        x: Math.min(from, to),
        y: middle - 8,
        width: Math.max(1.5, Math.abs(to - from)),
        height: 16,
        rx: 2,
        fill: value < 0 ? "orange" : "blue",
      }),
    );
    group.append(
      words(value < 0 ? to - 6 : to + 6, middle + 4.5, text, {
        size: 12.5,
        weight: 600,
        anchor: value < 0 ? "end" : undefined,
      }),
    );
    parts.push(group);
    y += row;
  }
  const axis = svg("path", { d: `M${scale(0).toFixed(1)} 4V${y}`, stroke: "line", fill: "none", "stroke-width": 1.2 });
  const said = bars.map(({ name, text }) => `${name}: ${text}`).join("; ");
  return svg(
    "svg",
    {
      class: "sq-picture",
      viewBox: `0 0 ${Math.round(width)} ${y + 6}`,
      width,
      height: y + 6,
      role: "img",
      "aria-label": `${title}. ${said}`,
    },
    axis,
    ...parts,
  );
}
