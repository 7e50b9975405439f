// The query in the address, behind the #, which no browser sends to a server; and what was asked in this tab before.

const KEY = "cwkg-queries";
const MOST = 20;

/** The address of this page with a query in it. */
export function linkTo(query, address = location.href) {
  const url = new URL(address);
  url.search = "";
  url.hash = `query=${encodeURIComponent(query)}`;
  return url.href;
}

/** The query of an address, or an empty text. A mangled one gives what can be read of it. */
export function queryOf(hash) {
  const found = /^#(?:.*&)?query=([^&]*)/.exec(hash);
  if (!found) return "";
  try {
    return decodeURIComponent(found[1].replace(/\+/g, " "));
  } catch {
    return found[1];
  }
}

/** The queries that were run in this tab, the last one first. The tab keeps them until it is closed; nothing is sent. */
export class History {
  constructor(store) {
    this.store = store;
  }

  get all() {
    try {
      const found = JSON.parse(this.store.getItem(KEY) ?? "[]");
      return Array.isArray(found)
        ? found.filter(({ query, told }) => typeof query === "string" && typeof told === "string")
        : [];
    } catch {
      return [];
    }
  }

  add(query, told) {
    const rest = this.all.filter((item) => item.query !== query);
    this.keep([{ query, told }, ...rest].slice(0, MOST));
  }

  forget() {
    this.keep([]);
  }

  keep(items) {
    try {
      if (items.length) this.store.setItem(KEY, JSON.stringify(items));
      else this.store.removeItem(KEY);
    } catch {
      // a full or forbidden store loses the list and nothing else
    }
  }
}

/** What a query is called in a list: its first comment, else its first line that says something. */
export function titleOf(query) {
  const lines = query
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const comment = lines[0]?.startsWith("#") ? lines[0].replace(/^#+\s*/, "") : "";
  const said = lines.find((line) => !/^(?:#|PREFIX\b|BASE\b)/i.test(line)) ?? "";
  const found = comment || said;
  return found.length > 90 ? `${found.slice(0, 89)}…` : found;
}
