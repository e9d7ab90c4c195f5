import { expect, test } from "vitest";
import type { JsonObject } from "../../src/api/json.ts";
import type { Pod } from "../../src/api/types.ts";
import { fixed } from "../../src/engine/distribution.ts";
import type { SimulationPlan, TimedAction } from "../../src/simulation/plan.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const JOB = { namespace: "default", name: "job" };
const POD = { job: JOB, ordinal: 0 };
const MAIN = { name: "main", image: "example.com/main:1" };
const PLAIN: JsonObject = { restartPolicy: "Never", containers: [MAIN] };
const WITH_SIDECAR: JsonObject = {
  ...PLAIN,
  initContainers: [{ name: "proxy", image: "example.com/proxy:1", restartPolicy: "Always" }],
};

/** Plays a Job with one pod that would run for an hour; gives its first pod as it is at last. */
function firstPod(template: JsonObject, later: readonly TimedAction[], cluster?: SimulationPlan["cluster"]) {
  const manifest = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: JOB,
    spec: { backoffLimit: 0, template: { spec: template } },
  };
  const { log } = simulate({
    epochMs: Date.UTC(2000, 0, 1),
    seed: "1",
    untilMs: 600_000,
    actions: [{ atMs: 0, op: "createJob", manifest }, ...later],
    pods: { default: { run: fixed(3_600_000) }, rules: [] },
    ...(cluster === undefined ? {} : { cluster }),
  });
  const pods = new Map<string, Pod>();
  for (const entry of log.entries) {
    if (entry.kind === "commit" && entry.resource === "pods") pods.set(entry.object.metadata.uid, entry.object);
  }
  const [pod] = pods.values();
  const target = pod?.status.conditions?.find(({ type }) => type === "DisruptionTarget");
  return { status: pod?.status, target, nodeName: pod?.spec.nodeName };
}

const TEMPLATES: [string, JsonObject][] = [
  ["plain", PLAIN],
  ["not plain", WITH_SIDECAR],
];

test.each(TEMPLATES)("a pod that is %s and evicted under pressure is Failed, disrupted, and stays", (_name, spec) => {
  const evict: TimedAction = { atMs: 30_000, op: "evictByKubelet", pod: POD, cause: "memoryPressure" };
  const { status, target } = firstPod(spec, [evict]);
  const message = expect.stringMatching(/^The node was low on resource: memory\. .*consumption of memory\. $/);
  expect(status).toMatchObject({ phase: "Failed", reason: "Evicted", message });
  expect(target).toMatchObject({ status: "True", reason: "TerminationByKubelet", message });
  expect(status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 143 });
});

test.each(TEMPLATES)("a pod that is %s and over its own limit is Evicted, and no disruption", (_name, spec) => {
  const evict: TimedAction = { atMs: 30_000, op: "evictByKubelet", pod: POD, cause: "podStorageLimit" };
  const { status, target } = firstPod(spec, [evict]);
  expect(status).toMatchObject({
    phase: "Failed",
    reason: "Evicted",
    message: "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ",
  });
  expect(target).toBeUndefined();
});

test.each(TEMPLATES)("a pod that is %s is terminated by the shutdown of its node", (_name, spec) => {
  const cluster = { nodes: [{ name: "node-0", room: { pods: 10 } }], outages: [], imagePullMs: 0 };
  const shutDown: TimedAction = { atMs: 30_000, op: "shutDownNode", node: "node-0", graceMs: 15_000, criticalMs: 0 };
  const { status, target } = firstPod(spec, [shutDown], cluster);
  const message = "Pod was terminated in response to imminent node shutdown.";
  expect(status).toMatchObject({ phase: "Failed", reason: "Terminated", message });
  expect(target).toMatchObject({ reason: "TerminationByKubelet", message });
});
