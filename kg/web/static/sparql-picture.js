// The result as a picture: bars for rows with names and numbers, boxes with ties for triples, else a sentence why not.

import { barsOf, choices, drawBars } from "./sparql-bars.js";
import { save } from "./sparql-files.js";
import { graphOf } from "./sparql-graph.js";
import { drawNetwork } from "./sparql-network.js";
import { button, choice, make } from "./sparql-parts.js";
import { counted } from "./sparql-results.js";
import { asFile } from "./sparql-svg.js";

const FRAME = 22; // pixels that the frame of a picture takes
const NARROWEST = 260;

const are = (number) => (number === 1 ? "is" : "are");

export class PictureView {
  /** A picture of a result in `place`; `toTable` leads to the same as a table. */
  constructor(place, result, terms, toTable) {
    Object.assign(this, { place, result, terms, toTable });
    this.draw();
    if (result.kind === "rows") new ResizeObserver(() => this.resized()).observe(place);
  }

  draw() {
    this.width = this.place.clientWidth;
    const what = this.result.kind === "triples" ? "triples" : "rows";
    if (!this.result.rows.length) this.tell(`The result has no ${what}, so there is nothing to draw.`);
    else if (what === "triples") this.network();
    else this.bars();
  }

  resized() {
    if (this.place.clientWidth && this.place.clientWidth !== this.width) this.draw();
  }

  network() {
    const graph = graphOf(this.result.rows, this.terms);
    const { nodes, edges, left, untied } = graph;
    const about = `The result as a graph: ${nodes.length} boxes, ${counted(edges.length, "tie")}. The table lists the same.`;
    const { picture, legend } = drawNetwork(graph, this.terms, about);
    const keys = legend.map(({ name, count, colour }) =>
      make("li", {}, make("span", { className: `sq-swatch sq-back-${colour}` }), `${name} (${count})`),
    );
    const notes = [
      left &&
        `Drawn are the ${nodes.length} boxes with most ties; ${counted(left, "other")} ${are(left)} in the table.`,
      untied && `${counted(untied, "tie")} between them ${are(untied)} left out.`,
      graph.told && "Labels and classes stand in the boxes.",
      "Each box leads to its page.",
    ];
    this.place.replaceChildren(
      make("ul", { className: "sq-legend" }, ...keys),
      make("div", { className: "cw-scroll sq-drawing" }, picture),
      this.foot(notes, picture),
    );
  }

  bars() {
    const { lengths, names } = choices(this.result);
    if (!lengths.length || !names.length) {
      const lacks = lengths.length ? "a column that names the bars" : "a column of numbers";
      const why = `Bars need a column of names and a column of numbers; this result lacks ${lacks}.`;
      return this.tell(`${why} A query that begins with CONSTRUCT or DESCRIBE is drawn as a graph.`);
    }
    this.chosen ??= { length: lengths.at(-1), name: names[0] };
    const { length, name } = this.chosen;
    const { columns } = this.result;
    const found = barsOf(this.result, length, name, this.terms);
    const { bars, left, unknown } = found;
    const title = `${columns[length]} by ${columns[name]}`;
    const picture = drawBars(found, Math.max(NARROWEST, this.width - FRAME), title);
    const notes = [
      left && `Drawn are the first ${bars.length} rows; ${counted(left, "more row")} ${are(left)} in the table.`,
      unknown && `${counted(unknown, "row")} without a number ${are(unknown)} left out.`,
    ];
    this.place.replaceChildren(
      make(
        "div",
        { className: "sq-tools" },
        this.choose("length", "Length of the bars", lengths),
        this.choose("name", "Names", names),
      ),
      make("div", { className: "cw-scroll sq-drawing" }, picture),
      this.foot(notes, picture),
    );
  }

  choose(key, words, columns) {
    const id = `sq-choose-${key}`;
    const options = columns.map((n) => [n, this.result.columns[n]]);
    return choice(id, words, options, this.chosen[key], (value) => {
      this.chosen[key] = Number(value);
      this.bars();
      this.place.querySelector(`#${id}`).focus();
    });
  }

  foot(notes, picture) {
    const file = () => save(asFile(picture), "cwkg-picture.svg", "image/svg+xml");
    return make(
      "div",
      { className: "sq-foot" },
      make("p", { textContent: notes.filter(Boolean).join(" ") }),
      button("Save the picture (SVG)", file),
      button("The same as a table", this.toTable),
    );
  }

  tell(words) {
    this.place.replaceChildren(make("p", { className: "sq-nothing", textContent: words }));
  }
}
