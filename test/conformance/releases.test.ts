/** Every release behaves as the controllers of that release did when they were recorded. */

import { describe, expect, test } from "vitest";
import { MINOR_RELEASES } from "../../src/simulation/releases/releases.ts";
import { runVector } from "./run-vector.ts";
import { readVectorFile } from "./vectors.ts";

describe("the recordings of a release are played to the millisecond", () => {
  test.each(MINOR_RELEASES)("%s", { timeout: 120_000 }, (release) => {
    const results = readVectorFile(`test/conformance/vectors/traces-v${release}.jsonl.gz`).map(runVector);
    expect(results.length).toBeGreaterThan(100);
    expect(results.filter(({ difference }) => difference !== undefined)).toEqual([]);
  });
});
