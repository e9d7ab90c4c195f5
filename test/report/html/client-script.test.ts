/** The script of report pages is committed as text, so that the library needs no file of its own to write a page. */

import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bundleClient } from "./client-bundle.ts";

const PATH = "src/report/html/client-script.ts";

/** The module that holds the script. */
function moduleOf(script: string): string {
  return [
    "/** The script of report pages, made from `client/` by `test/report/html/client-script.test.ts`. */",
    "// biome-ignore format: one line of generated text",
    "// biome-ignore lint/suspicious/noTemplateCurlyInString: the templates are those of the script",
    `export const CLIENT_SCRIPT = ${JSON.stringify(script)};`,
    "",
  ].join("\n");
}

test("the script of report pages is that of its sources", () => {
  const text = moduleOf(bundleClient());
  if ((process.env.UPDATE_EXPECTED ?? "") !== "") writeFileSync(PATH, text);
  expect(readFileSync(PATH, "utf8") === text, "UPDATE_EXPECTED=1 npx vitest run test/report/html writes it anew").toBe(
    true,
  );
});
