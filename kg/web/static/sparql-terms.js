// The names that exist in this graph: short forms, labels and pages of IRIs, and all that completion offers.

const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/** The names of the graph, from the data at `query/terms.json`. `root` is the path of the site, without a slash at its end. */
export class Terms {
  constructor(data, root = "") {
    this.prefixes = data.prefixes ?? {};
    this.base = data.base ?? "";
    this.root = root;
    this.classes = data.classes ?? [];
    this.properties = data.properties ?? [];
    this.entries = data.entries ?? {};
    this.byLength = Object.entries(this.prefixes).sort(([, one], [, other]) => other.length - one.length);
    this.labels = new Map();
    for (const { name, label } of [...this.classes, ...this.properties]) this.labels.set(name, label);
    for (const [prefix, found] of Object.entries(this.entries)) {
      for (const { name, label } of found) this.labels.set(`${prefix}:${name}`, label);
    }
    this.byName = new Map([...this.classes, ...this.properties].map((term) => [term.name, term]));
  }

  /** An IRI as `prefix:local` where a prefix fits, else unchanged. */
  short(iri) {
    const found = this.byLength.find(([, base]) => iri.startsWith(base) && iri.length > base.length);
    return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
  }

  /** A prefixed name or `<IRI>` of a query as an IRI; an empty text where its prefix is unknown. */
  whole(term) {
    if (term === "a") return RDF_TYPE;
    if (term.startsWith("<")) return term.slice(1, -1);
    const [prefix] = term.split(":", 1);
    return Object.hasOwn(this.prefixes, prefix) ? this.prefixes[prefix] + term.slice(prefix.length + 1) : "";
  }

  /** The label of an IRI, or an empty text. */
  label(iri) {
    return this.labels.get(this.short(iri)) ?? "";
  }

  /** The classes of the things of a list, such as `theme`: what properties with objects from it lead to. */
  kindsOfList(prefix) {
    return [
      ...new Set(this.properties.filter(({ to = [] }) => to.includes(prefix)).flatMap(({ leads = [] }) => leads)),
    ];
  }

  /** The address of the page about an IRI: on this site for ours, else its own; empty where it is no web address. */
  page(iri) {
    const rest = this.isOurs(iri) ? iri.slice(this.base.length) : "";
    if (/^[^/\\\s][^\\\s]*$/.test(rest)) return `${this.root}/${rest}`; // two slashes would lead to another host
    return /^https?:\/\/[^\s/?#]/i.test(iri) ? iri : "";
  }

  /** Whether the page about an IRI is one of this site. */
  isOurs(iri) {
    return Boolean(this.base) && iri.startsWith(this.base);
  }
}
