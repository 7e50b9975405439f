// Rows as a table: sorted by its heads, searched, and shown page by page, so that many rows stay quick.

import { called, cell } from "./sparql-cells.js";
import { counted, numberOf } from "./sparql-results.js";

const SIZES = [50, 100, 500];
const LONG = 90; // characters from which a cell asks for room
const UNBROKEN = 28; // characters of one word from which it may be parted
const collator = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

/** The rows ordered by one column: nothing last, numbers by size, all else by what is shown. The rows stay as they are. */
export function sorted(rows, column, descending, terms, names = "labels") {
  const keys = rows.map((row, n) => ({ row, n, number: numberOf(row[column]), text: called(row[column], terms, names) }));
  const way = descending ? -1 : 1;
  keys.sort((one, other) => {
    const empty = Number(one.text === "") - Number(other.text === "");
    if (empty) return empty;
    const numbers = Number(one.number === null) - Number(other.number === null);
    const found = numbers || (one.number === null ? collator.compare(one.text, other.text) : one.number - other.number);
    return way * found || one.n - other.n;
  });
  return keys.map(({ row }) => row);
}

/** The rows in which some cell holds a text as it is shown. */
export function filtered(rows, sought, terms, names = "labels") {
  const wanted = sought.trim().toLowerCase();
  if (!wanted) return rows;
  return rows.filter((row) => row.some((found) => called(found, terms, names).toLowerCase().includes(wanted)));
}

/** The class of a cell by its text: long ones ask for room, and long words are parted. */
function roomFor(text) {
  if (text.split(/[\s-]/).some((word) => word.length > UNBROKEN)) return "sq-unbroken";
  return text.length > LONG ? "sq-long" : "";
}

function make(tag, properties = {}, ...children) {
  const part = Object.assign(document.createElement(tag), properties);
  part.append(...children);
  return part;
}

let made = 0;

export class TableView {
  /** A table of a result in `place`; `say` tells a sentence to screen readers. */
  constructor(place, result, terms, say) {
    Object.assign(this, { place, result, terms, say, column: -1, descending: false, sought: "", first: 0, size: SIZES[1] });
    this.names = "labels";
    this.types = false;
    this.numeric = result.columns.map((_, n) => {
      const filled = result.rows.map((row) => row[n]).filter(Boolean);
      return filled.length > 0 && filled.every((found) => numberOf(found) !== null);
    });
    this.bar = this.tools();
    this.caption = make("p", { className: "sq-rows" });
    this.scroll = make("div", { className: "cw-scroll sq-scroll", tabIndex: 0 });
    this.scroll.setAttribute("role", "region");
    this.scroll.setAttribute("aria-label", "Result as a table");
    this.pages = make("nav", { className: "sq-pages" });
    this.pages.setAttribute("aria-label", "Pages of the table");
    place.replaceChildren(this.bar, this.scroll, this.pages);
    this.arrange();
  }

  tools() {
    const id = `sq-table-${++made}`;
    const seek = make("input", { type: "search", id: `${id}-seek`, placeholder: "Find in these rows" });
    seek.setAttribute("aria-label", "Find in these rows");
    let pause;
    seek.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => {
        this.sought = seek.value;
        this.arrange();
        this.say(`${counted(this.rows.length, "row")} found`);
      }, 150);
    });
    const names = make("select", { id: `${id}-names` });
    for (const [value, text] of [["labels", "Labels"], ["short", "Short names"], ["whole", "Whole IRIs"]]) names.append(new Option(text, value));
    names.addEventListener("change", () => {
      this.names = names.value;
      this.arrange();
    });
    const types = make("input", { type: "checkbox", id: `${id}-types` });
    types.addEventListener("change", () => {
      this.types = types.checked;
      this.draw();
    });
    return make("div", { className: "sq-tools" },
      make("span", { className: "sq-tool" }, seek),
      make("span", { className: "sq-tool" }, make("label", { htmlFor: names.id, textContent: "Show things as" }), names),
      make("span", { className: "sq-tool" }, types, make("label", { htmlFor: types.id, textContent: "Datatypes and languages" })),
    );
  }

  /** Searches and sorts anew, and goes to the first page. */
  arrange() {
    const found = filtered(this.result.rows, this.sought, this.terms, this.names);
    this.rows = this.column < 0 ? found : sorted(found, this.column, this.descending, this.terms, this.names);
    this.first = 0;
    this.draw();
  }

  sortBy(column) {
    if (this.column !== column) Object.assign(this, { column, descending: false });
    else if (!this.descending) this.descending = true;
    else this.column = -1;
    this.arrange();
    this.scroll.querySelectorAll("th button")[column].focus();
    const way = this.descending ? "descending" : "ascending";
    this.say(this.column < 0 ? "In the order of the result" : `Sorted by ${this.result.columns[column]}, ${way}`);
  }

  draw() {
    const heads = this.result.columns.map((name, n) => {
      const button = make("button", { type: "button", className: "sq-sort", textContent: name });
      button.addEventListener("click", () => this.sortBy(n));
      const head = make("th", { scope: "col", className: this.numeric[n] ? "cw-number" : "" }, button);
      if (this.column === n) head.setAttribute("aria-sort", this.descending ? "descending" : "ascending");
      return head;
    });
    const shown = this.rows.slice(this.first, this.first + this.size);
    const body = make("tbody");
    for (const row of shown) {
      body.append(make("tr", {}, ...row.map((found, n) => {
        const content = cell(found, this.terms, this);
        return make("td", { className: this.numeric[n] ? "cw-number" : roomFor(content.textContent) }, content);
      })));
    }
    this.scroll.replaceChildren(make("table", { className: "cw-table" }, make("thead", {}, make("tr", {}, ...heads)), body));
    if (!shown.length) this.scroll.append(make("p", { className: "sq-nothing", textContent: this.sought ? "No row holds that." : "No rows." }));
    else if (!heads.length) this.scroll.append(make("p", { className: "sq-nothing", textContent: "The rows have no columns." }));
    this.turn();
  }

  /** The buttons to other pages. */
  turn() {
    const total = this.rows.length;
    const last = Math.min(this.first + this.size, total);
    const go = (text, first, usable) => {
      const button = make("button", { type: "button", className: "button button-quiet", textContent: text, disabled: !usable });
      button.addEventListener("click", () => {
        this.first = first;
        this.draw();
        this.scroll.scrollTop = 0;
        this.scroll.focus({ preventScroll: true });
        this.place.scrollIntoView({ block: "nearest" });
        this.say(`Rows ${this.first + 1} to ${Math.min(this.first + this.size, total)}`);
      });
      return button;
    };
    const sizes = make("select", { ariaLabel: "Rows on a page" });
    for (const size of SIZES) sizes.append(new Option(`${size} a page`, size, false, size === this.size));
    sizes.addEventListener("change", () => {
      this.size = Number(sizes.value);
      this.first = 0;
      this.draw();
    });
    this.pages.hidden = this.result.rows.length <= SIZES[0];
    this.pages.replaceChildren(
      go("Previous", Math.max(0, this.first - this.size), this.first > 0),
      make("span", { textContent: total ? `${(this.first + 1).toLocaleString("en-GB")} to ${last.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")}` : "0 rows" }),
      go("Next", this.first + this.size, last < total),
      sizes,
    );
  }
}
