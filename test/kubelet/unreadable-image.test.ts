/** An image that cannot be read as a reference is never pulled. */

import { expect, test } from "vitest";
import { summaryOf } from "../../src/http/resources/pod-summary.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";

test.each([
  ["registry.example.com/worker:1", "Completed"],
  ["localhost:5000/worker@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "Completed"],
  ["registry.example.com/Worker:1", "InvalidImageName"],
  ["worker:", "InvalidImageName"],
  ["two words", "InvalidImageName"],
  ["$(IMAGE)", "InvalidImageName"],
])("a pod with the image %s is %s", (image, word) => {
  const spec = { restartPolicy: "Never", containers: [{ name: "main", image }] };
  const job = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "j" }, spec: { template: { spec } } };
  const { plan } = loadScenario({ text: JSON.stringify(job), file: "job.json", readFile: () => "" });
  const [pod] = [...simulate({ ...plan, untilMs: 60_000 }).server.pods.pods];
  expect(pod === undefined ? undefined : summaryOf(pod).word).toBe(word);
});
