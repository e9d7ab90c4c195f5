/** What is generated is committed, so that a checkout needs no step before its tests; here is that it is up to date. */

import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { generatedFiles, outdated } from "../../generate/all.ts";

test("each generated file is as its sources make it", async () => {
  expect(outdated(await generatedFiles()).map(({ path }) => `${path}: npm run generate`)).toEqual([]);
});

test("there is nothing else next to generated files", async () => {
  const made = (await generatedFiles()).map(({ path }) => path);
  const paths = made.filter((path) => path.startsWith("generated/"));
  expect(readdirSync("generated").map((name) => `generated/${name}`)).toEqual(paths.sort());
});
