/** What is generated is committed, so that a checkout needs no step before its tests; here is that it is up to date. */

import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { generatedFiles, outdated } from "../../generate/all.ts";

test("each generated file is as its sources make it", () => {
  expect(outdated(generatedFiles()).map(({ path }) => `${path}: npm run generate`)).toEqual([]);
});

test("nothing else lies beside generated files", () => {
  const paths = generatedFiles().map(({ path }) => path);
  expect(readdirSync("generated").map((name) => `generated/${name}`)).toEqual(paths.sort());
});
