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

test.each([
  [
    "schedulingGates: [{name: a/b}], nodeName: node-0",
    "spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared",
  ],
  ["volumes: [{name: v, image: {}}]", "spec.volumes[0].image.reference: Required value"],
])("a template with %s makes no pod", (fields, reason) => {
  const text = TEXT.replace('restartPolicy: Never, containers: [{name: c, image: " busybox"}]', () =>
    ["restartPolicy: Never", fields, "containers: [{name: c, image: busybox}]"].join(", "),
  );
  const { plan } = loadScenario({ text, file: "blank.yaml", readFile: () => "" });
  const { server, log } = simulate(plan);
  expect([...server.pods.pods]).toEqual([]);
  const messages = log.entries.flatMap((entry) => (entry.kind === "request" ? (entry.error?.message ?? []) : []));
  expect(messages[0]).toMatch(/^Pod "blank-\w{5}" is invalid: /);
  expect(messages[0]).toContain(reason);
});
