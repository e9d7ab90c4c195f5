import { expect, test } from "vitest";
import { runVector } from "./run-vector.ts";
import { readVectorFile } from "./vectors.ts";

test("writes of CronJobs are answered as a recorded API server answers them", () => {
  const file = new URL("vectors/api-cronjob.jsonl.gz", import.meta.url).pathname;
  const failures = readVectorFile(file)
    .map(runVector)
    .filter(({ difference }) => difference !== undefined);
  expect(failures).toEqual([]);
});
