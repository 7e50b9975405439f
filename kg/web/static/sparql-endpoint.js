// Asks the endpoint, and says in plain words what came of it.

import { readRows, readTriples } from "./sparql-results.js";

export const FORMATS = {
  rows: [
    { name: "JSON", type: "application/sparql-results+json", ending: "srj" },
    { name: "CSV", type: "text/csv", ending: "csv" },
    { name: "TSV", type: "text/tab-separated-values", ending: "tsv" },
    { name: "XML", type: "application/sparql-results+xml", ending: "srx" },
  ],
  triples: [
    { name: "Turtle", type: "text/turtle", ending: "ttl" },
    { name: "JSON-LD", type: "application/ld+json", ending: "jsonld" },
    { name: "N-Triples", type: "application/n-triples", ending: "nt" },
    { name: "RDF/XML", type: "application/rdf+xml", ending: "rdf" },
  ],
};
const WANTED = "application/sparql-results+json, application/n-triples;q=0.9";

const WHY = {
  400: ["The query cannot be read", ""],
  403: [
    "The query was refused",
    "Queries only read this graph. They cannot change it, and they cannot call another server.",
  ],
  406: ["The server cannot write this format", "Choose another format."],
  408: ["The query took too long to arrive", "Your connection may be slow. Try again."],
  413: [
    "The query or its result is too large",
    "Ask for less: add LIMIT, name fewer columns, or count with GROUP BY in the place of listing everything.",
  ],
  507: [
    "There is no room for this result",
    "Name fewer columns, or count with GROUP BY in the place of listing everything.",
  ],
  414: ["The query is too long to be sent this way", "Shorten it."],
  429: ["Too many queries from your address", "Others want to ask, too."],
  500: ["The server failed on this query", "That is no fault of yours. Try a simpler form of it."],
  503: ["The server is busy", "All its workers have a query to answer."],
  504: [
    "The query ran out of time",
    "It was stopped, and nothing is shown, because a part of a result would look like all of it. Often two patterns share no variable, so that everything is combined with everything. Add LIMIT, or narrow one pattern first.",
  ],
};

/** What stopped a query: `title` and `advice` in words, `said` by the server, and its place where there is one. */
export class Refusal extends Error {
  constructor(title, { advice = "", said = "", line = 0, column = 0, status = 0 } = {}) {
    super(title);
    Object.assign(this, { title, advice, said, line, column, status });
  }
}

/** The refusal of an HTTP answer. The first line of its text may begin with a place: `query:3:12: …`. */
export function refusal(status, text, retryAfter = "") {
  const [title, known] = WHY[status] ?? [`The server answered with status ${status}`, ""];
  const first = text.trim().split("\n", 1)[0].slice(0, 500);
  const place = /^(?:[\w ./-]*:)?(\d+):(\d+): (.*)$/.exec(first);
  const wait = /^\d+$/.test(retryAfter) ? `Try again in ${retryAfter} second${retryAfter === "1" ? "" : "s"}.` : "";
  const advice = [place ? "" : known, wait].filter(Boolean).join(" "); // with a place, the server's words say it all
  const said = (place ? place[3] : first).replace(/^query: /, "");
  return new Refusal(title, {
    advice,
    said: /^\s*</.test(said) ? "" : said,
    line: place ? Number(place[1]) : 0,
    column: place ? Number(place[2]) : 0,
    status,
  });
}

async function post(address, query, accept, signal) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: accept },
      body: query,
      signal,
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal("The server cannot be reached", { advice: "Check your connection and try again." });
  }
  if (!answer.ok) throw refusal(answer.status, await answer.text(), answer.headers.get("Retry-After") ?? "");
  return answer;
}

/** Runs a query: `{kind, columns, rows | answer, seconds}`. Throws `Refusal`, or `AbortError` where it was stopped. */
export async function run(address, query, signal) {
  const start = performance.now();
  const answer = await post(address, query, WANTED, signal);
  const text = await answer.text();
  const seconds = (performance.now() - start) / 1000;
  const isTriples = (answer.headers.get("Content-Type") ?? "").startsWith("application/n-triples");
  try {
    return { ...(isTriples ? readTriples(text) : readRows(text)), seconds };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal("The server's answer cannot be read", { said: error.message });
  }
}

/** The result of a query as text in one of `FORMATS`. Throws as `run` does. */
export async function written(address, query, type, signal) {
  return (await post(address, query, type, signal)).text();
}
