// Where the boxes of a graph stand: columns from left to right, as the ties lead, with the name of each tie on its way.
// The method is that of Sugiyama, Tagawa and Toda (1981): layers, order by the middle of the neighbours, places.

const GAP = 12; // between boxes of a column
const BETWEEN = 30; // between columns
const APART = 26; // between parts that do not hang together
const SWEEPS = 12;
const FAR = 24; // columns beyond which a line goes straight to its end

/**
 * Places for boxes: `{items, lines, width, height}`.
 *
 * `nodes` are `{id, width, height}`, `edges` `{from, to, name, width, height}`, where the size is that of the name. An
 * item is `{id, x, y, width, height, sort}` with sort "box", "name" or "bend"; a line is `{points, arrow, from, to}`
 * and passes from item to item. Ties of one thing with the same name share one name on the way.
 */
export function layOut(nodes, edges) {
  const layer = layers(nodes, edges);
  const { items, links } = staged(nodes, edges, layer);
  const parts = components(items, links);
  const columns = columnPlaces(items);
  let top = 0;
  for (const part of parts) {
    order(part, links);
    top = settle(part, links, top) + APART;
  }
  for (const item of items) item.x = columns[item.layer].x + (item.sort === "bend" ? columns[item.layer].width / 2 : 0);
  const width = Math.max(0, ...columns.map(({ x, width }) => x + width));
  return { items, lines: linesOf(items, links), width, height: Math.max(0, top - APART) };
}

/** The column of each box: one further than all that lead to it; ties that would go round in a circle are left out. */
function layers(nodes, edges) {
  const out = new Map(nodes.map(({ id }) => [id, []]));
  const into = new Map(nodes.map(({ id }) => [id, 0]));
  for (const { from, to } of edges) {
    if (from === to) continue;
    out.get(from).push(to);
    into.set(to, into.get(to) + 1);
  }
  const state = new Map();
  const layer = new Map(nodes.map(({ id }) => [id, 0]));
  const done = [];
  const visit = (start) => {
    const stack = [[start, 0]];
    state.set(start, "open");
    while (stack.length) {
      const [id, n] = stack.at(-1);
      if (n === out.get(id).length) {
        state.set(id, "done");
        done.push(id);
        stack.pop();
        continue;
      }
      stack.at(-1)[1] += 1;
      const next = out.get(id)[n];
      if (state.get(next) === "open")
        out.get(id)[n] = id; // goes round in a circle
      else if (!state.has(next)) {
        state.set(next, "open");
        stack.push([next, 0]);
      }
    }
  };
  const first = nodes.map(({ id }) => id).sort((one, other) => into.get(one) - into.get(other));
  for (const id of first) if (!state.has(id)) visit(id);
  for (const id of done.reverse()) {
    for (const next of out.get(id)) if (next !== id) layer.set(next, Math.max(layer.get(next), layer.get(id) + 1));
  }
  return layer;
}

/** Boxes on even layers, names of ties on odd ones, and bends where a line passes a column. */
function staged(nodes, edges, layer) {
  const items = new Map(nodes.map((node) => [node.id, { ...node, sort: "box", layer: 2 * layer.get(node.id) }]));
  const links = [];
  for (const { from, to, name, width, height } of edges) {
    const back = layer.get(from) > layer.get(to);
    const [left, right] = back ? [to, from] : [from, to];
    const at = items.get(left).layer + 1;
    const id = `${left} ${back ? "<" : ">"} ${name}`;
    if (!items.has(id)) {
      items.set(id, { id, name, width, height, sort: "name", layer: at, back });
      links.push({ from: left, to: id, arrow: back ? "start" : "", ends: [from, to] });
    }
    if (from === to) continue;
    let last = id;
    const end = items.get(right).layer;
    for (let between = at + 1; between < end && end - at < FAR; between += 1) {
      const bend = `${id} ${right} ${between}`;
      items.set(bend, { id: bend, width: 0, height: 2, sort: "bend", layer: between });
      links.push({ from: last, to: bend, arrow: "", ends: [from, to] });
      last = bend;
    }
    links.push({ from: last, to: right, arrow: back ? "" : "end", ends: [from, to] });
  }
  return { items: [...items.values()], links };
}

