// Live counts while ticking. The page works without this: the form is sent and the same page comes back.
const form = document.getElementById("facets");
const found = document.getElementById("found");
let waiting = 0; // the number of the last load: an answer that comes late is dropped
let pause;

function address() {
  const given = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value && !(name === "certainty" && value === "possible")) given.append(name, value);
  }
  const query = given.toString();
  return form.getAttribute("action") + (query && "?" + query);
}

async function load(url, keep) {
  const mine = ++waiting;
  found.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(url, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.getElementById("found");
    if (mine !== waiting) return;
    if (!fresh) return location.assign(url);
    take(page, fresh, !keep);
    if (keep) history.pushState(null, "", url);
  } catch {
    if (mine === waiting) location.assign(url);
  } finally {
    if (mine === waiting) found.removeAttribute("aria-busy");
  }
}

function take(page, fresh, choices) {
  // the heading stays in place, so that its change is read out
  const count = document.getElementById("found-count");
  count.textContent = page.getElementById("found-count").textContent;
  while (count.nextSibling) count.nextSibling.remove();
  const nodes = [...fresh.childNodes];
  const after = nodes.findIndex((node) => node.id === "found-count") + 1;
  found.append(...nodes.slice(after).map((node) => document.importNode(node, true)));
  for (const place of page.querySelectorAll("[data-count]")) {
    const here = form.querySelector(`[data-count="${CSS.escape(place.dataset.count)}"]`);
    if (!here) continue;
    here.replaceChildren(...place.childNodes);
    here.closest("label").className = place.closest("label").className;
  }
  if (choices) {
    const theirs = page.getElementById("facets");
    for (const input of form.querySelectorAll("input")) {
      if (input.type === "search") input.value = theirs.querySelector("[name=text]").value;
      else {
        const same = theirs.querySelector(`[name="${input.name}"][value="${CSS.escape(input.value)}"]`);
        input.checked = Boolean(same && same.checked);
      }
    }
  }
}

form.addEventListener("change", (event) => {
  if (event.target.type !== "search") load(address(), true);
});
form.addEventListener("input", (event) => {
  if (event.target.type !== "search") return;
  clearTimeout(pause);
  pause = setTimeout(() => load(address(), true), 250);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  load(address(), true);
});
found.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (link.pathname !== new URL(form.action).pathname) return;
  event.preventDefault();
  const url = link.href;
  load(url, false).then(() => history.pushState(null, "", url));
});
addEventListener("popstate", () => load(location.href, false));
