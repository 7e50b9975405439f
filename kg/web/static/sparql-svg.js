// SVG, piece by piece: measured words, and colours that stand as attributes for a saved file and as classes for the page.

const NS = "http://www.w3.org/2000/svg";
export const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
export const COLOURS = {
  ink: "#1c2430",
  soft: "#56606d",
  line: "#8b939d",
  paper: "#ffffff",
  blue: "#0072b2",
  orange: "#e69f00",
  green: "#009e73",
  vermillion: "#d55e00",
  purple: "#cc79a7",
  sky: "#56b4e9",
  grey: "#8a939e",
};
export const KINDS = ["blue", "orange", "green", "purple", "vermillion", "sky"];

/** An element; `fill` and `stroke` may be names of `COLOURS`. */
export function svg(name, attributes = {}, ...children) {
  const part = document.createElementNS(NS, name);
  const classes = [];
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null) continue;
    const colour = (key === "fill" || key === "stroke") && Object.hasOwn(COLOURS, value);
    if (colour) classes.push(`sq-${key}-${value}`);
    if (key === "class") classes.push(value);
    else
      part.setAttribute(
        key,
        colour ? COLOURS[value] : typeof value === "number" ? String(Math.round(value * 10) / 10) : value,
      );
  }
  if (classes.length) part.setAttribute("class", classes.join(" "));
  part.append(...children);
  return part;
}

const pen = document.createElement("canvas").getContext("2d");

/** The width of words in pixels. */
export function measure(words, size = 13, weight = 400) {
  pen.font = `${weight} ${size}px ${FONT}`;
  return pen.measureText(words).width;
}

/** Words as lines no wider than `room`; where they need more than `most`, the last ends in an ellipsis. */
export function wrap(words, room, { size = 13, weight = 400, most = 2 } = {}) {
  const fits = (text) => measure(text, size, weight) <= room;
  const lines = [];
  let line = "";
  for (let word of words.split(/\s+/).filter(Boolean)) {
    if (line && !fits(`${line} ${word}`)) {
      lines.push(line);
      line = "";
    }
    while (!fits(word) && word.length > 1 && lines.length <= most) {
      let end = word.length - 1;
      while (end > 1 && !fits(word.slice(0, end))) end -= 1;
      lines.push(word.slice(0, end));
      word = word.slice(end);
    }
    line = line ? `${line} ${word}` : word;
    if (lines.length > most) break;
  }
  if (line) lines.push(line);
  if (lines.length <= most) return lines;
  let last = lines[most - 1];
  while (last && !fits(`${last}…`)) last = last.slice(0, -1);
  return [...lines.slice(0, most - 1), `${last.trimEnd()}…`];
}

/** A line of words with its baseline at `y`. */
export function words(x, y, text, { size = 13, weight, fill = "ink", anchor } = {}) {
  return svg("text", { x, y, "font-size": size, "font-weight": weight, fill, "text-anchor": anchor }, text);
}

/** A picture as a file that any viewer draws. */
export function asFile(picture) {
  const copy = picture.cloneNode(true);
  copy.setAttribute("xmlns", NS);
  copy.setAttribute("font-family", FONT);
  copy.querySelectorAll("a").forEach((link) => link.removeAttribute("target"));
  copy.prepend(svg("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}