/** The items in parts that hang together, the largest first. */
function components(items, links) {
  const near = neighbours(items, links);
  const seen = new Set();
  const parts = [];
  for (const item of items) {
    if (seen.has(item.id)) continue;
    const part = [];
    const wait = [item.id];
    seen.add(item.id);
    while (wait.length) {
      const id = wait.pop();
      part.push(id);
      for (const other of near.get(id)) {
        if (!seen.has(other)) {
          seen.add(other);
          wait.push(other);
        }
      }
    }
    const ids = new Set(part);
    parts.push(items.filter(({ id }) => ids.has(id)));
  }
  return parts.sort((one, other) => other.length - one.length);
}

function neighbours(items, links, way = "both") {
  const near = new Map(items.map(({ id }) => [id, []]));
  for (const { from, to } of links) {
    if (way !== "left") near.get(from)?.push(to);
    if (way !== "right") near.get(to)?.push(from);
  }
  return near;
}

function byLayer(part) {
  const columns = [];
  for (const item of part) (columns[item.layer] ??= []).push(item);
  return columns.filter(Boolean);
}

/** Puts the items of each column in an order that lets lines cross less; `rank` is their place in it. */
function order(part, links) {
  const columns = byLayer(part);
  columns.forEach((column) => column.forEach((item, n) => (item.rank = n)));
  const items = new Map(part.map((item) => [item.id, item]));
  const sides = { left: neighbours(part, links, "left"), right: neighbours(part, links, "right") };
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const side = sides[sweep % 2 ? "right" : "left"];
    for (const column of sweep % 2 ? [...columns].reverse() : columns) {
      for (const item of column) {
        const near = side.get(item.id).map((id) => items.get(id).rank);
        item.middle = near.length ? near.reduce((sum, n) => sum + n, 0) / near.length : item.rank;
      }
      column.sort((one, other) => one.middle - other.middle || one.rank - other.rank);
      column.forEach((item, n) => (item.rank = n));
    }
  }
}

/** Gives the items of a part their heights from `top` on, each near the middle of its neighbours; the foot of the part. */
function settle(part, links, top) {
  const columns = byLayer(part).map((column) => column.sort((one, other) => one.rank - other.rank));
  const items = new Map(part.map((item) => [item.id, item]));
  const near = neighbours(part, links);
  const middle = (item) => item.y + item.height / 2;
  for (const column of columns) {
    let y = 0;
    for (const item of column) {
      item.y = y;
      y += item.height + GAP;
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const column of sweep % 2 ? [...columns].reverse() : columns) {
      const wanted = column.map((item) => {
        const found = near.get(item.id).map((id) => middle(items.get(id)));
        return (found.length ? found.reduce((sum, y) => sum + y, 0) / found.length : middle(item)) - item.height / 2;
      });
      place(column, wanted);
    }
  }
  const least = Math.min(...part.map(({ y }) => y));
  for (const item of part) item.y += top - least;
  return Math.max(...part.map(({ y, height }) => y + height));
}

/** Places as near to the wanted ones as the boxes of a column let each other: groups that touch move together. */
function place(column, wanted) {
  const groups = [];
  column.forEach((item, n) => {
    let group = { items: [item], offset: [0], want: wanted[n], size: item.height };
    while (groups.length && groups.at(-1).want + groups.at(-1).size + GAP > group.want) {
      const before = groups.pop();
      const shift = before.size + GAP;
      const [many, few] = [before.items.length, group.items.length];
      group = {
        items: [...before.items, ...group.items],
        offset: [...before.offset, ...group.offset.map((y) => y + shift)],
        want: (before.want * many + (group.want - shift) * few) / (many + few),
        size: shift + group.size,
      };
    }
    groups.push(group);
  });
  for (const { items, offset, want } of groups) items.forEach((item, n) => (item.y = want + offset[n]));
}

/** Where each column begins and how wide it is. */
function columnPlaces(items) {
  const columns = [];
  for (const { layer, width } of items) columns[layer] = Math.max(columns[layer] ?? 0, width);
  let x = 0;
  return Array.from(columns, (width = 0) => {
    const column = { x, width };
    x += width + BETWEEN;
    return column;
  });
}

function linesOf(items, links) {
  const found = new Map(items.map((item) => [item.id, item]));
  return links.map(({ from, to, arrow, ends }) => {
    const [one, other] = [found.get(from), found.get(to)];
    const start = [one.x + one.width, one.y + one.height / 2];
    const end = [other.x, other.y + other.height / 2];
    return { points: [start, end], arrow, ends };
  });
}
