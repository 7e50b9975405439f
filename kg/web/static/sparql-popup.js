// The list of suggestions at the caret. The focus stays in the text field, which names the active one to screen readers.

import { contextAt } from "./sparql-context.js";
import { suggest, told } from "./sparql-suggest.js";

const LIST = "sq-suggestions";
const KINDS = {
  class: "class",
  property: "property",
  entry: "entry",
  prefix: "prefix",
  variable: "variable",
  keyword: "SPARQL",
  function: "function",
};
const PAGE = 8; // options that Page Up and Page Down pass

function made(tag, name, text = "") {
  const part = document.createElement(tag);
  part.className = name;
  part.textContent = text;
  return part;
}

export class Popup {
  /** `say` tells a sentence to screen readers. The names of the graph come later, in `terms`. */
  constructor(editor, say) {
    this.editor = editor;
    this.say = say;
    this.terms = null;
    this.options = [];
    this.active = -1;
    this.asked = false;
    this.box = made("div", "sq-popup");
    this.box.hidden = true;
    this.list = made("ul", "sq-options");
    this.list.id = LIST;
    this.list.tabIndex = 0; // arrow keys of the field scroll it; it is shown while the field has the focus
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.about = made("p", "sq-about");
    this.foot = made("p", "sq-keys");
    this.box.append(this.list, this.about, this.foot);
    document.body.append(this.box);
    const { field } = editor;
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-haspopup", "listbox");
    field.addEventListener("keydown", (event) => this.key(event), { capture: true });
    field.addEventListener("blur", () => this.close());
    field.parentElement.addEventListener("scroll", () => this.close());
    addEventListener("resize", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.accept(Number(option.dataset.n));
    });
  }

  get isOpen() {
    return !this.box.hidden;
  }

  /** Called whenever the text or the caret moves. */
  follow(how) {
    if (how === "input" && !this.accepting) this.update(false);
    else if (this.isOpen && how === "caret") this.update(this.asked);
  }

  update(asked) {
    const { field, text } = this.editor;
    if (!this.terms || this.editor.isPlain || field.selectionStart !== field.selectionEnd) return this.close();
    const context = contextAt(text, field.selectionStart);
    const short = context.typed.length < 2 && !/^[?$]$|:/.test(context.typed);
    if (!asked && short) return this.close();
    const { options, total } = suggest(context, this.terms, asked);
    const done = options.some(({ insert }) => insert === context.typed);
    if (!options.length || (done && options.length === 1)) {
      if (asked) this.say("No suggestions here.");
      return this.close();
    }
    this.asked = asked;
    this.context = context;
    this.options = options;
    this.show(total);
    // what is half typed with a colon in it is meant for a name; elsewhere Enter stays a new line
    this.activate(asked || (context.typed.includes(":") && !done) ? 0 : -1);
    const first = this.active < 0 ? "" : `. ${this.words(options[0])}`;
    this.say(`${total} suggestion${total === 1 ? "" : "s"}${first}`);
  }

  words(option) {
    return [option.insert, option.label, KINDS[option.kind], told(option)].filter(Boolean).join(", ");
  }

  show(total) {
    this.list.replaceChildren(
      ...this.options.map((option, n) => {
        const item = made("li", "sq-option");
        item.id = `${LIST}-${n}`;
        item.dataset.n = n;
        item.setAttribute("role", "option");
        item.setAttribute("aria-label", this.words(option));
        item.append(
          made("span", `sq-sign sq-is-${option.kind}`, ""),
          made("code", "sq-insert", option.insert),
          made("span", "sq-label", option.label),
          made("span", "sq-count", told(option)),
        );
        return item;
      }),
    );
    const more = total > this.options.length ? `${total - this.options.length} more: type on · ` : "";
    this.foot.textContent = `${more}↑ ↓ choose · Enter or Tab insert · Esc close`;
    this.box.hidden = false;
    this.editor.field.setAttribute("aria-controls", LIST);
    this.place();
    this.list.scrollTop = 0;
  }

  place() {
    const box = this.editor.boxOf(this.context.start);
    const room = document.documentElement.clientWidth;
    const { style } = this.box;
    const wide = this.box.offsetWidth;
    const high = this.box.offsetHeight;
    const below = innerHeight - box.bottom;
    const above = below < high + 8 && box.top > below;
    style.left = `${Math.max(8, Math.min(box.left - 32, room - wide - 8)) + scrollX}px`;
    style.top = `${(above ? box.top - high - 4 : box.bottom + 4) + scrollY}px`;
  }

  activate(n) {
    this.active = n;
    const { field } = this.editor;
    [...this.list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === n)));
    const item = this.list.children[n];
    if (item) {
      field.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
    const about = n < 0 ? "" : this.options[n].about;
    this.about.textContent = about;
    this.about.hidden = !about;
    this.place();
  }

  key(event) {
    if (event.isComposing) return;
    const held = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      return this.update(true);
    }
    if (!this.isOpen || held) return;
    const last = this.options.length - 1;
    const moves = {
      ArrowDown: () => (this.active >= last ? 0 : this.active + 1),
      ArrowUp: () => (this.active <= 0 ? last : this.active - 1),
      PageDown: () => Math.min(last, this.active + PAGE),
      PageUp: () => Math.max(0, this.active - PAGE),
    };
    if (moves[event.key]) this.activate(moves[event.key]());
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.active >= 0) this.accept(this.active);
    else if (event.key === "Tab" && !event.shiftKey) this.accept(Math.max(0, this.active));
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  accept(n) {
    const { insert, kind } = this.options[n];
    const { start, position } = this.context;
    const caret = this.editor.field.selectionStart;
    const follows = this.editor.text[caret] ?? "";
    const goesOn = /[:(]$/.test(insert);
    const space = !goesOn && ["predicate", "subject", "head", "tail"].includes(position) && !/\s/.test(follows);
    this.accepting = true;
    this.close();
    this.editor.replace(start, caret, insert + (space ? " " : ""));
    this.accepting = false;
    this.say(`${insert} inserted`);
    if (kind === "prefix" && goesOn) this.update(true);
  }

  close() {
    if (!this.isOpen) return;
    this.box.hidden = true;
    this.active = -1;
    this.editor.field.removeAttribute("aria-activedescendant");
    this.editor.field.removeAttribute("aria-controls");
  }
}
