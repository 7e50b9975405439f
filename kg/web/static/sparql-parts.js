// Elements of the page, made in one line.

/** An element with properties and children; children that are nothing are left out. */
export function make(tag, properties = {}, ...children) {
  const part = Object.assign(document.createElement(tag), properties);
  part.append(...children.filter((child) => child !== null && child !== ""));
  return part;
}

/** A quiet button. */
export function button(text, act, properties = {}) {
  const part = make("button", { type: "button", className: "button button-quiet", textContent: text, ...properties });
  part.addEventListener("click", act);
  return part;
}

/** A list to choose from with its label in front; `options` are pairs of value and text. */
export function choice(id, words, options, chosen, act) {
  const select = make(
    "select",
    { id },
    ...options.map(([value, text]) => new Option(text, value, false, value === chosen)),
  );
  select.addEventListener("change", () => act(select.value));
  const label = make("label", { htmlFor: id, textContent: words });
  return make("span", { className: "sq-tool" }, label, select);
}
