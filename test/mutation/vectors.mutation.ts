/** A sample of the recordings, one test each: enough to notice most changes of the controller. */

import { test } from "vitest";
import { runVector } from "../conformance/run-vector.ts";
import { readVectorFile } from "../conformance/vectors.ts";

/** Of each file, every so many-th vector is played. */
const SAMPLE: Readonly<Record<string, number>> = {
  traces: 6,
  "traces-faults": 6,
  "traces-meddling": 6,
  "traces-pr139457": 4,
  "traces-v1.25": 16,
  "traces-v1.26": 16,
  "traces-v1.27": 12,
  "traces-v1.29": 16,
  "traces-v1.31": 16,
  "traces-v1.33": 16,
};

/** `MUTATION_THIN=4` plays a quarter of the sample: faster, and the score is a lower bound. */
const THIN = Number(process.env.MUTATION_THIN ?? 1);

for (const [file, step] of Object.entries(SAMPLE)) {
  const vectors = readVectorFile(`test/conformance/vectors/${file}.jsonl.gz`);
  for (const [i, vector] of vectors.entries()) {
    if (i % (step * THIN) !== 0) continue;
    test(`${file} ${i}`, () => {
      const { difference } = runVector(vector);
      if (difference !== undefined) throw new Error(difference);
    });
  }
}
