/** The script of report pages is committed as text, so that the library needs no file of its own to write a page. */

import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bundleClient } from "./client-bundle.ts";

const SCRIPTS = [
  ["src/report/html/client/main.ts", "src/report/html/client-script.ts", "CLIENT_SCRIPT"],
  ["src/report/html/client/comparison.ts", "src/report/html/comparison-script.ts", "COMPARISON_SCRIPT"],
] as const;

/** The module that holds a script. */
function moduleOf(script: string, name: string): string {
  return [
    "/** A script of report pages, made from `client/` by `test/report/html/client-script.test.ts`. */",
    "// biome-ignore format: one line of generated text",
    "// biome-ignore lint/suspicious/noTemplateCurlyInString: the templates are those of the script",
    `export const ${name} = ${JSON.stringify(script)};`,
    "",
  ].join("\n");
}

test.each(SCRIPTS)("the script that begins with %s is that of its sources", (entry, path, name) => {
  const text = moduleOf(bundleClient(entry), name);
  if ((process.env.UPDATE_EXPECTED ?? "") !== "") writeFileSync(path, text);
  expect(readFileSync(path, "utf8") === text, "UPDATE_EXPECTED=1 npx vitest run test/report/html writes it anew").toBe(
    true,
  );
});
