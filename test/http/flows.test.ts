/** The flows that were recorded from a real kube-apiserver, over HTTP. */

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runFlows } from "../conformance/flow-vector.ts";
import { readVectorFile } from "../conformance/vectors.ts";

function vectorsIn(name: string) {
  return readVectorFile(fileURLToPath(new URL(`../conformance/vectors/${name}`, import.meta.url)));
}

test.each([
  ["api-flows.json.gz", 282],
  ["watch-flows.json.gz", 11],
])("each flow of %s gets the recorded answers", async (name, count) => {
  const results = await runFlows(vectorsIn(name));
  expect(results.length).toBe(count);
  expect(results.filter(({ difference }) => difference !== undefined)).toEqual([]);
});
