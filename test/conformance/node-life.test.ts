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

test("pods on nodes that fail live as worked out from the rules", () => {
  const examples = new URL("vectors/node-life-examples.jsonl.gz", import.meta.url).pathname;
  const failures = readVectorFile(examples)
    .map(runVector)
    .filter(({ difference }) => difference !== undefined);
  expect(failures).toEqual([]);
});
