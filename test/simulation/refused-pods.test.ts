/** Pods that the API server refuses although it took the template that they are made from. */

import { expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const TEXT = `
apiVersion: jobsim.dev/v1
kind: Scenario
until: 4s
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: Job
      metadata: {name: blank}
      spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: " busybox"}]}}}
`;

test("an image with spaces around it is valid in a Job but not in its pods", () => {
  const { plan } = loadScenario({ text: TEXT, file: "blank.yaml", readFile: () => "" });
  const { entries } = simulate(plan).log;
  const refusals = entries.flatMap((entry) =>
    entry.kind === "request" && entry.error !== undefined ? [{ timeMs: entry.timeMs, text: entry.error.message }] : [],
  );
  expect(refusals.map(({ timeMs }) => timeMs)).toEqual([0, 1_000, 3_000]);
  for (const { text } of refusals) {
    expect(text).toMatch(
      /^Pod "blank-\w{5}" is invalid: spec\.containers\[0\]\.image: Invalid value: " busybox": must not have leading or trailing whitespace$/,
    );
  }
});
