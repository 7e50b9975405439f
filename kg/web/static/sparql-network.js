// A picture of triples: boxes for things, the names of their ties on the way, classes by colour and by word.

import { layOut } from "./sparql-layout.js";
import { KINDS, measure, svg, words, wrap } from "./sparql-svg.js";

const ROOM = 190; // pixels for the words of a box
const PAD = 10;
const EDGE = 8; // around the picture

function sized(node, colourOf) {
  if (node.lines) {
    const lines = node.lines.flatMap((text) => wrap(text, 230, { size: 12.5, most: 2 }));
    const width = Math.max(...lines.map((line) => measure(line, 12.5)), 10) + 8;
    return { ...node, shown: lines, width, height: lines.length * 16 + 4 };
  }
  const shown = wrap(node.name || node.id, ROOM, { size: 13, weight: 600, most: 3 });
  const kind = node.kind ? wrap(node.kind, ROOM, { size: 11, most: 1 }) : [];
  const width =
    Math.max(...shown.map((line) => measure(line, 13, 600)), ...kind.map((line) => measure(line, 11)), 24) +
    2 * PAD +
    5;
  return {
    ...node,
    shown,
    under: kind,
    colour: colourOf(node.kind),
    width,
    height: shown.length * 17 + kind.length * 14 + PAD,
  };
}

/** What a screen reader says of a box: its name, its class, and what it is tied to. */
function says(node, { nodes, edges }) {
  const name = new Map(nodes.map(({ id, name, lines }) => [id, lines ? lines.join("; ") : name]));
  const ties = edges.filter(({ from }) => from === node.id).map((edge) => `${edge.name}: ${name.get(edge.to)}`);
  return [[node.name, node.kind].filter(Boolean).join(", "), ...ties].join(". ").slice(0, 400);
}

function box(item, graph, terms) {
  const { x, y, width, height, shown, under, colour } = item;
  if (item.lines) {
    const text = svg("g", { class: "sq-texts", "data-id": item.id });
    shown.forEach((line, n) => text.append(words(x + 4, y + 14 + n * 16, line, { size: 12.5 })));
    return text;
  }
  const address = item.iri ? terms.page(item.iri) : "";
  const node = svg(address ? "a" : "g", {
    class: "sq-node",
    "data-id": item.id,
    href: address || undefined,
    "aria-label": says(item, graph),
  });
  if (address && !terms.isOurs(item.iri)) {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
  node.append(
    svg("title", {}, item.iri || item.name),
    svg("rect", { class: "sq-box", x, y, width, height, rx: 5, fill: "paper", stroke: "line", "stroke-width": 1.2 }),
    svg("rect", { x, y, width: 5, height, rx: 2, fill: colour }),
  );
  shown.forEach((line, n) => node.append(words(x + PAD + 5, y + 18 + n * 17, line, { weight: 600 })));
  under.forEach((line) =>
    node.append(words(x + PAD + 5, y + 16 + shown.length * 17, line, { size: 11, fill: "soft" })),
  );
  return node;
}

function line({ points: [[x, y], [toX, toY]], arrow, ends }) {
  const bow = Math.max(10, (toX - x) / 2);
  const curve = `M${x.toFixed(1)} ${y.toFixed(1)}C${(x + bow).toFixed(1)} ${y.toFixed(1)} ${(toX - bow).toFixed(1)} ${toY.toFixed(1)} ${toX.toFixed(1)} ${toY.toFixed(1)}`;
  const group = svg(
    "g",
    { class: "sq-tie", "data-from": ends[0], "data-to": ends[1] },
    svg("path", { d: curve, stroke: "line", fill: "none", "stroke-width": 1.4 }),
  );
  const head = (at, high, way) =>
    svg("path", { d: `M${at.toFixed(1)} ${high.toFixed(1)}l${-7 * way} -4v8z`, fill: "line" });
  if (arrow === "end") group.append(head(toX, toY, 1));
  if (arrow === "start") group.append(head(x, y, -1));
  return group;
}

function tieName({ x, y, width, height, name }) {
  return svg(
    "g",
    { class: "sq-tie-name" },
    svg("rect", { x: x - 1, y, width: width + 2, height, rx: height / 2, fill: "paper" }),
    words(x + width / 2, y + height - 5, name, { size: 11.5, fill: "soft", anchor: "middle" }),
  );
}

/** The picture of a graph of `graphOf`, with the colour of each class: `{picture, legend: [{name, count, colour}]}`. */
export function drawNetwork(graph, terms, title) {
  const colours = new Map(graph.kinds.slice(0, KINDS.length).map(({ name }, n) => [name, KINDS[n]]));
  const colourOf = (kind) => colours.get(kind) ?? "grey";
  const nodes = graph.nodes.map((node) => sized(node, colourOf));
  const edges = graph.edges.map((edge) => {
    const [name] = wrap(edge.name, 150, { size: 11.5, most: 1 });
    return { ...edge, name, width: measure(name, 11.5) + 14, height: 18 };
  });
  const { items, lines, width, height } = layOut(nodes, edges);
  for (const item of items) {
    item.x += EDGE;
    item.y += EDGE;
  }
  const moved = lines.map((one) => ({ ...one, points: one.points.map(([x, y]) => [x + EDGE, y + EDGE]) }));
  // a bend is a place on a line's way, so the lines there join without a gap
  const size = { width: Math.ceil(width + 2 * EDGE), height: Math.ceil(height + 2 * EDGE) };
  const picture = svg(
    "svg",
    { class: "sq-picture", viewBox: `0 0 ${size.width} ${size.height}`, ...size, role: "group", "aria-label": title },
    svg("g", { "aria-hidden": "true" }, ...moved.map(line)),
    svg("g", { "aria-hidden": "true" }, ...items.filter(({ sort }) => sort === "name").map(tieName)),
    ...items.filter(({ sort }) => sort === "box").map((item) => box(item, graph, terms)),
  );
  follow(picture);
  const legend = graph.kinds.map(({ name, count }) => ({ name, count, colour: colourOf(name) }));
  return { picture, legend };
}

/** Ties of the box under the pointer or with the focus stand out. */
function follow(picture) {
  const show = (event) => {
    const node = event.type === "pointerout" || event.type === "focusout" ? null : event.target.closest?.(".sq-node");
    picture.classList.toggle("sq-following", Boolean(node));
    const id = node?.dataset.id;
    for (const tie of picture.querySelectorAll(".sq-tie")) {
      tie.classList.toggle("sq-lit", Boolean(node) && (tie.dataset.from === id || tie.dataset.to === id));
    }
  };
  for (const event of ["pointerover", "pointerout", "focusin", "focusout"]) picture.addEventListener(event, show);
}
