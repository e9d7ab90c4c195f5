/** `npm run generate` writes what is generated; with `-- --check` it only says what is not up to date. */

import { writeFileSync } from "node:fs";
import { generatedFiles, outdated } from "./all.ts";

const old = outdated(await generatedFiles());
if (process.argv.includes("--check")) {
  for (const { path } of old) console.error(`${path} is not what its sources make: npm run generate`);
  process.exitCode = old.length === 0 ? 0 : 1;
} else {
  for (const { path, text } of old) writeFileSync(path, text);
}
