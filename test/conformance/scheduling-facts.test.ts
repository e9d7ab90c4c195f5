import { expect, test } from "vitest";
import { runVector } from "./run-vector.ts";
import { readVectorFile } from "./vectors.ts";

test("filters, scores, preemption, queue and quota answer as upstream's own tests expect", () => {
  const file = new URL("vectors/scheduling-facts.jsonl.gz", import.meta.url).pathname;
  const failures = readVectorFile(file)
    .map(runVector)
    .filter(({ difference }) => difference !== undefined);
  expect(failures).toEqual([]);
});
