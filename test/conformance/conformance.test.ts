import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { runVector } from "./run-vector.ts";
import { readVectorFile } from "./vectors.ts";

const folder = new URL("vectors/", import.meta.url).pathname;
const traceFiles = readdirSync(folder).filter((name) => /^traces.*\.jsonl\.gz$/.test(name));

test.each(traceFiles)("every recorded scenario of %s comes out to the millisecond", { timeout: 300_000 }, (file) => {
  const failures = readVectorFile(folder + file)
    .map(runVector)
    .filter(({ difference }) => difference !== undefined);
  expect(failures).toEqual([]);
});
