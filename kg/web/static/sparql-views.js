// The result of a query: a sentence for yes and no, else a table, a picture and the text, one tab each.

import { downloads, showRaw } from "./sparql-files.js";
import { make } from "./sparql-parts.js";
import { PictureView } from "./sparql-picture.js";
import { TableView } from "./sparql-table.js";

const VIEWS = [
  ["table", "Table"],
  ["picture", "Picture"],
  ["raw", "Raw"],
];
const YES = "The graph holds what the query asks for.";
const NO =
  "The graph does not hold what the query asks for. That means it is not stated in the graph, not that it did not happen.";

export class Views {
  /** Shows results in `place`; `say` tells screen readers, `fail` shows a refusal. */
  constructor(place, { endpoint, terms, say, fail }) {
    Object.assign(this, { place, endpoint, terms, say, fail, wanted: "table" });
  }

  clear() {
    this.result = null;
    this.place.replaceChildren();
  }

  /** Shows the result of a query, in the view that was looked at last. */
  show(result, query) {
    Object.assign(this, { result, query, drawn: new Set() });
    const files = downloads(result, query, this.endpoint, this);
    if (result.kind === "answer") return this.place.replaceChildren(this.sentence(), files);
    this.tabs = VIEWS.map(([view, words]) => {
      const tab = make("button", { type: "button", id: `sq-tab-${view}`, className: "sq-tab", textContent: words });
      tab.role = "tab";
      tab.setAttribute("aria-controls", `sq-view-${view}`);
      tab.addEventListener("click", () => this.open(view));
      return tab;
    });
    this.panels = VIEWS.map(([view]) => {
      const panel = make("div", { id: `sq-view-${view}`, className: "sq-view", role: "tabpanel", tabIndex: -1 });
      panel.setAttribute("aria-labelledby", `sq-tab-${view}`);
      return panel;
    });
    const list = { className: "sq-tabs", role: "tablist", ariaLabel: "Ways to see the result" };
    const tabs = make("div", list, ...this.tabs);
    tabs.addEventListener("keydown", (event) => this.step(event));
    this.place.replaceChildren(make("div", { className: "sq-top" }, tabs, files), ...this.panels);
    this.open(this.wanted);
  }

  /** Arrow keys go from tab to tab. */
  step(event) {
    const at = this.tabs.findIndex((tab) => tab.ariaSelected === "true");
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
      this.tabs[n].ariaSelected = String(chosen);
      this.tabs[n].tabIndex = chosen ? 0 : -1;
      this.panels[n].hidden = !chosen;
      if (chosen && !this.drawn.has(view)) {
        this.drawn.add(view);
        this[view](this.panels[n]);
      }
    });
  }

  table(panel) {
    new TableView(panel, this.result, this.terms, this.say);
  }

  picture(panel) {
    new PictureView(panel, this.result, this.terms, () => {
      this.open("table");
      this.tabs[0].focus();
    });
  }

  raw(panel) {
    return showRaw(panel, this.result, this.query, this.endpoint, this.say);
  }

  sentence() {
    const { answer } = this.result;
    return make(
      "div",
      { className: "sq-answer" },
      make("p", { className: "sq-verdict", textContent: answer ? "Yes" : "No" }),
      make("p", { textContent: answer ? YES : NO }),
    );
  }
}
