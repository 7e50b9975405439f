// Triples as things with ties between them: what a picture of a graph is drawn from.

import { called, clean } from "./sparql-cells.js";

const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const LABELS = ["http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel"];
const MOST = 80; // boxes that are drawn
const MOST_TIES = 240;
const TEXTS = 4; // texts of one property that stand in a box

/**
 * The graph of some triples: `{nodes, edges, left, untied, kinds, told}`.
 *
 * A node is `{id, iri, name, kind, texts}`: a thing with its label and class, or the texts that a thing has for one
 * property. An edge is `{from, to, name}`. Labels and classes are told in the boxes and are no edges of their own,
 * unless there is nothing else. Where there are too many things, those with most ties are kept: `left`
 * and `untied` count the things and ties that are not drawn. `told` says that labels or classes stand in boxes.
 */
export function graphOf(triples, terms) {
  const facts = triples.filter(([, predicate]) => predicate.value !== RDF_TYPE && !LABELS.includes(predicate.value));
  const drawn = facts.length ? facts : triples;
  const labels = new Map();
  const classes = new Map();
  for (const [subject, predicate, object] of triples) {
    if (LABELS.includes(predicate.value) && object.kind === "literal") labels.set(idOf(subject), clean(object.value));
    if (predicate.value === RDF_TYPE && object.kind === "iri")
      classes.set(idOf(subject), narrower(classes.get(idOf(subject)), object.value, terms));
  }
  const nodes = new Map();
  const edges = new Map();
  const thing = (found) => {
    const id = idOf(found);
    if (!nodes.has(id)) {
      const kind = classes.get(id)
        ? terms.label(classes.get(id)) || terms.short(classes.get(id))
        : kindByName(found, terms);
      nodes.set(id, {
        id,
        iri: found.kind === "iri" ? found.value : "",
        name: labels.get(id) || clean(called(found, terms)),
        kind,
        texts: [],
        ties: 0,
      });
    }
    return nodes.get(id);
  };
  for (const [subject, predicate, object] of drawn) {
    const from = thing(subject);
    const name = clean(called(predicate, terms));
    if (object.kind !== "literal") {
      const to = thing(object);
      edges.set(`${from.id} ${predicate.value} ${to.id}`, { from: from.id, to: to.id, name });
      from.ties += 1;
      to.ties += 1;
      continue;
    }
    const id = `"${from.id} ${predicate.value}`;
    if (!nodes.has(id)) nodes.set(id, { id, iri: "", name: "", kind: "", texts: [], ties: 0.5 });
    nodes.get(id).texts.push(clean(object.value));
    edges.set(id, { from: from.id, to: id, name });
  }
  return kept(nodes, edges, drawn.length < triples.length);
}

function idOf(found) {
  return found.kind === "blank" ? `_:${found.value}` : found.value;
}

/** The class of two with fewer members: it tells more. */
function narrower(one, other, terms) {
  const count = (iri) => terms.byName.get(terms.short(iri))?.count ?? Infinity;
  const machinery = (iri) => /\/(?:owl|skos\/core)#/.test(iri);
  if (!one || machinery(one)) return other;
  return machinery(other) || count(other) >= count(one) ? one : other;
}

/** What kind of thing an IRI names by its prefix, where the result does not say it: `organisation`. */
function kindByName(found, terms) {
  const prefix = found.kind === "iri" ? terms.short(found.value).split(":", 1)[0] : "";
  return Object.hasOwn(terms.prefixes, prefix) && terms.prefixes[prefix].startsWith(terms.base) && prefix !== "cw"
    ? prefix
    : "";
}

function kept(nodes, edges, told) {
  const ranked = [...nodes.values()].sort((one, other) => other.ties - one.ties);
  const stay = new Set(ranked.slice(0, MOST).map(({ id }) => id));
  const found = [...nodes.values()].filter(({ id }) => stay.has(id));
  for (const node of found) {
    if (!node.texts.length) continue;
    const more = node.texts.length - TEXTS;
    node.lines = more > 0 ? [...node.texts.slice(0, TEXTS), `and ${more} more`] : node.texts;
  }
  const among = [...edges.values()].filter(({ from, to }) => stay.has(from) && stay.has(to));
  const ties = among.slice(0, MOST_TIES);
  const kinds = new Map();
  for (const { kind, texts } of found) if (kind && !texts.length) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const byCount = [...kinds].sort(([, one], [, other]) => other - one).map(([name, count]) => ({ name, count }));
  return {
    nodes: found,
    edges: ties,
    left: nodes.size - found.length,
    untied: among.length - ties.length,
    kinds: byCount,
    told,
  };
}
