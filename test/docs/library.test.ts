/** The examples of docs/library.md are run, and print what follows each `console.log`. */

import * as fs from "node:fs";
import { expect, test } from "vitest";
import * as analysis from "../../src/analysis/index.ts";
import * as library from "../../src/index.ts";
import * as report from "../../src/report/index.ts";
import * as testing from "../../src/testing/index.ts";
import { runSnippet } from "./run-snippet.ts";

const PAGE = fs.readFileSync("docs/library.md", "utf8");
const EXAMPLES = [...PAGE.matchAll(/^## (.*?)\n(?:(?!^## )[\s\S])*?```ts\n([\s\S]*?)```/gm)].map(
  ([, title = "", code = ""]) => [title, code] as const,
);
const MODULES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  jobsim: library,
  "jobsim/analysis": analysis,
  "jobsim/report": report,
  "jobsim/testing": testing,
  "node:fs": { readFileSync: fs.readFileSync, writeFileSync: () => {} },
};

/** What an example imports; a name that a module does not have is an error. */
function imported(code: string): Record<string, unknown> {
  const names: Record<string, unknown> = {};
  for (const [, list = "", from = ""] of code.matchAll(/^import \{(.*?)\} from "(.*?)";$/gm)) {
    for (const name of list.split(",").map((one) => one.trim())) {
      if (name.startsWith("type ")) continue;
      expect(MODULES[from], `${from} of the examples`).toHaveProperty(name);
      names[name] = MODULES[from]?.[name];
    }
  }
  return names;
}

test("the page has an example below each heading", () => {
  expect(EXAMPLES.length).toBe(PAGE.match(/^## /gm)?.length);
});

test.each(EXAMPLES)("%s", async (_title, code) => {
  const wanted = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
  const body = code.replaceAll(/^import .*$/gm, "");
  expect(await runSnippet(body, imported(code))).toEqual(wanted);
});
