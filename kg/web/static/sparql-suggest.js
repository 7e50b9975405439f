// What to offer at a place of a query: names that exist in the graph, variables of the query, and words of SPARQL.

import { FUNCTIONS } from "./sparql-tokens.js";

const MOST = 60; // suggestions that are shown
// how well an option fits a place: by what the query says of it, by the words of SPARQL, by hardly more than its sort
const EXACT = 40;
const FITS = 25;
const WORD = 20;
const PREFIX = 10;
const AT = {
  head: ["SELECT", "CONSTRUCT", "ASK", "DESCRIBE", "DISTINCT", "PREFIX", "WHERE", "FROM"],
  subject: [
    "OPTIONAL",
    "FILTER",
    "MINUS",
    "UNION",
    "BIND",
    "VALUES",
    "FILTER NOT EXISTS",
    "FILTER EXISTS",
    "GRAPH",
    "SELECT",
  ],
  end: ["OPTIONAL", "FILTER", "MINUS", "UNION", "BIND", "VALUES", "FILTER NOT EXISTS"],
  constraint: ["EXISTS", "NOT EXISTS", "AS"],
  expression: ["AS", "DISTINCT", "IN", "NOT IN", "EXISTS", "NOT EXISTS", "SEPARATOR"],
  tail: ["ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "DESC", "ASC", "VALUES"],
};
const CALLS = new Set(["head", "expression", "constraint", "tail"]);
const COUNTS_WHAT = { class: "things", property: "uses", entry: "uses" };

/**
 * What fits at a context of `contextAt`, best first: `{options, total}`.
 *
 * An option is `{insert, label, kind, count, about}`; kinds are class, property, entry, prefix, variable, keyword and
 * function. `asked` says that somebody asked for suggestions without typing anything.
 */
export function suggest(context, terms, asked = false) {
  const { position, typed } = context;
  if (position === "none" || (!typed && !asked)) return { options: [], total: 0 };
  const found = typed.startsWith("?") || typed.startsWith("$") ? variables(context) : named(context, terms);
  const fitting = typed ? [] : found.filter(({ fit }) => fit >= FITS);
  const options = (fitting.length ? fitting : found)
    .map((option) => ({ ...option, rank: rank(typed, option) }))
    .filter((option) => option.rank > 0)
    .sort((one, other) => other.rank + other.fit - one.rank - one.fit || other.count - one.count);
  return { options: options.slice(0, MOST), total: options.length };
}

/** A count with what it counts, for people: `21 uses`. */
export function told({ kind, count }) {
  const what = COUNTS_WHAT[kind];
  if (!what) return "";
  return count === 1 ? `1 ${what.slice(0, -1)}` : `${count.toLocaleString("en-GB")} ${what}`;
}

function variables({ variables, typed }) {
  const mark = typed[0];
  return variables
    .filter((name) => name.slice(1) !== typed.slice(1))
    .map((name) => option(mark + name.slice(1), "", "variable"));
}

function named(context, terms) {
  const { position, typed } = context;
  if (position === "declaration") return declarations(terms);
  const bare = !typed.includes(":");
  const wanted = wantedKinds(context, terms);
  const found = [
    ...terms.classes.map((term) => option(term.name, term.label, "class", term.count, term.about, wanted.class)),
    ...terms.properties.map((term) =>
      option(term.name, term.label, "property", term.count, term.about, wanted.property + wanted.fits(term)),
    ),
    ...Object.entries(terms.entries).flatMap(([prefix, list]) =>
      list.map((term) =>
        option(
          `${prefix}:${term.name}`,
          term.label,
          "entry",
          term.count,
          term.about,
          wanted.entry + wanted.lists(prefix),
        ),
      ),
    ),
  ].filter(({ fit }) => fit > 0);
  if (!bare) return found;
  const prefixes = Object.keys(terms.prefixes).map((name) =>
    option(`${name}:`, terms.prefixes[name], "prefix", 0, "", PREFIX),
  );
  const calls = CALLS.has(position)
    ? [...FUNCTIONS].map((name) => option(`${name}(`, "", "function", 0, "", WORD))
    : [];
  const keywords = (AT[position] ?? []).map((name) => option(name, "", "keyword", 0, "", FITS));
  const known = typed ? [] : context.variables.map((name) => option(name, "", "variable", 0, "", FITS + 1));
  return [...found, ...(typed ? prefixes : []), ...calls, ...keywords, ...known];
}

function declarations({ prefixes }) {
  return Object.entries(prefixes).map(([name, iri]) => option(`${name}: <${iri}>`, "", "prefix"));
}

function option(insert, label, kind, count = 0, about = "", fit = 1) {
  return { insert, label: label ?? "", kind, count, about: about ?? "", fit };
}

/** How well classes, properties and entries fit at a place: 0 where they cannot stand there. */
function wantedKinds(context, terms) {
  const { position, subject, predicate, variable, triples } = context;
  const none = { class: 0, property: 0, entry: 0, fits: () => 0, lists: () => 0 };
  const ofType = ["a", "rdf:type"].includes(predicate);
  if (position === "predicate") {
    const kinds = kindsOf(subject, triples, terms);
    const fits = ({ of = [] }) =>
      of.some((kind) => kinds.includes(kind)) ? EXACT : narrower(of, kinds, terms) ? FITS : 0;
    return { ...none, property: 5, fits };
  }
  if (position === "object" && ofType) return { ...none, class: EXACT };
  if (position === "object") return { ...none, class: 1, property: 1, entry: 3, lists: listsOf(predicate, terms) };
  if (position === "value") {
    const used = triples.filter(([, , object]) => object === variable).map(([, name]) => name);
    const asType = used.some((name) => ["a", "rdf:type"].includes(name));
    const lists = used.map((name) => listsOf(name, terms));
    return {
      ...none,
      class: asType ? EXACT : 1,
      property: 1,
      entry: 3,
      lists: (prefix) => Math.max(0, ...lists.map((of) => of(prefix))),
    };
  }
  if (position === "subject" || position === "expression") return { ...none, class: 1, property: 1, entry: 2 };
  return position === "head" ? { ...none, entry: 1, class: 1 } : none;
}

/** Whether one of some classes lies within one of the wanted ones: not all things of that class have the property. */
function narrower(of, kinds, terms) {
  return of.some((kind) => (terms.byName.get(kind)?.within ?? []).some((wider) => kinds.includes(wider)));
}

/** The lists that objects of a property come from, as a measure of fit. */
function listsOf(predicate, terms) {
  const lists = terms.byName.get(predicate)?.to ?? [];
  return (prefix) => (lists.includes(prefix) ? EXACT : 0);
}

/** The classes that a term of a query is of: by `a`, by what leads to it, or by what it has. */
function kindsOf(term, triples, terms) {
  const stated = triples
    .filter(([one, name]) => one === term && ["a", "rdf:type"].includes(name))
    .map(([, , kind]) => kind);
  if (stated.length) return stated.flatMap((kind) => [kind, ...(terms.byName.get(kind)?.within ?? [])]);
  const led = triples
    .filter(([, , object]) => object === term)
    .flatMap(([, name]) => terms.byName.get(name)?.leads ?? []);
  if (led.length) return led;
  if (/^[^<?$_]+:/.test(term)) return terms.kindsOfList(term.slice(0, term.indexOf(":")));
  const own = triples.filter(([one]) => one === term).map(([, name]) => terms.byName.get(name)?.of ?? []);
  return own.length ? own[0].filter((kind) => own.every((of) => of.includes(kind))) : [];
}

const wordsOf = (text) =>
  text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** How well an option answers what is typed; 0 where it does not. */
function rank(typed, { insert, label, kind }) {
  if (!typed) return 1;
  const sought = typed.toLowerCase();
  const whole = insert.toLowerCase();
  if (whole.startsWith(sought)) return 100;
  const [prefix, local] = split(sought);
  const [ofPrefix, ofLocal] = split(whole);
  if (prefix && prefix !== ofPrefix) return 0;
  if (kind === "keyword" || kind === "function" || kind === "variable")
    return kind === "variable" && whole.includes(sought.slice(1)) ? 40 : 0;
  if (!local) return 60;
  if (ofLocal.startsWith(local)) return 90;
  if (kind === "prefix") return 0;
  const words = [...wordsOf(split(insert)[1]), ...wordsOf(label)];
  const all = wordsOf(local);
  if (all.length && all.every((part) => words.some((word) => word.startsWith(part)))) return 70;
  return local.length > 2 && (ofLocal.includes(local) || label.toLowerCase().includes(local)) ? 30 : 0;
}

function split(name) {
  const at = name.indexOf(":");
  return at < 0 ? ["", name] : [name.slice(0, at), name.slice(at + 1)];
}
