import { expect, test } from "vitest";
import { runVector } from "./run-vector.ts";
import { readVectorFile } from "./vectors.ts";

const file = new URL("vectors/node-life-traces.jsonl.gz", import.meta.url).pathname;

test("nodes that fail, and their pods, come out as recorded to the millisecond", { timeout: 60_000 }, () => {
  const failures = readVectorFile(file)
    .map(runVector)
    .filter(({ difference }) => difference !== undefined);
  expect(failures).toEqual([]);
});
