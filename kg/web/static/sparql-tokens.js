// A query as pieces: what highlighting, completion and error marks are made from. It reads any text, finished or not.

const LETTER = "\\p{L}\\p{Nl}";
const NAME = `[${LETTER}_0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040-]`;
const ESCAPED = "%[0-9A-Fa-f]{2}|\\\\[_~.\\-!$&'()*+,;=/?#@%]";
const PREFIX = `(?:[${LETTER}](?:(?:${NAME}|\\.){0,60}${NAME})?)?:`; // bounded, so that no text is slow to read
const LOCAL = `(?:(?:[${LETTER}_0-9:]|${ESCAPED})(?:(?:${NAME}|[.:]|${ESCAPED})*(?:${NAME}|:|${ESCAPED}))?)?`;

const KINDS = [
  ["comment", "#[^\\r\\n]*"],
  ["iri", '<(?:(?!&&)[^<>"{}|^`\\\\\\u0000-\\u0020])*>'], // `?a<5&&?b>3` is no IRI, whatever the grammar says
  ["string", "\"\"\"(?:[^\"\\\\]|\\\\[^]|\"(?!\"\"))*\"\"\"|'''(?:[^'\\\\]|\\\\[^]|'(?!''))*'''"],
  ["open", "\"\"\"[^]*|'''[^]*"],
  ["string", "\"(?:[^\"\\\\\\r\\n]|\\\\.)*\"|'(?:[^'\\\\\\r\\n]|\\\\.)*'"],
  ["open", "\"[^\\r\\n]*|'[^\\r\\n]*"],
  ["blank", `_:[${LETTER}_0-9](?:(?:${NAME}|\\.)*${NAME})?`],
  ["name", PREFIX + LOCAL],
  ["variable", `[?$][${LETTER}_0-9][${LETTER}_0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040]*`],
  ["language", "@[A-Za-z]+(?:-[A-Za-z0-9]+)*"],
  ["number", "(?:\\d+\\.\\d*|\\.?\\d+)[eE][+-]?\\d+|\\d*\\.\\d+|\\d+"],
  ["word", `[${LETTER}_][${LETTER}_0-9]*`],
  ["space", "\\s+"],
  ["mark", "\\^\\^|&&|\\|\\||!=|<=|>=|[^]"],
];
const PIECE = new RegExp(KINDS.map(([, pattern]) => `(${pattern})`).join("|"), "yu");

const words = (text) => new Set(text.trim().split(/\s+/));
export const KEYWORDS = words(`
  ASC ASK BASE BIND BY CONSTRUCT DESC DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP HAVING IN LIMIT MINUS NAMED NOT
  OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR UNDEF UNION VALUES WHERE AS
  SERVICE SILENT INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY DATA WITH USING INTO TO ALL DEFAULT`);
export const FUNCTIONS = words(`
  ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT HOURS IF IRI
  ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW RAND REGEX REPLACE ROUND
  SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS
  STRUUID SUBSTR SUM TIMEZONE TZ UCASE URI UUID YEAR`);

/** What a bare word is: a keyword, a function, `a`, a truth value, or none of these. */
function kindOfWord(word) {
  const upper = word.toUpperCase();
  if (word === "a") return "type";
  if (KEYWORDS.has(upper)) return "keyword";
  if (FUNCTIONS.has(upper)) return "function";
  return upper === "TRUE" || upper === "FALSE" ? "truth" : "word";
}

/**
 * The pieces of a text in order, as `{kind, start, end, text}`; together they are the whole text.
 *
 * Kinds: comment, iri, string, open (a string that is not closed), blank, name, variable, language, number, keyword,
 * function, type (`a`), truth, word, space, mark.
 */
export function tokens(text) {
  const found = [];
  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(text); match; match = PIECE.exec(text)) {
    const piece = match[0];
    let kind = KINDS[match.findIndex((group, n) => n > 0 && group !== undefined) - 1][0];
    if (kind === "word") kind = kindOfWord(piece);
    found.push({ kind, start: match.index, end: match.index + piece.length, text: piece });
  }
  return found;
}

/** The pieces that mean something: without spaces and comments. */
export function meaningful(text) {
  return tokens(text).filter(({ kind }) => kind !== "space" && kind !== "comment");
}

/** The place of a line and column, both from 1, in a text; columns count characters as people do, not halves of them. */
export function placeOf(text, line, column) {
  const lines = text.split("\n");
  const row = Math.min(Math.max(line, 1), lines.length);
  const before = lines.slice(0, row - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return before + [...lines[row - 1]].slice(0, Math.max(column, 1) - 1).join("").length;
}

/** Line and column of a place, both from 1. */
export function lineOf(text, place) {
  const before = text.slice(0, place);
  return { line: before.split("\n").length, column: [...before.slice(before.lastIndexOf("\n") + 1)].length + 1 };
}

/** The prefixes that a query uses and does not declare, in order. */
export function missingPrefixes(text, known) {
  const pieces = meaningful(text);
  const declared = new Set();
  const used = new Set();
  pieces.forEach((piece, n) => {
    if (piece.kind !== "name") return;
    const prefix = piece.text.slice(0, piece.text.indexOf(":"));
    const before = pieces[n - 1];
    if (before?.kind === "keyword" && before.text.toUpperCase() === "PREFIX") declared.add(prefix);
    else used.add(prefix);
  });
  return [...used].filter((prefix) => !declared.has(prefix) && Object.hasOwn(known, prefix)).sort();
}
