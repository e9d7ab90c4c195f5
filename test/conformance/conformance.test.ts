import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { runVector } from "./run-vector.ts";
import { readVectorFile } from "./vectors.ts";

const folder = new URL("vectors/", import.meta.url).pathname;
const traceFiles = readdirSync(folder).filter((name) => /^(traces|protobuf).*\.jsonl\.gz$/.test(name));

test.each(traceFiles)("every recording of %s comes out as it was", { timeout: 300_000 }, (file) => {
  const failures = readVectorFile(folder + file)
    .map(runVector)
    .filter(({ difference }) => difference !== undefined);
  expect(failures).toEqual([]);
});
