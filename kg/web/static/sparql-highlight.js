// Draws a query in colours behind the text field, with marks at a fault and at brackets that belong together.

import { tokens } from "./sparql-tokens.js";

const PAIRS = { "{": "}", "(": ")", "[": "]" };

/** The places of two brackets of a text that belong together, one of which touches the caret; else an empty list. */
export function bracketsAt(pieces, caret) {
  const open = [];
  const marks = pieces.filter(({ kind, text }) => kind === "mark" && /^[{}()[\]]$/.test(text));
  for (const piece of marks) {
    if (PAIRS[piece.text]) {
      open.push(piece);
      continue;
    }
    const start = open.pop();
    if (!start || PAIRS[start.text] !== piece.text) return [];
    const touches = [start, piece].some(({ start: at, end }) => at === caret || end === caret);
    if (touches) return [start.start, piece.start];
  }
  return [];
}

/** The end of the piece that begins at a place or holds it, so that a fault has something to mark. */
function endOfFault(pieces, place) {
  const found = pieces.find(({ start, end }) => start <= place && place < end);
  return found && found.kind !== "space" ? found.end : place + 1;
}

function span(text, classes) {
  const part = document.createElement("span");
  part.className = classes.join(" ");
  part.textContent = text;
  return part;
}

/** Fills `behind` with the lines of a text. `fault` is the place of a fault or -1; `caret` -1 where there is none. */
export function highlight(behind, text, { fault = -1, caret = -1 } = {}) {
  const pieces = tokens(text);
  const brackets = caret < 0 ? [] : bracketsAt(pieces, caret);
  const faultEnd = fault < 0 ? -1 : endOfFault(pieces, fault);
  const lines = [];
  let line;
  const next = () => {
    line = document.createElement("div");
    line.className = "sq-line";
    lines.push(line);
  };
  next();
  for (const { kind, start, text: whole } of pieces) {
    let at = start;
    whole.split("\n").forEach((part, n) => {
      if (n > 0) {
        next();
        at += 1;
      }
      for (const [from, to] of cut(at, at + part.length, fault, faultEnd)) {
        const classes = [`sq-${kind}`];
        if (from >= fault && to <= faultEnd) classes.push("sq-fault");
        if (brackets.includes(from)) classes.push("sq-pair");
        line.append(
          kind === "space" && classes.length === 1 ? text.slice(from, to) : span(text.slice(from, to), classes),
        );
      }
      at += part.length;
    });
  }
  if (fault >= 0 && fault >= text.length) line.append(span(" ", ["sq-fault"]));
  if (fault >= 0) lines[text.slice(0, fault).split("\n").length - 1].classList.add("sq-faulty");
  behind.replaceChildren(...lines);
}

/** A stretch cut where a fault begins and ends; nothing for an empty one. */
function cut(from, to, fault, faultEnd) {
  const edges = [from, ...[fault, faultEnd].filter((edge) => from < edge && edge < to), to];
  return edges
    .slice(1)
    .map((edge, n) => [edges[n], edge])
    .filter(([start, end]) => start < end);
}
