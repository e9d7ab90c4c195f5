/** Disruption budgets in scenario files, and drains that heed them. */

import { expect, test } from "vitest";
import { checkExpectations } from "../../../src/analysis/expectations.ts";
import type { JsonObject } from "../../../src/api/json.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import { simulate } from "../../../src/simulation/simulation.ts";

const LABELS = { app: "report" };

function scenario(budget: JsonObject, expected: readonly JsonObject[]) {
  const template = {
    metadata: { labels: LABELS },
    spec: { restartPolicy: "Never", containers: [{ name: "main", image: "a:1" }] },
  };
  const manifest = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "report" },
    spec: { parallelism: 2, completions: 2, template },
  };
  const spec = { selector: { matchLabels: LABELS }, ...budget };
  const file = {
    apiVersion: "jobsim.dev/v1",
    kind: "Scenario",
    until: "1h",
    jobs: [{ manifest }],
    pods: { default: { run: "5m" } },
    cluster: { nodes: [{ name: "node", count: 2 }] },
    events: [
      {
        at: "0s",
        action: "createObject",
        manifest: { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: { name: "keep" }, spec },
      },
      { at: "1m", action: "drainNode", node: "node-0" },
    ],
    expect: expected,
  };
  return loadScenario({ text: JSON.stringify(file), file: "scenario.json", readFile: () => "" });
}

test.each([
  ["without room for one pod holds the drain until the pods have ended", { minAvailable: 2 }, 2, 0],
  ["with room for one pod lets it go, and the Job replaces it", { minAvailable: 1 }, 3, 1],
  ["in shares of a Job, which has no scale, lets nothing go", { maxUnavailable: 1 }, 2, 0],
] as const)("a budget %s", (_name, budget, pods, failed) => {
  const loaded = scenario(budget, [{ condition: "Complete", pods, failed }]);
  const simulation = simulate(loaded.plan);
  expect(checkExpectations(simulation, loaded.expectations)).toEqual([]);
  const refused = simulation.log.entries.filter(
    (entry) => entry.kind === "request" && entry.resource === "pods/eviction",
  );
  expect(refused).toHaveLength(failed === 0 ? 1 : 0);
});
