// Rows as a table: sorted by its heads, searched, and shown page by page, so that many rows stay quick.

import { called, cell } from "./sparql-cells.js";
import { button, choice, make } from "./sparql-parts.js";
import { counted, numberOf } from "./sparql-results.js";

const SIZES = [50, 100, 500];
const NAMES = [
  ["labels", "Labels"],
  ["short", "Short names"],
  ["whole", "Whole IRIs"],
];
const PATIENCE = 150; // milliseconds from the last key until rows are searched
const LONG = 90; // characters from which a cell asks for room
const UNBROKEN = 28; // characters of one word from which it may be parted
const collator = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

/** The rows ordered by one column: nothing last, numbers by size, all else by what is shown. The rows stay as they are. */
export function sorted(rows, column, descending, terms, names = "labels") {
  const keys = rows.map((row, n) => ({
    row,
    n,
    number: numberOf(row[column]),
    text: called(row[column], terms, names),
  }));
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

function nothing(words) {
  return make("p", { className: "sq-nothing", textContent: words });
}

const grouped = (number) => number.toLocaleString("en-GB");

export class TableView {
  /** A table of a result in `place`; `say` tells a sentence to screen readers. */
  constructor(place, result, terms, say) {
    Object.assign(this, { place, result, terms, say });
    Object.assign(this, { column: -1, descending: false, sought: "", first: 0, size: SIZES[1] });
    Object.assign(this, { names: "labels", types: false });
    this.numeric = result.columns.map((_, n) => {
      const filled = result.rows.map((row) => row[n]).filter(Boolean);
      return filled.length > 0 && filled.every((found) => numberOf(found) !== null);
    });
    const region = { className: "cw-scroll sq-scroll", role: "region", tabIndex: 0, ariaLabel: "Result as a table" };
    this.scroll = make("div", region);
    this.pages = make("nav", { className: "sq-pages", ariaLabel: "Pages of the table" });
    place.replaceChildren(this.tools(), this.scroll, this.pages);
    this.arrange();
  }

  tools() {
    const words = "Find in these rows";
    const seek = make("input", { type: "search", id: "sq-seek", placeholder: words, ariaLabel: words });
    let pause;
    seek.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => {
        this.sought = seek.value;
        this.arrange();
        this.say(`${counted(this.rows.length, "row")} found`);
      }, PATIENCE);
    });
    const names = choice("sq-names", "Show things as", NAMES, this.names, (value) => {
      this.names = value;
      this.arrange();
    });
    const types = make("input", { type: "checkbox", id: "sq-types" });
    types.addEventListener("change", () => {
      this.types = types.checked;
      this.draw();
    });
    const label = make("label", { htmlFor: "sq-types", textContent: "Datatypes and languages" });
    const tool = { className: "sq-tool" };
    return make("div", { className: "sq-tools" }, make("span", tool, seek), names, make("span", tool, types, label));
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
    const shown = this.rows.slice(this.first, this.first + this.size);
    const head = make("thead", {}, make("tr", {}, ...this.result.columns.map((name, n) => this.head(name, n))));
    const body = make(
      "tbody",
      {},
      ...shown.map((row) => make("tr", {}, ...row.map((found, n) => this.cell(found, n)))),
    );
    this.scroll.replaceChildren(make("table", { className: "cw-table" }, head, body));
    if (!shown.length) this.scroll.append(nothing(this.sought ? "No row holds that." : "No rows."));
    else if (!this.result.columns.length) this.scroll.append(nothing("The rows have no columns."));
    this.turn();
  }

  head(name, n) {
    const sort = make("button", { type: "button", className: "sq-sort", textContent: name });
    sort.addEventListener("click", () => this.sortBy(n));
    const head = make("th", { scope: "col", className: this.numeric[n] ? "cw-number" : "" }, sort);
    if (this.column === n) head.ariaSort = this.descending ? "descending" : "ascending";
    return head;
  }

  cell(found, n) {
    const content = cell(found, this.terms, this);
    return make("td", { className: this.numeric[n] ? "cw-number" : roomFor(content.textContent) }, content);
  }

  /** The buttons to other pages. */
  turn() {
    const total = this.rows.length;
    const last = Math.min(this.first + this.size, total);
    const where = total ? `${grouped(this.first + 1)} to ${grouped(last)} of ${grouped(total)}` : "0 rows";
    const size = choice(
      "sq-size",
      "Rows on a page",
      SIZES.map((many) => [many, many]),
      this.size,
      (value) => {
        this.size = Number(value);
        this.first = 0;
        this.draw();
        this.pages.querySelector("select").focus();
      },
    );
    this.pages.hidden = this.result.rows.length <= SIZES[0];
    this.pages.replaceChildren(
      button("Previous", () => this.go(this.first - this.size), { disabled: this.first === 0 }),
      make("span", { textContent: where }),
      button("Next", () => this.go(this.first + this.size), { disabled: last === total }),
      size,
    );
  }

  go(first) {
    this.first = Math.max(0, first);
    this.draw();
    this.scroll.scrollTop = 0;
    this.scroll.focus({ preventScroll: true });
    this.place.scrollIntoView({ block: "nearest" });
    this.say(`Rows ${this.pages.querySelector("span").textContent}`);
  }
}
