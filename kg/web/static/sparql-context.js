// What may stand at the place where somebody types: a subject, a predicate, an object and of what kind.

import { meaningful } from "./sparql-tokens.js";

const TERMS = new Set(["iri", "name", "blank", "variable", "string", "open", "number", "truth", "type"]);
const EXPRESSIONS = new Set(["FILTER", "BIND", "HAVING"]);
const HEADS = new Set(["SELECT", "CONSTRUCT", "DESCRIBE", "ASK"]);
const TAILS = new Set(["ORDER", "GROUP", "LIMIT", "OFFSET", "BY"]);

/** Walks over the pieces of a query and keeps where it is; `triples` are the plain ones that it passed. */
class Walk {
  constructor() {
    this.frames = [{ kind: "query", state: "head" }];
    this.triples = [];
    this.last = "";
  }

  get frame() {
    return this.frames[this.frames.length - 1];
  }

  push(kind, state, more = {}) {
    this.frames.push({ kind, state, ...more });
  }

  pop(kinds) {
    if (kinds.includes(this.frame.kind)) this.frames.pop();
  }

  take({ kind, text }) {
    if (kind === "keyword") this.keyword(text.toUpperCase());
    else if (TERMS.has(kind)) this.term(text, kind);
    else if (kind === "mark") this.mark(text);
    this.last = text;
  }

  keyword(word) {
    const frame = this.frame;
    if (word === "PREFIX" || word === "BASE") frame.state = "declaration";
    else if (word === "VALUES") frame.state = "values";
    else if (HEADS.has(word)) frame.state = "head";
    else if (TAILS.has(word)) frame.state = "tail";
    else if (EXPRESSIONS.has(word)) frame.state = "constraint";
    else if (frame.kind === "group") frame.state = "subject";
  }

  term(text, kind) {
    const frame = this.frame;
    if (this.last === "^^") return;
    if (frame.state === "declaration" && kind === "iri") frame.state = "head";
    else if (frame.state === "values") frame.variable = text;
    else if (frame.state === "subject") Object.assign(frame, { subject: text, state: "predicate" });
    else if (frame.state === "predicate") {
      frame.predicate = frame.path ? "" : text;
      frame.state = "object";
    } else if (frame.state === "object") {
      if (frame.subject && frame.predicate) this.triples.push([frame.subject, frame.predicate, text]);
      frame.state = "end";
    }
  }

  mark(text) {
    const frame = this.frame;
    const inTriples = frame.kind === "group" || frame.kind === "bracket";
    if (text === "{") this.open();
    else if (text === "}") this.close();
    else if (text === "(") {
      if (inTriples && frame.state === "predicate") this.push("path", "predicate");
      else this.push("parenthesis", frame.state === "values" ? "values" : "expression");
    } else if (text === ")") {
      const inner = frame.kind;
      this.pop(["path", "parenthesis"]);
      if (inner === "path") Object.assign(this.frame, { predicate: "", state: "object" });
      else if (this.frame.state === "constraint") this.frame.state = this.frames.length > 1 ? "subject" : "tail";
    } else if (text === "[") {
      if (frame.state === "object") this.term("[]", "blank");
      else if (frame.state === "subject") this.term("[]", "blank");
      this.push("bracket", "predicate", { subject: "" });
    } else if (text === "]") this.pop(["bracket"]);
    else if (text === "." && frame.kind === "group") frame.state = "subject";
    else if (text === ";" && inTriples) Object.assign(frame, { state: "predicate", path: false });
    else if (text === "," && inTriples) frame.state = "object";
    else if ((text === "/" || text === "|") && ["object", "predicate"].includes(frame.state)) {
      Object.assign(frame, { state: "predicate", path: true, predicate: "" });
    } else if ((text === "^" || text === "!") && frame.state === "predicate") frame.path = true;
    if (text === "." || text === "{") this.frame.path = false;
  }

  open() {
    const frame = this.frame;
    if (frame.state === "values") this.push("data", "value", { variable: frame.variable });
    else this.push("group", "subject");
  }

  close() {
    this.pop(["bracket", "path", "parenthesis"]);
    this.pop(["group", "data"]);
    this.frame.state = this.frames.length > 1 ? "subject" : "tail";
  }
}

function walked(pieces) {
  const walk = new Walk();
  pieces.forEach((piece) => walk.take(piece));
  return walk;
}

/** The piece that ends at the caret and that typing goes on with: `{text, start}`; empty where a new one starts. */
export function typedAt(text, caret) {
  const pieces = meaningful(text.slice(0, caret));
  const last = pieces[pieces.length - 1];
  if (
    last &&
    last.end === caret &&
    ["name", "variable", "word", "keyword", "function", "type", "truth"].includes(last.kind)
  ) {
    return { text: last.text, start: last.start };
  }
  const sign = last && last.end === caret && last.kind === "mark" && (last.text === "?" || last.text === "$");
  return sign ? { text: last.text, start: last.start } : { text: "", start: caret };
}

/**
 * Where the caret stands: `{position, typed, start, subject, predicate, triples, variables}`.
 *
 * Positions: head, declaration, subject, predicate, object, end, expression, constraint, value, values, tail; `none`
 * inside a comment, a string or an IRI, where nothing is completed.
 */
export function contextAt(text, caret) {
  const whole = meaningful(text);
  const variables = [
    ...new Set(whole.filter(({ kind }) => kind === "variable").map((piece) => `?${piece.text.slice(1)}`)),
  ];
  const { text: typed, start } = typedAt(text, caret);
  const before = meaningful(text.slice(0, start));
  const walk = walked(before);
  const { state, subject = "", predicate = "", variable = "" } = walk.frame;
  const inside = isInside(text, caret);
  const triples = walked(whole).triples;
  return { position: inside ? "none" : state, typed, start, subject, predicate, variable, triples, variables };
}

/** Whether a place lies in a comment, in a string or in an IRI. */
function isInside(text, caret) {
  const line = text.slice(text.lastIndexOf("\n", caret - 1) + 1, caret);
  const last = meaningful(text.slice(0, caret)).at(-1);
  if (last && (last.kind === "open" || last.kind === "string") && last.end === caret) return true;
  if (/<[^<>"{}|^`\\\s]+$/.test(line)) return true;
  return meaningful(line.includes("#") ? `${text.slice(0, caret)}\u00a7` : "\u00a7").at(-1)?.text !== "\u00a7";
}
