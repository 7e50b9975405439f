// The result in the formats of the standard, as the endpoint writes them: to look at, to copy and to save.

import { clean } from "./sparql-cells.js";
import { FORMATS, written } from "./sparql-endpoint.js";
import { make } from "./sparql-parts.js";
import { counted } from "./sparql-results.js";

const SHOWN = 200_000; // characters of a raw text that are put on the page

/** Gives a text to the browser to save. */
export function save(text, name, type) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
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

/** The formats that the result of a query can be had in. */
export function formatsOf({ kind }) {
  return FORMATS[kind === "triples" ? "triples" : "rows"];
}

/** A button for each format that asks the endpoint for it and saves what comes. `fail` shows a refusal. */
export function downloads(result, query, endpoint, { say, fail }) {
  const stem = result.kind === "triples" ? "cwkg-graph" : "cwkg-result";
  const buttons = formatsOf(result).map(({ name, type, ending }) => {
    const button = make("button", { type: "button", className: "sq-download", textContent: name });
    button.setAttribute("aria-label", `Download as ${name}`);
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        save(await written(endpoint, query, type), `${stem}.${ending}`, type);
        say(`Saved as ${stem}.${ending}`);
      } catch (refusal) {
        fail(refusal);
      }
      button.disabled = false;
    });
    return button;
  });
  const title = make("span", { textContent: "Download", ariaHidden: "true" });
  const group = make("div", { className: "sq-downloads", role: "group", ariaLabel: "Download" }, title, ...buttons);
  return group;
}

/** Shows the result as text in `place`, in a format to choose. */
export function showRaw(place, result, query, endpoint, say) {
  const formats = formatsOf(result);
  const select = make("select", { id: "sq-format" }, ...formats.map(({ name }, n) => new Option(name, n)));
  const copy = make("button", { type: "button", className: "button button-quiet", textContent: "Copy" });
  const text = make("pre", { className: "cw-code sq-raw", tabIndex: 0, textContent: "…" });
  text.role = "region";
  text.ariaLabel = "Result as text";
  const note = make("p", { className: "cw-soft" });
  let whole = "";
  const fill = async () => {
    const { type, name } = formats[Number(select.value)];
    try {
      whole = await written(endpoint, query, type);
    } catch (refusal) {
      whole = "";
      text.textContent = `${refusal.title ?? "This cannot be shown"}.`;
      return;
    }
    const total = counted(whole.length, "character");
    text.textContent = clean(whole.slice(0, SHOWN));
    note.textContent =
      whole.length > SHOWN ? `The first ${SHOWN.toLocaleString("en-GB")} of ${total}; download it for the rest.` : "";
    say(`${name}, ${total}`);
  };
  select.addEventListener("change", fill);
  copy.addEventListener("click", async () => {
    say((await copied(whole)) ? "Copied" : "Copying is not allowed here; select the text and copy it.");
  });
  const label = make("label", { htmlFor: "sq-format", textContent: "Format" });
  const tools = make("div", { className: "sq-tools" }, make("span", { className: "sq-tool" }, label, select), copy);
  place.replaceChildren(tools, text, note);
  return fill();
}
