// Shows HTML or SVG that Python made, and tells Python which part was picked. No imports, nothing from another host.
const DROPPED = "script,iframe,object,embed,link,meta,base,form,foreignObject,animate,set";
const ADDRESS = /^(?:https?:\/\/|mailto:|#)/i;
const FETCHES = /\\|@import|url\(|image-set\(/i; // what a style would ask another host by, or hide that behind
const FOCUSABLE = "a,button,input,select,summary,textarea,[tabindex]";
const PATIENCE = 5000; // milliseconds until a kernel counts as gone

/** Whether an attribute neither runs anything nor makes the browser fetch something by itself. */
function harmless(node, name, value) {
  if (name.startsWith("on")) return false;
  if (name === "style") return !FETCHES.test(value);
  if (/url\(\s*["']?(?!#)/i.test(value) && !/^(?:data-|aria-|alt$|title$)/.test(name)) return false;
  if (/^(?:action|formaction)$/.test(name)) return false;
  if (/^(?:xlink:)?href$/.test(name)) return node.localName === "a" ? ADDRESS.test(value) : value.startsWith("#");
  return !/^(?:src|srcset|poster|background|data)$/.test(name) || /^data:image\//i.test(value);
}

/** HTML without anything that could run or call out: Python escapes every text, and this is the second lock. */
function cleaned(text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  for (const node of template.content.querySelectorAll(DROPPED)) node.remove();
  for (const style of template.content.querySelectorAll("style")) {
    if (FETCHES.test(style.textContent)) style.remove();
  }
  for (const node of template.content.querySelectorAll("*")) {
    for (const { name, value } of [...node.attributes]) {
      if (!harmless(node, name.toLowerCase(), value.trim())) node.removeAttribute(name);
    }
  }
  return template.content;
}

/** The element of that id that is on the screen: of a narrow and a wide drawing only one is. */
function byData(root, name, value) {
  const same = [...root.querySelectorAll(`[data-${name}]`)].filter((node) => node.getAttribute(`data-${name}`) === value);
  return same.find((node) => node.getClientRects().length > 0);
}

/** The folds of a part, each with what it is known by when it is drawn anew: its key or summary, and the how manieth. */
function foldsOf(region) {
  const seen = new Map();
  return [...region.querySelectorAll("details")].map((details) => {
    const name = details.dataset.key ?? details.querySelector("summary")?.textContent;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return [`${seen.get(name)} ${name}`, details];
  });
}

/** Keys that are pressed in a widget are meant for it: JupyterLab takes none from an element with this mark. */
function keepKeys(part) {
  for (const node of part.querySelectorAll(FOCUSABLE)) node.setAttribute("data-lm-suppress-shortcuts", "true");
}

/** Draws the content anew; the focus stays where it was, and so does what was folded open or shut, or scrolled. */
function draw(region, text) {
  const held = region.getRootNode().activeElement;
  const inside = held && region.contains(held) ? held.closest("[data-id],[data-do],[data-key]") : null;
  const place = inside && ["id", "do", "key"].map((name) => [name, inside.getAttribute(`data-${name}`)]).find((p) => p[1] !== null);
  const folds = new Map(foldsOf(region).map(([name, details]) => [name, details.open]));
  const rolls = new Map([...region.querySelectorAll("[data-key]")].map((node) => [node.dataset.key, node.scrollTop]));
  region.replaceChildren(cleaned(text));
  keepKeys(region);
  for (const node of region.querySelectorAll("[data-key]")) node.scrollTop = rolls.get(node.dataset.key) ?? 0;
  for (const [name, details] of foldsOf(region)) {
    if (folds.has(name) && !details.closest("[data-told]")) details.open = folds.get(name);
  }
  if (!place) return;
  const again = byData(region, place[0], place[1]) ?? region;
  (again.matches("details") ? again.querySelector("summary") : again).focus({ preventScroll: true });
}

async function copy(text, region) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = document.createElement("textarea");
    box.value = text;
    box.setAttribute("aria-label", "Text to copy");
    region.append(box);
    box.select();
    const done = document.execCommand("copy");
    if (done) box.remove();
    return done;
  }
}

function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function print(page) {
  const frame = document.createElement("iframe");
  frame.title = "Page to print";
  frame.style.cssText = "position:fixed;width:0;height:0;border:0;visibility:hidden";
  frame.srcdoc = page;
  frame.onload = () => {
    frame.contentWindow.onafterprint = () => frame.remove();
    frame.contentWindow.focus();
    frame.contentWindow.print();
  };
  document.body.append(frame);
}

/** Takes the plain forms of a panel out of sight: the panel itself is here. */
function stand(panel) {
  for (const node of document.querySelectorAll("[data-stead]")) {
    if (node.dataset.stead === panel) (node.closest(".jp-OutputArea-child") ?? node).style.display = "none";
  }
}

function render({ model, el }) {
  const view = Math.random().toString(36).slice(2);
  const region = document.createElement("div");
  const status = document.createElement("div");
  region.tabIndex = -1;
  status.setAttribute("role", "status");
  el.append(region, status);
  let waiting = 0;
  let picking = false; // something was picked here, and what is told of it must come into sight

  const show = () => {
    const label = model.get("label");
    region.className = model.get("content") ? "cw-root cw-live" : "cw-nothing";
    if (label) {
      region.setAttribute("role", "region");
      region.setAttribute("aria-label", label);
    }
    draw(region, model.get("content"));
    if (picking) region.querySelector("[data-told]")?.scrollIntoView({ block: "nearest" });
    picking = false;
  };
  const tell = (words, seen = true) => {
    status.className = seen ? "cw-status" : "cw-unseen";
    status.textContent = words;
  };
  const told = () => tell(model.get("says"), false);

  const pick = (node) => {
    picking = true;
    model.set("picked", { id: node.getAttribute("data-id"), count: (model.get("picked").count ?? 0) + 1 });
    model.save_changes();
  };
  const act = (node) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => tell("Python does not answer. Run the cell again."), PATIENCE);
    model.send({ do: node.getAttribute("data-do"), view });
  };
  const chosen = (event) => event.target.closest?.("[data-id],[data-do]");
  const use = (event) => {
    const node = chosen(event);
    if (!node || !region.contains(node)) return;
    event.preventDefault();
    event.stopPropagation();
    if (node.hasAttribute("data-id")) pick(node);
    else act(node);
  };
  const key = (event) => {
    if ((event.key === "Enter" || event.key === " ") && chosen(event) === event.target && !event.target.matches("button,a[href]")) use(event);
  };
  const reply = async (message) => {
    if (message.view !== view) return;
    clearTimeout(waiting);
    if (message.kind === "copy") {
      tell((await copy(message.text, region)) ? "Copied." : "The browser does not allow it: copy the marked text yourself.");
    } else if (message.kind === "save") {
      save(message.name, message.type, message.text);
      tell(`Saved as ${message.name}.`);
    } else if (message.kind === "print") {
      print(message.text);
      tell("Opened for printing.");
    }
  };

  region.addEventListener("click", use);
  region.addEventListener("keydown", key);
  model.on("change:content", show);
  model.on("change:label", show);
  model.on("change:says", told);
  model.on("msg:custom", reply);
  show();
  told();
  stand(model.get("stead"));
  requestAnimationFrame(() => keepKeys(el.closest(".cw-panel") ?? el));
  return () => {
    clearTimeout(waiting);
    model.off("change:content", show);
    model.off("change:label", show);
    model.off("change:says", told);
    model.off("msg:custom", reply);
  };
}

export default { render };
