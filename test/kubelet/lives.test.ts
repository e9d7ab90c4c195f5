import { expect, test } from "vitest";
import type { JsonObject } from "../../src/api/json.ts";
import { fixed } from "../../src/engine/distribution.ts";
import { always } from "../../src/kubelet/behaviour/exit-choice.ts";
import type { PodTraits } from "../../src/kubelet/behaviour/rules.ts";
import type { TimedAction } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const PODS = 6;
const JOB = { namespace: "default", name: "job" };
const container = (name: string, more: JsonObject = {}) => ({ name, image: `example.com/${name}:1`, ...more });
const MAIN = container("main");
const WITH_SIDECAR: JsonObject = {
  restartPolicy: "Never",
  initContainers: [container("fetch"), container("proxy", { restartPolicy: "Always" })],
  containers: [MAIN],
};
const PROBE = { exec: { command: ["ok"] } };
const PROBED: JsonObject = {
  restartPolicy: "OnFailure",
  containers: [
    container("main", {
      readinessProbe: { ...PROBE, periodSeconds: 3 },
      livenessProbe: { ...PROBE, periodSeconds: 5 },
    }),
  ],
};

/** What is written about the Job's pods: when, by whom, and what they are then. */
function writesOf(spec: JsonObject, traits: PodTraits, later: readonly TimedAction[], share: "shared" | "alone") {
  const rules = Array.from({ length: PODS }, (_, at) => ({ match: { index: [{ first: at, last: at }] }, traits }));
  const { log } = simulate({
    epochMs: Date.UTC(2000, 0, 1),
    seed: "1",
    untilMs: 1_200_000,
    actions: [
      {
        atMs: 0,
        op: "createJob",
        manifest: {
          apiVersion: "batch/v1",
          kind: "Job",
          metadata: JOB,
          spec: {
            completions: PODS,
            parallelism: PODS - 1,
            completionMode: "Indexed",
            backoffLimit: 20,
            template: { spec },
          },
        },
      },
      ...later,
    ],
    pods: share === "shared" ? { default: traits, rules: [] } : { default: {}, rules },
  });
  return log.entries.flatMap((entry) =>
    entry.kind === "commit" && entry.resource === "pods" ? [{ ...entry, object: entry.object }] : [],
  );
}

const podOf = (index: number) => ({ job: JOB, index, attempt: 0 });

test.each<[string, JsonObject, PodTraits, readonly TimedAction[]]>([
  ["go through init containers, and end", WITH_SIDECAR, {}, []],
  ["restart until the limit", { restartPolicy: "OnFailure", containers: [MAIN] }, { exit: always(1) }, []],
  ["have probes that fail", PROBED, { run: fixed(60_000), containers: { main: { liveness: fixed(7_000) } } }, []],
  [
    "wait for an image, and are suspended",
    WITH_SIDECAR,
    { containers: { main: { image: { failsFor: fixed(25_000) } } } },
    [
      { atMs: 41_000, op: "patchJob", job: JOB, patch: { spec: { suspend: true } } },
      { atMs: 90_000, op: "patchJob", job: JOB, patch: { spec: { suspend: false } } },
    ],
  ],
  [
    "are deleted one by one, twice in the same instant",
    WITH_SIDECAR,
    {},
    [
      { atMs: 1_500, op: "deletePod", pod: podOf(1) },
      { atMs: 5_000, op: "deletePod", pod: podOf(0) },
      { atMs: 5_000, op: "deletePod", pod: podOf(3) },
      { atMs: 5_000, op: "deletePod", pod: podOf(3), force: true },
      { atMs: 12_000, op: "deletePod", pod: podOf(2) },
    ],
  ],
])("pods that share a life, and %s, behave as if each had its own", (_name, spec, traits, later) => {
  const shared = writesOf(spec, traits, later, "shared");
  expect(shared.length).toBeGreaterThan(4 * PODS);
  expect(shared).toEqual(writesOf(spec, traits, later, "alone"));
});
