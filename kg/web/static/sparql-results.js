// What the endpoint sends, as plain data: rows of terms, triples, or yes and no.

const STRING = "http://www.w3.org/2001/XMLSchema#string";
const LANGUAGE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
const NUMBERS =
  /^http:\/\/www\.w3\.org\/2001\/XMLSchema#(?:integer|decimal|double|float|(?:nonNegative|nonPositive|positive|negative)Integer|(?:unsigned)?(?:long|int|short|byte|Long|Int|Short|Byte)|gYear)$/;

/** A term: `{kind: "iri" | "literal" | "blank" | "triple", value, datatype, language}`. */
function term(kind, value, datatype = "", language = "") {
  return { kind, value, datatype, language };
}

/** The number that a term stands for, or `null` where it stands for none. */
export function numberOf(found) {
  if (!found || found.kind !== "literal" || !NUMBERS.test(found.datatype)) return null;
  const value = Number(found.value);
  return Number.isFinite(value) ? value : null;
}

/** A term of the JSON results format. */
function fromJson(binding) {
  if (!binding) return null;
  const { type, value } = binding;
  if (type === "uri") return term("iri", value);
  if (type === "bnode") return term("blank", value);
  if (type === "triple") {
    const parts = ["subject", "predicate", "object"].map((part) => fromJson(value[part])?.value ?? "");
    return term("triple", `<< ${parts.join(" ")} >>`);
  }
  const language = binding["xml:lang"] ?? "";
  return term("literal", value, language ? LANGUAGE : (binding.datatype ?? STRING), language);
}

/** The result of a SELECT or an ASK from the JSON results format. Throws `SyntaxError` where it is none. */
export function readRows(text) {
  const data = JSON.parse(text);
  if (typeof data?.boolean === "boolean") return { kind: "answer", answer: data.boolean };
  const columns = data?.head?.vars;
  const bindings = data?.results?.bindings;
  if (!Array.isArray(columns) || !Array.isArray(bindings))
    throw new SyntaxError("no results in the JSON results format");
  return { kind: "rows", columns, rows: bindings.map((binding) => columns.map((name) => fromJson(binding[name]))) };
}

const SPACE = "[ \\t]*";
const IRI = '<([^<>"{}|^`\\u0000-\\u0020]*)>';
const BLANK = '_:([^\\s<>"]+?)';
const LITERAL = '"((?:[^"\\\\\\r\\n]|\\\\.)*)"(?:\\^\\^<([^<>\\s]*)>|@([A-Za-z0-9-]+))?';
const LINE = new RegExp(
  `^${SPACE}(?:${IRI}|${BLANK})${SPACE}${IRI}${SPACE}(?:${IRI}|${BLANK}|${LITERAL})${SPACE}\\.${SPACE}(?:#.*)?$`,
);
const SHORT = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

function plain(text) {
  const decoded = (_, four, eight, sign) => {
    const code = parseInt(four ?? eight ?? "", 16);
    if (Number.isNaN(code)) return SHORT[sign] ?? sign;
    return code < 0x110000 ? String.fromCodePoint(code) : "\ufffd";
  };
  return text.replace(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)/g, decoded);
}

/** Triples from N-Triples. Throws `SyntaxError` with the line that is none. */
export function readTriples(text) {
  const triples = [];
  text.split(/\r?\n/).forEach((line, n) => {
    if (!line.trim() || line.trimStart().startsWith("#")) return;
    const found = LINE.exec(line);
    if (!found) throw new SyntaxError(`line ${n + 1} is no triple`);
    const [, subject, blank, predicate, object, other, literal, datatype, language] = found;
    triples.push([
      subject === undefined ? term("blank", blank) : term("iri", plain(subject)),
      term("iri", plain(predicate)),
      literal !== undefined
        ? term("literal", plain(literal), language ? LANGUAGE : plain(datatype ?? STRING), language ?? "")
        : object === undefined
          ? term("blank", other)
          : term("iri", plain(object)),
    ]);
  });
  return { kind: "triples", columns: ["subject", "predicate", "object"], rows: triples };
}

/** How many rows or triples a result has, in words. */
export function counted(number, what) {
  return `${number.toLocaleString("en-GB")} ${what}${number === 1 ? "" : "s"}`;
}
