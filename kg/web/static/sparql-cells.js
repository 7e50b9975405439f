// One term of a result as a person reads it. Every text goes in as text: no markup of a result is ever run.

const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const LONG = 400; // characters of a text that are shown until somebody asks for the rest
const LONGEST = 20_000; // characters that are ever put on the page

/** A text without characters that cannot be seen or that turn the writing round. */
export function clean(text) {
  return text.replace(HIDDEN, "").toWellFormed?.() ?? text.replace(HIDDEN, "");
}

/** What a term is called: its label, its short name, or its text. `names` is "labels", "short" or "whole". */
export function called(found, terms, names = "labels") {
  if (!found) return "";
  if (found.kind === "blank") return `_:${found.value}`;
  if (found.kind !== "iri" || names === "whole") return found.value;
  const short = terms.short(found.value);
  return names === "labels" ? terms.label(found.value) || short : short;
}

/** The datatype or the language of a literal, in short; empty for a plain text. */
export function sortOf(found, terms) {
  if (found?.kind !== "literal") return "";
  if (found.language) return `@${found.language}`;
  const short = terms.short(found.datatype);
  return short === "xsd:string" ? "" : short;
}

/** The content of a cell. `types` says that datatypes and languages are wanted. */
export function cell(found, terms, { names = "labels", types = false } = {}) {
  if (!found) return document.createTextNode("");
  if (found.kind === "iri") return link(found.value, terms, names);
  const part = document.createElement("span");
  part.className = `sq-${found.kind}`;
  const whole = clean(called(found, terms));
  if (whole.length <= LONG) part.textContent = whole;
  else part.append(...folded(whole));
  const sort = types ? sortOf(found, terms) : "";
  if (sort) {
    const mark = document.createElement("span");
    mark.className = "sq-type";
    mark.textContent = sort;
    part.append(" ", mark);
  }
  return part;
}

/** An IRI as a link to its page: on this site for ours, in another window for others; no link where it is no address. */
export function link(iri, terms, names = "labels") {
  const address = terms.page(iri);
  const part = document.createElement(address ? "a" : "span");
  part.className = "sq-iri-link";
  part.textContent = clean(called({ kind: "iri", value: iri }, terms, names));
  const other = names === "labels" ? terms.short(iri) : iri;
  part.title = clean(other);
  if (!address) return part;
  part.href = address;
  if (!terms.isOurs(iri)) {
    part.target = "_blank";
    part.rel = "noopener noreferrer";
  }
  return part;
}

function folded(text) {
  const start = document.createTextNode(`${text.slice(0, LONG - 40)}… `);
  const more = document.createElement("button");
  more.type = "button";
  more.className = "sq-more";
  more.textContent = "Show all";
  more.addEventListener("click", () => {
    const whole = document.createElement("span");
    whole.textContent =
      text.length > LONGEST ? `${text.slice(0, LONGEST)}… (cut; download the result for the rest)` : text;
    whole.tabIndex = -1;
    start.remove();
    more.replaceWith(whole);
    whole.focus();
  });
  return [start, more];
}
