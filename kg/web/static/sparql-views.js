// The result of a query, as a table, as a picture and as it was sent.

import { barsOf, choices, drawBars } from "./sparql-bars.js";
import { clean } from "./sparql-cells.js";
import { FORMATS, written } from "./sparql-endpoint.js";
import { graphOf } from "./sparql-graph.js";
import { drawNetwork } from "./sparql-network.js";
import { counted } from "./sparql-results.js";
import { asFile } from "./sparql-svg.js";
import { TableView } from "./sparql-table.js";

const SHOWN = 200_000; // characters of a raw text that are put on the page
const FRAME = 22; // pixels that the frame of a picture takes
const VIEWS = [["table", "Table"], ["picture", "Picture"], ["raw", "Raw"]];

function make(tag, properties = {}, ...children) {
  const part = Object.assign(document.createElement(tag), properties);
  part.append(...children.filter(Boolean));
  return part;
}

/** Gives a text to the browser to save. */
export function save(text, name, type) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export class Views {
  /** Shows results in `place`; `say` tells screen readers, `fail` shows a refusal. */
  constructor(place, { endpoint, terms, say, fail }) {
    Object.assign(this, { place, endpoint, terms, say, fail, wanted: "table" });
    new ResizeObserver(() => this.resized()).observe(place);
  }

  clear() {
    this.result = null;
    this.place.replaceChildren();
  }

  /** Shows the result of a query. */
  show(result, query) {
    Object.assign(this, { result, query, name: `cwkg-${result.kind === "triples" ? "graph" : "result"}` });
    this.drawn = new Set();
    this.formats = FORMATS[result.kind === "triples" ? "triples" : "rows"];
    if (result.kind === "answer") return this.place.replaceChildren(this.sentence(), this.downloads());
    this.tabs = VIEWS.map(([view, words]) => {
      const tab = make("button", { type: "button", id: `sq-tab-${view}`, textContent: words, className: "sq-tab" });
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", `sq-view-${view}`);
      tab.addEventListener("click", () => this.open(view));
      return tab;
    });
    this.panels = VIEWS.map(([view]) => {
      const panel = make("div", { id: `sq-view-${view}`, className: "sq-view", tabIndex: -1 });
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", `sq-tab-${view}`);
      return panel;
    });
    const list = make("div", { className: "sq-tabs" }, ...this.tabs);
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "Ways to see the result");
    list.addEventListener("keydown", (event) => this.step(event));
    this.place.replaceChildren(make("div", { className: "sq-top" }, list, this.downloads()), ...this.panels);
    this.open(this.wanted);
  }

  /** Arrow keys go from tab to tab. */
  step(event) {
    const at = this.tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const tab = this.tabs.at(to % this.tabs.length);
    tab.click();
    tab.focus();
  }

  open(view) {
    this.wanted = view;
    VIEWS.forEach(([name], n) => {
      const chosen = name === view;
      this.tabs[n].setAttribute("aria-selected", String(chosen));
      this.tabs[n].tabIndex = chosen ? 0 : -1;
      this.panels[n].hidden = !chosen;
      if (chosen && !this.drawn.has(view)) {
        this.drawn.add(view);
        this[view](this.panels[n]);
      }
    });
  }

  sentence() {
    const { answer } = this.result;
    return make("div", { className: "sq-answer" },
      make("p", { className: "sq-verdict", textContent: answer ? "Yes" : "No" }),
      make("p", { textContent: answer ? "The graph holds what the query asks for." : "The graph does not hold what the query asks for. That means it is not stated in the graph, not that it did not happen." }),
    );
  }

  table(panel) {
    new TableView(panel, this.result, this.terms, this.say);
  }

  picture(panel) {
    this.width = panel.clientWidth;
    if (this.result.kind === "triples") this.network(panel);
    else this.bars(panel);
  }

  network(panel) {
    const graph = graphOf(this.result.rows, this.terms);
    if (!graph.nodes.length) return this.nothing(panel, "The result holds no triples, so there is nothing to draw.");
    const title = `${counted(graph.nodes.length, "box").replace("boxs", "boxes")} and ${counted(graph.edges.length, "tie")}`;
    const { picture, legend } = drawNetwork(graph, this.terms, `The result as a graph: ${title}. The table lists the same.`);
    const keys = make("ul", { className: "sq-legend" }, ...legend.map(({ name, count, colour }) =>
      make("li", {}, make("span", { className: `sq-swatch sq-back-${colour}` }), `${name} (${count})`)));
    const notes = [
      graph.left ? `Drawn are the ${graph.nodes.length} boxes with most ties; ${counted(graph.left, "other")} ${graph.left === 1 ? "is" : "are"} in the table.` : "",
      graph.untied ? `${counted(graph.untied, "tie")} between them ${graph.untied === 1 ? "is" : "are"} left out.` : "",
      graph.told ? "Labels and classes stand in the boxes." : "",
      "Each box leads to its page.",
    ];
    const scroll = make("div", { className: "cw-scroll sq-drawing" }, picture);
    panel.replaceChildren(keys, scroll, this.foot(notes.filter(Boolean).join(" "), picture));
  }

  bars(panel) {
    const { lengths, names } = choices(this.result);
    if (!this.result.rows.length) return this.nothing(panel, "The result has no rows, so there is nothing to draw.");
    if (!lengths.length || !names.length) {
      const lacks = lengths.length ? "a column that names the bars" : "a column of numbers";
      return this.nothing(panel, `Bars need a column of names and a column of numbers; this result lacks ${lacks}. A query that begins with CONSTRUCT or DESCRIBE is drawn as a graph.`);
    }
    const chosen = { length: lengths.at(-1), name: names[0], ...this.chosen };
    if (!lengths.includes(chosen.length) || !names.includes(chosen.name)) Object.assign(chosen, { length: lengths.at(-1), name: names[0] });
    const { columns } = this.result;
    const choose = (key, words, options) => {
      const select = make("select", { id: `sq-choose-${key}` }, ...options.map((n) => new Option(columns[n], n, false, n === chosen[key])));
      select.addEventListener("change", () => {
        this.chosen = { ...chosen, [key]: Number(select.value) };
        this.bars(panel);
        panel.querySelector(`#sq-choose-${key}`).focus();
      });
      return make("span", { className: "sq-tool" }, make("label", { htmlFor: select.id, textContent: words }), select);
    };
    const found = barsOf(this.result, chosen.length, chosen.name, this.terms);
    const picture = drawBars(found, Math.max(260, this.width - FRAME), `${columns[chosen.length]} by ${columns[chosen.name]}`);
    const notes = [
      found.left ? `Drawn are the first ${found.bars.length} rows; ${counted(found.left, "more row")} ${found.left === 1 ? "is" : "are"} in the table.` : "",
      found.unknown ? `${counted(found.unknown, "row")} without a number ${found.unknown === 1 ? "is" : "are"} left out.` : "",
    ];
    panel.replaceChildren(
      make("div", { className: "sq-tools" }, choose("length", "Length of the bars", lengths), choose("name", "Names", names)),
      make("div", { className: "cw-scroll sq-drawing" }, picture),
      this.foot(notes.filter(Boolean).join(" "), picture),
    );
  }

  foot(words, picture) {
    const file = make("button", { type: "button", className: "button button-quiet", textContent: "Save the picture (SVG)" });
    file.addEventListener("click", () => save(asFile(picture), "cwkg-picture.svg", "image/svg+xml"));
    const table = make("button", { type: "button", className: "button button-quiet", textContent: "The same as a table" });
    table.addEventListener("click", () => {
      this.open("table");
      this.tabs[0].focus();
    });
    return make("div", { className: "sq-foot" }, make("p", { textContent: words }), file, table);
  }

  nothing(panel, words) {
    panel.replaceChildren(make("p", { className: "sq-nothing", textContent: words }));
  }

  resized() {
    const panel = this.panels?.[1];
    if (!this.result || !panel || panel.hidden || this.result.kind !== "rows" || panel.clientWidth === this.width) return;
    this.width = panel.clientWidth;
    this.bars(panel);
  }

  /** The result in the formats of the standard, as the endpoint writes them. */
  raw(panel) {
    const select = make("select", { id: "sq-format" }, ...this.formats.map(({ name }, n) => new Option(name, n)));
    const copy = make("button", { type: "button", className: "button button-quiet", textContent: "Copy" });
    const text = make("pre", { className: "cw-code sq-raw", tabIndex: 0, textContent: "…" });
    text.setAttribute("aria-label", "Result as text");
    text.setAttribute("role", "region");
    const note = make("p", { className: "cw-soft" });
    let whole = "";
    const fetchIt = async () => {
      const { type, name } = this.formats[Number(select.value)];
      try {
        whole = await written(this.endpoint, this.query, type);
      } catch (refusal) {
        whole = "";
        text.textContent = `${refusal.title ?? "This cannot be shown"}.`;
        return;
      }
      text.textContent = clean(whole.slice(0, SHOWN));
      note.textContent = whole.length > SHOWN ? `The first ${SHOWN.toLocaleString("en-GB")} of ${counted(whole.length, "character")}; download it for the rest.` : "";
      this.say(`${name}, ${counted(whole.length, "character")}`);
    };
    select.addEventListener("change", fetchIt);
    copy.addEventListener("click", async () => this.say((await copied(whole)) ? "Copied" : "Copying is not allowed here; select the text and copy it."));
    panel.replaceChildren(
      make("div", { className: "sq-tools" }, make("span", { className: "sq-tool" }, make("label", { htmlFor: "sq-format", textContent: "Format" }), select), copy),
      text,
      note,
    );
    return fetchIt();
  }

  downloads() {
    const buttons = this.formats.map(({ name, type, ending }) => {
      const button = make("button", { type: "button", className: "sq-download", textContent: name });
      button.setAttribute("aria-label", `Download as ${name}`);
      button.addEventListener("click", async () => {
        button.disabled = true;
        try {
          save(await written(this.endpoint, this.query, type), `${this.name}.${ending}`, type);
          this.say(`Saved as ${this.name}.${ending}`);
        } catch (refusal) {
          this.fail(refusal);
        }
        button.disabled = false;
      });
      return button;
    });
    const group = make("div", { className: "sq-downloads" }, make("span", { textContent: "Download", ariaHidden: "true" }), ...buttons);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Download");
    return group;
  }
}

/** Copies a text; whether that was allowed. */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
