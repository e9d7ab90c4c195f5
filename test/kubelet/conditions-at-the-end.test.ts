import { expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const DISRUPTED = "DisruptionTarget";

/** A Job that ignores disruptions, whose first pod fails with that condition. */
function statusOf(containers: string): { readonly failed: number; readonly succeeded: number } {
  const text = `
apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - manifest:
      apiVersion: batch/v1
      kind: Job
      metadata: { name: a }
      spec:
        backoffLimit: 0
        podFailurePolicy: { rules: [{ action: Ignore, onPodConditions: [{ type: ${DISRUPTED}, status: "True" }] }] }
        template: { spec: { restartPolicy: Never, containers: ${containers} } }
pods:
  rules:
    - { match: { ordinal: 0 }, run: 5s, exit: 1, conditions: [{ type: ${DISRUPTED} }] }
`;
  const { server } = simulate(loadScenario({ text, file: "a.yaml", readFile: () => "" }).plan);
  const { failed = 0, succeeded = 0 } = server.jobs.jobs.get("default", "a")?.status ?? {};
  return { failed, succeeded };
}

test.each([
  ["one container", "[{ name: main, image: i }]"],
  ["two containers, of which the kubelet decides", "[{ name: main, image: i }, { name: other, image: i }]"],
])("a pod with %s gets the conditions of the scenario at its end", (_name, containers) => {
  expect(statusOf(containers)).toEqual({ failed: 0, succeeded: 1 });
});
