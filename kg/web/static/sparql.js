// The SPARQL page: puts the editor, the suggestions, the results and the examples together. No other host is asked.

import { Editor } from "./sparql-editor.js";
import { Refusal, run } from "./sparql-endpoint.js";
import { copied } from "./sparql-files.js";
import { Popup } from "./sparql-popup.js";
import { counted } from "./sparql-results.js";
import { History, linkTo, queryOf, titleOf } from "./sparql-share.js";
import { Terms } from "./sparql-terms.js";
import { missingPrefixes } from "./sparql-tokens.js";
import { Views } from "./sparql-views.js";

const page = document.querySelector(".sq-page");
const part = (name) => page.querySelector(`[data-part="${name}"]`);
const { root, endpoint, terms: termsAt, examples: examplesAt } = page.dataset;
const history = new History(sessionStorage);
let terms = new Terms({}, root);
let running = null;
let loading = null;
let views = null;
let examples = null;

/** Tells a sentence to screen readers; the same sentence twice is told twice. */
function say(words) {
  const told = part("said");
  told.textContent = told.textContent === words ? `${words}\u00a0` : words;
}

const editor = new Editor(part("query"), (how) => popup.follow(how));
const popup = new Popup(editor, say);

function start() {
  page.classList.add("sq-scripted");
  views = new Views(part("views"), { endpoint, terms, say, fail: (refusal) => show(refusal, false) });
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  part("stop").addEventListener("click", () => running?.abort());
  part("share").addEventListener("click", share);
  part("suggest").addEventListener("click", () => {
    editor.field.focus();
    popup.update(true);
  });
  part("forget").addEventListener("click", () => {
    history.forget();
    remember();
    say("The list is empty.");
    part("form").querySelector("textarea").focus();
  });
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-example]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    example(link.dataset.example, link.href);
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      ask();
    }
  });
  addEventListener("hashchange", fromAddress);
  fromAddress();
  remember();
  editor.field.addEventListener("focus", load);
  load();
  if (!location.hash && /[?&](?:query|example)=/.test(location.search)) ask(); // the page came with a plain result
}

/** Loads the names of the graph once; where that fails there are no suggestions, and the next call tries again. */
function load() {
  loading ??= names().catch(() => (loading = null));
  return loading;
}

async function names() {
  const answer = await fetch(termsAt);
  if (!answer.ok) throw new Error("no names");
  terms = new Terms(await answer.json(), root);
  popup.terms = terms;
  views.terms = terms;
  if (views.result) views.show(views.result, views.query);
  page.dataset.ready = "yes";
}

function fromAddress() {
  const query = queryOf(location.hash);
  if (!query) return;
  editor.set(query);
  say("The query of the link is in the editor. Run shows its result.");
}

async function example(name, otherwise) {
  try {
    examples ??= await (await fetch(examplesAt)).json();
    if (!examples[name]) throw new Error("no such example");
  } catch {
    location.href = otherwise;
    return;
  }
  editor.set(examples[name]);
  for (const link of page.querySelectorAll("[data-example]")) {
    if (link.dataset.example === name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  part("query").scrollIntoView({ block: "nearest" });
  ask();
}

/** Runs what is in the editor. Prefixes of the graph that it leaves out are put in front of it first. */
async function ask() {
  popup.close();
  await load();
  const missing = missingPrefixes(editor.text, terms.prefixes);
  if (missing.length) editor.prepend(missing.map((name) => `PREFIX ${name}: <${terms.prefixes[name]}>\n`).join(""));
  const query = editor.text;
  clear();
  if (!query.trim()) return show(new Refusal("There is no query yet", { advice: "Write one, or take an example." }));
  running?.abort();
  const mine = new AbortController();
  running = mine;
  busy(true);
  try {
    const result = await run(endpoint, query, mine.signal);
    if (running !== mine) return;
    const told = summary(result);
    part("summary").textContent =
      `${told}${missing.length ? ` Added in front of the query: ${missing.map((name) => `${name}:`).join(", ")}.` : ""}`;
    views.show(result, query);
    history.add(query, told);
    remember();
  } catch (error) {
    if (running !== mine) return;
    if (error.name === "AbortError") part("summary").textContent = "Stopped. Nothing is shown.";
    else if (error instanceof Refusal) show(error);
    else throw error;
  } finally {
    if (running === mine) {
      running = null;
      busy(false);
    }
  }
}

function summary({ kind, rows, answer, seconds }) {
  const time =
    seconds < 0.1 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : `${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
  if (kind === "answer") return `${answer ? "Yes" : "No"}, in ${time}.`;
  return `${counted(rows.length, kind === "triples" ? "triple" : "row")} in ${time}.`;
}

function busy(yes) {
  page.classList.toggle("sq-busy", yes);
  part("stop").hidden = !yes;
  part("views").setAttribute("aria-busy", String(yes));
  if (yes) part("summary").textContent = "Running …";
  else if (document.activeElement === document.body) editor.field.focus();
}

function clear() {
  editor.unmark();
  editor.draw();
  part("fault").hidden = true;
  part("fault").replaceChildren();
  part("summary").textContent = "";
  views.clear();
  part("plain")?.remove();
}

/** Shows why there is no result; a fault with a place is marked there, and the caret goes to it. */
function show(refusal, marks = true) {
  const box = part("fault");
  const line = document.createElement("p");
  const place = refusal.line ? `Line ${refusal.line}, column ${refusal.column}` : "";
  const strong = document.createElement("strong");
  strong.textContent = place ? `${place}: ` : `${refusal.title}. `;
  line.append(strong, refusal.said ? sentence(refusal.said) : "");
  const advice = document.createElement("p");
  advice.textContent = refusal.advice;
  box.replaceChildren(line, ...(refusal.advice ? [advice] : []));
  box.hidden = false;
  part("summary").textContent = "";
  if (!marks) box.focus();
  else if (place) editor.mark(refusal.line, refusal.column, box.id);
}

function sentence(text) {
  const first = text[0].toUpperCase() + text.slice(1);
  return /[.?!]$/.test(first) ? first : `${first}.`;
}

async function share() {
  const link = linkTo(editor.text);
  window.history.replaceState(null, "", link);
  const done = await copied(link);
  const told = done ? "The link is copied." : "The link is in the address bar.";
  part("summary").textContent =
    `${told} It holds the query itself, and the server never sees it until somebody runs it.`;
}

/** Lists what was run in this tab. */
function remember() {
  const items = history.all.map(({ query, told }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sq-past";
    const note = document.createElement("small");
    note.textContent = told;
    button.append(titleOf(query), note);
    button.addEventListener("click", () => {
      editor.set(query);
      editor.field.focus();
    });
    const item = document.createElement("li");
    item.append(button);
    return item;
  });
  part("past").replaceChildren(...items);
  part("history").hidden = !items.length;
}

start();
