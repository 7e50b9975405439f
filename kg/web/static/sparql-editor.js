// A text field with its colours behind it. The field stays the browser's own: undo, selection, input methods and
// screen readers work as everywhere; the coloured copy is for the eye alone.

import { highlight } from "./sparql-highlight.js";
import { lineOf, placeOf } from "./sparql-tokens.js";

const LONGEST = 20_000; // characters that are coloured and completed; a longer text stays plain

export class Editor {
  /** `field` is a textarea in a box of its own; `changed` is called whenever the text or the caret moves. */
  constructor(field, changed = () => {}) {
    this.field = field;
    this.changed = changed;
    this.fault = -1;
    this.behind = document.createElement("pre");
    this.behind.className = "sq-behind";
    this.behind.setAttribute("aria-hidden", "true");
    this.behind.translate = false;
    field.parentElement.append(this.behind);
    field.parentElement.classList.add("sq-live");
    field.addEventListener("input", () => {
      this.unmark();
      this.moved("input");
    });
    field.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("selectionchange", () => {
      if (document.activeElement === field && field.selectionStart !== this.caret) this.moved("caret");
    });
    field.addEventListener("blur", () => this.draw());
    this.draw();
  }

  get text() {
    return this.field.value;
  }

  /** Whether the text is too long to be coloured while somebody types. */
  get isPlain() {
    return this.text.length > LONGEST;
  }

  draw() {
    this.caret = this.field.selectionStart;
    this.field.parentElement.classList.toggle("sq-plain", this.isPlain);
    if (this.isPlain) return this.behind.replaceChildren();
    const caret = document.activeElement === this.field && this.caret === this.field.selectionEnd ? this.caret : -1;
    highlight(this.behind, this.text, { fault: this.fault, caret });
  }

  moved(how) {
    this.draw();
    this.changed(how);
  }

  /** Puts a text in the place of a stretch, so that the browser can undo it; the caret comes behind it. */
  replace(start, end, text) {
    const { field } = this;
    const held = document.activeElement;
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
    // the only way that keeps the browser's undo; where it is gone, the text is set all the same
    const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!done && start !== end + text.length) field.setRangeText(text, start, end, "end");
    if (held && held !== document.body && held !== field) held.focus({ preventScroll: true });
    this.unmark();
    this.draw();
  }

  /** Puts another query in the place of all. */
  set(text) {
    if (text !== this.text) this.replace(0, this.text.length, text);
    this.field.setSelectionRange(0, 0);
    this.field.parentElement.scrollTop = 0;
    this.draw();
  }

  /** Puts lines in front of the query; the caret stays where it is in it. */
  prepend(lines) {
    const { selectionStart: start, selectionEnd: end } = this.field;
    this.replace(0, 0, lines);
    this.field.setSelectionRange(start + lines.length, end + lines.length);
    this.draw();
  }

  /** Marks a fault at a line and a column, both from 1, and puts the caret there. `message` is the id of what is wrong. */
  mark(line, column, message) {
    this.fault = placeOf(this.text, line, column);
    this.field.setAttribute("aria-invalid", "true");
    this.field.setAttribute("aria-errormessage", message);
    this.goTo(this.fault);
  }

  unmark() {
    this.fault = -1;
    this.field.removeAttribute("aria-invalid");
    this.field.removeAttribute("aria-errormessage");
  }

  goTo(place) {
    this.field.focus();
    this.field.setSelectionRange(place, place);
    this.draw();
    this.behind.querySelector(".sq-faulty")?.scrollIntoView({ block: "nearest" });
  }

  get line() {
    return lineOf(this.text, this.field.selectionStart);
  }

  /** Where a place stands on the screen: the box of the sign there. */
  boxOf(place) {
    const lines = this.text.slice(0, place).split("\n");
    const line = this.behind.children[lines.length - 1];
    let left = lines.at(-1).length;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (left <= node.length) {
        const range = document.createRange();
        range.setStart(node, left);
        range.collapse(true);
        const [box] = range.getClientRects();
        if (box) return box;
      }
      left -= node.length;
    }
    return line.getBoundingClientRect();
  }

  /** A new line begins as far in as the one before it, and further behind an opened bracket. */
  key(event) {
    if (
      event.key !== "Enter" ||
      event.defaultPrevented ||
      event.isComposing ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
      return;
    const { selectionStart: start, selectionEnd: end } = this.field;
    const before = this.text.slice(this.text.lastIndexOf("\n", start - 1) + 1, start);
    const indent = /^[ \t]*/.exec(before)[0] + (/[{([]\s*$/.test(before) ? "  " : "");
    if (!indent) return;
    event.preventDefault();
    const closes = /^[ \t]*[})\]]/.test(this.text.slice(end)) && /[{([]\s*$/.test(before);
    const outer = /^[ \t]*/.exec(before)[0];
    this.replace(start, end, `\n${indent}${closes ? `\n${outer}` : ""}`);
    if (closes) this.field.setSelectionRange(start + 1 + indent.length, start + 1 + indent.length);
    this.moved("input");
  }
}
