// Asks queries of a Turtle file with Comunica: comunica.mjs FOLDER-OF-MODULES FILE QUERY..., prints the results as JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const [modules, file, ...queries] = process.argv.slice(2);
const { QueryEngine } = createRequire(`${modules}/node_modules/`)("@comunica/query-sparql-file");
const engine = new QueryEngine();
const found = {};
for (const path of queries) {
  const bindings = await engine.queryBindings(readFileSync(path, "utf8"), { sources: [file] });
  found[path] = (await bindings.toArray()).map((row) =>
    Object.fromEntries([...row].map(([name, term]) => [name.value, [term.value, term.datatype?.value ?? ""]])));
}
process.stdout.write(JSON.stringify(found), () => process.exit(0));
